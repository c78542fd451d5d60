import { Contended, Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { dayMs, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import type { Transition } from '../../lambdas/domain/transition.ts';
import { changeMonitor } from '../../lambdas/usecases/change-monitor.ts';
import { noon } from '../support/fake-system.ts';
import { awaitedUntil, pausedBackup, ping, upBackup, windowMs } from '../support/given.ts';
import { changes, pause, resume, worldWith } from './changes.ts';

const minuteAgo = noon - minuteMs;
const deadlineAt = noon + windowMs;
/** Nobody has noticed that its deadline has passed. */
const overdue = upBackup(noon - windowMs - 5 * minuteMs);

describe('a deadline that has passed is a miss first', () => {
  test('when the monitor is paused', async () => {
    const world = worldWith(overdue);
    await pause(world);
    expect(changes(world)).toEqual(['up to down', 'down to paused']);
    expect(world.monitors.flips()[0]).toMatchObject({ reason: 'missed', at: noon - 5 * minuteMs });
  });

  test('when the monitor is resumed, and then there is no pause to end', async () => {
    const world = worldWith(overdue);
    expect((await resume(world)).monitor.status).toBe('down');
    expect(changes(world)).toEqual(['up to down']);
  });

  test('though it is not the last allowed', async () => {
    const world = worldWith({ ...overdue, maxMisses: 9 });
    const { monitor } = await pause(world);
    expect(changes(world)).toEqual(['miss', 'up to paused']);
    expect(monitor.misses).toBe(1);
  });

  test('from the deadline itself on, and not before', async () => {
    const inTime = worldWith(upBackup(noon - windowMs + 1));
    await pause(inTime);
    const late = worldWith(upBackup(noon - windowMs));
    await pause(late);
    expect([changes(inTime), changes(late)]).toEqual([['up to paused'], ['up to down', 'down to paused']]);
  });

  test('unless a ping moves it meanwhile', async () => {
    const world = worldWith(overdue);
    world.monitors.interruptNext('save', () => world.monitors.overtake('backup', () => upBackup(minuteAgo)));
    await pause(world);
    expect(changes(world)).toEqual(['up to paused']);
  });
});

describe('a change that loses its race', () => {
  test('is made again of what is stored by then', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.monitors.interruptNext('save', () => ping(world, { action: 'fail' }));
    await pause(world);
    expect(changes(world)).toEqual(['up to down', 'down to paused']);
  });

  test('to another of its kind has nothing left to change', async () => {
    const world = worldWith(pausedBackup(minuteAgo));
    world.monitors.interruptNext('save', () => resume(world));
    const { monitor } = await resume(world);
    expect(monitor.status).toBe('up');
    expect(changes(world)).toEqual(['paused to up']);
  });

  test.each([pausedBackup(minuteAgo), upBackup(minuteAgo)])(
    'to its own earlier try, of a monitor that was $status, is made once',
    async (monitor) => {
      const world = worldWith(monitor);
      world.monitors.failNext('save', 'retried');
      const stored = await (monitor.status === 'up' ? pause(world) : resume(world));
      expect(stored).toEqual(world.monitors.peek('backup'));
      expect(world.monitors.stream).toHaveLength(1);
    },
  );

  test('to its own earlier try, which did not come to its timer, sets that', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.monitors.failNext('save', 'retried');
    await pause(world, false, noon + dayMs);
    expect(world.timer.armed).toMatchObject([{ wakeUp: { monitorId: 'backup' }, at: noon + dayMs }]);
  });

  test('to its own earlier try is not asked for again', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.monitors.failNext('save', 'retried');
    const rename = jest.fn((monitor: Monitor) => renamed(monitor));
    await changeMonitor(world, 'backup', rename);
    expect(rename).toHaveBeenCalledTimes(1);
  });

  test('sees the clock as it stands then', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.monitors.interruptNext('save', () => {
      world.monitors.overtake('backup');
      world.system.advance(secondMs);
    });
    const { monitor } = await pause(world);
    expect(monitor.statusSince).toBeGreaterThanOrEqual(noon + secondMs);
  });

  test('to a deletion is UnknownMonitor', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.monitors.interruptNext('save', () => world.monitors.remove('backup'));
    await expect(pause(world)).rejects.toThrow(UnknownMonitor);
  });

  test('for two seconds is Contended', async () => {
    const world = worldWith(upBackup(minuteAgo));
    for (let race = 0; race < 1_000; race += 1) {
      world.monitors.interruptNext('save', () => world.monitors.overtake('backup'));
    }
    await expect(pause(world)).rejects.toThrow(Contended);
    expect(changes(world)).toEqual([]);
  });
});

test.each(['load', 'save'] as const)('a change is not made when the %s fails', async (method) => {
  const world = worldWith(upBackup(minuteAgo));
  world.monitors.failNext(method, 'before');
  await expect(pause(world)).rejects.toThrow(Unavailable);
  expect(changes(world)).toEqual([]);
});

function renamed(monitor: Monitor): Transition {
  return { monitor: { ...monitor, name: 'Renamed' }, flipped: false, arm: 'no' };
}

describe('a change that moves the deadline on', () => {
  const later = deadlineAt + windowMs;
  const moveOn = (monitor: Monitor): Transition => ({
    monitor: { ...monitor, ...awaitedUntil(later), armedFor: later },
    ...{ flipped: false, arm: 'after_save' },
  });

  test('sets its timer after the write, by the clock as it stands then', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.monitors.interruptNext('save', () => world.system.advance(secondMs));
    await changeMonitor(world, 'backup', moveOn);
    expect(world.calls).toEqual(['load', 'save', 'arm']);
    const wakeUp = { monitorId: 'backup', armedFor: later };
    expect(world.timer.armed).toEqual([{ wakeUp, at: later, now: noon + secondMs }]);
  });

  test('sets none when it loses its race for good', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.monitors.interruptNext('save', () => world.monitors.remove('backup'));
    await expect(changeMonitor(world, 'backup', moveOn)).rejects.toThrow(UnknownMonitor);
    expect(world.timer.armed).toEqual([]);
  });

  test('believes in no timer that could not be set', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.timer.failNext('arm', 'before');
    await changeMonitor(world, 'backup', moveOn);
    expect(world.monitors.peek('backup').monitor).not.toHaveProperty('armedFor');
  });
});
