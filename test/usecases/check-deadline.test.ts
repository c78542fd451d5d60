import { Contended, Unavailable } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { checkDeadline } from '../../lambdas/usecases/check-deadline.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, unarmed, upBackup, windowMs } from '../support/given.ts';

const monitorId = 'backup';

/** A world with this monitor, at so many milliseconds from noon. */
function worldWith(monitor: Monitor, fromNoonMs = 0) {
  const world = fakeWorld();
  world.monitors.given(monitor);
  world.system.advance(fromNoonMs);
  return world;
}

/** The backup with its deadline at noon. */
const dueAtNoon = upBackup(noon - windowMs);

describe('a wake-up from the deadline on', () => {
  test.each([0, 1, 90_000])('flips to down as of the deadline when it comes %i ms late', async (lateMs) => {
    const world = worldWith(dueAtNoon, lateMs);
    expect(await checkDeadline(world, { monitorId })).toBe('changed');
    expect(world.monitors.flips()).toEqual([
      {
        ...{ seq: 2, from: 'up', to: 'down', since: dueAtNoon.statusSince, reason: 'missed' },
        ...{ at: noon, detectedAt: noon + lateMs },
      },
    ]);
  });

  test('says how late it was', async () => {
    const world = worldWith(dueAtNoon, 1_500);
    await checkDeadline(world, { monitorId });
    expect(world.telemetry.measured).toEqual([['TimerLateness', 1_500]]);
  });

  test('leaves nothing awaited and no timer believed in', async () => {
    const { timer, ...world } = worldWith(dueAtNoon);
    await checkDeadline({ ...world, timer }, { monitorId });
    const { deadlineAt, armedFor } = world.monitors.peek(monitorId).monitor;
    expect([deadlineAt, armedFor, timer.pending()]).toEqual([undefined, undefined, []]);
  });

  test('counts no ping', async () => {
    const world = worldWith(dueAtNoon);
    await checkDeadline(world, { monitorId });
    expect(world.monitors.peek(monitorId).pings).toBe(0);
  });

  test('flips even if its stamp is stale', async () => {
    const world = worldWith(dueAtNoon);
    expect(await checkDeadline(world, { monitorId, armedFor: noon - 1 })).toBe('changed');
  });

  test('flips once when it is doubled', async () => {
    const world = worldWith(dueAtNoon);
    const outcomes = [await checkDeadline(world, { monitorId }), await checkDeadline(world, { monitorId })];
    expect(outcomes).toEqual(['changed', 'idle']);
    expect(world.monitors.flips()).toHaveLength(1);
  });

  test('flips once when it is doubled and both come at the same time', async () => {
    const world = worldWith(dueAtNoon);
    await Promise.all([checkDeadline(world, { monitorId }), checkDeadline(world, { monitorId })]);
    expect(world.monitors.flips()).toHaveLength(1);
  });

  test('flips once when the answer to its save was lost', async () => {
    const world = worldWith(dueAtNoon);
    world.monitors.failNext('save', 'retried');
    await checkDeadline(world, { monitorId });
    expect(world.monitors.flips()).toHaveLength(1);
  });

  test('does not flip when it loses the race to a ping that moved the deadline', async () => {
    const world = worldWith(dueAtNoon);
    const pingedBefore = () => upBackup(noon - 1);
    world.monitors.interruptNext('save', () => world.monitors.overtake(monitorId, pingedBefore));
    expect(await checkDeadline(world, { monitorId, armedFor: noon })).toBe('stale');
    expect(world.monitors.flips()).toEqual([]);
  });
});

describe('a wake-up before the deadline', () => {
  test('is not late', async () => {
    const world = worldWith(dueAtNoon, -1);
    await checkDeadline(world, { monitorId });
    expect(world.telemetry.measured).toEqual([]);
  });

  test('does not flip one millisecond before it', async () => {
    const world = worldWith(dueAtNoon, -1);
    expect(await checkDeadline(world, { monitorId })).toBe('postponed');
    expect(world.monitors.stream).toEqual([]);
  });

  test('is stale when its stamp is not that of the timer', async () => {
    const world = worldWith(dueAtNoon, -minuteMs);
    expect(await checkDeadline(world, { monitorId, armedFor: noon - 1 })).toBe('stale');
    expect(world.calls).toEqual(['load']);
  });

  test('sets a timer that has moved later again when it is stale: who moved it may have died before', async () => {
    const world = worldWith(dueAtNoon, -2 * minuteMs);
    expect(await checkDeadline(world, { monitorId, armedFor: noon - 5 * minuteMs })).toBe('stale');
    const now = noon - 2 * minuteMs;
    expect(world.timer.armed).toEqual([{ wakeUp: { monitorId }, at: noon, now }]);
  });

  test.each([
    ['earlier', noon + 1, 2 * minuteMs],
    ['later, to an instant so close that a message would be sent', noon - 5 * minuteMs, 90_000 - 1],
  ])('ends there when it is stale and the timer has moved %s', async (_where, armedFor, awayMs) => {
    const world = worldWith(dueAtNoon, -awayMs);
    expect(await checkDeadline(world, { monitorId, armedFor })).toBe('stale');
    expect(world.timer.pending()).toEqual([]);
  });

  test('is stale when it is stamped and no timer is believed in', async () => {
    const world = worldWith(unarmed(dueAtNoon), -minuteMs);
    expect(await checkDeadline(world, { monitorId, armedFor: noon })).toBe('stale');
  });

  test.each([
    ['with a timer', dueAtNoon],
    ['without a timer', unarmed(dueAtNoon)],
  ])('is never stale without a stamp on a monitor %s', async (_which, monitor) => {
    const world = worldWith(monitor, -minuteMs);
    expect(await checkDeadline(world, { monitorId })).toBe('postponed');
  });

  test.each([1, minuteMs, limits.queueDelayMaxMs])('is delayed to a deadline %i ms away', async (awayMs) => {
    const world = worldWith(dueAtNoon, -awayMs);
    await checkDeadline(world, { monitorId, armedFor: noon });
    const again = { wakeUp: { monitorId, armedFor: noon }, at: noon, now: noon - awayMs };
    expect(world.timer.delayed).toEqual([again]);
  });

  test('is delayed under the stamp of the timer, though that stands for an earlier instant', async () => {
    const armedFor = noon - 2 * minuteMs;
    const world = worldWith({ ...dueAtNoon, armedFor }, -minuteMs);
    await checkDeadline(world, { monitorId });
    expect(world.timer.delayed.map(({ wakeUp, at }) => ({ wakeUp, at }))).toEqual([
      { wakeUp: { monitorId, armedFor }, at: noon },
    ]);
  });

  test('is delayed without a stamp when no timer is believed in', async () => {
    const world = worldWith(unarmed(dueAtNoon), -minuteMs);
    await checkDeadline(world, { monitorId });
    expect(world.timer.delayed[0]?.wakeUp).toStrictEqual({ monitorId });
  });

  test('is armed anew for a deadline more than 15 minutes away, under the stamp of the timer', async () => {
    const awayMs = limits.queueDelayMaxMs + 1;
    const armedFor = noon - 2 * minuteMs;
    const world = worldWith({ ...dueAtNoon, armedFor }, -awayMs);
    await checkDeadline(world, { monitorId });
    expect(world.timer.armed).toEqual([{ wakeUp: { monitorId, armedFor }, at: noon, now: noon - awayMs }]);
    expect(world.timer.delayed).toEqual([]);
  });

  test('leads to a flip at the deadline', async () => {
    const world = worldWith(dueAtNoon, -minuteMs);
    await checkDeadline(world, { monitorId });
    world.system.clock = noon;
    const again = world.timer.take(0) ?? { monitorId: 'none' };
    expect(await checkDeadline(world, again)).toBe('changed');
  });
});

describe('a wake-up for nothing', () => {
  test('removes the timer of a monitor that is gone', async () => {
    const world = fakeWorld();
    expect(await checkDeadline(world, { monitorId })).toBe('gone');
    expect(world.timer.cancelled).toEqual([monitorId]);
  });

  test.each([newBackup(), downBackup(noon - minuteMs)])(
    'is idle while the monitor is $status',
    async (monitor) => {
      const world = worldWith(monitor);
      expect(await checkDeadline(world, { monitorId })).toBe('idle');
      expect(world.calls).toEqual(['load']);
    },
  );
});

describe('a wake-up that fails comes again, since it throws', () => {
  test.each(['load', 'save'] as const)('when the %s fails', async (method) => {
    const world = worldWith(dueAtNoon);
    world.monitors.failNext(method, 'before');
    await expect(checkDeadline(world, { monitorId })).rejects.toThrow(Unavailable);
  });

  test.each([
    ['arm', windowMs],
    ['delay', minuteMs],
  ] as const)('when the timer does not %s', async (method, awayMs) => {
    const world = worldWith(dueAtNoon, -awayMs);
    world.timer.failNext(method, 'before');
    await expect(checkDeadline(world, { monitorId })).rejects.toThrow(Unavailable);
  });

  test('when the timer of a monitor that is gone cannot be removed', async () => {
    const world = fakeWorld();
    world.timer.failNext('cancel', 'before');
    await expect(checkDeadline(world, { monitorId })).rejects.toThrow(Unavailable);
  });

  test('when others win every race for two seconds', async () => {
    const world = worldWith(dueAtNoon);
    for (let race = 0; race < 1_000; race += 1) {
      world.monitors.interruptNext('save', () => world.monitors.overtake(monitorId));
    }
    await expect(checkDeadline(world, { monitorId })).rejects.toThrow(Contended);
  });
});
