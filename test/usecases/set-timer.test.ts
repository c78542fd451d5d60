import { Unavailable } from '../../lambdas/domain/errors.ts';
import type { Transition } from '../../lambdas/domain/transition.ts';
import { armAfterSave, armBeforeSave, armedAfterSave } from '../../lambdas/usecases/set-timer.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, unarmed, upBackup, windowMs } from '../support/given.ts';

const monitor = upBackup(noon);
const armedFor = noon + windowMs;
const notice = {
  notice: 'TimerNotArmed',
  details: { monitorId: 'backup' },
  cause: expect.any(Unavailable),
};

function transition(arm: Transition['arm'], of = monitor): Transition {
  return { monitor: of, flipped: false, arm };
}

describe('before a save', () => {
  test('the timer is set that is to be set then', async () => {
    const world = fakeWorld();
    expect(await armBeforeSave(world, transition('before_save'), noon)).toEqual(monitor);
    expect(world.timer.armed).toEqual([
      { wakeUp: { monitorId: 'backup', armedFor }, at: armedFor, now: noon },
    ]);
  });

  test.each(['no', 'after_save'] as const)('no timer is set if the answer is "%s"', async (arm) => {
    const world = fakeWorld();
    expect(await armBeforeSave(world, transition(arm), noon)).toEqual(monitor);
    expect(world.calls).toEqual([]);
  });

  test('no timer is set for a monitor that awaits nothing', async () => {
    const world = fakeWorld();
    const down = downBackup(noon);
    expect(await armBeforeSave(world, transition('before_save', down), noon)).toEqual(down);
    expect(world.calls).toEqual([]);
  });

  test('a timer that cannot be set is taken out of the monitor, with a notice', async () => {
    const world = fakeWorld();
    world.timer.failNext('arm', 'before');
    const toSave = await armBeforeSave(world, transition('before_save'), noon);
    expect(toSave).toStrictEqual(unarmed(monitor));
    expect(world.telemetry.notices).toEqual([notice]);
  });
});

describe('after a save', () => {
  test('the timer that is to be set then is for what was saved', () => {
    expect(armedAfterSave(transition('after_save'))).toBe(armedFor);
  });

  test.each(['no', 'before_save'] as const)('there is none to set if the answer was "%s"', (arm) => {
    expect(armedAfterSave(transition(arm))).toBeUndefined();
  });

  test('it is set, and nothing is written', async () => {
    const world = fakeWorld();
    await armAfterSave(world, 'backup', armedFor, noon);
    expect(world.timer.armed).toEqual([
      { wakeUp: { monitorId: 'backup', armedFor }, at: armedFor, now: noon },
    ]);
    expect(world.calls).toEqual(['arm']);
  });

  test('nothing happens if there is none to set', async () => {
    const world = fakeWorld();
    await armAfterSave(world, 'backup', undefined, noon);
    expect(world.calls).toEqual([]);
  });

  test('one that cannot be set is forgotten, with a notice', async () => {
    const world = fakeWorld();
    world.monitors.given(monitor);
    world.timer.failNext('arm', 'before');
    await armAfterSave(world, 'backup', armedFor, noon);
    expect(world.monitors.peek('backup').monitor).toEqual(unarmed(monitor));
    expect(world.telemetry.notices).toEqual([notice]);
  });

  test('one that can neither be set nor forgotten gives two notices and no error', async () => {
    const world = fakeWorld();
    world.monitors.given(monitor);
    world.timer.failNext('arm', 'before');
    world.monitors.failNext('forgetTimer', 'before');
    await armAfterSave(world, 'backup', armedFor, noon);
    expect(world.telemetry.notices).toEqual([notice, notice]);
  });
});
