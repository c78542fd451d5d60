import { UnknownMonitor } from '../../lambdas/domain/errors.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Status } from '../../lambdas/domain/monitor.ts';
import { dayMs, hourMs } from '../../lambdas/domain/time.ts';
import { measureUptime } from '../../lambdas/usecases/measure-uptime.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup, windowMs } from '../support/given.ts';

/** A monitor that was created two years ago, with flips so many hours ago. All but the last are in its history. */
async function worldWith(first: Status, ...changes: [number, Status][]) {
  const world = fakeWorld();
  let [from, since] = [first, noon - 730 * dayMs];
  const flips = changes.map(([hoursAgo, to], index): Flip => {
    const at = noon - hoursAgo * hourMs;
    const flip: Flip = { seq: index + 1, from, to, at, detectedAt: at, since, reason: 'recovered' };
    [from, since] = [to, at];
    return flip;
  });
  for (const flip of flips.slice(0, -1)) await world.history.addFlip('backup', flip);
  const last = flips.at(-1);
  const createdAt = noon - 730 * dayMs;
  const state = { status: from, statusSince: since, createdAt, ...(last && { flip: last }) };
  const awaits = { checkinAt: noon, deadlineAt: noon + windowMs };
  world.monitors.given(newBackup({ ...state, ...(from === 'up' && awaits) }));
  return world;
}

async function percents(...given: Parameters<typeof worldWith>) {
  const spans = await measureUptime(await worldWith(...given), 'backup');
  return spans.map(({ percent }) => percent);
}

test('a monitor that is new has no percentage', async () => {
  expect(await percents('new')).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test('an outage counts in each span that it lies in', async () => {
  const spans = await measureUptime(
    await worldWith('new', [9_000, 'up'], [36, 'down'], [12, 'up']),
    'backup',
  );
  expect(spans.map(({ days, downMs, outages }) => [days, downMs / hourMs, outages])).toEqual([
    [1, 12, 1],
    [7, 24, 1],
    [30, 24, 1],
    [90, 24, 1],
    [365, 24, 1],
  ]);
  expect(spans[0]).toMatchObject({ percent: 50, from: noon - dayMs, to: noon });
});

test('a flip that is not in the history yet counts', async () => {
  expect(await percents('new', [9_000, 'up'], [6, 'down'])).toEqual([75, 96.428, 99.166, 99.722, 99.931]);
});

test('time before the first success counts neither way', async () => {
  expect(await percents('new', [12, 'up'], [3, 'down'])).toEqual([75, 75, 75, 75, 75]);
});

test('of more flips than are read, the time since the oldest that is counts', async () => {
  const minutes: [number, Status][] = Array.from({ length: 10_101 }, (_, index) => [
    (10_101 - index) / 60,
    index % 2 === 0 ? 'up' : 'down',
  ]);
  const spans = await measureUptime(await worldWith('new', ...minutes), 'backup');
  const oldest = noon - 10_001 * (hourMs / 60);
  expect(spans.map(({ from }) => from)).toEqual([noon - dayMs, oldest, oldest, oldest, oldest]);
});

test('of a monitor that there is none of is UnknownMonitor', async () => {
  await expect(measureUptime(fakeWorld(), 'backup')).rejects.toThrow(UnknownMonitor);
});
