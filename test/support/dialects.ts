import type { monitorJson } from '../../lambdas/http/monitor-json.ts';
import type { pingJson } from '../../lambdas/http/ping-json.ts';
import type { LocalAlert } from '../../lib/local/alerts.ts';
import { Clock } from './clock.ts';
import { send } from './http.ts';
import { createMonitor, getAlerts, type Running, start } from './local.ts';

export type MonitorJson = ReturnType<typeof monitorJson>;
export type PingJson = ReturnType<typeof pingJson>;

export interface TestHost {
  readonly origin: string;
  readonly clock: Clock;
}

/** A monitor that is known to exist, or not to. */
export interface MonitorAt {
  host: TestHost;
  id: string;
}

export interface TestMonitor extends MonitorAt {
  key: string;
  /** Where it is pinged. */
  url: string;
}

/** What either way of sending a request answers. */
export interface AnyAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string | Buffer;
}

/** Starts a local host before the tests of a file or a `describe`, and stops it after them. */
export function aHost(): TestHost {
  const clock = new Clock(Date.parse('2026-11-20T12:00:00.000Z'));
  let running: Running | undefined;
  beforeAll(async () => {
    running = await start(clock);
  });
  afterAll(() => running?.close());
  return {
    clock,
    get origin() {
      if (!running) throw new Error('The host runs only while tests do.');
      return running.url;
    },
  };
}

/** A new monitor of the test's own: every hour, with five minutes of grace, but for what the draft says. */
export async function aMonitor(host: TestHost, draft: object = {}): Promise<TestMonitor> {
  const name = `Job ${crypto.randomUUID()}`;
  const { id, ping_url } = await createMonitor(host.origin, { name, schedule: 'every 1h', ...draft });
  const key = ping_url.split('/').at(-1) ?? '';
  return { host, id, key, url: `${host.origin}/${key}` };
}

/** Calls the management API, which must succeed. */
export async function manage(
  { origin }: TestHost,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
) {
  const answer = await send(method, `${origin}/api/v1/${path}`, {}, body && JSON.stringify(body));
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
  return answer.body === '' ? {} : JSON.parse(answer.body);
}

export function monitorOf({ host, id }: MonitorAt): Promise<MonitorJson> {
  return manage(host, 'GET', `monitors/${id}`);
}

/** All monitors there are, to show that nothing was created. */
export async function allMonitors(host: TestHost): Promise<MonitorJson[]> {
  const { monitors, next_cursor } = await manage(host, 'GET', 'monitors');
  if (next_cursor !== null) throw new Error('There are more monitors than one page shows.');
  return monitors;
}

/** The pings that are kept of a monitor, newest first. */
export async function pingsOf({ host, id }: MonitorAt): Promise<PingJson[]> {
  return JSON.parse((await send('GET', `${host.origin}/local/pings/${id}`)).body).pings;
}

/** All that was told about a monitor so far, oldest first. */
export async function alertsOf({ host, id }: MonitorAt): Promise<LocalAlert[]> {
  const alerts = await getAlerts(host.origin);
  return alerts.filter(({ monitor }) => monitor === id).reverse();
}

/** Proves an answer in Healthchecks' form: `OK` with 200 unless said otherwise, and never a redirect. */
export function expectHcOk(
  { status, headers, body }: AnyAnswer,
  expected = { status: 200, body: 'OK' },
): void {
  expect({ status, headers, body: String(body) }).toEqual({
    ...expected,
    headers: expect.objectContaining({
      'content-type': expect.stringMatching(/^text\/plain\b/),
      'access-control-allow-origin': '*',
      'cache-control': expect.stringContaining('no-cache'),
      'ping-body-limit': '10000',
    }),
  });
  expect(headers).not.toHaveProperty('location');
}

/** Does something that must leave a monitor and its pings as they are, and answers what it answered. */
export async function expectNoEffect<T>(monitor: MonitorAt, action: () => Promise<T>): Promise<T> {
  const before = [await monitorOf(monitor), await pingsOf(monitor)];
  const answer = await action();
  expect([await monitorOf(monitor), await pingsOf(monitor)]).toEqual(before);
  return answer;
}
