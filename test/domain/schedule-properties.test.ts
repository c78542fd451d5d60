import fc from 'fast-check';
import { cronLineFault } from '../../lambdas/domain/cron.ts';
import { InvalidInput } from '../../lambdas/domain/errors.ts';
import {
  dueInstants,
  nextDue,
  parseSchedule,
  readSchedule,
  type Schedule,
  type Timing,
} from '../../lambdas/domain/schedule.ts';
import { hourMs, isoInstant, minuteMs } from '../../lambdas/domain/time.ts';

const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2033, 0, 1) });

const zones = fc.constantFrom(
  'UTC',
  'Europe/Riga',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Kathmandu',
);

/** A field with values of its own: a star, numbers, ranges and steps. */
function field(min: number, max: number, ...others: string[]): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: max - min }).map((every) => `*/${every}`);
  const list = fc.array(fc.oneof(value.map(String), range), { minLength: 1, maxLength: 4 });
  return fc.oneof(
    fc.constantFrom('*', ...others),
    step,
    list.map((items) => items.join(',')),
  );
}

const cronLines = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    field(1, 31, 'L', 'LW', '15W'),
    field(1, 12, 'JAN', 'MAR-OCT'),
    field(0, 7, 'MON-FRI', '5L', '1#1', 'SUN'),
  )
  .map((parts) => parts.join(' '))
  .filter((line) => cronLineFault(line) === undefined);

const everyTexts = fc.integer({ min: 10, max: 31_622_400 }).map((seconds) => `every ${seconds}s`);
const cronTexts = fc.array(cronLines, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));
const schedules = fc.oneof(everyTexts, cronTexts).map(readSchedule);

const timings: fc.Arbitrary<Timing> = fc.record(
  { schedule: schedules, timezone: zones, earlyMarginSeconds: fc.integer({ min: 0, max: 3_600 }) },
  { requiredKeys: ['schedule', 'timezone'] },
);

/** Texts of the letters of schedules, so that many are nearly one. */
const nearly = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789*/,-#LWlw ?@\n\t'), maxLength: 60 }),
  fc
    .array(fc.constantFrom('*', '*/5', '1', '1-5', 'L', 'MON', 'every', 'hour', '1h', '@daily', '\n'), {
      maxLength: 12,
    })
    .map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 1_100 }),
);

function scheduleOrRefusal(text: string): Schedule | undefined {
  try {
    return parseSchedule(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    return undefined;
  }
}

// Reading the rarer lines takes milliseconds each.
const runs = { numRuns: 50 };

test('what is due next is due later', () => {
  fc.assert(
    fc.property(timings, instants, (timing, at) => {
      expect(nextDue(timing, at)).toBeGreaterThan(at);
    }),
    runs,
  );
});

test('a later check-in is never due sooner', () => {
  fc.assert(
    fc.property(timings, instants, fc.nat({ max: 3 * hourMs }), (timing, at, laterMs) => {
      expect(nextDue(timing, at + laterMs)).toBeGreaterThanOrEqual(nextDue(timing, at));
    }),
    runs,
  );
});

test('a margin skips one occurrence or none', () => {
  fc.assert(
    fc.property(timings, instants, (timing, at) => {
      const [first, second] = dueInstants({ ...timing, earlyMarginSeconds: 0 }, at, 2);
      expect([first, second]).toContain(nextDue(timing, at));
    }),
    runs,
  );
});

test('what is due next falls on a whole minute, by the calendar', () => {
  fc.assert(
    fc.property(cronTexts, zones, instants, (text, timezone, at) => {
      expect(nextDue({ schedule: readSchedule(text), timezone }, at) % minuteMs).toBe(0);
    }),
    runs,
  );
});

test('a schedule that was read is read again as itself', () => {
  fc.assert(
    fc.property(schedules, (schedule) => {
      expect(parseSchedule(schedule.text)).toEqual(schedule);
      expect(readSchedule(schedule.text)).toEqual(schedule);
    }),
  );
});

test('spaces and blank lines change nothing', () => {
  const spaces = fc.constantFrom(' ', '  ', '\t', ' \t ', '\u00a0');
  const breaks = fc.constantFrom('\n', '\r\n', ' \n\n', '\r\n \r\n');
  fc.assert(
    fc.property(schedules, spaces, breaks, ({ text }, space, lineBreak) => {
      const spaced = text.replaceAll(' ', space).replaceAll('\n', lineBreak);
      expect(parseSchedule(`${lineBreak}${spaced}${space}`)).toEqual(parseSchedule(text));
    }),
  );
});

test('whatever is no schedule is refused as the caller’s mistake', () => {
  fc.assert(
    fc.property(nearly, (text) => {
      const schedule = scheduleOrRefusal(text);
      if (schedule) expect(readSchedule(schedule.text)).toEqual(schedule);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['a long number', '9'.repeat(1_000)],
  ['a long interval', `every ${'9'.repeat(990)}`],
  ['an interval of many parts', `every ${'1h '.repeat(300)}`],
  ['many values', `${'1,'.repeat(490)}1 * * * *`],
  ['many stars', '* '.repeat(500)],
  ['many steps', `${'*/1,'.repeat(245)}1 * * * *`],
  ['many weekdays', `0 0 29 2 ${'1#5,'.repeat(240)}1#5`],
  ['many hashes', `* * * * ${'#'.repeat(990)}`],
  ['many line breaks', '\n'.repeat(1_000)],
  ['ten lines that come every 28 years', '0 0 29 2 */7\n'.repeat(10)],
  ['a line that never comes', '0 0 30 2 */7'],
  ['a text without end', '* '.repeat(5_000_000)],
])('%s is read soon, or refused', (_what, text) => {
  const startedAt = performance.now();
  scheduleOrRefusal(text);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('what is due next is found soon, though it is forty years off', () => {
  const schedule = parseSchedule('0 0 29 2 */7\n'.repeat(10));
  const startedAt = performance.now();
  const due = nextDue({ schedule, timezone: 'Europe/Riga' }, Date.UTC(2088, 2, 1));
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(isoInstant(due)).toBe('2128-02-28T22:00:00.000Z');
});
