import { applyChange } from '../../lambdas/domain/change.ts';
import { at, hourly, lived } from './course.ts';
import { changed, created, every, settingsOf } from './settings.ts';

/** Down at 01:10, an hour after its last check-in. */
const down = lived(hourly({ gracePeriodSeconds: 0 }), '00:10 success', '01:10 --');

describe('a monitor that silence has made down', () => {
  test('is up again where by its new settings the deadline is still to come, and people are told', () => {
    const settings = { ...settingsOf(down), gracePeriodSeconds: 7_200 };
    expect(applyChange(down, settings, at('01:30'))).toMatchObject({
      ...{ flipped: true, arm: 'before_save' },
      monitor: {
        ...{
          status: 'up',
          misses: 0,
          successes: 0,
          checkinAt: at('00:10'),
          dueAt: at('01:10'),
          deadlineAt: at('03:10'),
        },
        flip: { from: 'down', to: 'up', at: at('01:30'), detectedAt: at('01:30'), reason: 'changed' },
        lastAlert: { seq: 3, kind: 'up' },
      },
    });
  });

  test.each([
    ['one second before its new deadline is up again', 1_201, 'up'],
    ['at its new deadline stays down', 1_200, 'down'],
  ])('%s', (_what, gracePeriodSeconds, status) => {
    expect(changed(down, '01:30', { gracePeriodSeconds }).status).toBe(status);
  });

  test('stays down, without a flip, where by its new settings it would be down as well', () => {
    const settings = { ...settingsOf(down), gracePeriodSeconds: 60 };
    expect(applyChange(down, settings, at('01:30'))).toStrictEqual({
      ...{ monitor: { ...down, gracePeriodSeconds: 60, revision: 2 }, flipped: false, arm: 'no' },
    });
  });

  test('is up again where it has missed fewer than it now may, and those are counted again', () => {
    const late = changed(down, '01:30', { maxMisses: 2 });
    expect(late).toMatchObject({ status: 'up', misses: 0 });
    expect(lived(late, '01:30 --')).toMatchObject({ status: 'up', misses: 1, dueAt: at('02:10') });
    expect(changed(down, '02:09', { maxMisses: 2 }).status).toBe('up');
    expect(changed(down, '02:10', { maxMisses: 2 }).status).toBe('down');
  });

  test('is up again where its new interval is longer', () => {
    expect(changed(down, '01:30', { schedule: every('2h', 7_200) })).toMatchObject({
      ...{ status: 'up', dueAt: at('02:10') },
    });
  });

  test('is reminded of no more', () => {
    const reminded = lived({ ...down, reminderSeconds: 600 }, '01:20 --');
    expect(changed(reminded, '01:30', { gracePeriodSeconds: 7_200 })).not.toHaveProperty('reminder');
  });

  test('holds no run that was open to the max runtime', () => {
    const running = lived(
      hourly({ maxRuntimeSeconds: 7_200 }),
      '00:10 start a',
      '00:20 success b',
      '01:25 --',
    );
    expect(changed(running, '01:30', { gracePeriodSeconds: 9_000 }).deadlineAt).toBe(at('03:50'));
  });
});

describe('no change of timing makes a monitor up', () => {
  test.each([
    ['that a fail has made down', lived(hourly(), '00:10 success', '00:20 fail')],
    ['that has failed since', lived(down, '01:15 fail')],
    ['that has failed since, fewer times than it may', lived({ ...down, maxFailures: 3 }, '01:15 fail')],
    ['that was started before its silence', lived(hourly(), '00:10 success', '00:20 start', '01:25 --')],
    [
      'that was resumed before its silence',
      lived(hourly(), '00:10 success', '00:20 pause', '00:30 resume', '01:35 --'),
    ],
    ['that was started since', lived(down, '01:15 start')],
    [
      'that a run has made down',
      lived(hourly({ maxRuntimeSeconds: 60 }), '00:10 success', '00:20 start', '00:21 --'),
    ],
    [
      'that has begun to recover at its very deadline',
      lived({ ...hourly({ recoveryThreshold: 3 }), gracePeriodSeconds: 0 }, '00:10 success', '01:10 success'),
    ],
    ['that has begun to recover', lived({ ...down, recoveryThreshold: 3 }, '01:15 success')],
    ['that nobody ever pinged', lived(created({ expectFirstPing: true }), '01:05 --')],
  ])('%s', (_which, monitor) => {
    const after = changed(monitor, '01:30', { gracePeriodSeconds: 7_200, maxMisses: 10 });
    expect(after).toMatchObject({ status: 'down', successes: monitor.successes, failures: monitor.failures });
    expect(after.flip).toEqual(monitor.flip);
  });

  test('if it leaves the timing as it is', () => {
    expect(changed(down, '01:30', { maxFailures: 9, recoveryThreshold: 9, name: 'Another' }).status).toBe(
      'down',
    );
  });
});
