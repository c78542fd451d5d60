import { previousOccurrence } from '../../lambdas/domain/cron.ts';
import { nextDue, parseSchedule } from '../../lambdas/domain/schedule.ts';
import { type Instant, isoInstant } from '../../lambdas/domain/time.ts';
import { doubledHour } from './cron-tables-clocks-back.ts';
import { skippedHour } from './cron-tables-clocks-forward.ts';
import { datesOfMonths } from './cron-tables-months.ts';
import { timesOfDay } from './cron-tables-times.ts';
import { daysOfWeeks } from './cron-tables-weeks.ts';

/** A question of a table, and its answer in UTC, in which a time without a date is of the date before it. */
const casePattern =
  /^(?<title>(?<text>\S.*) in (?<timezone>\S+), the next (?<count>\d+) after (?<after>.{16})):(?<answer>(?:\n {4}.+)+)$/gm;

interface Case {
  title: string;
  text: string;
  timezone: string;
  after: Instant;
  occurrences: Instant[];
}

function casesOf(table: string): Case[] {
  return [...table.matchAll(casePattern)].map(({ groups = {} }) => {
    const { title = '', text = '', timezone = '', count, after = '', answer = '' } = groups;
    const occurrences = instantsOf(answer);
    if (occurrences.length !== Number(count)) throw new Error(`${title} has not ${count} answers.`);
    return { title, text: text.replaceAll(' | ', '\n'), timezone, after: instantOf(after), occurrences };
  });
}

function instantsOf(answer: string): Instant[] {
  let date = '';
  return answer.split(',').map((words) => {
    const [time, ownDate] = words.trim().split(' ').reverse();
    date = ownDate ?? date;
    return instantOf(`${date} ${time}`);
  });
}

function instantOf(words: string): Instant {
  return Date.parse(`${words.replace(' ', 'T')}Z`);
}

/** Without a margin, what is due next is the next occurrence. */
function nextIn({ text, timezone }: Case, after: Instant): Instant {
  return nextDue({ schedule: parseSchedule(text), timezone, earlyMarginSeconds: 0 }, after);
}

describe.each([
  { subject: 'when the clocks go forward', table: skippedHour },
  { subject: 'when the clocks go back', table: doubledHour },
  { subject: 'by the day of the month', table: datesOfMonths },
  { subject: 'by the day of the week', table: daysOfWeeks },
  { subject: 'by the time of day', table: timesOfDay },
])('cron occurrences $subject are those found by counting every minute', ({ table }) => {
  const cases = casesOf(table);

  test.each(cases)('$title', (given) => {
    const found: Instant[] = [];
    while (found.length < given.occurrences.length) found.push(nextIn(given, found.at(-1) ?? given.after));
    expect(found.map(isoInstant)).toEqual(given.occurrences.map(isoInstant));
  });

  test('as seen from a millisecond before and after each', () => {
    for (const given of cases) {
      const { title, occurrences } = given;
      const seen = occurrences.map((at, index) => [title, at, occurrences[index + 1] ?? nextIn(given, at)]);
      const found = occurrences.map((at) => [title, nextIn(given, at - 1), nextIn(given, at + 1)]);
      expect(found).toEqual(seen);
    }
  });

  test('as seen from behind', () => {
    for (const { title, text, timezone, occurrences } of cases) {
      const found = occurrences.slice(1).map((at) => previousOccurrence(text.split('\n'), timezone, at));
      expect([title, ...found]).toEqual([title, ...occurrences.slice(0, -1)]);
    }
  });
});

test('every case of the tables is read', () => {
  const tables = [skippedHour, doubledHour, datesOfMonths, daysOfWeeks, timesOfDay].join('\n');
  const read = casesOf(tables).length;
  expect(read).toBeGreaterThan(300);
  expect(read).toBe(tables.split('\n').filter((line) => line.includes(', the next ')).length);
});
