import { dayMs, minuteMs, secondMs } from '../../../lambdas/domain/time.ts';
import { aHost, alertsOf, aMonitor, monitorOf, type TestMonitor } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { getAlerts } from '../../support/local.ts';

const host = aHost();
const everyFiveMinutes = { schedule: 'every 5m', grace_period_seconds: 120 };

const iso = (instant: number) => new Date(instant).toISOString();
const ping = ({ key }: TestMonitor) => send('POST', `${host.origin}/api/v1/hb/${key}`);

/** Moves the clock, and answers what is shown then: a timer that fires is still at work. */
async function at(instant: number, monitor: TestMonitor) {
  host.clock.advanceTo(instant);
  const { status, misses } = await monitorOf(monitor);
  return { status, misses };
}

/** Waits for what a timer that has just fired does, which takes some milliseconds. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let polls = 0; polls < 500; polls += 1) {
    if (await isSo()) return;
  }
  throw new Error('It is not so yet.');
}

const alertCame = ({ id }: TestMonitor) =>
  until(async () => (await getAlerts(host.origin)).some(({ monitor }) => monitor === id));

/** Proves that one alert came, at this instant and not before, and that it tells of the deadline. */
async function expectOneAlert(monitor: TestMonitor, deadline: number, told = deadline): Promise<void> {
  await alertCame(monitor);
  const downbeat = { at: iso(deadline), detected_at: iso(told), reason: 'missed' };
  expect(await alertsOf(monitor)).toMatchObject([{ at: iso(told), kind: 'down', event: { downbeat } }]);
}

test('G6: before any ping it is new, and nobody is told, however long that takes', async () => {
  const monitor = await aMonitor(host, everyFiveMinutes);
  const began = host.clock.now;
  expect(await at(began + 7 * minuteMs, monitor)).toMatchObject({ status: 'new' });
  expect(await at(began + 7 * dayMs, monitor)).toMatchObject({ status: 'new' });
  expect(await monitorOf(monitor)).toMatchObject({ next_due_at: null, deadline_at: null });
  expect(await alertsOf(monitor)).toEqual([]);
});

test('G6: after a ping it is up, late when due, and down after the grace: only then it is told', async () => {
  const monitor = await aMonitor(host, everyFiveMinutes);
  const began = host.clock.now;
  await ping(monitor);
  expect(await monitorOf(monitor)).toMatchObject({
    status: 'up',
    next_due_at: iso(began + 5 * minuteMs),
    deadline_at: iso(began + 7 * minuteMs),
  });
  expect(await at(began + 5 * minuteMs - 1, monitor)).toMatchObject({ status: 'up' });
  expect(await at(began + 5 * minuteMs, monitor)).toMatchObject({ status: 'late' });
  expect(await at(began + 7 * minuteMs - 1, monitor)).toMatchObject({ status: 'late' });
  expect(await alertsOf(monitor)).toEqual([]);
  host.clock.advanceTo(began + 7 * minuteMs);
  await expectOneAlert(monitor, began + 7 * minuteMs);
  expect(await monitorOf(monitor)).toMatchObject({ status: 'down', misses: 1, deadline_at: null });
});

test('G6: a ping in the last millisecond of the grace prevents the alert', async () => {
  const monitor = await aMonitor(host, everyFiveMinutes);
  const began = host.clock.now;
  await ping(monitor);
  expect(await at(began + 7 * minuteMs - 1, monitor)).toMatchObject({ status: 'late' });
  await ping(monitor);
  const pingedAt = host.clock.now;
  expect(await at(pingedAt + 1, monitor)).toMatchObject({ status: 'up' });
  expect(await at(pingedAt + 7 * minuteMs - 1, monitor)).toMatchObject({ status: 'late', misses: 0 });
  expect(await alertsOf(monitor)).toEqual([]);
  host.clock.advanceTo(pingedAt + 7 * minuteMs);
  await expectOneAlert(monitor, pingedAt + 7 * minuteMs);
});

test('G15: the first and the second missed window tell nobody, the third does', async () => {
  const monitor = await aMonitor(host, { ...everyFiveMinutes, max_misses: 3 });
  const began = host.clock.now;
  await ping(monitor);
  expect(await at(began + 7 * minuteMs - 1, monitor)).toEqual({ status: 'late', misses: 0 });
  for (const [misses, minutes] of [
    [1, 7],
    [2, 12],
  ] as const) {
    host.clock.advanceTo(began + minutes * minuteMs);
    await until(async () => (await monitorOf(monitor)).misses === misses);
    const next = began + (minutes + 5) * minuteMs;
    expect(await monitorOf(monitor)).toMatchObject({ status: 'late', misses, deadline_at: iso(next) });
    expect(await at(next - 1, monitor)).toEqual({ status: 'late', misses });
    expect(await alertsOf(monitor)).toEqual([]);
  }
  host.clock.advanceTo(began + 17 * minuteMs);
  await expectOneAlert(monitor, began + 17 * minuteMs);
  expect(await monitorOf(monitor)).toMatchObject({ status: 'down', misses: 3 });
});

test('G15: a success in between begins the count anew', async () => {
  const monitor = await aMonitor(host, { ...everyFiveMinutes, max_misses: 3 });
  const began = host.clock.now;
  await ping(monitor);
  host.clock.advanceTo(began + 12 * minuteMs);
  await until(async () => (await monitorOf(monitor)).misses === 2);
  await ping(monitor);
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up', misses: 0 });
  const pingedAt = host.clock.now;
  host.clock.advanceTo(pingedAt + 12 * minuteMs);
  await until(async () => (await monitorOf(monitor)).misses === 2);
  expect(await at(pingedAt + 17 * minuteMs - 1, monitor)).toEqual({ status: 'late', misses: 2 });
  expect(await alertsOf(monitor)).toEqual([]);
  host.clock.advanceTo(pingedAt + 17 * minuteMs);
  await expectOneAlert(monitor, pingedAt + 17 * minuteMs);
});

test.each(['/api/v1/hb/<key>', '/api/push/<key>/results'])(
  'G27: every 60 s with a grace of 30 s, silence is told 90 s after the last push to %s',
  async (path) => {
    const monitor = await aMonitor(host, { schedule: 'every 60s', grace_period_seconds: 30 });
    const push = () =>
      send('POST', host.origin + path.replace('<key>', monitor.key), {}, '{"status":"pass"}');
    await push();
    const last = host.clock.now + 50 * secondMs;
    host.clock.advanceTo(last);
    expect((await push()).status).toBe(200);
    // The deadline of the push before passes by.
    expect(await at(last + 40 * secondMs, monitor)).toMatchObject({ status: 'up', misses: 0 });
    expect(await alertsOf(monitor)).toEqual([]);
    expect(await at(last + 60 * secondMs, monitor)).toMatchObject({ status: 'late', misses: 0 });
    expect(await at(last + 90 * secondMs - 1, monitor)).toMatchObject({ status: 'late', misses: 0 });
    expect(await alertsOf(monitor)).toEqual([]);
    host.clock.advanceTo(last + 90 * secondMs);
    await expectOneAlert(monitor, last + 90 * secondMs);
  },
);

test('G27: an alert that is told 94 s after the last push still tells of the 90th', async () => {
  const monitor = await aMonitor(host, { schedule: 'every 60s', grace_period_seconds: 30 });
  const last = host.clock.now;
  await ping(monitor);
  host.clock.advanceTo(last + 94 * secondMs);
  await expectOneAlert(monitor, last + 90 * secondMs, last + 94 * secondMs);
});
