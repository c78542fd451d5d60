import {
  type AnyAnswer,
  aMonitor,
  expectHcOk,
  type MonitorJson,
  manage,
  monitorOf,
  type PingJson,
  pingsOf,
  type TestHost,
  type TestMonitor,
} from './dialects.ts';

/** Every form of URL that opens a monitor by a key. KEY is its own, UUID an alias. */
export const addresses = ['/KEY', '/ping/KEY', '/UUID', '/ping/UUID'] as const;

export async function aMonitorAt(
  host: TestHost,
  address: (typeof addresses)[number],
  draft: object = {},
): Promise<TestMonitor> {
  const monitor = await aMonitor(host, draft);
  if (address.endsWith('KEY')) return { ...monitor, url: host.origin + address.replace('KEY', monitor.key) };
  const key = crypto.randomUUID();
  await manage(host, 'POST', `monitors/${monitor.id}/aliases`, { key });
  return { ...monitor, key, url: host.origin + address.replace('UUID', key) };
}

/** What a ping of each kind changes of a monitor as `aMonitor` makes it, beside its number of pings. */
const changes: Record<PingJson['kind'], (before: MonitorJson, now: number) => Partial<MonitorJson>> = {
  success: (before, now) => ({
    ...entered(before, 'up', now),
    ...awaitedFrom(now),
    ...{ misses: 0, failures: 0, last_ping_at: iso(now), last_success_at: iso(now) },
    recent_check_ins: [...before.recent_check_ins, 'success'],
  }),
  fail: (before, now) => ({
    ...entered(before, 'down', now),
    failures: before.failures + 1,
    ...{ next_due_at: null, deadline_at: null, last_ping_at: iso(now) },
    recent_check_ins: [...before.recent_check_ins, 'fail'],
  }),
  start: ({ status, recent_check_ins }, now) => ({
    ...(status !== 'down' && status !== 'paused' && awaitedFrom(now)),
    ...{ running: true, last_ping_at: iso(now), recent_check_ins: [...recent_check_ins, 'start'] },
  }),
  log: () => ({}),
  ignored: () => ({}),
};

/** What the last ping has left, which the next one finds, unless the test does something in between. */
const left = new WeakMap<TestMonitor, Awaited<ReturnType<typeof lookAt>>>();

async function lookAt(monitor: TestMonitor) {
  const [json, rows] = await Promise.all([monitorOf(monitor), pingsOf(monitor)]);
  return { monitor: json, rows };
}

/**
 * Sends a ping a second later. Proves that it is answered in Healthchecks' form, and what it made of the monitor: every
 * field of it, and one row more. Answers that row.
 */
export async function expectPing(
  monitor: TestMonitor,
  kind: PingJson['kind'],
  ping: () => Promise<AnyAnswer>,
  { body = 'OK', ...beside }: { body?: string; running?: boolean } = {},
): Promise<PingJson> {
  const { clock } = monitor.host;
  const { monitor: before, rows: rowsBefore } = left.get(monitor) ?? (await lookAt(monitor));
  clock.advanceTo(clock.now + 1_000);
  expectHcOk(await ping(), { status: 200, body });
  const pings = before.pings + 1;
  const changed = { ...before, pings, ...changes[kind](before, clock.now), ...beside };
  const next_occurrences = hourly(changed.next_due_at ?? iso(clock.now + 3_600_000));
  const after = await lookAt(monitor);
  left.set(monitor, after);
  expect(after.monitor).toEqual({ ...changed, next_occurrences });
  const [row, ...others] = after.rows;
  expect(others).toEqual(rowsBefore);
  if (!row) throw new Error('The ping has no row.');
  expect(row).toMatchObject({ n: pings, kind, at: iso(clock.now), source_ip: '127.0.0.1' });
  return row;
}

function entered(before: MonitorJson, status: 'up' | 'down', now: number): Partial<MonitorJson> {
  return before.status === status ? {} : { status, status_since: iso(now) };
}

function awaitedFrom(now: number): Partial<MonitorJson> {
  return { next_due_at: iso(now + 3_600_000), deadline_at: iso(now + 3_900_000) };
}

function hourly(first: string): string[] {
  return [0, 1, 2, 3, 4].map((hours) => iso(Date.parse(first) + hours * 3_600_000));
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
