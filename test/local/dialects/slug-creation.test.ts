import {
  aHost,
  alertsOf,
  allMonitors,
  expectHcOk,
  manage,
  monitorOf,
  pingsOf,
  type TestMonitor,
} from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { expectPing } from '../../support/ping-effects.ts';
import { sendRaw } from '../../support/raw-http.ts';

const host = aHost();
const created = { status: 201, body: 'Created' };
let pingKey: string;

beforeAll(async () => {
  pingKey = (await manage(host, 'POST', 'ping-key')).ping_key;
});

/** A monitor that is still to be created. */
function aNewSlug(prefix = ''): TestMonitor {
  const id = `new-${crypto.randomUUID()}`;
  const key = `${pingKey}/${id}`;
  return { host, id, key, url: `${host.origin}${prefix}/${key}` };
}

/** Every field of a monitor that a ping has just created, but for what its kind makes of it. */
function autoCreated({ id }: TestMonitor, beside: object): object {
  const now = new Date(host.clock.now).toISOString();
  return {
    ...{ id, name: id, schedule: 'every 24h', grace_period_seconds: 3_600, max_misses: 1 },
    ...{ timezone: 'UTC', early_margin_seconds: null, max_failures: 1, recovery_threshold: 1 },
    ...{
      max_runtime_seconds: null,
      expect_first_ping: false,
      reminder_seconds: null,
      runbook_url: null,
      tags: [],
    },
    ...{ channels: ['default'], post_only: false, body_filter: null, auto_created: true, managed_by: null },
    ...{ schedule_in_words: 'every 24 hours', next_occurrences: daily() },
    ...{ status: 'new', status_since: now, manual_resume: false, resume_at: null, running: false, pings: 1 },
    ...{ misses: 0, failures: 0, successes: 0 },
    ...{ last_ping_at: null, last_success_at: null, next_due_at: null, deadline_at: null },
    recent_check_ins: [],
    ...{ created_at: now, unique_key: expect.stringMatching(`^${id}-[0-9a-hjkmnp-tv-z]{20}$`) },
    ping_url: expect.stringMatching(`^${host.origin}/ping/${id}-`),
    ...beside,
  };
}

function daily(): string[] {
  return [1, 2, 3, 4, 5].map((days) => new Date(host.clock.now + days * 86_400_000).toISOString());
}

/** When the next ping is due, and when it is a miss, after one that came just now. */
function awaited() {
  const hours = (count: number) => new Date(host.clock.now + count * 3_600_000).toISOString();
  return { last_ping_at: hours(0), next_due_at: hours(24), deadline_at: hours(25) };
}

function succeeded() {
  return { last_success_at: awaited().last_ping_at, recent_check_ins: ['success'] };
}

describe.each([
  ['/PK/new-id', ''],
  ['/ping/PK/new-id', '/ping'],
])('%s', (_form, prefix) => {
  test('D4: GET with create=1 creates the monitor, pinged', async () => {
    const monitor = aNewSlug(prefix);
    expectHcOk(await send('GET', `${monitor.url}?create=1`, { 'user-agent': 'job' }), created);
    const up = { status: 'up', ...awaited(), ...succeeded() };
    expect(await monitorOf(monitor)).toEqual(autoCreated(monitor, up));
    expect(await pingsOf(monitor)).toMatchObject([
      { n: 1, kind: 'success', method: 'GET', source_ip: '127.0.0.1', user_agent: 'job', body: null },
    ]);
    expect(await alertsOf(monitor)).toEqual([]);
  });

  test('D4: what was created has a key of its own, that opens it', async () => {
    const [monitor, other] = [aNewSlug(prefix), aNewSlug(prefix)];
    for (const { url } of [monitor, other]) await send('GET', `${url}/log?create=1`);
    const [{ unique_key }, { unique_key: otherKey }] = [await monitorOf(monitor), await monitorOf(other)];
    expect(unique_key.slice(-20)).not.toBe(otherKey.slice(-20));
    expectHcOk(await send('GET', `${host.origin}/${unique_key}`));
    expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 2 });
  });

  test('D5: GET with create=1 again is a ping only', async () => {
    const monitor = aNewSlug(prefix);
    await send('GET', `${monitor.url}/log?create=1`);
    const before = await monitorOf(monitor);
    expectHcOk(await send('GET', `${monitor.url}?create=1`));
    const up = { status: 'up', pings: 2, ...awaited(), ...succeeded() };
    expect(await monitorOf(monitor)).toEqual({ ...before, ...up });
    expect(await pingsOf(monitor)).toMatchObject([
      { n: 2, kind: 'success' },
      { n: 1, kind: 'log' },
    ]);
  });

  test('D5: GET with create=1 on a monitor that people created is a ping only', async () => {
    const name = `Made by people ${crypto.randomUUID()}`;
    const { id } = await manage(host, 'POST', 'monitors', { name, schedule: 'every 1h' });
    const monitor = { ...aNewSlug(), id };
    const url = `${host.origin}${prefix}/${pingKey}/${id}?create=1`;
    await expectPing(monitor, 'success', () => send('GET', url));
  });

  test('D6: HEAD /start with create=1 creates the monitor, and opens a run', async () => {
    const monitor = aNewSlug(prefix);
    const { pathname } = new URL(monitor.url);
    const answer = await sendRaw(host.origin, { line: `HEAD ${pathname}/start?create=1` });
    expectHcOk(answer, { status: 201, body: '' });
    expect(await monitorOf(monitor)).toEqual(
      autoCreated(monitor, { running: true, recent_check_ins: ['start'], ...awaited() }),
    );
    expect(await pingsOf(monitor)).toMatchObject([{ n: 1, kind: 'start', method: 'HEAD' }]);
  });

  test('D6: the run that a creation opens ends as any other', async () => {
    const monitor = aNewSlug(prefix);
    const rid = crypto.randomUUID();
    await send('GET', `${monitor.url}/start?create=1&rid=${rid}`);
    host.clock.advanceTo(host.clock.now + 1_500);
    await send('GET', `${monitor.url}?create=1&rid=${rid}`);
    expect(await pingsOf(monitor)).toMatchObject([
      { rid, duration_ms: 1_500 },
      { rid, kind: 'start' },
    ]);
  });

  test.each([
    ['fail', null],
    ['7', 7],
  ])(
    'D7: POST /%s with create=1 and logs creates the monitor, down, with one alert',
    async (action, exit_status) => {
      const monitor = aNewSlug(prefix);
      const logs = Buffer.from('disk full\n\xff', 'latin1');
      expectHcOk(await send('POST', `${monitor.url}/${action}?create=1`, {}, logs), created);
      const down = {
        status: 'down',
        failures: 1,
        last_ping_at: awaited().last_ping_at,
        recent_check_ins: ['fail'],
      };
      expect(await monitorOf(monitor)).toEqual(autoCreated(monitor, down));
      expect(await pingsOf(monitor)).toMatchObject([
        { n: 1, kind: 'fail', method: 'POST', exit_status, body: { base64: logs.toString('base64') } },
      ]);
      expect(await alertsOf(monitor)).toMatchObject([
        { kind: 'down', event: { downbeat: { reason: 'failed', last_ping: { exit_status } } } },
      ]);
    },
  );

  test('D7: POST /log with create=1 creates the monitor, which stays new', async () => {
    const monitor = aNewSlug(prefix);
    expectHcOk(await send('POST', `${monitor.url}/log?create=1`, {}, 'hello'), created);
    expect(await monitorOf(monitor)).toEqual(autoCreated(monitor, {}));
    expect(await pingsOf(monitor)).toMatchObject([{ n: 1, kind: 'log', body: { text: 'hello' } }]);
  });

  test.each(['/foo?create=1', '/256?create=1', '?create=1&rid=12345', '/start?rid=&create=1'])(
    'rule 8: a creation that is malformed by %s creates nothing',
    async (suffix) => {
      const before = await allMonitors(host);
      const { url, id } = aNewSlug(prefix);
      expect(await send('GET', url + suffix)).toMatchObject({ status: 400 });
      expect(await allMonitors(host)).toEqual(before);
      expect(await pingsOf({ host, id })).toEqual([]);
    },
  );
});

test('D4: of twenty at once one creates the monitor, and all of them are its pings', async () => {
  const monitor = aNewSlug();
  const sent = Array.from({ length: 20 }, () => send('GET', `${monitor.url}?create=1`));
  const answers = (await Promise.all(sent)).sort((one, other) => other.status - one.status);
  for (const [index, answer] of answers.entries()) expectHcOk(answer, index === 0 ? created : undefined);
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 20 });
  const numbers = (await pingsOf(monitor)).map(({ n }) => n);
  expect(numbers.sort((one, other) => one - other)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
  expect(await alertsOf(monitor)).toEqual([]);
});

test('D7: of twenty fails at once one creates the monitor, with one alert', async () => {
  const monitor = aNewSlug();
  const sent = Array.from({ length: 20 }, () => send('POST', `${monitor.url}/fail?create=1`));
  const statuses = (await Promise.all(sent)).map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(19).fill(200), 201]);
  expect(await monitorOf(monitor)).toMatchObject({ status: 'down', pings: 20 });
  expect(await pingsOf(monitor)).toHaveLength(20);
  expect(await alertsOf(monitor)).toMatchObject([{ kind: 'down' }]);
});
