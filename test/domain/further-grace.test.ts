import { applyChange } from '../../lambdas/domain/change.ts';
import { applyPing } from '../../lambdas/domain/check-in.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import { aPing } from '../support/monitors.ts';
import { deadlineAt, pingedAt, upMonitor } from '../support/nightly.ts';
import { at, hourly, lived, passings } from './course.ts';
import { flapping } from './restless.ts';

/** Somebody comes back then, hours after the deadline. */
const back = deadlineAt + 3 * hourMs;
const until = back + 10 * minuteMs;
const waiting: Monitor = { ...upMonitor(), furtherGrace: { from: back, until } };

/** Up by a success at midnight that is awaited every so often, without grace. */
function every(intervalSeconds: number, overrides: Partial<Monitor> = {}): Monitor {
  const schedule = { kind: 'every', text: `every ${intervalSeconds}s`, intervalSeconds } as const;
  return lived(hourly({ schedule, gracePeriodSeconds: 0, ...overrides }), '00:00 success');
}

describe('a deadline at which nobody looked', () => {
  test('for five minutes is a miss', () => {
    expect(applyTime(upMonitor(), deadlineAt + 5 * minuteMs)).toMatchObject({
      change: 'flip',
      monitor: { status: 'down' },
    });
  });

  test('for longer waits once more, and nothing else changes', () => {
    const now = deadlineAt + 5 * minuteMs + 1;
    expect(applyTime(upMonitor(), now)).toStrictEqual({
      change: 'grace',
      monitor: { ...upMonitor(), furtherGrace: { from: now, until: now + 10 * minuteMs } },
    });
  });

  test('waits until its further grace has ended, and is looked at then', () => {
    expect(wakeUpAt(waiting)).toBe(until);
    expect(applyTime(waiting, until - 1)).toBeUndefined();
  });

  test('then is a miss as of the deadline, which says what was waited for', () => {
    const { monitor } = applyTime(waiting, until) ?? {};
    const flip = { at: deadlineAt, detectedAt: until, reason: 'missed', furtherGrace: { from: back, until } };
    expect(monitor).toMatchObject({ status: 'down', statusSince: deadlineAt, flip });
    expect(monitor).not.toHaveProperty('furtherGrace');
  });

  test('is a miss for whoever looks late once more', () => {
    expect(applyTime(waiting, until + 7 * dayMs)?.change).toBe('flip');
  });

  test('is a miss even where its further grace was as long as it was late', () => {
    expect(passings(every(10), '09:00').map(({ change }) => change)).toEqual(['grace']);
    expect(passings(lived(every(10), '09:00 --'), '09:00:10').map(({ change }) => change)).toEqual(['flip']);
  });
});

describe('further grace is as long as the job had,', () => {
  const waitsFor = (monitor: Monitor) => {
    const { from = 0, until: end = 0 } = lived(monitor, '09:00 --').furtherGrace ?? {};
    return (end - from) / secondMs;
  };

  test.each([
    [10, 10],
    [599, 599],
    [600, 600],
    [601, 600],
    [3_600, 600],
  ])('from the check-in to a deadline %i s later: %i s', (intervalSeconds, seconds) => {
    expect(waitsFor(every(intervalSeconds))).toBe(seconds);
  });

  test('the grace period included', () => {
    expect(waitsFor(every(60, { gracePeriodSeconds: 30 }))).toBe(90);
  });

  test.each([
    [20, 20],
    [900, 600],
  ])('or of a run that may take %i s, from its start: %i s', (maxRuntimeSeconds, seconds) => {
    const started = lived(every(7_200, { maxRuntimeSeconds }), '00:00:05 start a', '00:00:08 success b');
    expect(waitsFor(started)).toBe(seconds);
  });

  test('from the check-in, where silence is too long before a run is', () => {
    expect(waitsFor(lived(every(60, { maxRuntimeSeconds: 900 }), '00:00:05 start'))).toBe(60);
  });

  test('and ten minutes where nobody knows that', () => {
    const { checkinAt: _checkinAt, ...unknown } = every(60);
    expect(waitsFor(unknown)).toBe(600);
  });
});

describe('further grace', () => {
  test.each(['success', 'start'] as const)('ends with a %s, which is in time', (kind) => {
    const { monitor, flipped } = applyPing(waiting, aPing({ kind, at: until - 1 }));
    expect(monitor).toMatchObject({ status: 'up', misses: 0 });
    expect(monitor).not.toHaveProperty('furtherGrace');
    expect(flipped).toBe(false);
  });

  test('does not begin anew with a ping that leaves the deadline as it is', () => {
    const hanging = lived(every(3_600, { maxRuntimeSeconds: 600 }), '00:00 start a', '09:00 success b');
    expect(hanging.furtherGrace).toEqual({ from: at('09:00'), until: at('09:10') });
    const pinged = lived(hanging, '09:06 success c', '09:09 start d');
    expect(pinged.furtherGrace).toEqual(hanging.furtherGrace);
    expect(passings(pinged, '09:10')).toMatchObject([{ monitor: { flip: { reason: 'timed_out' } } }]);
  });

  test('holds for every deadline that has passed by its end', () => {
    const patient = lived(every(3_600, { maxMisses: 9 }), '07:30 --');
    expect(patient).toMatchObject({ misses: 0, deadlineAt: at('01:00') });
    expect(lived(patient, '07:40 --')).toMatchObject({ misses: 7, deadlineAt: at('08:00') });
  });

  test('holds for a deadline at its very end, and for none after it', () => {
    const patient = lived(every(3_600, { maxMisses: 9 }), '07:50 --', '12:00 --');
    expect(patient).toMatchObject({ misses: 8, deadlineAt: at('09:00') });
    expect(patient.furtherGrace).toEqual({ from: at('12:00'), until: at('12:10') });
  });

  test('of an absence does not stand for the next', () => {
    const patient = lived(every(3_600, { maxMisses: 9 }), '01:30 --', '05:30 --');
    expect(patient).toMatchObject({ misses: 1, deadlineAt: at('02:00') });
    expect(patient.furtherGrace).toEqual({ from: at('05:30'), until: at('05:40') });
  });

  test('that an earlier version left behind for another deadline does not count', () => {
    const stale = { ...upMonitor(), furtherGrace: { from: pingedAt, until: deadlineAt - 1 } };
    expect(applyTime(stale, deadlineAt)?.change).toBe('flip');
    expect(applyTime(stale, back)?.change).toBe('grace');
  });

  test('is not given to a deadline that a change puts into the past', () => {
    const sooner = { ...hourly(), gracePeriodSeconds: 0 };
    const up = lived(hourly({ gracePeriodSeconds: 18_000 }), '00:00 success', '03:00 --');
    const { monitor = up } = applyChange(up, sooner, at('03:00')) ?? {};
    expect(wakeUpAt(monitor)).toBe(at('03:00'));
    const { flip } = lived(monitor, '03:00 --');
    expect(flip).toMatchObject({ at: at('01:00'), reason: 'missed' });
    expect(flip).not.toHaveProperty('furtherGrace');
  });

  test('goes on where a change moves the deadline, but not past the change', () => {
    const up = lived(hourly({ gracePeriodSeconds: 60 }), '00:00 success', '03:00 --');
    const { monitor = up } = applyChange(up, { ...hourly(), gracePeriodSeconds: 0 }, at('03:02')) ?? {};
    expect(wakeUpAt(monitor)).toBe(at('03:10'));
    const later = applyChange(up, { ...hourly(), gracePeriodSeconds: 7_500 }, at('03:02'))?.monitor;
    expect([later?.deadlineAt, later?.furtherGrace]).toEqual([at('03:05'), undefined]);
  });

  test('keeps a row of successes until it has ended', () => {
    const down = lived(every(3_600, { recoveryThreshold: 3 }), '01:00 --', '02:00 success', '09:00 --');
    expect(down).toMatchObject({ status: 'down', successes: 1 });
    expect(lived(down, '09:10 --')).toMatchObject({ status: 'down', successes: 0 });
  });

  test('does not keep a monitor from settling, and the miss is told then', () => {
    const up = lived(flapping({ gracePeriodSeconds: 0 }), '00:31 success');
    const late = { ...up, dueAt: at('00:40'), deadlineAt: at('00:40') };
    const said = passings(late, '03:00').map(({ change }) => change);
    expect(said).toEqual(['grace', 'settled']);
    const down = lived(late, '03:00 --', '03:10 --');
    expect(down).toMatchObject({ status: 'down', statusSince: at('00:40'), alertsAt: [at('03:10')] });
  });

  test('of a pause that ended meanwhile begins with the look', () => {
    const paused = { ...lived(hourly(), '00:10 success', '00:20 pause'), resumeAt: at('02:00') };
    expect(passings(paused, '09:00')).toMatchObject([
      { change: 'flip', monitor: { flip: { to: 'up', at: at('02:00') } } },
      { change: 'grace', monitor: { deadlineAt: at('03:05'), furtherGrace: { from: at('09:00') } } },
    ]);
  });
});
