import fc from 'fast-check';
import { nextOccurrence, occurrencesWithin } from '../../lambdas/domain/cron.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { dayMs, hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { translateExpression } from '../../lib/constructs/monitors/schedule-expression.ts';

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** A part of EventBridge's cron as its guide explains it: the text, and whether a value matches. */
interface Part<T> {
  text: string;
  matches(value: T): boolean;
}

/** Numbers of a field, with names for some of them. */
function numbers(first: number, last: number, names: readonly string[] = []): fc.Arbitrary<Part<number>> {
  const value = fc.integer({ min: first, max: last });
  const step = fc.integer({ min: 1, max: last });
  const named = fc.boolean();
  const nameOf = (number: number, isNamed: boolean) => (isNamed && names[number - first]) || String(number);
  const item = fc.oneof(
    fc
      .tuple(value, named)
      .map(([at, isNamed]) => ({ text: nameOf(at, isNamed), matches: (n: number) => n === at })),
    fc.tuple(value, value, named).map(([a, b, isNamed]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const text = `${nameOf(from, isNamed)}-${nameOf(to, isNamed)}`;
      return { text, matches: (n: number) => n >= from && n <= to };
    }),
    fc.tuple(value, step).map(([from, by]) => {
      return { text: `${from}/${by}`, matches: (n: number) => n >= from && (n - from) % by === 0 };
    }),
    step.map((by) => ({ text: `*/${by}`, matches: (n: number) => (n - first) % by === 0 })),
  );
  return fc.oneof(
    fc.constant({ text: '*', matches: () => true }),
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => ({
      text: items.map(({ text }) => text).join(','),
      matches: (n: number) => items.some(({ matches }) => matches(n)),
    })),
  );
}

/** A day, as the fields for it see it. */
interface Day {
  day: number;
  month: number;
  /** From 1, Sunday. */
  weekday: number;
  lastDay: number;
  /** The weekday of a day of the same month. */
  weekdayOf(day: number): number;
}

function dayAt(at: number): Day {
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const weekdayOf = (other: number) => new Date(Date.UTC(year, month, other)).getUTCDay() + 1;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return { day, month: month + 1, weekday: weekdayOf(day), lastDay, weekdayOf };
}

/** The working day nearest to a day, in the same month. */
function nearestWorkday(to: number, { weekdayOf, lastDay }: Day): number {
  if (weekdayOf(to) === 7) return to === 1 ? to + 2 : to - 1;
  if (weekdayOf(to) === 1) return to === lastDay ? to - 2 : to + 1;
  return to;
}

const weekday = fc.integer({ min: 1, max: 7 });
const weekdayText = fc.tuple(weekday, fc.boolean()).map(([at, isNamed]) => {
  return { at, text: isNamed ? String(weekdays[at - 1]) : String(at) };
});
const daysOfMonth: fc.Arbitrary<Part<Day>> = fc.oneof(
  numbers(1, 31).map(({ text, matches }) => ({ text, matches: ({ day }: Day) => matches(day) })),
  fc.constant({ text: 'L', matches: ({ day, lastDay }: Day) => day === lastDay }),
  fc.integer({ min: 1, max: 28 }).map((to) => {
    return { text: `${to}W`, matches: (day: Day) => day.day === nearestWorkday(to, day) };
  }),
);
const daysOfWeek: fc.Arbitrary<Part<Day>> = fc.oneof(
  numbers(1, 7, weekdays).map(({ text, matches }) => ({ text, matches: (day: Day) => matches(day.weekday) })),
  fc.constant({ text: 'L', matches: (day: Day) => day.weekday === 7 }),
  weekdayText.map(({ at, text }) => {
    return { text: `${text}L`, matches: (day: Day) => day.weekday === at && day.day > day.lastDay - 7 };
  }),
  fc.tuple(weekdayText, fc.integer({ min: 1, max: 5 })).map(([{ at, text }, nth]) => {
    const matches = ({ weekday: its, day }: Day) => its === at && Math.ceil(day / 7) === nth;
    return { text: `${text}#${nth}`, matches };
  }),
);
/** One of the two fields of days has a question mark. */
const days: fc.Arbitrary<Part<Day>> = fc.oneof(
  fc.tuple(daysOfMonth, numbers(1, 12, months)).map(([ofMonth, month]) => ({
    text: `${ofMonth.text} ${month.text} ?`,
    matches: (day: Day) => month.matches(day.month) && ofMonth.matches(day),
  })),
  fc.tuple(daysOfWeek, numbers(1, 12, months)).map(([ofWeek, month]) => ({
    text: `? ${month.text} ${ofWeek.text}`,
    matches: (day: Day) => month.matches(day.month) && ofWeek.matches(day),
  })),
);

/** The first instant after another at which EventBridge starts the job, within nine years. */
function firstAfter(
  after: number,
  minute: Part<number>,
  hour: Part<number>,
  day: Part<Day>,
): number | undefined {
  const minutesOfDay = Array.from({ length: 24 * 60 }, (_, index) => index).filter(
    (index) => hour.matches(Math.floor(index / 60)) && minute.matches(index % 60),
  );
  const start = Math.floor(after / dayMs) * dayMs;
  for (let at = start; at < start + 9 * 366 * dayMs; at += dayMs) {
    if (!day.matches(dayAt(at))) continue;
    const first = minutesOfDay.find((index) => at + index * minuteMs > after);
    if (first !== undefined) return at + first * minuteMs;
  }
  return undefined;
}

test('what is translated occurs when EventBridge starts the job, at its every start', () => {
  fc.assert(
    fc.property(
      numbers(0, 59),
      numbers(0, 23),
      days,
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) }),
      (minute, hour, day, begin) => {
        const translation = translateExpression(`cron(${minute.text} ${hour.text} ${day.text} *)`, 'UTC');
        const first = firstAfter(begin, minute, hour, day);
        if ('fault' in translation) {
          // A 30th of February is no schedule.
          expect([translation.fault, first]).toEqual([expect.stringContaining('never matches'), undefined]);
          return;
        }
        if (!('schedule' in translation)) throw new Error('It runs again and again.');
        for (let at = begin, wanted = first, n = 0; wanted !== undefined && n < 3; n += 1) {
          at = nextOccurrence([translation.schedule], 'UTC', at);
          expect(at).toBe(wanted);
          wanted = firstAfter(at, minute, hour, day);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['rate(1 minute)', 'every 1m'],
  ['rate(90 minutes)', 'every 1h30m'],
  ['rate(1 hour)', 'every 1h'],
  ['rate(7 days)', 'every 7d'],
  ['rate(366 days)', 'every 366d'],
])('%s is %s, by no clock', (expression, schedule) => {
  expect(translateExpression(expression, 'Europe/Riga')).toEqual({ schedule });
});

test('every rate is that interval', () => {
  const units = fc.constantFrom(['minute', minuteMs], ['hour', hourMs], ['day', dayMs]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 366 }), units, (count, [unit, ms]) => {
      const translation = translateExpression(`rate(${count} ${unit}${count > 1 ? 's' : ''})`, 'UTC');
      if (!('schedule' in translation)) throw new Error('It was not translated.');
      expect(parseSchedule(translation.schedule)).toMatchObject({
        intervalSeconds: (count * Number(ms)) / 1_000,
      });
    }),
    { numRuns: 50 },
  );
});

test('what runs once is no schedule', () => {
  expect(translateExpression('at(2027-01-01T00:00:00)', 'UTC')).toEqual({ once: true });
});

test.each([
  ['cron(0 2 * * ? 2027)', 'UTC', /^is confined to the year 2027/],
  ['cron(0 2 * * ?)', 'UTC', /^has 5 fields/],
  ['cron(0 2 L-3 * ? *)', 'UTC', /^cannot be translated: schedule: "L-3" is no day of the month/],
  ['cron(0 2 * * ? *)', 'EST5EDT', /^cannot be translated: timezone: is not a time zone/],
  ['cron(30 2 * * ? *)', 'Africa/Casablanca', /^is run by EventBridge as no monitor .* as on 2026-03-22/],
  ['rate(367 days)', 'UTC', /^cannot be translated: schedule: is too long/],
  ['rate(0 days)', 'UTC', /^is no rate/],
  ['rate(5 fortnights)', 'UTC', /^is no rate/],
  ['every day', 'UTC', /^is no rate\(…\) and no cron/],
])('%s in %s is not translated', (expression, timezone, fault) => {
  expect(translateExpression(expression, timezone)).toEqual({ fault: expect.stringMatching(fault) });
});

test('cron(30 2 * * ? *) runs by the clock of its zone', () => {
  expect(translateExpression('cron(30 2 * * ? *)', 'Europe/Riga')).toEqual({
    schedule: '30 2 * * *',
    timezone: 'Europe/Riga',
  });
});

/** What the clocks of a zone show at every minute for some hours around an instant, and at which instant. */
function minutesAround(timezone: string, at: number): { at: number; shown: number }[] {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return Array.from({ length: 8 * 60 }, (_, index) => {
    const minute = at + (index - 4 * 60) * minuteMs;
    return { at: minute, shown: Date.parse(`${format.format(minute).replace(' ', 'T')}Z`) };
  });
}

const clocksChange = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2027-03-14T07:00Z'],
  ['America/New_York', '2027-11-07T06:00Z'],
  ['Australia/Lord_Howe', '2028-04-01T15:00Z'],
  ['Australia/Lord_Howe', '2028-09-30T15:30Z'],
].map(([timezone = '', at = '']) => ({ timezone, minutes: minutesAround(timezone, Date.parse(at)) }));

/** Days of which one is that of a change. */
const changeDays: fc.Arbitrary<Part<Day>> = fc.constantFrom(
  { text: '* * ?', matches: () => true },
  { text: '? * SUN', matches: ({ weekday: its }: Day) => its === 1 },
  { text: '? * 1L', matches: ({ weekday: its, day, lastDay }: Day) => its === 1 && day > lastDay - 7 },
);

test('where the clocks change, a time that they skip is left out, and one that comes twice occurs once', () => {
  const night = numbers(0, 5).filter(({ text }) => !text.includes('/'));
  fc.assert(
    fc.property(
      numbers(0, 59),
      fc.oneof(numbers(0, 23), night),
      changeDays,
      fc.constantFrom(...clocksChange),
      (minute, hour, day, { timezone, minutes }) => {
        const translation = translateExpression(`cron(${minute.text} ${hour.text} ${day.text} *)`, timezone);
        if (!('schedule' in translation)) throw new Error('It was not translated.');
        const shownBefore = new Set<number>();
        const started = minutes.filter(({ shown }) => {
          const isNew = !shownBefore.has(shown);
          shownBefore.add(shown);
          const date = new Date(shown);
          const isTime = hour.matches(date.getUTCHours()) && minute.matches(date.getUTCMinutes());
          return isNew && isTime && day.matches(dayAt(shown));
        });
        const [first, last] = [minutes[0]?.at ?? 0, minutes.at(-1)?.at ?? 0];
        const lines = translation.schedule.split('\n');
        expect(occurrencesWithin(lines, timezone, first, last + 1)).toEqual(started.map(({ at }) => at));
      },
    ),
    { numRuns: 30 },
  );
});
