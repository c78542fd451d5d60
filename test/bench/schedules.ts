import { performance } from 'node:perf_hooks';
import { nextDue, parseSchedule } from '../../lambdas/domain/schedule.ts';

const calls = 2_000;
const from = Date.UTC(2026, 10, 20, 12);

/** How far away the next occurrence is: minutes, a day, years. */
const schedules = [
  ['every 24h', 'UTC'],
  ['*/5 * * * *', 'UTC'],
  ['0 2 * * MON-FRI', 'Europe/Riga'],
  ['30 2 L * *', 'America/New_York'],
  ['0 0 29 2 *', 'Australia/Lord_Howe'],
  ['0 0 * 2 5#5', 'Asia/Kathmandu'],
  ['0 9 * * MON-FRI\n0 12 * * SAT\n0 0 1 1 *', 'Europe/Berlin'],
] as const;

/** Prints how long the next due instant of a schedule takes, each time from another instant. */
export function printSchedules(): void {
  console.log(`\nThe next due instant (mean of ${calls} calls)`);
  for (const [text, timezone] of schedules) {
    const schedule = parseSchedule(text);
    const due = (index: number) => nextDue({ schedule, timezone }, from + index * 7_654_321);
    for (let index = 0; index < calls; index += 1) due(index);
    const startedAt = performance.now();
    for (let index = 0; index < calls; index += 1) due(index);
    const took = (performance.now() - startedAt) / calls;
    const next = new Date(nextDue({ schedule, timezone }, from)).toISOString().slice(0, 10);
    console.log(`${`${text.replaceAll('\n', ' | ')} (${next})`.padEnd(68)} ${took.toFixed(3)} ms`);
  }
}
