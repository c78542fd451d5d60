import { hourMs, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { aHost, alertsOf, aMonitor, manage, monitorOf, type TestMonitor } from '../support/dialects.ts';
import { send } from '../support/http.ts';

const host = aHost();

const iso = (instant: number) => new Date(instant).toISOString();
const ping = ({ url }: TestMonitor, action = '') => send('GET', url + action);

/** Moves the clock once all that has happened is told, and waits for what the timers that fire do. */
async function pass(milliseconds: number): Promise<void> {
  await send('GET', `${host.origin}/local/alerts`);
  host.clock.advanceTo(host.clock.now + milliseconds);
  for (let polls = 0; polls < 20; polls += 1) await send('GET', `${host.origin}/api/v1/monitors`);
}

test('a cron monitor is due by the clock of its zone, and down a grace period after', async () => {
  const draft = { schedule: '30 18 * * MON-FRI', timezone: 'Asia/Kolkata', grace_period_seconds: 600 };
  const monitor = await aMonitor(host, draft);
  // 2026-11-20 is a Friday; half past six in the evening there is one o'clock in the afternoon in UTC.
  host.clock.advanceTo(Date.parse('2026-11-20T12:59:30Z'));
  await ping(monitor);
  expect(await monitorOf(monitor)).toMatchObject({
    status: 'up',
    schedule_in_words: 'at 18:30, Monday through Friday, Asia/Kolkata',
    next_due_at: '2026-11-23T13:00:00.000Z',
    deadline_at: '2026-11-23T13:10:00.000Z',
    next_occurrences: [20, 23, 24, 25, 26].map((day) => `2026-11-${day}T13:00:00.000Z`),
  });
  host.clock.advanceTo(Date.parse('2026-11-23T13:10:00Z'));
  await pass(0);
  expect(await alertsOf(monitor)).toMatchObject([
    { kind: 'down', event: { downbeat: { reason: 'missed', at: '2026-11-23T13:10:00.000Z' } } },
  ]);
});

test('a run that outlasts its max runtime is told, and its end still has a duration', async () => {
  const monitor = await aMonitor(host, { schedule: 'every 24h', max_runtime_seconds: 3_600 });
  const began = host.clock.now;
  await ping(monitor, '/start');
  expect(await monitorOf(monitor)).toMatchObject({ running: true, deadline_at: iso(began + hourMs) });
  await pass(hourMs);
  expect(await monitorOf(monitor)).toMatchObject({ status: 'down', running: true });
  await pass(minuteMs);
  await ping(monitor);
  expect(await alertsOf(monitor)).toMatchObject([
    { kind: 'down', event: { downbeat: { reason: 'timed_out', at: iso(began + hourMs) } } },
    { kind: 'up' },
  ]);
  const { pings } = JSON.parse((await send('GET', `${host.origin}/local/pings/${monitor.id}`)).body);
  expect(pings[0]).toMatchObject({ kind: 'success', duration_ms: 61 * minuteMs });
});

test('a snooze ends by itself, and the next check-in is due from then on', async () => {
  const monitor = await aMonitor(host, { schedule: 'every 1h' });
  await ping(monitor);
  const until = host.clock.now + 3 * hourMs;
  const paused = await manage(host, 'POST', `monitors/${monitor.id}/pause`, { until: iso(until) });
  expect(paused).toMatchObject({ status: 'paused', resume_at: iso(until), next_due_at: null });
  await pass(3 * hourMs - 1);
  expect(await monitorOf(monitor)).toMatchObject({ status: 'paused' });
  await pass(1);
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up', next_due_at: iso(until + hourMs) });
  expect(await alertsOf(monitor)).toEqual([]);
});

test('people are reminded while it is down, and no more once it is up', async () => {
  const monitor = await aMonitor(host, { name: 'Backup', reminder_seconds: 1_800 });
  const began = host.clock.now;
  await ping(monitor, '/fail');
  await pass(30 * minuteMs);
  await pass(30 * minuteMs);
  await ping(monitor);
  await pass(30 * minuteMs);
  expect(await alertsOf(monitor)).toMatchObject([
    { kind: 'down', at: iso(began), subject: 'DOWN: Backup' },
    { kind: 'reminder', at: iso(began + 30 * minuteMs), subject: 'STILL DOWN: Backup' },
    { kind: 'reminder', at: iso(began + hourMs), event: { downbeat: { reminder: 2, seq: 1 } } },
    { kind: 'up', at: iso(began + hourMs) },
  ]);
});

test('people are told of eleven flips within an hour, and of none after them', async () => {
  const monitor = await aMonitor(host);
  for (let pings = 0; pings < 14; pings += 1) await ping(monitor, pings % 2 === 0 ? '/fail' : '');
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up' });
  expect(await alertsOf(monitor)).toHaveLength(11);
});

test('a first ping that is expected and does not come is told', async () => {
  const monitor = await aMonitor(host, { schedule: 'every 1m', expect_first_ping: true });
  const deadline = host.clock.now + minuteMs + 300 * secondMs;
  expect(await monitorOf(monitor)).toMatchObject({ status: 'new', deadline_at: iso(deadline) });
  host.clock.advanceTo(deadline);
  await pass(0);
  expect(await alertsOf(monitor)).toMatchObject([
    { kind: 'down', event: { downbeat: { at: iso(deadline) } } },
  ]);
});

test('a change of the schedule moves the deadline of a monitor', async () => {
  const monitor = await aMonitor(host, { schedule: 'every 1h', grace_period_seconds: 60 });
  const began = host.clock.now;
  await ping(monitor);
  const patched = await send(
    'PATCH',
    `${host.origin}/api/v1/monitors/${monitor.id}`,
    {},
    JSON.stringify({ schedule: 'every 2h', max_misses: 2 }),
  );
  expect(patched.status).toBe(200);
  expect(JSON.parse(patched.body)).toMatchObject({
    schedule: 'every 2h',
    max_misses: 2,
    grace_period_seconds: 60,
    next_due_at: iso(began + 2 * hourMs),
    deadline_at: iso(began + 2 * hourMs + minuteMs),
  });
});
