import { InvalidInput, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { updateMonitor } from '../../lambdas/usecases/change-monitor.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import { noon } from '../support/fake-system.ts';
import { downBackup, pausedBackup, ping, upBackup, windowMs } from '../support/given.ts';
import { changes, type World, worldWith } from './changes.ts';

const up = upBackup(noon - minuteMs);

function update(world: World, settings: Partial<Monitor>) {
  return updateMonitor(world, 'backup', (monitor) => settingsOf({ ...monitor, ...settings }));
}

function settingsOf(monitor: Monitor) {
  const { name, schedule, timezone, gracePeriodSeconds, tags, channels } = monitor;
  const { maxMisses, maxFailures, recoveryThreshold } = monitor;
  return {
    name,
    schedule,
    timezone,
    gracePeriodSeconds,
    tags,
    channels,
    maxMisses,
    maxFailures,
    recoveryThreshold,
  };
}

describe('changing settings', () => {
  test('is a change of configuration, answered as it is stored', async () => {
    const world = worldWith(up);
    const stored = await update(world, { name: 'Renamed' });
    expect(stored).toEqual(world.monitors.peek('backup'));
    expect(world.monitors.stream).toMatchObject([
      { change: 'config', countsPing: false, monitor: { ...up, name: 'Renamed', revision: 2 } },
    ]);
    expect(world.calls).toEqual(['load', 'save']);
  });

  test('to what they are writes nothing', async () => {
    const world = worldWith(up);
    expect(await update(world, {})).toEqual(world.monitors.peek('backup'));
    expect(world.calls).toEqual(['load']);
  });

  test('that brings the deadline forward sets its timer before the write', async () => {
    const world = worldWith(up);
    await update(world, { gracePeriodSeconds: 0 });
    expect(world.calls).toEqual(['load', 'arm', 'save']);
    expect(world.timer.armed.map(({ at }) => at)).toEqual([up.dueAt]);
  });

  describe('by which the deadline has passed', () => {
    const passed = upBackup(noon - hourMs);

    test('is a miss at once, which the answer shows', async () => {
      const world = worldWith(passed);
      const { monitor } = await update(world, { gracePeriodSeconds: 0 });
      expect(changes(world)).toEqual(['config', 'up to down']);
      expect(monitor).toMatchObject({ status: 'down', flip: { at: noon, reason: 'missed' } });
      expect(world.timer.pending()).toEqual([]);
    });

    test('sets the timer for what comes next', async () => {
      const world = worldWith(passed);
      await update(world, { gracePeriodSeconds: 0, maxMisses: 2 });
      expect(changes(world)).toEqual(['config', 'miss']);
      expect(world.timer.armed.map(({ at }) => at)).toEqual([noon + hourMs]);
    });

    test('is stored though nobody can look then: the sweep does', async () => {
      const world = worldWith(passed);
      world.monitors.interruptNext('save', () => world.monitors.failNext('load', 'before'));
      const { monitor } = await update(world, { gracePeriodSeconds: 0 });
      expect(monitor).toMatchObject({ status: 'up', gracePeriodSeconds: 0 });
      expect(world.telemetry.names()).toEqual(['DeadlineNotChecked']);
      world.system.advance(limits.sweepPatienceMs + 1);
      await sweep(world);
      expect(changes(world)).toEqual(['config', 'up to down']);
    });

    test('leaves it to whoever was faster', async () => {
      const world = worldWith(passed);
      world.monitors.interruptNext('save', () => {
        world.monitors.interruptNext('load', () => world.monitors.remove('backup'));
      });
      expect((await update(world, { gracePeriodSeconds: 0 })).monitor.status).toBe('up');
    });
  });

  test('hides no miss that nobody has looked at', async () => {
    const world = worldWith(upBackup(noon - windowMs));
    await update(world, { name: 'Renamed' });
    expect(changes(world)).toEqual(['up to down', 'config']);
  });

  test('by which such a miss is none makes it up again, and both are told', async () => {
    const checkinAt = noon - windowMs;
    const world = worldWith(upBackup(checkinAt, { lastSuccessAt: checkinAt }));
    await update(world, { gracePeriodSeconds: 7_200 });
    expect(changes(world)).toEqual(['up to down', 'down to up']);
    expect(world.monitors.flips().map(({ reason }) => reason)).toEqual(['missed', 'changed']);
  });

  test('is made of what is stored by then when it loses its race', async () => {
    const world = worldWith(up);
    world.monitors.interruptNext('save', () => ping(world, { action: 'fail' }));
    const { monitor } = await update(world, { name: 'Renamed' });
    expect(monitor).toMatchObject({ name: 'Renamed', status: 'down' });
  });

  test.each([downBackup(noon - minuteMs), pausedBackup(noon - minuteMs)])(
    'sets no timer where nothing is awaited: $status',
    async (monitor) => {
      const world = worldWith(monitor);
      await update(world, { gracePeriodSeconds: 0 });
      expect(world.calls).toEqual(['load', 'save']);
    },
  );

  test('may be refused by who knows them, and then nothing is stored', async () => {
    const world = worldWith(up);
    const refusal = new InvalidInput([{ field: 'name', message: 'is taken' }]);
    const refused = updateMonitor(world, 'backup', () => {
      throw refusal;
    });
    await expect(refused).rejects.toBe(refusal);
    expect(changes(world)).toEqual([]);
  });

  test('of a monitor that is not there is UnknownMonitor', async () => {
    await expect(updateMonitor(worldWith(up), 'nobody', settingsOf)).rejects.toThrow(UnknownMonitor);
  });
});
