import fc from 'fast-check';
import { InvalidInput } from '../../lambdas/domain/errors.ts';
import {
  formatDuration,
  nextDue,
  parseDurationSeconds,
  parseSchedule,
} from '../../lambdas/domain/schedule.ts';

describe('a duration', () => {
  test.each([
    ['0s', 0],
    ['10s', 10],
    ['5m', 300],
    ['24h', 86_400],
    ['7d', 604_800],
    ['1w', 604_800],
    ['1h30m', 5_400],
    ['90m', 5_400],
    ['1w2d3h4m5s', 788_645],
    ['999999999s', 999_999_999],
  ])('written %s is read as %d seconds', (text, seconds) => {
    expect(parseDurationSeconds(text)).toBe(seconds);
  });

  test.each([
    ['nothing', ''],
    ['a space', ' '],
    ['a number without a unit', '10'],
    ['a unit without a number', 'h'],
    ['a fraction', '1.5h'],
    ['a sign', '-1h'],
    ['a capital unit', '1H'],
    ['a space inside', '1h 30m'],
    ['a space behind', '1h '],
    ['a line break behind', '1h\n'],
    ['a smaller unit before a larger one', '30m1h'],
    ['a unit given twice', '1h1h'],
    ['a unit that is not known', '1y'],
    ['a number of ten digits', '1000000000s'],
    ['digits of another script', '١h'],
  ])('is not %s', (_what, text) => {
    expect(parseDurationSeconds(text)).toBeUndefined();
  });

  test.each([
    [0, '0s'],
    [1, '1s'],
    [59, '59s'],
    [60, '1m'],
    [61, '1m1s'],
    [5_400, '1h30m'],
    [86_399, '23h59m59s'],
    [86_400, '1d'],
    [90_061, '1d1h1m1s'],
  ])('of %d seconds is written %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test('of weeks is written in days', () => {
    expect(formatDuration(14 * 86_400)).toBe('14d');
  });

  test('that was written is read back as the same number of seconds', () => {
    const longest = 999_999_999 * 86_400 + 86_399;
    fc.assert(
      fc.property(fc.nat({ max: longest }), (seconds) => {
        expect(parseDurationSeconds(formatDuration(seconds))).toBe(seconds);
      }),
    );
  });
});

describe('a schedule', () => {
  test('keeps its text beside the interval that it means', () => {
    expect(parseSchedule('every 1h30m')).toEqual({
      kind: 'every',
      text: 'every 1h30m',
      intervalSeconds: 5_400,
    });
  });

  test('is read in capitals too', () => {
    expect(parseSchedule('Every 1H30M').intervalSeconds).toBe(5_400);
  });

  test('is read in capitals and kept in lower case', () => {
    expect(parseSchedule('Every 1H30M').text).toBe('every 1h30m');
  });

  test('loses the spaces around it', () => {
    expect(parseSchedule('  every 24h\n').text).toBe('every 24h');
  });

  test.each([
    ['every 10s', 10],
    ['every 366d', 31_622_400],
  ])('of exactly %s is allowed', (text, intervalSeconds) => {
    expect(parseSchedule(text).intervalSeconds).toBe(intervalSeconds);
  });

  test.each(['every 9s', 'every 0s'])('of %s is too short', (text) => {
    expect(() => parseSchedule(text)).toThrow('schedule: is too short; allowed is "every <duration>"');
  });

  test.each(['every 366d1s', 'every 367d', 'every 999999999w'])('of %s is too long', (text) => {
    expect(() => parseSchedule(text)).toThrow('schedule: is too long; allowed is "every <duration>"');
  });

  test.each([
    '',
    'every',
    'every ',
    'every24h',
    '24h',
    'hourly',
    'every day',
    'every 1h 30m',
    'every -1h',
    'every 24h or so',
  ])('is not "%s"', (text) => {
    expect(() => parseSchedule(text)).toThrow('schedule: is not a schedule; allowed is "every <duration>"');
  });

  test('that cannot be read is the caller’s mistake', () => {
    expect(() => parseSchedule('hourly')).toThrow(InvalidInput);
  });

  test('is due next one interval after a check-in', () => {
    const checkinAt = Date.UTC(2026, 10, 20, 2, 0, 0, 123);
    expect(nextDue(parseSchedule('every 24h'), checkinAt)).toBe(Date.UTC(2026, 10, 21, 2, 0, 0, 123));
  });
});

test.each(['every  24h', 'every\n\n\u20281h', ` every${' '.repeat(150_000)}24h `])(
  'white space in a schedule is written as one space',
  (text) => {
    expect(parseSchedule(text).text).toMatch(/^every \S{2,3}$/);
  },
);
