import { Unavailable } from '../../lambdas/domain/errors.ts';
import { nextDue, parseSchedule } from '../../lambdas/domain/schedule.ts';
import { minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { awaitedUntil, downBackup, newBackup, ping, unarmed, upBackup, windowMs } from '../support/given.ts';

const hourAgo = noon - 60 * minuteMs;
const later = noon + 2 * windowMs;

describe('the timer of a ping', () => {
  test.each([
    ['the first ping', newBackup()],
    ['a ping that ends an outage', downBackup(noon - minuteMs)],
    ['a ping of a monitor without a timer', unarmed(upBackup(noon - minuteMs))],
    ['a ping that brings the deadline forward', upBackup(hourAgo, { deadlineAt: later, armedFor: later })],
  ])('is armed before %s is saved', async (_which, monitor) => {
    const world = fakeWorld();
    world.monitors.given(monitor);
    await ping(world);
    expect(world.calls).toEqual(['load', 'arm', 'save', 'addPing']);
  });

  test('is armed for a later deadline only after that is saved', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    await ping(world);
    expect(world.calls.indexOf('arm')).toBeGreaterThan(world.calls.indexOf('save'));
  });

  test('is armed and stamped for the deadline that is stored', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    await ping(world);
    const wakeUp = { monitorId: 'backup', armedFor: noon + windowMs };
    expect(world.timer.armed).toEqual([{ wakeUp, at: noon + windowMs, now: noon }]);
  });

  test('counts from the clock as it stands after a save that took long', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    world.monitors.interruptNext('save', () => world.system.advance(1_500));
    await ping(world);
    expect(world.timer.armed[0]?.now).toBe(noon + 1_500);
  });

  test('is not set by a fail, after which nothing is awaited', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    await ping(world, { action: 'fail' });
    expect(world.calls).toEqual(['load', 'save', 'addPing']);
  });

  test.each([
    ['history', 'the timer', 'addPing'],
    ['the timer', 'history', 'arm'],
  ])('and history are written side by side: a slow write to %s does not hold up %s', async (_a, _b, slow) => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    let release = () => {};
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    if (slow === 'arm') world.timer.interruptNext('arm', () => blocked);
    else world.history.interruptNext('addPing', () => blocked);
    const pinged = ping(world);
    await new Promise(setImmediate);
    const rows = [world.history.pings.length, world.timer.armed.length];
    release();
    await pinged;
    expect(rows).toEqual(slow === 'arm' ? [1, 0] : [0, 1]);
  });

  test.each(['every 10s', 'every 1m', 'every 5m', 'every 1h', 'every 24h', 'every 366d'])(
    'costs at most five calls a window with "%s" and a hundred pings in each window',
    async (schedule) => {
      const world = fakeWorld();
      const monitor = newBackup({ schedule: parseSchedule(schedule), gracePeriodSeconds: 0 });
      world.monitors.given(monitor);
      const stepMs = (nextDue(monitor, noon) - noon) / 100;
      for (let number = 0; number < 500; number += 1) {
        await ping(world);
        world.system.advance(stepMs);
      }
      const windowOf = ({ now }: { now: number }) => Math.floor((now - noon) / (100 * stepMs));
      const perWindow = [0, 1, 2, 3, 4].map(
        (window) => world.timer.armed.filter((call) => windowOf(call) === window).length,
      );
      expect(Math.max(...perWindow)).toBeLessThanOrEqual(5);
    },
  );
});

describe.each([
  ['before the save', newBackup()],
  ['after the save', upBackup(hourAgo)],
])('a timer that cannot be armed %s', (_order, monitor) => {
  const pingWithoutTimer = async () => {
    const world = fakeWorld();
    world.monitors.given(monitor);
    world.timer.failNext('arm', 'before');
    await ping(world);
    return world;
  };

  test('does not fail the ping', async () => {
    const world = await pingWithoutTimer();
    expect(world.history.pings).toHaveLength(1);
  });

  test('leaves the deadline stored and no timer believed in', async () => {
    const { monitors } = await pingWithoutTimer();
    const { deadlineAt, armedFor } = monitors.peek('backup').monitor;
    expect({ deadlineAt, armedFor }).toEqual({ deadlineAt: noon + windowMs, armedFor: undefined });
  });

  test('gives a notice with its cause', async () => {
    const { telemetry } = await pingWithoutTimer();
    const [cause, details] = [expect.any(Unavailable), { monitorId: 'backup' }];
    expect(telemetry.notices).toEqual([{ notice: 'TimerNotArmed', details, cause }]);
  });

  test('is armed by the next ping', async () => {
    const world = await pingWithoutTimer();
    world.system.advance(secondMs);
    await ping(world);
    expect(world.monitors.peek('backup').monitor.armedFor).toBe(noon + secondMs + windowMs);
  });
});

describe('a timer that could not be armed after the save', () => {
  test('is not forgotten when somebody has armed a newer one meanwhile', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    const newerAt = noon + windowMs + minuteMs;
    const newer = { ...awaitedUntil(newerAt), armedFor: newerAt };
    world.timer.interruptNext('arm', () =>
      world.monitors.overtake('backup', (monitor) => ({ ...monitor, ...newer })),
    );
    world.timer.failNext('arm', 'before');
    await ping(world);
    expect(world.monitors.peek('backup').monitor.armedFor).toBe(newer.armedFor);
  });

  test('does not fail the ping even if that cannot be stored', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    world.timer.failNext('arm', 'before');
    world.monitors.failNext('forgetTimer', 'before');
    await ping(world);
    expect(world.telemetry.names()).toEqual(['TimerNotArmed', 'TimerNotArmed']);
  });
});
