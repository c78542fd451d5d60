import { UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Ping } from '../../lambdas/domain/ping.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { measureDurations } from '../../lambdas/usecases/measure-durations.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';
import { aPing } from '../support/monitors.ts';

const createdAt = noon - 24 * 60 * minuteMs;

/** A monitor with these pings, a minute apart, the last a minute ago. */
async function worldWith(pings: Partial<Ping>[]) {
  const world = fakeWorld();
  world.monitors.given(newBackup({ createdAt, statusSince: createdAt }));
  for (const [index, ping] of pings.entries()) {
    const at = noon - (pings.length - index) * minuteMs;
    await world.history.addPing('backup', index + 1, { ...aPing({ at }), ...ping });
  }
  return world;
}

function tookMs(durationMs: number, ping: Partial<Ping> = {}): Partial<Ping> {
  return { durationMs, ...ping };
}

test('a monitor whose runs never told how long they took has no summary', async () => {
  const world = await worldWith([{}, { kind: 'start' }]);
  expect(await measureDurations(world, 'backup', {})).toEqual({ points: [], complete: true });
});

test('the ends of runs are summed up, those that failed too, and shown oldest first', async () => {
  const world = await worldWith([tookMs(300), tookMs(100, { kind: 'fail' }), {}, tookMs(200)]);
  expect(await measureDurations(world, 'backup', {})).toEqual({
    points: [
      { at: noon - 4 * minuteMs, kind: 'success', durationMs: 300 },
      { at: noon - 3 * minuteMs, kind: 'fail', durationMs: 100 },
      { at: noon - minuteMs, kind: 'success', durationMs: 200 },
    ],
    summary: { min: 100, p50: 200, p95: 300, max: 300 },
    complete: true,
  });
});

test('a run that took no time counts', async () => {
  const { summary } = await measureDurations(await worldWith([tookMs(0)]), 'backup', {});
  expect(summary).toEqual({ min: 0, p50: 0, p95: 0, max: 0 });
});

test.each(['start', 'log', 'ignored'] as const)(
  'the duration of a ping of kind %s does not count',
  async (kind) => {
    const { points } = await measureDurations(await worldWith([tookMs(5, { kind })]), 'backup', {});
    expect(points).toEqual([]);
  },
);

test('only the runs of the range count, its beginning among them and not its end', async () => {
  const world = await worldWith([tookMs(1), tookMs(2), tookMs(3)]);
  const query = { from: noon - 2 * minuteMs, to: noon - minuteMs };
  const { points } = await measureDurations(world, 'backup', query);
  expect(points.map(({ durationMs }) => durationMs)).toEqual([2]);
});

test('of more runs than are summed up, the newest are', async () => {
  const most = limits.durationsShown;
  const all = Array.from({ length: most + 1 }, (_, index) => tookMs(index));
  const { points, summary, complete } = await measureDurations(await worldWith(all), 'backup', {});
  expect([points.length, summary?.min, summary?.max, complete]).toEqual([most, 1, most, false]);
});

test('a page that the filters left almost empty is not the last', async () => {
  const world = await worldWith([
    tookMs(1),
    ...Array.from({ length: 3 }, () => tookMs(9, { kind: 'log' as const })),
  ]);
  world.archive.rowsPerPage = 1;
  expect(await measureDurations(world, 'backup', {})).toMatchObject({
    points: [{ durationMs: 1 }],
    complete: true,
  });
});

test('what is read is bounded', async () => {
  const logs = Array.from({ length: limits.durationPages + 1 }, () => tookMs(9, { kind: 'log' as const }));
  const world = await worldWith(logs);
  world.archive.rowsPerPage = 1;
  expect(await measureDurations(world, 'backup', {})).toEqual({ points: [], complete: false });
  expect(world.archive.asked).toHaveLength(limits.durationPages);
});

test('a monitor that there is none of has no durations', async () => {
  await expect(measureDurations(fakeWorld(), 'nobody', {})).rejects.toThrow(UnknownMonitor);
});
