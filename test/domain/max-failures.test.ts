import { applyPing } from '../../lambdas/domain/check-in.ts';
import { aPing } from '../support/monitors.ts';
import { at, hourly, lived } from './course.ts';

const patient = hourly({ maxFailures: 3 });
const up = lived(patient, '00:10 success');
const failedTwice = lived(up, '01:00 fail', '02:00 fail');

describe('a fail that is not the last allowed', () => {
  test('is counted, is no flip, and awaits the next check-in', () => {
    const { monitor, flipped, arm } = applyPing(up, aPing({ kind: 'fail', at: at('01:00') }));
    expect({ flipped, arm }).toEqual({ flipped: false, arm: 'after_save' });
    expect(monitor).toMatchObject({
      ...{ status: 'up', failures: 1, checkinAt: at('01:00'), lastSuccessAt: at('00:10') },
      ...{ dueAt: at('02:00'), deadlineAt: at('02:05'), armedFor: at('02:05') },
    });
  });

  test('is told to nobody', () => {
    expect(failedTwice).not.toHaveProperty('lastAlert');
  });

  test('leaves a new monitor new, which then awaits the next check-in', () => {
    const failed = lived(patient, '00:10 fail');
    expect(failed).toMatchObject({ status: 'new', failures: 1, dueAt: at('01:10') });
    expect(lived(failed, '01:15 --').flip).toMatchObject({ from: 'new', to: 'down', reason: 'missed' });
  });

  test('leaves misses as they are', () => {
    const missed = lived(hourly({ maxFailures: 2, maxMisses: 2 }), '00:10 success', '01:20 fail');
    expect(missed).toMatchObject({ status: 'up', misses: 1, failures: 1 });
  });
});

describe('the last allowed fail', () => {
  test('makes the monitor down, which then awaits nothing', () => {
    const down = lived(failedTwice, '02:30 fail');
    expect(down).toMatchObject({ status: 'down', failures: 3, statusSince: at('02:30') });
    expect(down).toMatchObject({ flip: { reason: 'failed' }, lastAlert: { kind: 'down' } });
    expect([down.dueAt, down.deadlineAt]).toEqual([undefined, undefined]);
  });

  test.each([1, 2, 10])('is number %i if so many are allowed', (maxFailures) => {
    const oneLeft = { ...up, maxFailures, failures: maxFailures - 1 };
    expect(lived(oneLeft, '01:00 fail').status).toBe('down');
    expect(lived({ ...oneLeft, maxFailures: maxFailures + 1 }, '01:00 fail').status).toBe('up');
  });

  test('is one of more than are allowed where that was changed meanwhile', () => {
    expect(lived({ ...failedTwice, maxFailures: 1 }, '02:30 fail')).toMatchObject({
      ...{ status: 'down', failures: 3 },
    });
  });

  test('of a new monitor makes it down', () => {
    expect(lived(hourly({ maxFailures: 2 }), '00:10 fail', '00:20 fail').flip).toMatchObject({
      ...{ seq: 1, from: 'new', to: 'down', reason: 'failed' },
    });
  });
});

describe('fails are counted', () => {
  test('anew after a success', () => {
    expect(lived(failedTwice, '02:10 success', '02:20 fail')).toMatchObject({ status: 'up', failures: 1 });
  });

  test('on after a start, even one that a fail ends', () => {
    expect(lived(failedTwice, '02:10 start')).toMatchObject({ status: 'up', failures: 2 });
    expect(lived(failedTwice, '02:10 start', '02:20 fail')).toMatchObject({ status: 'down', failures: 3 });
  });

  test('on while the monitor is down', () => {
    expect(lived(failedTwice, '02:10 fail', '02:20 fail')).toMatchObject({ status: 'down', failures: 4 });
  });

  test('in an outage that silence began, which the next success ends', () => {
    const down = lived(up, '01:15 --', '01:20 fail');
    expect(down).toMatchObject({ status: 'down', failures: 1, misses: 1, flip: { reason: 'missed' } });
    expect(lived(down, '01:30 success')).toMatchObject({ status: 'up', failures: 0, misses: 0 });
  });

  test('anew after a pause that people end', () => {
    expect(lived(failedTwice, '02:10 pause', '02:20 resume')).toMatchObject({ status: 'up', failures: 0 });
  });
});

describe('a fail that ends a pause', () => {
  const paused = lived(
    hourly({ maxFailures: 3, maxMisses: 3 }),
    '00:10 success',
    '01:20 fail',
    '01:30 fail',
    '01:40 pause',
  );

  test('is the first of those allowed: the monitor is up, and nothing else is counted', () => {
    expect(paused).toMatchObject({ failures: 2, misses: 1 });
    expect(lived(paused, '03:00 fail')).toMatchObject({
      ...{ status: 'up', failures: 1, misses: 0, dueAt: at('04:00') },
      flip: { from: 'paused', to: 'up', at: at('03:00'), reason: 'resumed' },
    });
  });

  test('makes the monitor down if one is allowed, and forgets the misses before the pause', () => {
    expect(lived({ ...paused, maxFailures: 1 }, '03:00 fail')).toMatchObject({
      ...{ status: 'down', failures: 1, misses: 0 },
      flip: { from: 'paused', to: 'down', reason: 'failed' },
    });
  });

  test('is told as coming up where people believe that it is down', () => {
    const told = lived(up, '01:15 --', '01:20 pause', '01:30 fail');
    expect(told).toMatchObject({ status: 'up', lastAlert: { kind: 'up' }, failures: 1 });
  });
});
