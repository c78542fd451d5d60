import type { StatusShown } from './deadline.ts';

/** How many monitors have each status. */
export type Tally = Readonly<Record<StatusShown, number>>;

/** What a badge says. */
export type BadgeStatus = 'up' | 'late' | 'down';

export function tallyOf(statuses: readonly StatusShown[]): Tally {
  const tally = { new: 0, up: 0, late: 0, down: 0, paused: 0 };
  for (const status of statuses) tally[status] += 1;
  return tally;
}

export function totalOf(tally: Tally): number {
  return Object.values(tally).reduce((sum, count) => sum + count, 0);
}

/**
 * The one word of a badge, as Healthchecks' badges have it: the worst there is. One of two states takes late for up.
 * New and paused monitors await nothing, so nothing is wrong with them: a badge takes them for up as well.
 */
export function badgeStatus({ down, late }: Tally, states: 2 | 3): BadgeStatus {
  if (down > 0) return 'down';
  return late > 0 && states === 3 ? 'late' : 'up';
}
