import { IdTaken } from '../../lambdas/domain/errors.ts';
import { checkDeadline } from '../../lambdas/usecases/check-deadline.ts';
import { createMonitor } from '../../lambdas/usecases/manage-monitors.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { everyHour, newBackup, windowMs } from '../support/given.ts';

const draft = { name: 'Backup', schedule: everyHour, gracePeriodSeconds: 300, channels: ['default'] };
const expecting = { ...draft, expectFirstPing: true as const };
const deadlineAt = noon + windowMs;

describe('creating a monitor whose first ping is expected', () => {
  test('sets its timer after it is stored', async () => {
    const world = fakeWorld();
    await createMonitor(world, expecting);
    expect(world.calls).toEqual(['create', 'arm']);
    const wakeUp = { monitorId: 'backup', armedFor: deadlineAt };
    expect(world.timer.armed).toEqual([{ wakeUp, at: deadlineAt, now: noon }]);
  });

  test('stores it with its deadline and what its timer is set for, and answers that', async () => {
    const world = fakeWorld();
    const created = await createMonitor(world, expecting);
    expect(created).toEqual(world.monitors.peek('backup'));
    expect(created.monitor).toMatchObject({ status: 'new', deadlineAt, armedFor: deadlineAt });
  });

  test('counts its timer from the clock as it stands after a write that took long', async () => {
    const world = fakeWorld();
    world.monitors.interruptNext('create', () => world.system.advance(1_500));
    await createMonitor(world, expecting);
    expect(world.timer.armed[0]?.now).toBe(noon + 1_500);
  });

  test('leads to an alert at the deadline', async () => {
    const world = fakeWorld();
    await createMonitor(world, expecting);
    world.system.clock = deadlineAt;
    await checkDeadline(world, { monitorId: 'backup', armedFor: deadlineAt });
    expect(world.monitors.flips()).toMatchObject([{ from: 'new', to: 'down', at: deadlineAt }]);
  });

  test('believes in no timer that could not be set, with a notice, and the sweep sets it', async () => {
    const world = fakeWorld();
    world.timer.failNext('arm', 'before');
    await createMonitor(world, expecting);
    expect(world.monitors.peek('backup').monitor).not.toHaveProperty('armedFor');
    expect(world.telemetry.names()).toEqual(['TimerNotArmed']);
    expect(await sweep(world)).toMatchObject({ armed: 1 });
  });

  test('sets no timer for an id that is taken', async () => {
    const world = fakeWorld();
    world.monitors.given(newBackup());
    await expect(createMonitor(world, { ...expecting, id: 'backup' })).rejects.toThrow(IdTaken);
    expect(world.timer.armed).toEqual([]);
  });

  test('sets one for the id that it gets in the end alone', async () => {
    const world = fakeWorld();
    world.monitors.given(newBackup());
    await createMonitor(world, expecting);
    expect(world.timer.armed.map(({ wakeUp }) => wakeUp.monitorId)).toEqual(['backup-2']);
  });

  test('sets its timer though the answer to the first try was lost', async () => {
    const world = fakeWorld();
    world.monitors.failNext('create', 'retried');
    await createMonitor(world, expecting);
    expect(world.timer.armed).toHaveLength(1);
  });
});
