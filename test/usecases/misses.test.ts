import { Unavailable } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { checkDeadline } from '../../lambdas/usecases/check-deadline.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { awaitedUntil, newBackup, ping, unarmed, upBackup, windowMs } from '../support/given.ts';
import { waitedFor } from '../support/monitors.ts';

const monitorId = 'backup';
/** Its first deadline is at noon, its second at one o'clock and its third, the last allowed, at two. */
const patient = upBackup(noon - windowMs, { maxMisses: 3 });
const secondAt = noon + hourMs;
const thirdAt = noon + 2 * hourMs;
const overdueMs = limits.sweepPatienceMs + 1;

/** A world with this monitor, at so many milliseconds from noon. */
function worldWith(monitor: Monitor, fromNoonMs = 0) {
  const world = fakeWorld();
  world.monitors.given(monitor);
  world.system.advance(fromNoonMs);
  return world;
}

type World = ReturnType<typeof worldWith>;

function changes({ monitors }: World) {
  return monitors.stream.map(({ change }) => change);
}

describe('a wake-up at a deadline that is not the last allowed', () => {
  test.each([0, 20_000])('stores a miss and no flip when it comes %i ms late', async (lateMs) => {
    const world = worldWith(patient, lateMs);
    expect(await checkDeadline(world, { monitorId, armedFor: noon })).toBe('postponed');
    expect(world.monitors.stream).toEqual([
      {
        ...{ change: 'miss', countsPing: false, storedAt: noon + lateMs },
        monitor: { ...patient, misses: 1, recent: ['missed'], ...awaitedUntil(secondAt) },
      },
    ]);
  });

  test('is sent on to the next deadline with the stamp that it had', async () => {
    const world = worldWith(patient);
    await checkDeadline(world, { monitorId, armedFor: noon });
    const wakeUp = { monitorId, armedFor: noon };
    expect(world.timer.armed).toEqual([{ wakeUp, at: secondAt, now: noon }]);
    expect(world.calls).toEqual(['load', 'save', 'arm', 'load']);
  });

  test('is delayed where the next deadline is near', async () => {
    const schedule = { kind: 'every', text: 'every 1m', intervalSeconds: 60 } as const;
    const world = worldWith({ ...patient, schedule });
    await checkDeadline(world, { monitorId, armedFor: noon });
    const wakeUp = { monitorId, armedFor: noon };
    expect(world.timer.delayed).toEqual([{ wakeUp, at: noon + minuteMs, now: noon }]);
  });

  test('without a stamp, as Scheduler’s is, takes over that of the timer', async () => {
    const world = worldWith({ ...patient, armedFor: noon - minuteMs });
    await checkDeadline(world, { monitorId });
    expect(world.timer.armed[0]?.wakeUp).toEqual({ monitorId, armedFor: noon - minuteMs });
  });

  test('that is stale stores the miss and ends there: a newer timer exists', async () => {
    const world = worldWith(patient);
    expect(await checkDeadline(world, { monitorId, armedFor: noon + 1 })).toBe('stale');
    expect(changes(world)).toEqual(['miss']);
    expect(world.timer.pending()).toEqual([]);
  });

  test('counts the miss once when it is doubled', async () => {
    const world = worldWith(patient);
    await checkDeadline(world, { monitorId, armedFor: noon });
    await checkDeadline(world, { monitorId, armedFor: noon });
    expect(changes(world)).toEqual(['miss']);
  });

  test('counts the miss once when it is doubled and both come at the same time', async () => {
    const world = worldWith(patient);
    const wakeUp = { monitorId, armedFor: noon };
    await Promise.all([checkDeadline(world, wakeUp), checkDeadline(world, wakeUp)]);
    expect(changes(world)).toEqual(['miss']);
  });

  test('counts the miss once when the answer to its save was lost', async () => {
    const world = worldWith(patient);
    world.monitors.failNext('save', 'retried');
    expect(await checkDeadline(world, { monitorId, armedFor: noon })).toBe('postponed');
    expect(changes(world)).toEqual(['miss']);
  });

  test('that fails after the save comes again, and is sent on then', async () => {
    const world = worldWith(patient);
    world.timer.failNext('arm', 'before');
    const wakeUp = { monitorId, armedFor: noon };
    await expect(checkDeadline(world, wakeUp)).rejects.toThrow(Unavailable);
    expect(await checkDeadline(world, wakeUp)).toBe('postponed');
    expect(changes(world)).toEqual(['miss']);
    expect(world.timer.armed.map(({ at }) => at)).toEqual([secondAt]);
  });

  test('counts two when the second has passed as well', async () => {
    const world = worldWith(waitedFor(patient, secondAt), hourMs);
    await checkDeadline(world, { monitorId, armedFor: noon });
    expect(world.monitors.peek(monitorId).monitor).toMatchObject({ misses: 2, deadlineAt: thirdAt });
    expect(world.timer.armed.map(({ at }) => at)).toEqual([thirdAt]);
  });

  test('does not count when a ping moves the deadline meanwhile', async () => {
    const world = worldWith(patient);
    const pinged = () => upBackup(noon - 1, { maxMisses: 3 });
    world.monitors.interruptNext('save', () => world.monitors.overtake(monitorId, pinged));
    expect(await checkDeadline(world, { monitorId, armedFor: noon })).toBe('stale');
    expect(changes(world)).toEqual([]);
  });
});

describe('a silent monitor that may miss three deadlines', () => {
  /** Lets time pass until there is nothing to wake up for, with every wake-up on time. */
  async function passSilently(world: World) {
    for (let next = world.timer.pending()[0]; next; next = world.timer.pending()[0]) {
      world.system.clock = next.at;
      await checkDeadline(world, world.timer.take(0) ?? { monitorId: 'none' });
    }
  }

  test('is down at its third deadline, though nobody but its own wake-ups ever looks', async () => {
    const world = worldWith(newBackup({ maxMisses: 3 }));
    await ping(world);
    await passSilently(world);
    const lastAt = noon + windowMs + 2 * hourMs;
    expect(changes(world)).toEqual(['flip', 'miss', 'miss', 'flip']);
    expect(world.monitors.flips()[1]).toMatchObject({ to: 'down', at: lastAt, detectedAt: lastAt });
  });

  test('leaves one wake-up under way at a time', async () => {
    const world = worldWith(patient);
    await checkDeadline(world, { monitorId, armedFor: noon });
    expect(world.timer.pending()).toHaveLength(1);
  });

  test('begins to count anew when it is pinged in between, under a timer of its own', async () => {
    const world = worldWith(patient);
    await checkDeadline(world, { monitorId, armedFor: noon });
    world.system.clock = noon + minuteMs;
    await ping(world);
    const { misses, armedFor } = world.monitors.peek(monitorId).monitor;
    expect([misses, armedFor]).toEqual([0, noon + minuteMs + windowMs]);
    expect(world.timer.pending()).toHaveLength(1);
  });
});

describe('the sweep of a miss that is not the last allowed', () => {
  test('stores it and sets a timer for the next deadline', async () => {
    const world = worldWith(patient, overdueMs);
    const report = await sweep(world);
    expect(report).toEqual({ monitors: 1, overdue: 1, onTime: 0, armed: 1, failures: 0 });
    expect(changes(world)).toEqual(['miss', 'timer']);
    const wakeUp = { monitorId, armedFor: secondAt };
    expect(world.timer.armed).toEqual([{ wakeUp, at: secondAt, now: noon + overdueMs }]);
    expect(world.monitors.peek(monitorId).monitor).toMatchObject({ misses: 1, armedFor: secondAt });
  });

  test('leaves it to its own timer while it is 90 s old', async () => {
    const world = worldWith(patient, limits.sweepPatienceMs);
    await sweep(world);
    expect(world.calls).toEqual(['scan']);
  });

  test('gives a notice of it', async () => {
    const world = worldWith(patient, overdueMs);
    await sweep(world);
    expect(world.telemetry.names()).toEqual(['DeadlineOverdue', 'SweepCompleted']);
  });

  test('sets no timer after the last allowed', async () => {
    const world = worldWith(waitedFor(patient, thirdAt), 2 * hourMs + overdueMs);
    expect(await sweep(world)).toMatchObject({ overdue: 1, armed: 0 });
    expect(changes(world)).toEqual(['flip']);
    expect(world.timer.armed).toEqual([]);
  });

  test('makes the wake-up stale that it stands in for', async () => {
    const world = worldWith(patient, overdueMs);
    await sweep(world);
    expect(await checkDeadline(world, { monitorId, armedFor: noon })).toBe('stale');
  });

  test('that cannot set the timer leaves the miss stored, and is found again at the next deadline', async () => {
    const world = worldWith(patient, overdueMs);
    world.timer.failNext('arm', 'before');
    expect(await sweep(world)).toMatchObject({ overdue: 1, armed: 0, failures: 1 });
    world.system.clock = secondAt + overdueMs;
    expect(await sweep(world)).toMatchObject({ overdue: 1, armed: 1 });
    expect(world.monitors.peek(monitorId).monitor).toMatchObject({ misses: 2, armedFor: thirdAt });
  });

  test('of a monitor without a timer that cannot set one tries again the next minute', async () => {
    const world = worldWith(unarmed(patient), overdueMs);
    world.timer.failNext('arm', 'before');
    await sweep(world);
    expect(await sweep(world)).toMatchObject({ overdue: 0, armed: 1 });
  });

  test('ends in a flip at the last allowed deadline though no timer ever comes', async () => {
    const world = worldWith(patient);
    for (let minute = 0; minute < 125; minute += 1) {
      await sweep(world);
      world.system.advance(minuteMs);
    }
    expect(world.monitors.flips()).toMatchObject([
      { to: 'down', at: thirdAt, detectedAt: thirdAt + 2 * minuteMs },
    ]);
  });

  test('does not undo a ping that comes between the two writes', async () => {
    const world = worldWith(patient, overdueMs);
    world.monitors.interruptNext('save', () => {});
    world.monitors.interruptNext('save', () => ping(world));
    await sweep(world);
    expect(world.monitors.peek(monitorId).monitor).toMatchObject({
      ...{ misses: 0, checkinAt: noon + overdueMs },
      armedFor: noon + overdueMs + windowMs,
    });
  });
});
