import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { awaitedUntil, downBackup, ping, upBackup } from '../support/given.ts';

const runs = [{ startedAt: noon - 20 * minuteMs }];
const running = upBackup(noon - 20 * minuteMs, { runs });

function worldWith(monitor: Monitor) {
  const world = fakeWorld();
  world.monitors.given(monitor);
  return world;
}

type World = ReturnType<typeof worldWith>;

/** The durations of the history rows, by the pings' numbers. */
function durations({ history }: World): (number | undefined)[] {
  const rows = [...history.pings].sort((left, right) => left.number - right.number);
  return rows.map((row) => row.ping.durationMs);
}

describe('the history row of a ping that ends a run', () => {
  test.each(['', 'fail'])('has its duration: /%s', async (action) => {
    const world = worldWith(running);
    await ping(world, { action });
    expect(durations(world)).toEqual([20 * minuteMs]);
    expect(world.monitors.peek('backup').monitor.lastPing?.durationMs).toBe(20 * minuteMs);
  });

  test('has the duration of a run between two pings of the same rid', async () => {
    const world = worldWith(upBackup(noon - minuteMs));
    await ping(world, { signal: { kind: 'start', rid: 'a' } });
    world.system.advance(90 * secondMs);
    await ping(world, { signal: { kind: 'success', rid: 'a' } });
    expect(durations(world)).toEqual([undefined, 90 * secondMs]);
    expect(world.monitors.peek('backup').monitor.runs).toEqual([]);
  });

  test('has the duration that its sender measured, if that says one', async () => {
    const world = worldWith(running);
    await ping(world, { signal: { kind: 'success', durationMs: 12.5 } });
    expect(durations(world)).toEqual([12.5]);
  });

  test('has the duration when the answer to the save was lost for good', async () => {
    const world = worldWith(running);
    world.monitors.failNext('save', 'after');
    await ping(world);
    expect(durations(world)).toEqual([20 * minuteMs]);
  });

  test('has the duration when the race was lost to its own earlier try', async () => {
    const world = worldWith(running);
    world.monitors.failNext('save', 'retried');
    await ping(world);
    expect(durations(world)).toEqual([20 * minuteMs]);
  });

  test('has the duration when the race was lost to somebody who left the run open', async () => {
    const world = worldWith(running);
    world.monitors.interruptNext('save', () => world.monitors.overtake('backup'));
    await ping(world);
    expect(durations(world)).toEqual([20 * minuteMs]);
  });

  test('has the duration of a run whose start won the race', async () => {
    const world = worldWith(upBackup(noon - minuteMs));
    world.monitors.interruptNext('save', async () => {
      world.system.clock = noon - 5 * secondMs;
      await ping(world, { action: 'start' });
      world.system.clock = noon;
    });
    await ping(world);
    expect(durations(world)).toEqual([undefined, 5 * secondMs]);
  });

  test('has the duration though the deadline had passed: the miss does not end the run', async () => {
    const world = worldWith({ ...running, ...awaitedUntil(noon - 1), armedFor: noon - 1 });
    await ping(world);
    expect(world.monitors.flips().map(({ reason }) => reason)).toEqual(['missed', 'recovered']);
    expect(durations(world)).toEqual([20 * minuteMs]);
  });
});

describe('the history row of a ping that ends no run', () => {
  test.each(['', 'fail', 'start', 'log'])('has no duration: /%s', async (action) => {
    const world = worldWith(upBackup(noon - minuteMs));
    await ping(world, { action });
    expect(world.history.pings[0]?.ping).not.toHaveProperty('durationMs');
  });

  test('has the duration that its sender measured', async () => {
    const world = worldWith(upBackup(noon - minuteMs));
    await ping(world, { signal: { kind: 'log', durationMs: 12.5 } });
    await ping(world, { signal: { kind: 'success', durationMs: 7 } });
    expect(durations(world)).toEqual([12.5, 7]);
  });

  test.each([
    ['', running],
    ['fail', downBackup(noon - minuteMs, { runs })],
  ])('has no duration if another ended the run just before: /%s', async (action, monitor) => {
    const world = worldWith(monitor);
    world.monitors.interruptNext('save', () => ping(world, { action }));
    await ping(world, { action });
    expect(durations(world)).toEqual([20 * minuteMs, undefined]);
  });

  test('keeps the duration that its sender measured though another ended the run just before', async () => {
    const world = worldWith(running);
    world.monitors.interruptNext('save', () => ping(world));
    await ping(world, { signal: { kind: 'success', durationMs: 7 } });
    expect(durations(world)).toEqual([20 * minuteMs, 7]);
  });

  test('has no duration if a fail ended the run before it and it is stored all the same', async () => {
    const world = worldWith(running);
    world.monitors.interruptNext('save', () => ping(world, { action: 'fail' }));
    await ping(world);
    expect(durations(world)).toEqual([20 * minuteMs, undefined]);
    expect(world.monitors.peek('backup').monitor.lastPing).not.toHaveProperty('durationMs');
  });
});
