import { applyPing } from '../../lambdas/domain/check-in.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { aPing, waitedFor } from '../support/monitors.ts';
import { at, hourly, lived, passings } from './course.ts';

const careful = hourly({ recoveryThreshold: 3 });
const down = lived(careful, '00:10 success', '01:15 --');
const begun = lived(down, '02:00 success');
const twice = lived(begun, '03:00 success');

describe('a success that is not the last of a recovery', () => {
  test('is counted, is no flip, and awaits the next under a timer of its own', () => {
    const { monitor, flipped, arm } = applyPing(down, aPing({ at: at('02:00') }));
    expect({ flipped, arm }).toEqual({ flipped: false, arm: 'before_save' });
    expect(monitor).toMatchObject({
      ...{ status: 'down', successes: 1, lastSuccessAt: at('02:00') },
      ...{ dueAt: at('03:00'), deadlineAt: at('03:05'), armedFor: at('03:05') },
    });
  });

  test('takes back misses and failures', () => {
    const failed = lived(down, '01:30 fail');
    expect(failed).toMatchObject({ misses: 1, failures: 1 });
    expect(lived(failed, '02:00 success')).toMatchObject({ misses: 0, failures: 0 });
  });
});

describe('the last success of a recovery', () => {
  test('makes the monitor up, and people are told', () => {
    expect(lived(twice, '03:30 success')).toMatchObject({
      ...{ status: 'up', successes: 0, dueAt: at('04:30') },
      flip: { from: 'down', to: 'up', at: at('03:30'), reason: 'recovered' },
      lastAlert: { kind: 'up' },
    });
  });

  test.each([1, 2, 10])('is number %i if so many are wanted', (recoveryThreshold) => {
    const oneLeft = { ...down, recoveryThreshold, successes: recoveryThreshold - 1 };
    expect(lived(oneLeft, '02:00 success').status).toBe('up');
    expect(lived({ ...oneLeft, recoveryThreshold: recoveryThreshold + 1 }, '02:00 success')).toMatchObject({
      ...{ status: 'down', successes: recoveryThreshold },
    });
  });

  test('excuses the runs that are open still, which then may take any time', () => {
    const limited = lived({ ...twice, maxRuntimeSeconds: 600 }, '03:10 start a', '03:11 start b');
    expect(limited.deadlineAt).toBe(at('03:20'));
    const up = lived(limited, '03:15 success b');
    expect(up).toMatchObject({ status: 'up', runs: [{ rid: 'a', excused: true }], deadlineAt: at('04:20') });
  });
});

describe('only a monitor that is down must recover', () => {
  test('a new one is up with its first success', () => {
    expect(lived(careful, '00:10 success')).toMatchObject({ status: 'up', successes: 0 });
  });

  test('one that is up stays up with a success, and counts none', () => {
    expect(lived(careful, '00:10 success', '00:20 success')).toMatchObject({ status: 'up', successes: 0 });
  });

  test('one is up with the success that ends its pause, though it was down before', () => {
    expect(lived(twice, '03:10 pause', '03:20 success')).toMatchObject({ status: 'up', successes: 0 });
  });
});

describe('a row of successes', () => {
  test('is broken by a fail, after which nothing is awaited', () => {
    const failed = lived(twice, '03:10 fail');
    expect(failed).toMatchObject({ status: 'down', successes: 0, failures: 1, flip: { seq: 2 } });
    expect([failed.dueAt, failed.deadlineAt, failed.armedFor]).toEqual([undefined, undefined, undefined]);
    expect(lived(failed, '03:20 success').successes).toBe(1);
  });

  test('is broken by a fail even if more of them are allowed', () => {
    const failed = lived({ ...twice, maxFailures: 3 }, '03:10 fail');
    expect(failed).toMatchObject({ status: 'down', successes: 0 });
    expect(failed).not.toHaveProperty('dueAt');
  });

  test('holds until one millisecond before the deadline', () => {
    expect(applyTime(begun, at('03:04:59.999'))).toBeUndefined();
    expect(lived(begun, '03:04:59.999 success').successes).toBe(2);
  });

  test('is broken at the deadline, which is a miss and no flip', () => {
    const missed = passings(begun, '03:05');
    expect(missed.map(({ change }) => change)).toEqual(['miss']);
    expect(missed[0]?.monitor).toMatchObject({ status: 'down', successes: 0, misses: 1, flip: { seq: 2 } });
    expect(missed[0]?.monitor).not.toHaveProperty('dueAt');
    expect(missed[0]?.monitor).not.toHaveProperty('armedFor');
  });

  test('is broken by a success at the deadline itself, which begins the next', () => {
    expect(lived(twice, '04:05 success').successes).toBe(1);
  });

  test('is broken by the first miss even if more of them are allowed', () => {
    const late = waitedFor({ ...begun, maxMisses: 10 }, at('09:00'));
    expect(passings(late, '09:00').map(({ monitor }) => monitor)).toMatchObject([
      { status: 'down', successes: 0, misses: 1 },
    ]);
  });

  test('is neither broken nor counted by a start, which moves the deadline on', () => {
    expect(lived(begun, '02:30 start')).toMatchObject({ successes: 1, dueAt: at('03:30') });
  });

  test('is broken by a run that takes too long, and then no run is held to that any more', () => {
    const limited = lived({ ...begun, maxRuntimeSeconds: 600 }, '02:10 start a', '02:15 start b');
    expect(limited.deadlineAt).toBe(at('02:20'));
    const broken = passings(limited, '02:20');
    expect(broken).toMatchObject([{ change: 'miss', monitor: { status: 'down', successes: 0 } }]);
    expect(lived(limited, '02:20 --', '02:50 success c').deadlineAt).toBe(at('03:55'));
  });

  test('does not begin with a start', () => {
    const started = lived(down, '02:00 start');
    expect(started).toMatchObject({ status: 'down', successes: 0, runs: [{ excused: true }] });
    expect(started).not.toHaveProperty('dueAt');
  });
});
