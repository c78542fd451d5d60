import { InvalidInput } from '../../lambdas/domain/errors.ts';
import {
  dueInstants,
  nextDue,
  parseSchedule,
  readSchedule,
  scheduleAllowed,
} from '../../lambdas/domain/schedule.ts';
import { hourMs, isoInstant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';

const noon = Date.UTC(2026, 10, 20, 12, 0, 0, 123);

function intervalSecondsOf(text: string): number {
  return (nextDue({ schedule: parseSchedule(text), timezone: 'UTC' }, noon) - noon) / secondMs;
}

function linesOf(text: string): readonly string[] {
  const schedule = parseSchedule(text);
  if (schedule.kind !== 'cron') throw new Error(`Not read as cron lines: ${text}`);
  return schedule.lines;
}

function invalid(message: string): InvalidInput {
  return new InvalidInput([{ field: 'schedule', message }]);
}

/** What is refused without a word on cron lines, since its author meant none. */
function refused(what: string): InvalidInput {
  return invalid(`${what}; ${scheduleAllowed}`);
}

describe('a schedule by interval', () => {
  test('keeps its text beside the interval that it means', () => {
    const schedule = { kind: 'every', text: 'every 1h30m', intervalSeconds: 5_400 };
    expect(parseSchedule('every 1h30m')).toEqual(schedule);
  });

  test.each([
    ['every 24h', 86_400],
    ['every 1h30m', 5_400],
    ['every 1h 30m', 5_400],
    ['every 90 minutes', 5_400],
    ['every 1 day 12 hours', 129_600],
    ['every 1 hour', 3_600],
    ['every 2 weeks', 1_209_600],
    ['every 30 secs', 30],
  ])('is read from "%s"', (text, seconds) => {
    expect(intervalSecondsOf(text)).toBe(seconds);
  });

  test.each([
    ['every minute', 60],
    ['every hour', 3_600],
    ['every day', 86_400],
    ['every week', 604_800],
  ])('is one unit if it is written as "%s"', (text, seconds) => {
    expect(intervalSecondsOf(text)).toBe(seconds);
  });

  test('is read in any case, and kept in lower case', () => {
    expect(parseSchedule('EVERY 1 Day 12H').text).toBe('every 1 day 12h');
    expect(intervalSecondsOf('Every Hour')).toBe(3_600);
  });

  test.each(['  every 24h\n', 'every  24h', 'every\t24h', '\r\n\r\n every\u00a024h\r\n', 'every\u202824h'])(
    'is kept with single spaces: %j',
    (text) => {
      expect(parseSchedule(text).text).toBe('every 24h');
    },
  );

  test.each([
    ['every 10s', 10],
    ['every 366d', 31_622_400],
    ['every 52w 2d', 31_622_400],
  ])('of exactly %s is allowed', (text, seconds) => {
    expect(intervalSecondsOf(text)).toBe(seconds);
  });

  test.each(['every 9s', 'every 0s', 'every 0w'])('of %s is too short', (text) => {
    expect(() => parseSchedule(text)).toThrow(refused('is too short'));
  });

  test.each(['every 366d1s', 'every 53w', 'every 999999999w999999999d'])('of %s is too long', (text) => {
    expect(() => parseSchedule(text)).toThrow(refused('is too long'));
  });

  test.each([
    'every',
    'every ',
    'every24h',
    'everyday',
    'every second',
    'every hours',
    'every month',
    'every other day',
    'every 24',
    'every 1.5h',
    'every -1h',
    'every 30m1h',
    'every 24h or so',
    'every h',
    'every 1h every 2h',
    'every 1000000000s',
    'every constructor',
    'every 24h;',
  ])('is not "%s"', (text) => {
    expect(() => parseSchedule(text)).toThrow(refused('is not a schedule'));
  });

  test('is due next one interval after a check-in, to the millisecond', () => {
    const timing = { schedule: parseSchedule('every 24h'), timezone: 'UTC' };
    expect(isoInstant(nextDue(timing, noon))).toBe('2026-11-21T12:00:00.123Z');
  });

  test('takes no notice when the clocks change', () => {
    const timing = { schedule: parseSchedule('every 24h'), timezone: 'Europe/Berlin' };
    expect(isoInstant(nextDue(timing, Date.UTC(2026, 2, 28, 12)))).toBe('2026-03-29T12:00:00.000Z');
  });
});

describe('a schedule by the calendar', () => {
  test('keeps its text beside its lines', () => {
    const [text, lines] = ['0 9 * * MON-FRI\n@Daily', ['0 9 * * MON-FRI', '@Daily']];
    expect(parseSchedule(text)).toEqual({ kind: 'cron', text, lines });
  });

  test.each([
    ['Windows line breaks', '0 9 * * *\r\n0 12 * * *\r\n'],
    ['old line breaks', '0 9 * * *\r0 12 * * *'],
    ['blank lines', '\n\n0 9 * * *\n \t \n\n0 12 * * *\n\n'],
    ['tabs and many spaces', '0\t9  *\t\t*   *\n\t0 12 * * *  '],
    ['spaces of other kinds', '0\u00a09\u2003* * *\n\ufeff0 12 * * *'],
  ])('is read with %s', (_what, text) => {
    expect(parseSchedule(text)).toEqual(parseSchedule('0 9 * * *\n0 12 * * *'));
  });

  test('has at most ten lines', () => {
    const tenLines = Array.from({ length: 10 }, (_, hour) => `0 ${hour} * * *`);
    expect(linesOf(tenLines.join('\n\n'))).toEqual(tenLines);
    const elevenLines = [...tenLines, '0 10 * * *'].join('\n');
    expect(() => parseSchedule(elevenLines)).toThrow(invalid('has 11 lines; allowed are 10'));
  });

  test('has at most 1,000 characters, spaces and all', () => {
    expect(linesOf('0 2 * * *'.padStart(1_000))).toEqual(['0 2 * * *']);
    expect(() => parseSchedule('0 2 * * *'.padStart(1_001))).toThrow(refused('is too long'));
  });

  test.each(['', ' ', '\n', '\r\n \t\n'])('is not empty: %j', (text) => {
    expect(() => parseSchedule(text)).toThrow(refused('is empty'));
  });

  test.each(['hourly', '24h', '0 2', 'daily please', '2026-11-20T02:00:00', '*', '# nightly', 'constructor'])(
    'is not "%s", whose author meant no cron line',
    (text) => {
      expect(() => parseSchedule(text)).toThrow(refused('is not a schedule'));
    },
  );

  test.each([
    ['0 2 * * *\n60 * * * *', 'line 2: "60" is no minute; '],
    ['@daily\n\n0 2 * * *\n* 24 * * *', 'line 3: "24" is no hour; '],
    ['0 2 * *\n0 2 * * *', 'line 1: "0 2 * *" has 4 fields; '],
    ['0 2 * * *\n@reboot', 'line 2: "@reboot" is no nickname; '],
    ['0 2 * * *\n0 0 30 2 *', 'line 2: "0 0 30 2 *" never matches; '],
  ])('says which of several lines is wrong: %j', (text, message) => {
    expect(() => parseSchedule(text)).toThrow(`schedule: ${message}`);
  });

  test('names no line if there is only one', () => {
    expect(() => parseSchedule('\n60 * * * *\n')).toThrow('schedule: "60" is no minute; ');
  });

  test.each([
    ['0 2 *', '"0 2 *" has 3 fields; '],
    ['0 2 * * every', '"every" is no day of the week; '],
  ])('is what was meant by "%s", which says what is wrong with it', (text, message) => {
    expect(() => parseSchedule(text)).toThrow(`schedule: ${message}`);
  });

  test.each(['every 1h\n0 2 * * *', '0 2 * * *\nevery 1h', 'every 1h\nevery 2h', 'every\n1h'])(
    'has no intervals among its lines: %j',
    (text) => {
      expect(() => parseSchedule(text)).toThrow(
        /line [12]: an interval stands alone; allowed are "every <duration>"/,
      );
    },
  );

  test('is due next at the first occurrence of any of its lines', () => {
    const schedule = parseSchedule('0 14 * * *\n30 12 * * *\n0 13 * * *');
    expect(isoInstant(nextDue({ schedule, timezone: 'UTC' }, noon))).toBe('2026-11-20T12:30:00.000Z');
  });

  test('is due next by the clock of its time zone', () => {
    const schedule = parseSchedule('30 18 * * *');
    expect(isoInstant(nextDue({ schedule, timezone: 'Asia/Kolkata' }, noon))).toBe(
      '2026-11-20T13:00:00.000Z',
    );
  });
});

describe('a schedule that was stored', () => {
  test.each(['every 1h30m', '0 2 * * *', '0 9 * * MON-FRI\n0 12 * * SAT,SUN', '@daily'])(
    'is read as what it was: %j',
    (text) => {
      expect(readSchedule(text)).toEqual(parseSchedule(text));
    },
  );

  test('is read though its lines would be refused today', () => {
    expect(readSchedule('61 * * * *')).toEqual({ kind: 'cron', text: '61 * * * *', lines: ['61 * * * *'] });
  });
});

describe('the next instants of a schedule', () => {
  test('are those at which check-ins are due if each comes at its own', () => {
    const timing = { schedule: parseSchedule('0,1 * * * *'), timezone: 'UTC' };
    expect(dueInstants(timing, noon, 4).map(isoInstant)).toEqual([
      '2026-11-20T12:01:00.000Z',
      '2026-11-20T13:00:00.000Z',
      '2026-11-20T13:01:00.000Z',
      '2026-11-20T14:00:00.000Z',
    ]);
  });

  test('are one interval apart', () => {
    const timing = { schedule: parseSchedule('every 1h'), timezone: 'UTC' };
    expect(dueInstants(timing, noon, 3)).toEqual([noon + hourMs, noon + 2 * hourMs, noon + 3 * hourMs]);
  });

  test('begin like the next due instant, with its margin', () => {
    const timing = { schedule: parseSchedule('0 * * * *'), timezone: 'UTC', earlyMarginSeconds: 120 };
    const almostOne = Date.UTC(2026, 10, 20, 12, 59);
    expect(dueInstants(timing, almostOne, 2)).toEqual([
      almostOne + 61 * minuteMs,
      almostOne + 121 * minuteMs,
    ]);
  });

  test('are none if none are asked for', () => {
    expect(dueInstants({ schedule: parseSchedule('every 1h'), timezone: 'UTC' }, noon, 0)).toEqual([]);
  });
});
