import { Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { pauseMonitor, resumeMonitor } from '../../lambdas/usecases/change-monitor.ts';
import { checkDeadline } from '../../lambdas/usecases/check-deadline.ts';
import { noon } from '../support/fake-system.ts';
import { downBackup, newBackup, pausedBackup, ping, upBackup, windowMs } from '../support/given.ts';
import { changes, pause, resume, type World, worldWith } from './changes.ts';

const minuteAgo = noon - minuteMs;
const deadlineAt = noon + windowMs;

describe('pausing a monitor', () => {
  test('is one read and one write, which is a flip and no ping', async () => {
    const world = worldWith(upBackup(minuteAgo));
    await pause(world);
    expect(world.calls).toEqual(['load', 'save']);
    expect(world.monitors.stream).toMatchObject([{ change: 'flip', countsPing: false }]);
  });

  test('answers what is stored then', async () => {
    const world = worldWith(upBackup(minuteAgo));
    const stored = await pause(world);
    expect(stored).toEqual(world.monitors.peek('backup'));
    expect(stored.monitor).toMatchObject({ status: 'paused', statusSince: noon });
  });

  test('leaves its timer to wake up for nothing', async () => {
    const world = worldWith(newBackup());
    await ping(world);
    await pause(world);
    world.system.clock = deadlineAt;
    const wakeUp = world.timer.take(0) ?? { monitorId: 'none' };
    expect(await checkDeadline(world, wakeUp)).toBe('idle');
  });

  test.each([true, false])('again just so changes nothing; by people only: %s', async (manualResume) => {
    const world = worldWith(upBackup(minuteAgo));
    const first = await pause(world, manualResume);
    expect(await pause(world, manualResume)).toEqual(first);
    expect(changes(world)).toEqual(['up to paused']);
  });

  test.each([true, false])('so that only people end it, %s, is kept', async (manualResume) => {
    const { monitor } = await pause(worldWith(upBackup(minuteAgo)), manualResume);
    expect(monitor.manualResume ?? false).toBe(manualResume);
  });

  test('in another way is a change of configuration', async () => {
    const world = worldWith(pausedBackup(minuteAgo));
    await pause(world, true);
    expect(changes(world)).toEqual(['config']);
  });
});

describe('resuming a monitor', () => {
  test.each([pausedBackup(minuteAgo), pausedBackup(minuteAgo, { manualResume: true })])(
    'sets its timer before the write, which is a flip and no ping; by people only: $manualResume',
    async (monitor) => {
      const world = worldWith(monitor);
      await resume(world);
      expect(world.calls).toEqual(['load', 'arm', 'save']);
      expect(world.monitors.stream).toMatchObject([{ change: 'flip', countsPing: false }]);
    },
  );

  test('awaits the next check-in from now on', async () => {
    const world = worldWith(pausedBackup(minuteAgo));
    const { monitor } = await resume(world);
    expect(monitor).toMatchObject({ status: 'up', checkinAt: noon, deadlineAt, armedFor: deadlineAt });
    const wakeUp = { monitorId: 'backup', armedFor: deadlineAt };
    expect(world.timer.armed).toEqual([{ wakeUp, at: deadlineAt, now: noon }]);
  });

  test.each([newBackup(), upBackup(minuteAgo), downBackup(minuteAgo)])(
    'that is $status changes nothing',
    async (monitor) => {
      const world = worldWith(monitor);
      expect(await resume(world)).toEqual(world.monitors.peek('backup'));
      expect(world.calls).toEqual(['load']);
    },
  );

  test('succeeds though its timer cannot be set, believes in none and gives a notice', async () => {
    const world = worldWith(pausedBackup(minuteAgo));
    world.timer.failNext('arm', 'before');
    const { monitor } = await resume(world);
    expect(monitor).toMatchObject({ status: 'up', deadlineAt });
    expect(monitor).not.toHaveProperty('armedFor');
    const [details, cause] = [{ monitorId: 'backup' }, expect.any(Unavailable)];
    expect(world.telemetry.notices).toEqual([{ notice: 'TimerNotArmed', details, cause }]);
  });
});

describe.each([
  ['pausing', (world: World, id: string) => pauseMonitor(world, id, { manualResume: false })],
  ['resuming', (world: World, id: string) => resumeMonitor(world, id)],
])('%s a monitor that is not there', (_what, change) => {
  test('is UnknownMonitor', async () => {
    const world = worldWith(upBackup(minuteAgo));
    await expect(change(world, 'nobody')).rejects.toThrow(UnknownMonitor);
    expect(world.calls).toEqual(['load']);
  });

  test.each(['', 'Not An Id', '2026'])('touches nothing for "%s", which is no id', async (id) => {
    const world = worldWith(upBackup(minuteAgo));
    await expect(change(world, id)).rejects.toThrow(UnknownMonitor);
    expect(world.calls).toEqual([]);
  });
});
