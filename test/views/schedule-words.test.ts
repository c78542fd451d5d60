import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { scheduleInWords } from '../../lambdas/views/schedule-words.ts';

function words(text: string, timezone = 'Europe/Riga'): string {
  return scheduleInWords({ schedule: parseSchedule(text), timezone });
}

test.each([
  ['every 24h', 'every 24 hours'],
  ['every 1h30m', 'every 1 hour 30 minutes'],
  ['every 2w 1d 10s', 'every 2 weeks 1 day 10 seconds'],
  ['Every 90 minutes', 'every 90 minutes'],
  ['every 15 m', 'every 15 minutes'],
  ['every hour', 'every hour'],
])('the interval %j is put into words, without a zone', (text, expected) => {
  expect(words(text)).toBe(expected);
});

test.each([
  ['0 2 * * MON-FRI', 'at 02:00, Monday through Friday, Europe/Riga'],
  ['*/5 * * * *', 'every 5 minutes, Europe/Riga'],
  ['30 14 L * *', 'at 14:30, on the last day of the month, Europe/Riga'],
  ['0 0 * * 5L', 'at 00:00, on the last Friday of the month, Europe/Riga'],
  ['0 0 * * MON#2', 'at 00:00, on the second Monday of the month, Europe/Riga'],
  ['0 0 15W * *', 'at 00:00, on the weekday nearest day 15 of the month, Europe/Riga'],
  ['0 0 * * 7', 'at 00:00, only on Sunday, Europe/Riga'],
  ['@daily', 'at 00:00, Europe/Riga'],
  ['@hourly', 'every hour, Europe/Riga'],
])('the cron line %j is put into words, with its zone', (line, expected) => {
  expect(words(line)).toBe(expected);
});

test('several lines are told one after the other', () => {
  expect(words('0 9 * * 1-5\n0 12 * * 6,0', 'UTC')).toBe(
    'at 09:00, Monday through Friday; at 12:00, only on Sunday and Saturday, UTC',
  );
});

test('a line that there are no words for is shown as it is', () => {
  const schedule = { kind: 'cron', text: 'x', lines: ['what is this'] } as const;
  expect(scheduleInWords({ schedule, timezone: 'UTC' })).toBe('cron what is this, UTC');
});
