import { InvalidInput } from '../../lambdas/domain/errors.ts';
import { dayMs, hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { noon } from '../support/fake-system.ts';
import { pausedBackup, ping, upBackup, windowMs } from '../support/given.ts';
import { changes, pause, resume, worldWith } from './changes.ts';

const up = upBackup(noon - minuteMs);
const until = noon + hourMs;

describe('a pause with an end of its own', () => {
  test.each([
    ['now', noon],
    ['a millisecond ago', noon - 1],
    ['more than 366 days ahead', noon + 366 * dayMs + 1],
  ])('is refused if that is %s, and nothing is read or written', async (_when, refused) => {
    const world = worldWith(up);
    const fault = {
      field: 'until',
      message: 'allowed is an instant in the future, at most 366 days from now',
    };
    await expect(pause(world, false, refused)).rejects.toEqual(new InvalidInput([fault]));
    expect(world.calls).toEqual([]);
  });

  test.each([
    ['one millisecond', noon + 1],
    ['366 days', noon + 366 * dayMs],
  ])('may end %s ahead', async (_ahead, allowed) => {
    const { monitor } = await pause(worldWith(up), false, allowed);
    expect(monitor).toMatchObject({ status: 'paused', resumeAt: allowed });
  });

  test('has its timer set before the write where it ends before the deadline', async () => {
    const world = worldWith(up);
    await pause(world, false, until);
    expect(world.calls).toEqual(['load', 'arm', 'save']);
    const wakeUp = { monitorId: 'backup', armedFor: until };
    expect(world.timer.armed).toEqual([{ wakeUp, at: until, now: noon }]);
  });

  test('has its timer set after the write where it ends long after the deadline', async () => {
    const world = worldWith(up);
    await pause(world, false, noon + dayMs);
    expect(world.calls).toEqual(['load', 'save', 'arm']);
  });

  test('again just so changes nothing, and another end is a change of configuration', async () => {
    const world = worldWith(up);
    await pause(world, true, until);
    await pause(world, true, until);
    await pause(world, true, until + 1);
    expect(changes(world)).toEqual(['up to paused', 'config']);
  });

  test('believes in no timer that could not be set', async () => {
    const world = worldWith(up);
    world.timer.failNext('arm', 'before');
    const { monitor } = await pause(world, false, until);
    expect(monitor).toMatchObject({ status: 'paused', resumeAt: until });
    expect(monitor).not.toHaveProperty('armedFor');
  });
});

describe('when nobody has looked at the end of a pause, it comes first', () => {
  const sticky = pausedBackup(noon - hourMs, { manualResume: true, resumeAt: noon, armedFor: noon });

  test('and a ping that would have been ignored counts', async () => {
    const world = worldWith(sticky);
    await ping(world);
    expect(changes(world)).toEqual(['paused to up', 'ping']);
    expect(world.monitors.peek('backup').monitor.lastPing?.at).toBe(noon);
  });

  test('but not a millisecond before: such a ping is ignored', async () => {
    const world = worldWith(sticky);
    world.system.advance(-1);
    await ping(world);
    expect(world.monitors.peek('backup').monitor).toStrictEqual(sticky);
    expect(world.history.pings.map((row) => row.ping.kind)).toEqual(['ignored']);
  });

  test('and a fail makes the monitor down that is up by then', async () => {
    const world = worldWith(sticky);
    await ping(world, { action: 'fail' });
    expect(changes(world)).toEqual(['paused to up', 'up to down']);
  });

  test('and a miss after it, too, before a ping that comes later still', async () => {
    const world = worldWith(sticky);
    world.system.advance(windowMs);
    await ping(world);
    expect(changes(world)).toEqual(['paused to up', 'up to down', 'down to up']);
    expect(world.monitors.flips().map(({ at }) => at - noon)).toEqual([0, windowMs, windowMs]);
  });

  test('before another pause', async () => {
    const world = worldWith(sticky);
    await pause(world, true, until);
    expect(changes(world)).toEqual(['paused to up', 'up to paused']);
  });

  test('and then there is none to end', async () => {
    const world = worldWith(sticky);
    world.system.advance(minuteMs);
    const { monitor } = await resume(world);
    expect(changes(world)).toEqual(['paused to up']);
    expect(monitor).toMatchObject({ checkinAt: noon, flip: { at: noon, detectedAt: noon + minuteMs } });
  });
});
