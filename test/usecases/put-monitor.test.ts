import { InvalidInput } from '../../lambdas/domain/errors.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { putMonitor } from '../../lambdas/usecases/put-monitor.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';

const settings = {
  ...{
    name: 'Backup',
    schedule: parseSchedule('every 2h'),
    timezone: 'UTC',
    tags: [],
    channels: ['default'],
  },
  ...{ gracePeriodSeconds: 60, maxMisses: 1, maxFailures: 1, recoveryThreshold: 1 },
};

test('putting the same settings again writes nothing', async () => {
  const world = fakeWorld();
  await putMonitor(world, 'backup', () => settings);
  const writes = world.monitors.stream.length;
  expect(await putMonitor(world, 'backup', () => settings)).toMatchObject({ created: false });
  expect(world.monitors.stream).toHaveLength(writes);
});

test('a monitor that somebody creates meanwhile is changed', async () => {
  const world = fakeWorld();
  world.monitors.interruptNext('create', () => world.monitors.given(newBackup()));
  const { created, stored } = await putMonitor(world, 'backup', () => settings);
  expect(created).toBe(false);
  expect(stored.monitor).toMatchObject({ secret: newBackup().secret, gracePeriodSeconds: 60 });
});

test('a monitor that somebody deletes meanwhile is created', async () => {
  const world = fakeWorld();
  world.monitors.given(newBackup());
  world.monitors.interruptNext('save', () => world.monitors.remove('backup'));
  const { created, stored } = await putMonitor(world, 'backup', () => settings);
  expect(created).toBe(true);
  expect(stored.monitor.gracePeriodSeconds).toBe(60);
});

test('settings that do not go together are refused, be the monitor there or not', async () => {
  const world = fakeWorld();
  const wrong = { ...settings, earlyMarginSeconds: 5 };
  await expect(putMonitor(world, 'backup', () => wrong)).rejects.toThrow(InvalidInput);
  await putMonitor(world, 'backup', () => settings);
  await expect(putMonitor(world, 'backup', () => wrong)).rejects.toThrow(InvalidInput);
});
