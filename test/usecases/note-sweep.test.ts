import { minuteMs } from '../../lambdas/domain/time.ts';
import { noteSweep } from '../../lambdas/usecases/note-sweep.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';

/** A world in which the last sweep began so long before noon. */
function worldAfter(milliseconds: number, sweepMinutes = 1) {
  const world = fakeWorld();
  world.sweepMarks.mark = { at: noon - milliseconds, everyMinutes: 1 };
  return { ...world, sweepMinutes };
}

const hourAgo = { from: noon - 60 * minuteMs, to: noon };

test('the first sweep of an installation was never blind', async () => {
  const world = fakeWorld();
  await noteSweep(world);
  expect(world.sweepMarks.mark).toEqual({ at: noon, everyMinutes: 1 });
  expect(world.sweepMarks.blindnesses).toEqual([]);
});

test('a sweep in time is one write', async () => {
  const calls: string[] = [];
  const world = worldAfter(6 * minuteMs);
  world.sweepMarks.interruptNext('renew', () => calls.push('renew'));
  world.sweepMarks.interruptNext('load', () => calls.push('load'));
  await noteSweep(world);
  expect([calls, world.sweepMarks.blindnesses, world.telemetry.names()]).toEqual([['renew'], [], []]);
});

test('a sweep that comes too late stores that nobody looked, and counts it', async () => {
  const world = worldAfter(60 * minuteMs);
  await noteSweep(world);
  expect(world.sweepMarks.blindnesses).toEqual([hourAgo]);
  expect(world.telemetry.notices).toEqual([{ notice: 'WasBlind', details: hourAgo }]);
  await noteSweep(world);
  expect(world.sweepMarks.blindnesses).toHaveLength(1);
});

test('of several sweeps that find the same gap one says so', async () => {
  const world = worldAfter(60 * minuteMs);
  await Promise.all([noteSweep(world), noteSweep(world), noteSweep(world)]);
  expect(world.sweepMarks.blindnesses).toEqual([hourAgo]);
  expect(world.telemetry.names()).toEqual(['WasBlind']);
});

test('a write that landed while its answer was lost is not made again', async () => {
  const world = worldAfter(60 * minuteMs);
  world.sweepMarks.failNext('replace', 'retried');
  await noteSweep(world);
  await noteSweep(world);
  expect(world.sweepMarks.blindnesses).toEqual([hourAgo]);
});

test('a sweep that was run less often before was not blind, nor one that now is', async () => {
  const slower = worldAfter(60 * minuteMs, 60);
  await noteSweep(slower);
  const before = worldAfter(0);
  before.sweepMarks.mark = { at: noon - 60 * minuteMs, everyMinutes: 60 };
  await noteSweep(before);
  expect([slower.sweepMarks.blindnesses, before.sweepMarks.blindnesses]).toEqual([[], []]);
  expect(before.sweepMarks.mark).toEqual({ at: noon, everyMinutes: 1 });
});

test('a sweep that cannot note that it begins goes on, and the next finds the same gap', async () => {
  const world = worldAfter(60 * minuteMs);
  world.sweepMarks.failNext('replace', 'before');
  expect(await sweep(world)).toMatchObject({ failures: 0 });
  expect(world.telemetry.names()).toEqual(['SweepNotNoted', 'SweepCompleted']);
  await sweep(world);
  expect(world.sweepMarks.blindnesses).toEqual([hourAgo]);
});

test('a sweep that has no time notes nothing', async () => {
  const world = worldAfter(60 * minuteMs);
  await sweep(world, noon);
  expect(world.sweepMarks.mark?.at).toBe(noon - 60 * minuteMs);
});
