import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { checkDeadline } from '../../lambdas/usecases/check-deadline.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import { noon } from '../support/fake-system.ts';
import {
  downBackup,
  flappingBackup,
  newBackup,
  pausedBackup,
  ping,
  unarmed,
  upBackup,
  windowMs,
} from '../support/given.ts';
import { changes, pause, type World, worldWith } from './changes.ts';

const monitorId = 'backup';
const overdueMs = limits.sweepPatienceMs + 1;

/** What a monitor comes to at noon, and when time next changes it then. */
const turns: [string, Monitor, string, number][] = [
  [
    'a flip to down that is followed by reminders',
    upBackup(noon - windowMs, { reminderSeconds: 7_200 }),
    'up to down',
    noon + 2 * hourMs,
  ],
  [
    'a reminder',
    downBackup(noon - 2 * hourMs, { reminderSeconds: 7_200, armedFor: noon }),
    'reminder',
    noon + 2 * hourMs,
  ],
  [
    'the end of a pause',
    pausedBackup(noon - hourMs, { resumeAt: noon, armedFor: noon }),
    'paused to up',
    noon + windowMs,
  ],
  [
    'the end of flapping',
    flappingBackup(noon - 15 * minuteMs, { reminderSeconds: 7_200 }),
    'settled',
    noon + 2 * hourMs,
  ],
];

function worldAt(monitor: Monitor, fromNoonMs: number): World {
  const world = worldWith(monitor);
  world.system.advance(fromNoonMs);
  return world;
}

describe.each(turns)('a wake-up at %s', (_what, monitor, change, nextAt) => {
  test('stores it and is sent on to what comes next, as the timer of the monitor', async () => {
    const world = worldAt(monitor, 0);
    expect(await checkDeadline(world, { monitorId, armedFor: noon })).toBe('postponed');
    expect(changes(world)).toEqual([change]);
    const { armedFor } = world.monitors.peek(monitorId).monitor;
    expect(world.timer.armed).toEqual([{ wakeUp: { monitorId, armedFor }, at: nextAt, now: noon }]);
  });

  test('one millisecond early stores nothing and is sent on to it', async () => {
    const world = worldAt(monitor, -1);
    expect(await checkDeadline(world, { monitorId, armedFor: noon })).toBe('postponed');
    expect(changes(world)).toEqual([]);
    expect(world.timer.delayed.map(({ at }) => at)).toEqual([noon]);
  });

  test('that is stale stores it and ends there: a newer timer exists', async () => {
    const world = worldAt(monitor, 0);
    expect(await checkDeadline(world, { monitorId, armedFor: noon + 1 })).toBe('stale');
    expect(changes(world)).toEqual([change]);
    expect(world.timer.pending()).toEqual([]);
  });

  test('is sent on without a stamp where no timer is believed in', async () => {
    const world = worldAt(unarmed(monitor), 0);
    expect(await checkDeadline(world, { monitorId })).toBe('postponed');
    expect(world.timer.armed[0]?.wakeUp).toStrictEqual({ monitorId });
  });

  test('stores it once when it is doubled and both come at the same time', async () => {
    const world = worldAt(monitor, 0);
    const wakeUp = { monitorId, armedFor: noon };
    await Promise.all([checkDeadline(world, wakeUp), checkDeadline(world, wakeUp)]);
    expect(changes(world)).toEqual([change]);
  });

  test('is done by the sweep where it never came, with a timer for what comes next', async () => {
    const world = worldAt(monitor, overdueMs);
    expect(await sweep(world)).toMatchObject({ overdue: 1, armed: 1, onTime: 0 });
    expect(changes(world)).toEqual([change, 'timer']);
    const { armedFor } = world.monitors.peek(monitorId).monitor;
    expect(world.timer.armed.map(({ at }) => at)).toEqual([armedFor]);
  });

  test('is left alone by the sweep for 90 s', async () => {
    const world = worldAt(monitor, limits.sweepPatienceMs);
    await sweep(world);
    expect(world.calls).toEqual(['scan']);
  });

  test('is given a timer by the sweep where it lacks one', async () => {
    const world = worldAt(unarmed(monitor), -minuteMs);
    expect(await sweep(world)).toMatchObject({ overdue: 0, armed: 1 });
    expect(world.timer.armed.map(({ at }) => at)).toEqual([noon]);
    expect(world.monitors.peek(monitorId).monitor.armedFor).toBe(noon);
  });
});

describe('of two copies of a wake-up at a reminder', () => {
  const everyMinute = () => worldAt(downBackup(noon - minuteMs, { reminderSeconds: 60, armedFor: noon }), 0);
  const wakeUp = { monitorId, armedFor: noon };

  test('the second is stale, whether it comes after the first or with it', async () => {
    const [later, together] = [everyMinute(), everyMinute()];
    expect(await checkDeadline(later, wakeUp)).toBe('postponed');
    expect(await checkDeadline(later, wakeUp)).toBe('stale');
    const outcomes = await Promise.all([checkDeadline(together, wakeUp), checkDeadline(together, wakeUp)]);
    expect(outcomes.sort()).toEqual(['postponed', 'stale']);
    for (const world of [later, together]) expect(world.timer.pending()).toHaveLength(1);
  });

  test('none is left after the next reminder, if both were sent on before', async () => {
    const world = everyMinute();
    world.system.clock = noon - 1;
    for (const one of [wakeUp, wakeUp]) await checkDeadline(world, one);
    expect(world.timer.pending()).toHaveLength(2);
    world.system.clock = noon;
    for (const one of [wakeUp, wakeUp]) await checkDeadline(world, one);
    expect(world.timer.pending().filter(({ at }) => at > noon)).toHaveLength(1);
    expect(changes(world)).toEqual(['reminder']);
  });

  test('a stale one that finds the reminder leaves the other its stamp', async () => {
    const world = everyMinute();
    expect(await checkDeadline(world, { monitorId, armedFor: noon - 1 })).toBe('stale');
    expect(changes(world)).toEqual(['reminder']);
    expect(await checkDeadline(world, wakeUp)).toBe('postponed');
  });
});

test('the sweep counts reminders from when it noticed an outage', async () => {
  const world = worldAt(upBackup(noon - windowMs, { reminderSeconds: 600 }), overdueMs);
  await sweep(world);
  expect(world.timer.armed.map(({ at }) => at)).toEqual([noon + overdueMs + 600_000]);
});

/** Lets so much time pass, with every wake-up on time. */
async function passWith(world: World, milliseconds: number) {
  const until = world.system.now() + milliseconds;
  for (let next = world.timer.pending()[0]; next && next.at <= until; next = world.timer.pending()[0]) {
    world.system.clock = Math.max(next.at, world.system.now());
    await checkDeadline(world, world.timer.take(0) ?? { monitorId: 'none' });
  }
  world.system.clock = until;
}

describe('though nobody but their own wake-ups ever looks,', () => {
  test('people are reminded of an outage each hour until a success', async () => {
    const world = worldAt(newBackup({ reminderSeconds: 3_600 }), 0);
    await ping(world);
    await passWith(world, windowMs + 3 * hourMs + minuteMs);
    expect(changes(world)).toEqual(['new to up', 'up to down', 'reminder', 'reminder', 'reminder']);
    await ping(world);
    await passWith(world, hourMs);
    expect(changes(world).slice(5)).toEqual(['down to up']);
    expect(world.timer.pending()).toHaveLength(1);
  });

  test('a pause ends at its instant, and the silence after it is a miss', async () => {
    const world = worldAt(upBackup(noon - hourMs), 0);
    await pause(world, true, noon + 24 * hourMs);
    await passWith(world, 24 * hourMs + windowMs);
    expect(changes(world)).toEqual(['up to paused', 'paused to up', 'up to down']);
    expect(world.monitors.flips().map(({ detectedAt }) => detectedAt - noon)).toEqual([
      ...[0, 24 * hourMs, 24 * hourMs + windowMs],
    ]);
  });
});

describe('of a monitor that flaps,', () => {
  const quietMs = limits.flappingQuietMs;
  /** Makes it fail and succeed by turns, at noon, so that the last of these pings begins its flapping. */
  async function flappingWorld() {
    const world = worldAt(newBackup(), 0);
    for (let pings = 0; pings < 11; pings += 1) await ping(world, { action: pings % 2 === 0 ? 'fail' : '' });
    return world;
  }

  test('the settling has a timer, which was set before the flip was stored', async () => {
    const world = await flappingWorld();
    expect(world.timer.armed.at(-1)?.at).toBe(noon + quietMs);
    expect(world.calls.filter((call) => call === 'arm' || call === 'save').slice(-2)).toEqual([
      'arm',
      'save',
    ]);
  });

  test('the settling moves with the next flip, and its timer', async () => {
    const world = await flappingWorld();
    world.system.advance(10 * minuteMs);
    await ping(world);
    expect(world.timer.armed.at(-1)?.at).toBe(noon + 10 * minuteMs + quietMs);
    expect(world.monitors.peek(monitorId).monitor.armedFor).toBe(noon + 10 * minuteMs + quietMs);
  });

  test('the settling is stored 15 minutes after the last flip, though nobody but its wake-ups looks', async () => {
    const world = await flappingWorld();
    await passWith(world, 10 * minuteMs);
    await ping(world);
    await passWith(world, quietMs - 1);
    expect(changes(world)).not.toContain('settled');
    await passWith(world, 1);
    expect(changes(world).slice(-2)).toEqual(['down to up', 'settled']);
    expect(world.monitors.stream.at(-1)?.storedAt).toBe(noon + 10 * minuteMs + quietMs);
  });

  test('the settling is stored by a ping that comes after it, before its own flip', async () => {
    const world = await flappingWorld();
    world.system.advance(quietMs);
    await ping(world);
    expect(changes(world).slice(-2)).toEqual(['settled', 'down to up']);
  });

  test('the settling is found by the sweep where its timer could not be set', async () => {
    const world = worldAt(unarmed(flappingBackup(noon)), 0);
    world.timer.failNext('arm', 'before');
    await sweep(world);
    world.system.advance(quietMs + overdueMs);
    expect(await sweep(world)).toMatchObject({ overdue: 1 });
    expect(changes(world)).toContain('settled');
  });
});

describe('a wake-up that is sent on far ahead', () => {
  const late = upBackup(noon - windowMs, { reminderSeconds: 86_400 });

  test('does not replace the sooner timer of a ping that came meanwhile', async () => {
    const world = worldAt(late, 0);
    world.timer.interruptNext('arm', () => ping(world));
    await checkDeadline(world, { monitorId });
    expect(world.timer.armed.at(-1)).toEqual({ wakeUp: { monitorId }, at: noon + windowMs, now: noon });
    expect(world.monitors.peek(monitorId).monitor).toMatchObject({
      status: 'up',
      deadlineAt: noon + windowMs,
    });
  });

  test('sets one timer if nothing came', async () => {
    const world = worldAt(late, 0);
    await checkDeadline(world, { monitorId });
    expect(world.timer.armed).toHaveLength(1);
  });

  test('sets one timer if the monitor was deleted meanwhile', async () => {
    const world = worldAt(late, 0);
    world.timer.interruptNext('arm', () => world.monitors.delete(monitorId));
    await checkDeadline(world, { monitorId });
    expect(world.timer.armed).toHaveLength(1);
  });
});
