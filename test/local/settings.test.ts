import { dayMs, minuteMs } from '../../lambdas/domain/time.ts';
import { aHost, aMonitor, manage, monitorOf, type TestMonitor } from '../support/dialects.ts';
import { send } from '../support/http.ts';

const host = aHost();

interface Refused {
  field: string;
  message: string;
}

async function call(method: 'POST' | 'PATCH', path: string, body: unknown) {
  const answer = await send(method, `${host.origin}/api/v1/${path}`, {}, JSON.stringify(body));
  return { status: answer.status, json: JSON.parse(answer.body) };
}

const patch = ({ id }: TestMonitor, body: unknown) => call('PATCH', `monitors/${id}`, body);
const pause = ({ id }: TestMonitor, body: object) => call('POST', `monitors/${id}/pause`, body);

/** Proves that an answer refuses one field, and says what is allowed. */
function expectRefusal({ status, json }: { status: number; json: unknown }, field: string, allowed: string) {
  expect(status).toBe(400);
  const { errors } = json as { errors: Refused[] };
  expect(errors).toEqual([{ field, message: expect.stringContaining(allowed) }]);
}

const schedules: [string, string][] = [
  ['', 'allowed are "every <duration>"'],
  ['sometimes', 'allowed are "every <duration>"'],
  ['every', 'allowed are "every <duration>"'],
  ['every 9s', 'from 10s to 366d'],
  ['every 367d', 'from 10s to 366d'],
  ['* * * *', 'allowed are 5: minute, hour, day of the month, month, day of the week'],
  ['0 0 2 * * *', 'has 6 fields'],
  ['60 2 * * *', '"60" is no minute; allowed are 0-59'],
  ['0 24 * * *', '"24" is no hour; allowed are 0-23'],
  ['0 2 32 * *', '"32" is no day of the month'],
  ['0 2 * 13 *', '"13" is no month'],
  ['0 2 * * 8', '"8" is no day of the week'],
  ['*/0 2 * * *', '"*/0" is no minute'],
  ['0 0 30 2 *', 'never matches'],
  ['@reboot', 'allowed are @hourly, @daily'],
  ['0 2 * * *\n0 25 * * *', 'line 2: "25" is no hour'],
  ['every 1h\n0 2 * * *', 'line 1'],
  [Array(11).fill('0 2 * * *').join('\n'), 'has 11 lines; allowed are 10'],
  ['x'.repeat(1_001), 'is too long'],
];

test.each(schedules)('the schedule %.40j is refused', async (schedule, allowed) => {
  expectRefusal(await call('POST', 'monitors', { name: 'x', schedule }), 'schedule', allowed);
});

test.each(['Mars/Olympus', '+02:00', 'UTC+2', '', ' UTC', 'Europe/Riga\n', 'x'.repeat(100)])(
  'the time zone %.30j is refused',
  async (timezone) => {
    const answer = await call('POST', 'monitors', { name: 'x', schedule: '@daily', timezone });
    expectRefusal(answer, 'timezone', 'allowed is an IANA time zone');
  },
);

test.each([
  ['early_margin_seconds', -1, 'from 0 to 3600'],
  ['early_margin_seconds', 3_601, 'from 0 to 3600'],
  ['max_misses', 0, 'from 1 to 10'],
  ['max_failures', 0, 'from 1 to 10'],
  ['max_failures', 11, 'from 1 to 10'],
  ['max_failures', null, 'from 1 to 10'],
  ['recovery_threshold', 0, 'from 1 to 10'],
  ['recovery_threshold', 11, 'from 1 to 10'],
  ['max_runtime_seconds', 0, 'null or whole seconds from 1 to 259200'],
  ['max_runtime_seconds', 259_201, 'null or whole seconds from 1 to 259200'],
  ['max_runtime_seconds', '1h', 'null or whole seconds from 1 to 259200'],
  ['reminder_seconds', 59, 'null or whole seconds from 60 to 31622400'],
  ['reminder_seconds', 31_622_401, 'null or whole seconds from 60 to 31622400'],
  ['reminder_seconds', 90.5, 'null or whole seconds from 60 to 31622400'],
  ['expect_first_ping', 'yes', 'allowed are true and false'],
])('%s of %j is refused', async (field, value, allowed) => {
  const draft = { name: 'x', schedule: '@daily', [field]: value };
  expectRefusal(await call('POST', 'monitors', draft), field, allowed);
});

test.each([
  ...['', 'wiki', 'ftp://wiki.test/x', 'javascript:alert(1)', 'https://wiki.test/ü', 'https://w.test/a b'],
  ...[7, `https://w.test/${'x'.repeat(486)}`],
])('runbook_url of %j is refused', async (runbook_url) => {
  const allowed = 'null or an http:// or https:// URL of up to 500 characters';
  expectRefusal(await call('POST', 'monitors', { name: 'x', runbook_url }), 'runbook_url', allowed);
});

test.each([
  { early_margin_seconds: 0, schedule: '@daily' },
  { early_margin_seconds: 3_600, schedule: '@daily' },
  { max_runtime_seconds: 1, max_failures: 10, recovery_threshold: 10 },
  { max_runtime_seconds: 259_200, reminder_seconds: 60 },
  { reminder_seconds: 31_622_400, expect_first_ping: true },
  { runbook_url: `https://w.test/${'x'.repeat(485)}` },
  { runbook_url: 'http://localhost:8080/#run?a=b' },
  { timezone: 'America/Argentina/Buenos_Aires' },
])('what is just allowed is kept as it was said: %j', async (draft) => {
  expect(await monitorOf(await aMonitor(host, draft))).toMatchObject(draft);
});

test('an early margin is refused for a schedule without occurrences', async () => {
  const answer = await call('POST', 'monitors', { name: 'x', schedule: 'every 1h', early_margin_seconds: 5 });
  expectRefusal(answer, 'early_margin_seconds', 'only cron schedules have occurrences');
});

test('every setting that is wrong is named at once', async () => {
  const draft = { name: 'x', schedule: 'x', timezone: 'x', max_failures: 0, reminder_seconds: 1 };
  const { json } = await call('POST', 'monitors', draft);
  const fields = json.errors.map(({ field }: Refused) => field);
  expect(fields.sort()).toEqual(['max_failures', 'reminder_seconds', 'schedule', 'timezone']);
});

test('the name of a zone is shown as it is written in the world', async () => {
  expect(await monitorOf(await aMonitor(host, { timezone: 'europe/riga' }))).toMatchObject({
    timezone: 'Europe/Riga',
  });
});

describe('a change', () => {
  test('touches only what it names, and null takes away', async () => {
    const draft = { schedule: '0 2 * * *', early_margin_seconds: 5, reminder_seconds: 60, post_only: true };
    const monitor = await aMonitor(host, draft);
    const before = await monitorOf(monitor);
    const { status, json } = await patch(monitor, { reminder_seconds: null, name: 'Another' });
    expect(status).toBe(200);
    expect(json).toEqual({ ...before, reminder_seconds: null, name: 'Another' });
    expect(await monitorOf(monitor)).toEqual(json);
  });

  test.each([
    [{ schedule: 'often' }, 'schedule', 'allowed are'],
    [{ max_misses: 0 }, 'max_misses', 'from 1 to 10'],
    [{ id: 'another' }, 'id', 'is not a known field'],
    [{ status: 'up' }, 'status', 'is not a known field'],
    [{ early_margin_seconds: 5 }, 'early_margin_seconds', 'only cron schedules'],
    [[], 'body', 'allowed is one JSON object'],
    ['x', 'body', 'allowed is one JSON object'],
    [null, 'body', 'allowed is one JSON object'],
  ])('to %j is refused, and changes nothing', async (body, field, allowed) => {
    const monitor = await aMonitor(host);
    const before = await monitorOf(monitor);
    expectRefusal(await patch(monitor, body), field, allowed);
    expect(await monitorOf(monitor)).toEqual(before);
  });

  test('of nothing is no error', async () => {
    const monitor = await aMonitor(host);
    expect(await patch(monitor, {})).toEqual({ status: 200, json: await monitorOf(monitor) });
  });

  test('of a monitor that there is none of is answered 404', async () => {
    expect(await call('PATCH', 'monitors/nobody', { name: 'x' })).toMatchObject({ status: 404 });
  });

  test('may go to the heartbeats resource, and is answered in its shape', async () => {
    const { id } = await aMonitor(host);
    const { status, json } = await call('PATCH', `heartbeats/${id}`, { schedule: 'every 2h' });
    expect(status).toBe(200);
    expect(json).toMatchObject({ id, schedule: 'every 2h', status: 'new' });
    expect(json).not.toHaveProperty('ping_url');
  });
});

describe('a pause with an end', () => {
  const fromNow = (milliseconds: number) => new Date(host.clock.now + milliseconds).toISOString();

  test.each([
    ['now', 0],
    ['in the past', -1],
    ['more than 366 days away', 366 * dayMs + 1],
  ])('that is %s is refused', async (_what, milliseconds) => {
    const monitor = await aMonitor(host);
    expectRefusal(await pause(monitor, { until: fromNow(milliseconds) }), 'until', 'in the future');
    expect(await monitorOf(monitor)).toMatchObject({ status: 'new' });
  });

  test.each(['tomorrow', '2026-12-01', '2026-12-01T00:00:00', '2026-02-30T00:00:00Z', 5, true])(
    'of %j is refused',
    async (until) => {
      const answer = await pause(await aMonitor(host), { until });
      expectRefusal(answer, 'until', 'allowed is null or an instant such as 2026-11-20T06:00:00Z');
    },
  );

  test.each([1, minuteMs, 366 * dayMs])('in %d ms is kept', async (milliseconds) => {
    const monitor = await aMonitor(host);
    const until = fromNow(milliseconds);
    expect(await pause(monitor, { until, manual_resume: true })).toMatchObject({
      status: 200,
      json: { status: 'paused', manual_resume: true, resume_at: until },
    });
  });

  test('may be said in another zone', async () => {
    const monitor = await aMonitor(host);
    const answer = await pause(monitor, { until: '2026-12-01T02:00:00+02:00' });
    expect(answer).toMatchObject({ json: { resume_at: '2026-12-01T00:00:00.000Z' } });
  });

  test('loses it where it is paused again without one', async () => {
    const monitor = await aMonitor(host);
    await pause(monitor, { until: fromNow(minuteMs) });
    expect(await pause(monitor, { until: null })).toMatchObject({
      json: { status: 'paused', resume_at: null },
    });
  });

  test('loses it with a resumption', async () => {
    const monitor = await aMonitor(host);
    await pause(monitor, { until: fromNow(minuteMs) });
    await manage(host, 'POST', `monitors/${monitor.id}/resume`);
    expect(await monitorOf(monitor)).toMatchObject({ status: 'up', resume_at: null });
  });
});

describe('lines that the clocks of their zone skip', () => {
  const line = '*/5 2 * 3 7L';
  const message = `"${line}" never matches in Europe/Berlin, whose clocks skip it`;

  test('are refused for a new monitor', async () => {
    const draft = { name: 'x', schedule: `@daily\n${line}`, timezone: 'Europe/Berlin' };
    expectRefusal(await call('POST', 'monitors', draft), 'schedule', message);
  });

  test('are refused where the zone alone is changed', async () => {
    const monitor = await aMonitor(host, { schedule: line, timezone: 'Asia/Tokyo' });
    expectRefusal(await patch(monitor, { timezone: 'Europe/Berlin' }), 'schedule', message);
    expect(await monitorOf(monitor)).toMatchObject({ timezone: 'Asia/Tokyo' });
  });
});
