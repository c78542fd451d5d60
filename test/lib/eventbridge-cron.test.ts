import { nextOccurrence } from '../../lambdas/domain/cron.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { hourMs } from '../../lambdas/domain/time.ts';
import { clockChanges } from '../../lib/constructs/monitors/clock-changes.ts';
import { clockProofLines } from '../../lib/constructs/monitors/clock-proof-lines.ts';
import { cronLineOf } from '../../lib/constructs/monitors/eventbridge-cron.ts';

describe("EventBridge's cron", () => {
  test.each([
    ['0 2 * * ? *', '0 2 * * *'],
    ['0  10 * * ? * ', '0 10 * * *'],
    ['15 12 ? * MON-FRI *', '15 12 * * MON-FRI'],
    // Its week begins with 1, a Sunday.
    ['0 8 ? * 1 *', '0 8 * * 0'],
    ['0 8 ? * 2-6 *', '0 8 * * 1-5'],
    ['0 8 ? * 1,4,7 *', '0 8 * * 0,3,6'],
    ['0 8 ? * SUN,7 *', '0 8 * * SUN,6'],
    // The second Tuesday, the last Friday, and the last day of the week.
    ['0 8 ? * 3#2 *', '0 8 * * 2#2'],
    ['0 8 ? * 7#1 *', '0 8 * * 6#1'],
    ['0 8 ? * 6L *', '0 8 * * 5L'],
    ['0 8 ? * L *', '0 8 * * 6'],
    // The last day of the month, and the weekday that is nearest to the 15th.
    ['0 8 L * ? *', '0 8 L * *'],
    ['0 8 15W * ? *', '0 8 15W * *'],
    // Steps go on to the end.
    ['0/15 * * * ? *', '0-59/15 * * * *'],
    ['5/10 8-17 * * ? *', '5-59/10 8-17 * * *'],
    ['*/10 * * * ? *', '*/10 * * * *'],
    ['0 2/6 1/2 3/3 ? *', '0 2-23/6 1-31/2 3-12/3 *'],
    ['0 8 ? * 2/2 *', '0 8 * * 1-6/2'],
    ['0 8 ? * 2-6/2 *', '0 8 * * 1-5/2'],
  ])('%j is %j to a monitor, which takes it', (inside, line) => {
    expect(cronLineOf(inside)).toEqual({ line });
    expect(parseSchedule(line).text).toBe(line);
  });

  // January of 2026 begins with a Thursday, and has its last Friday on the 30th.
  test.each([
    ['0 8 L * ? *', 31],
    ['0 8 15W * ? *', 15],
    ['0 8 ? * 6L *', 30],
    ['0 8 ? * 3#2 *', 13],
    ['0 8 ? * L *', 3],
    ['0 8 ? * 1 *', 4],
  ])('%j happens on the day that it says', (inside, day) => {
    const translation = cronLineOf(inside);
    if (!('line' in translation)) throw new Error(translation.fault);
    const at = nextOccurrence([translation.line], 'UTC', Date.UTC(2026, 0, 1));
    expect(new Date(at).getUTCDate()).toBe(day);
  });

  test.each([
    ['0 2 * * ?', 'has 5 fields; cron(…) has six'],
    ['0 2 * * ? 2027', 'is confined to the year 2027, and monitors know no years'],
    ['0 2 * * ? 2026-2030', 'is confined to the year 2026-2030, and monitors know no years'],
  ])('%j is none to a monitor', (inside, fault) => {
    expect(cronLineOf(inside)).toEqual({ fault });
  });
});

describe('a monitor awaits', () => {
  test.each<[string, string, string[]]>([
    // The clocks go forward from 2:00 to 3:00, and back from 3:00 to 2:00.
    ['30 1 * * *', 'Europe/Berlin', ['30 1 * * *']],
    ['30 2 * * *', 'Europe/Berlin', ['30 2-2/1 * 1-9,11-12 *', '30 2 * 10 *']],
    ['30 2-4,6 * * *', 'Europe/Berlin', ['30 2-4/1,6 * 1-9,11-12 *', '30 2-4,6 * 10 *']],
    ['30 2 * * MON-SAT', 'Europe/Berlin', ['30 2 * * MON-SAT']],
    ['30 2 * JAN-MAR *', 'Europe/Berlin', ['30 2-2/1 * JAN-MAR *']],
    ['30 2 * OCT *', 'Europe/Berlin', ['30 2 * OCT *']],
    ['30 2 26 * *', 'Europe/Berlin', ['30 2-2/1 26 1-9,11-12 *', '30 2 26 10 *']],
    ['30 3 * * *', 'Europe/Berlin', ['30 3 * * *']],
    ['0-59/15 * * * *', 'Europe/Berlin', ['0,15,30,45 0-23 * * *']],
    ['* * * * *', 'Europe/Berlin', ['0-59 0-23 * * *']],
    ['5 * * * *', 'Europe/Berlin', ['5 * * 1-9,11-12 *', '5 0-23 * 10 *']],
    ['*/15 8-18 * * *', 'Europe/Berlin', ['*/15 8-18 * * *']],
    // Back from 2:00 to 1:00.
    ['30 1 * * *', 'America/New_York', ['30 1 * * *']],
    ['30 2 * * *', 'America/New_York', ['30 2-2/1 * * *']],
    ['0 1-23/2 * * *', 'America/New_York', ['0 1,3,5,7,9,11,13,15,17,19,21,23 * * *']],
    // Forward from 2:00 to 2:30, and back from 2:00 to 1:30.
    ['0 * * * *', 'Australia/Lord_Howe', ['0 * * * *']],
    ['15 2 * * *', 'Australia/Lord_Howe', ['15 2-2/1 * * *']],
    ['45 * * * *', 'Australia/Lord_Howe', ['45 0-23 * * *']],
    // Nowhere else.
    ['*/15 * * * *', 'Asia/Tokyo', ['*/15 * * * *']],
    ['30 2 * * *', 'UTC', ['30 2 * * *']],
  ])('%j in %s by %j', (line, timezone, lines) => {
    expect(clockProofLines(line, timezone)).toEqual({ lines });
  });

  test.each([
    // Its clocks go back and forward in the same months, as the year has it.
    ['30 2 * * *', 'Africa/Casablanca', '2026-03-22'],
    ['30 * * * *', 'Africa/Casablanca', '2026-02-15'],
  ])('%j in %s by no lines', (line, timezone, wrongOn) => {
    expect(clockProofLines(line, timezone)).toEqual({ wrongOn });
  });
});

test('the clocks of a zone are changed at these instants', () => {
  const changes = clockChanges('Australia/Lord_Howe');
  expect(changes).toHaveLength(20);
  expect(changes.slice(0, 2)).toEqual([
    { at: Date.UTC(2026, 3, 4, 15), offsetBeforeMs: 11 * hourMs, offsetAfterMs: 10.5 * hourMs },
    { at: Date.UTC(2026, 9, 3, 15, 30), offsetBeforeMs: 10.5 * hourMs, offsetAfterMs: 11 * hourMs },
  ]);
});

test('they are found though they are changed for a month alone', () => {
  const changes = clockChanges('Africa/Casablanca');
  // Ramadan is eleven times in these ten years.
  expect(changes).toHaveLength(22);
  const [back, forward] = changes;
  expect([back?.at, forward?.at]).toEqual([Date.UTC(2026, 1, 15, 2), Date.UTC(2026, 2, 22, 2)]);
});
