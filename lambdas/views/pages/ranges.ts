import { dayMs, hourMs, type Instant, minuteMs } from '../../domain/time.ts';

/** How far back the page of a monitor looks. */
export const ranges = [
  { key: '24h', days: 1, words: '24 hours' },
  { key: '7d', days: 7, words: '7 days' },
  { key: '30d', days: 30, words: '30 days' },
  { key: '90d', days: 90, words: '90 days' },
] as const;

export type Range = (typeof ranges)[number];

/** A span of time: from `from` up to, not including, `to`. */
export interface Span {
  from: Instant;
  to: Instant;
}

export function spanOf({ days }: Range, now: Instant): Span {
  return { from: now - days * dayMs, to: now };
}

/** The range that a query names; without one, or with another, the one that suits the rhythm of the monitor. */
export function chosenRange(key: string | null | undefined, nextOccurrences: readonly Instant[]): Range {
  const [day, week, month, quarter] = ranges;
  const named = ranges.find((range) => range.key === key);
  if (named) return named;
  const [first = Number.NaN, second = Number.NaN] = nextOccurrences;
  const gapMs = second - first;
  if (gapMs <= 15 * minuteMs) return day;
  if (gapMs <= 2 * hourMs) return week;
  return gapMs > 2 * dayMs ? quarter : month;
}
