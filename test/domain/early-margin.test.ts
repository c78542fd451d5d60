import { nextDue, parseSchedule } from '../../lambdas/domain/schedule.ts';
import { isoInstant } from '../../lambdas/domain/time.ts';

interface Given {
  schedule: string;
  at: string;
  marginSeconds?: number;
  timezone?: string;
}

/** When the next check-in is due after one at an instant of 20 November 2026, or of the date that is named. */
function dueAfter({ schedule, at, marginSeconds, timezone = 'UTC' }: Given): string {
  const margin = marginSeconds === undefined ? {} : { earlyMarginSeconds: marginSeconds };
  const due = nextDue({ schedule: parseSchedule(schedule), timezone, ...margin }, instantOf(at));
  return isoInstant(due).slice(0, 16).replace('T', ' ').replace('2026-11-20 ', '');
}

function instantOf(words: string): number {
  const [time, date = '2026-11-20'] = words.split(' ').reverse();
  return Date.parse(`${date}T${time}Z`);
}

describe('a check-in a little before an occurrence counts for it', () => {
  test.each([
    ['01:58:59.999', '02:00'],
    ['01:59:00.000', '2026-11-21 02:00'],
    ['01:59:59.999', '2026-11-21 02:00'],
    ['02:00:00.000', '2026-11-21 02:00'],
  ])('60 seconds before a daily one, and no more: at %s, the next is due %s', (at, due) => {
    expect(dueAfter({ schedule: '0 2 * * *', at })).toBe(due);
  });

  test.each([
    ['*/5 * * * *', '00:04:29.999', '00:05'],
    ['*/5 * * * *', '00:04:30.000', '00:10'],
    ['* * * * *', '00:04:53.999', '00:05'],
    ['* * * * *', '00:04:54.000', '00:06'],
    ['*/10 * * * *', '00:08:59.999', '00:10'],
    ['*/10 * * * *', '00:09:00.000', '00:20'],
    ['*/20 * * * *', '00:18:59.999', '00:20'],
    ['*/20 * * * *', '00:19:00.000', '00:40'],
  ])('a tenth of the gap before one of %s: at %s, the next is due %s', (schedule, at, due) => {
    expect(dueAfter({ schedule, at })).toBe(due);
  });

  test.each([
    ['09:58:59.999', '10:00'],
    ['09:59:00.000', '10:01'],
    ['10:00:00.000', '10:01'],
    ['10:00:53.999', '10:01'],
    ['10:00:54.000', '11:00'],
  ])('by the gap before that very occurrence, where gaps differ: at %s, the next is due %s', (at, due) => {
    expect(dueAfter({ schedule: '0,1 * * * *', at })).toBe(due);
  });

  test('by the gap between occurrences of any line', () => {
    const schedule = '0 10 * * *\n56 9 * * *';
    expect(dueAfter({ schedule, at: '09:59:35.999' })).toBe('10:00');
    expect(dueAfter({ schedule, at: '09:59:36.000' })).toBe('2026-11-21 09:56');
    expect(dueAfter({ schedule, at: '09:55:00.000' })).toBe('10:00');
  });

  test('by time that elapses, when the clocks go back', () => {
    const autumn = { schedule: '*/5 2 * * *', timezone: 'Europe/Berlin' };
    expect(dueAfter({ ...autumn, at: '2026-10-25 00:59:29.999' })).toBe('2026-10-25 01:00');
    expect(dueAfter({ ...autumn, at: '2026-10-25 00:59:30.000' })).toBe('2026-10-25 01:05');
  });

  test('by time that elapses, when the clocks go forward', () => {
    const spring = { schedule: '59 1 * * *\n0 3 * * *', timezone: 'Europe/Berlin' };
    expect(dueAfter({ ...spring, at: '2026-03-29 00:59:53.999' })).toBe('2026-03-29 01:00');
    expect(dueAfter({ ...spring, at: '2026-03-29 00:59:54.000' })).toBe('2026-03-29 23:59');
  });

  test.each([
    ['2028-02-28 23:58:59.999', '2028-02-29 00:00'],
    ['2028-02-28 23:59:00.000', '2032-02-29 00:00'],
  ])('60 seconds before the 29th of February: at %s, the next is due %s', (at, due) => {
    expect(dueAfter({ schedule: '0 0 29 2 *', at })).toBe(due);
  });
});

describe('a margin of the monitor’s own', () => {
  test.each([
    [900, '00:44:59.999', '01:00'],
    [900, '00:45:00.000', '02:00'],
    [1, '00:59:58.999', '01:00'],
    [1, '00:59:59.000', '02:00'],
    [120, '00:57:59.999', '01:00'],
    [120, '00:58:00.000', '02:00'],
  ])('of %d seconds holds to the millisecond: at %s, the next is due %s', (marginSeconds, at, due) => {
    expect(dueAfter({ schedule: '0 * * * *', marginSeconds, at })).toBe(due);
  });

  test.each([
    ['0 * * * *', '00:29:59.999', '01:00'],
    ['0 * * * *', '00:30:00.000', '02:00'],
    ['*/5 * * * *', '00:02:29.999', '00:05'],
    ['*/5 * * * *', '00:02:30.000', '00:10'],
    ['* * * * *', '00:00:29.999', '00:01'],
    ['* * * * *', '00:00:30.000', '00:02'],
    ['0,1 * * * *', '09:30:29.999', '10:00'],
    ['0,1 * * * *', '09:30:30.000', '10:01'],
    ['0,1 * * * *', '10:00:29.999', '10:01'],
    ['0,1 * * * *', '10:00:30.000', '11:00'],
  ])('is no more than half of the gap: with %s at %s, the next is due %s', (schedule, at, due) => {
    expect(dueAfter({ schedule, marginSeconds: 3_600, at })).toBe(due);
  });

  test('may be more than a tenth of the gap', () => {
    expect(dueAfter({ schedule: '*/5 * * * *', marginSeconds: 60, at: '00:04:00' })).toBe('00:10');
  });

  test('of nothing counts no check-in for what is to come', () => {
    expect(dueAfter({ schedule: '0 * * * *', marginSeconds: 0, at: '00:59:59.999' })).toBe('01:00');
  });

  test('means nothing to an interval', () => {
    expect(dueAfter({ schedule: 'every 1h', marginSeconds: 3_600, at: '00:10:00' })).toBe('01:10');
  });
});
