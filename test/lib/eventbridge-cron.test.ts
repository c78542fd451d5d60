import { nextOccurrence } from '../../lambdas/domain/cron.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { cronLineOf } from '../../lib/constructs/monitors/eventbridge-cron.ts';
import { skippedRun } from '../../lib/constructs/monitors/skipped-runs.ts';

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

describe('a run is skipped', () => {
  test.each([
    // The clocks go forward from 3:00 to 4:00, and elsewhere from 2:00 to 3:00, from 2:00 to 2:30, and from 0:00 to 1:00.
    ['0 3 * * *', 'Europe/Riga', '2026-03-29'],
    ['59 3 * * *', 'Europe/Riga', '2026-03-29'],
    ['30 2 * * SUN', 'America/New_York', '2026-03-08'],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-04'],
    ['30 0 * * *', 'Africa/Cairo', '2026-04-24'],
  ])('where the clocks go forward past it: %j in %s', (line, timezone, day) => {
    expect(skippedRun(line, timezone)).toBe(day);
  });

  test.each([
    ['59 2 * * *', 'Europe/Riga'],
    ['0 4 * * *', 'Europe/Riga'],
    ['30 3 * * MON-SAT', 'Europe/Riga'],
    ['45 2 * * *', 'Australia/Lord_Howe'],
    ['30 3 * * *', 'UTC'],
    ['30 3 * * *', 'Asia/Tokyo'],
    ['*/5 * * * *', 'Europe/Riga'],
    ['30 * * * *', 'Europe/Riga'],
  ])('nowhere else: %j in %s', (line, timezone) => {
    expect(skippedRun(line, timezone)).toBeUndefined();
  });
});
