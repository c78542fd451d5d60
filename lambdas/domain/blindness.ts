import { limits } from './limits.ts';
import { type Instant, minuteMs } from './time.ts';

/** That a sweep began, and how often it is run. */
export interface SweepMark {
  at: Instant;
  everyMinutes: number;
}

/** A time in which no sweep began: nobody looked, and pings may have been lost. */
export interface Blindness {
  from: Instant;
  to: Instant;
}

/** Of a sweep that follows another so late that in between there should have been one: how long nobody looked. */
export function blindnessBetween(before: SweepMark, after: SweepMark): Blindness | undefined {
  // Whoever changed how often it runs may have waited for the slower of the two.
  const everyMinutes = Math.max(before.everyMinutes, after.everyMinutes);
  return after.at - before.at > patienceMs(everyMinutes) ? { from: before.at, to: after.at } : undefined;
}

/** How long after a sweep the next must have begun. */
export function patienceMs(everyMinutes: number): number {
  return everyMinutes * minuteMs + limits.lateLookMs;
}

/** The same for every delivery of the notice, and for no other: sweeps only go on from the one that it begins with. */
export function eventIdOfBlindness({ from }: Blindness): string {
  return `blind:${from}`;
}
