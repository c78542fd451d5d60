import type { Timing } from '../../lambdas/domain/schedule.ts';

// When check-ins are due, by arithmetic: of cron, only lines that repeat after a fixed time, by the clock of UTC.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** After how long each repeats, and when it occurs within that time, counted from the Epoch, a Thursday. */
const repeating: Record<string, { every: number; at: number[] }> = {
  '*/5 * * * *': { every: 5 * minute, at: [0] },
  '0 * * * *': { every: hour, at: [0] },
  '0,1 * * * *': { every: hour, at: [0, minute] },
  '30 2 * * *': { every: day, at: [2.5 * hour] },
  '0 9 * * MON-FRI': { every: 7 * day, at: [0, 1, 4, 5, 6].map((days) => days * day + 9 * hour) },
  '0 0 * * * | 20 12 * * *': { every: day, at: [0, 12 * hour + 20 * minute] },
};

export const cronTexts = Object.keys(repeating);

/** The instants from a round before this one until a round after it. */
function around(text: string, instant: number): number[] {
  const { every, at } = repeating[text] ?? { every: Number.NaN, at: [] };
  const round = Math.floor(instant / every);
  return [round - 1, round, round + 1].flatMap((one) => at.map((offset) => one * every + offset));
}

const firstAfter = (text: string, instant: number) =>
  Math.min(...around(text, instant).filter((one) => one > instant));

const lastBefore = (text: string, instant: number) =>
  Math.max(...around(text, instant).filter((one) => one < instant));

/** When the next check-in is due after a check-in. */
export function dueAfterCheckIn(timing: Timing, at: number): number {
  const { schedule, earlyMarginSeconds } = timing;
  if (schedule.kind === 'every') return at + schedule.intervalSeconds * 1_000;
  const text = schedule.lines.join(' | ');
  let due = firstAfter(text, at);
  for (;;) {
    const gap = due - lastBefore(text, due);
    const margin =
      earlyMarginSeconds === undefined
        ? Math.min(60_000, gap / 10)
        : Math.min(earlyMarginSeconds * 1_000, gap / 2);
    if (due - at > margin) return due;
    due = firstAfter(text, due);
  }
}

/** When the next check-in is due after one that was missed. */
export function dueAfterMiss({ schedule }: Timing, missedDueAt: number): number {
  if (schedule.kind === 'every') return missedDueAt + schedule.intervalSeconds * 1_000;
  return firstAfter(schedule.lines.join(' | '), missedDueAt);
}
