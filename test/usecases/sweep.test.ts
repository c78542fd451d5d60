import { Unavailable } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, ping, unarmed, upBackup, windowMs } from '../support/given.ts';

/** A world with these monitors. */
function worldWith(...monitors: Monitor[]) {
  const world = fakeWorld();
  for (const monitor of monitors) world.monitors.given(monitor);
  return world;
}

/** A monitor whose deadline passed so long before noon, and whose timer never came. */
function overdueBy(milliseconds: number, id = 'backup'): Monitor {
  return upBackup(noon - windowMs - milliseconds, { id });
}

/** A monitor that lacks its timer. */
function lackingTimer(id = 'backup'): Monitor {
  return unarmed(upBackup(noon - minuteMs, { id }));
}

const overdue = limits.sweepPatienceMs + 1;

describe('the sweep of deadlines', () => {
  test('stores a miss that is more than 90 s old', async () => {
    const world = worldWith(overdueBy(overdue));
    await sweep(world);
    const flips = world.monitors.flips().map(({ to, at, detectedAt }) => ({ to, at, detectedAt }));
    expect(flips).toEqual([{ to: 'down', at: noon - overdue, detectedAt: noon }]);
  });

  test('gives a notice of it', async () => {
    const world = worldWith(overdueBy(overdue));
    await sweep(world);
    expect(world.telemetry.notices[0]).toEqual({
      notice: 'DeadlineOverdue',
      details: { monitorId: 'backup' },
    });
  });

  test('measures the timers that were missing, and writes nothing where none was', async () => {
    const world = worldWith(lackingTimer('a'), lackingTimer('b'), upBackup(noon));
    await sweep(world);
    expect(world.telemetry.measured).toEqual([['TimersMissing', 2]]);
    await sweep(world);
    expect(world.telemetry.measured).toHaveLength(1);
  });

  test('leaves one that is 90 s old to its own timer', async () => {
    const world = worldWith(overdueBy(limits.sweepPatienceMs));
    await sweep(world);
    expect(world.calls).toEqual(['scan']);
  });

  test('sets no timer for a monitor that it finds overdue', async () => {
    const world = worldWith(unarmed(overdueBy(overdue)));
    await sweep(world);
    expect(world.timer.armed).toEqual([]);
  });

  test('does not flip a monitor that was pinged after it was scanned', async () => {
    const world = worldWith(overdueBy(overdue));
    world.monitors.interruptNext('load', () => world.monitors.overtake('backup', () => upBackup(noon)));
    expect(await sweep(world)).toMatchObject({ overdue: 0, onTime: 1 });
    expect(world.monitors.flips()).toEqual([]);
    expect(world.telemetry.names()).toEqual(['SweepCompleted']);
  });

  test('goes on after a monitor that fails', async () => {
    const world = worldWith(overdueBy(overdue, 'first'), overdueBy(overdue, 'second'), lackingTimer('third'));
    world.monitors.failNext('save', 'before');
    const report = await sweep(world);
    expect(report).toEqual({ monitors: 3, overdue: 1, onTime: 0, armed: 1, failures: 1 });
    expect(world.monitors.peek('second').monitor.status).toBe('down');
  });

  test('gives a notice of a monitor that fails', async () => {
    const world = worldWith(overdueBy(overdue));
    world.monitors.failNext('load', 'before');
    await sweep(world);
    const [details, cause] = [{ monitorId: 'backup' }, expect.any(Unavailable)];
    expect(world.telemetry.notices[0]).toEqual({ notice: 'SweepFailed', details, cause });
  });
});

describe('the sweep of timers', () => {
  test('sets one that is missing', async () => {
    const world = worldWith(lackingTimer());
    await sweep(world);
    const deadlineAt = noon - minuteMs + windowMs;
    const wakeUp = { monitorId: 'backup', armedFor: deadlineAt };
    expect(world.timer.armed).toEqual([{ wakeUp, at: deadlineAt, now: noon }]);
  });

  test('sets one for a deadline that has just passed', async () => {
    const world = worldWith(unarmed(overdueBy(1)));
    await sweep(world);
    expect(world.timer.armed.map(({ at }) => at)).toEqual([noon - 1]);
  });

  test('stores what it was set for, as a change of the timer alone', async () => {
    const world = worldWith(lackingTimer());
    await sweep(world);
    const monitor = upBackup(noon - minuteMs);
    expect(world.monitors.stream).toEqual([{ change: 'timer', monitor, countsPing: false, storedAt: noon }]);
  });

  test('stores it under a name of its own, by which a writer would know its work', async () => {
    const world = worldWith(lackingTimer());
    await sweep(world);
    expect(world.monitors.peek('backup').requestId).toBe('request-1');
  });

  test('counts from the clock as it stands after misses that took long', async () => {
    const world = worldWith(overdueBy(overdue, 'first'), lackingTimer('second'));
    world.monitors.interruptNext('save', () => world.system.advance(40_000));
    await sweep(world);
    expect(world.timer.armed.map(({ now }) => now)).toEqual([noon + 40_000]);
  });

  test('starts with another one each time, so that one that always fails holds up nobody for good', async () => {
    const world = worldWith(lackingTimer('first'), lackingTimer('second'), lackingTimer('third'));
    jest.spyOn(world.system, 'random').mockReturnValue(0.5);
    await sweep(world);
    expect(world.timer.armed.map(({ wakeUp }) => wakeUp.monitorId)).toEqual(['second', 'third', 'first']);
  });

  test('does nothing on the next round', async () => {
    const world = worldWith(lackingTimer());
    await sweep(world);
    world.calls.length = 0;
    await sweep(world);
    expect(world.calls).toEqual(['scan']);
  });

  test('leaves a ping that comes in between as it is', async () => {
    const world = worldWith(lackingTimer());
    world.monitors.interruptNext('save', () => ping(world));
    await sweep(world);
    expect(world.monitors.peek('backup').monitor).toMatchObject({
      checkinAt: noon,
      armedFor: noon + windowMs,
    });
  });

  test.each([newBackup(), downBackup(noon - 10 * minuteMs), upBackup(noon - minuteMs)])(
    'leaves a monitor alone that is $status and needs none',
    async (monitor) => {
      const world = worldWith(monitor);
      const report = await sweep(world);
      expect(report).toEqual({ monitors: 1, overdue: 0, onTime: 0, armed: 0, failures: 0 });
      expect(world.calls).toEqual(['scan']);
    },
  );

  test('comes after all deadlines', async () => {
    const world = worldWith(lackingTimer('first'), overdueBy(overdue, 'second'), lackingTimer('third'));
    await sweep(world);
    expect(world.calls).toEqual(['scan', 'load', 'save', 'save', 'arm', 'save', 'arm']);
  });

  test('stops at the first that cannot be set', async () => {
    const world = worldWith(lackingTimer('first'), lackingTimer('second'), lackingTimer('third'));
    world.timer.interruptNext('arm', () => {});
    world.timer.interruptNext('arm', () => world.timer.failNext('arm', 'before'));
    const report = await sweep(world);
    expect(report).toEqual({ monitors: 3, overdue: 0, onTime: 0, armed: 1, failures: 1 });
    expect(world.timer.armed).toHaveLength(1);
  });

  test('gives a notice of one that cannot be set', async () => {
    const world = worldWith(lackingTimer());
    world.timer.failNext('arm', 'before');
    await sweep(world);
    const [details, cause] = [{ monitorId: 'backup' }, expect.any(Unavailable)];
    expect(world.telemetry.notices[0]).toEqual({ notice: 'TimerNotArmed', details, cause });
  });

  test('leaves the timer to a ping that comes between', async () => {
    const world = worldWith(lackingTimer('backup'));
    world.monitors.interruptNext('save', () => ping(world));
    await sweep(world);
    const { armedFor } = world.monitors.peek('backup').monitor;
    expect(world.timer.armed.map(({ at }) => at)).toEqual([armedFor]);
    expect(armedFor).toBe(noon + windowMs);
  });

  test('believes in no timer that could not be set', async () => {
    const world = worldWith(lackingTimer());
    world.timer.failNext('arm', 'before');
    await sweep(world);
    expect(world.monitors.peek('backup').monitor.armedFor).toBeUndefined();
  });
});

describe('the end of a sweep', () => {
  test.each([
    ['of nothing', [], { monitors: 0, overdue: 0, onTime: 0, armed: 0, failures: 0 }],
    [
      'in which all went well',
      [overdueBy(overdue, 'a'), lackingTimer('b')],
      { monitors: 2, overdue: 1, onTime: 0, armed: 1, failures: 0 },
    ],
  ])('%s is a notice with its report', async (_which, monitors, report) => {
    const world = worldWith(...monitors);
    expect(await sweep(world)).toEqual(report);
    expect(world.telemetry.notices.at(-1)).toEqual({ notice: 'SweepCompleted', details: report });
  });

  test('in which all failed is a notice too', async () => {
    const world = worldWith(overdueBy(overdue, 'a'), lackingTimer('b'));
    world.monitors.failNext('load', 'before');
    world.timer.failNext('arm', 'before');
    await sweep(world);
    expect(world.telemetry.names()).toEqual(['SweepFailed', 'TimerNotArmed', 'SweepCompleted']);
  });

  test('is no notice when the monitors could not be read, so that its absence tells', async () => {
    const world = worldWith(overdueBy(overdue));
    world.monitors.failNext('scan', 'before');
    await expect(sweep(world)).rejects.toThrow(Unavailable);
    expect(world.telemetry.notices).toEqual([]);
  });
});
