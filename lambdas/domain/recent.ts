import { limits } from './limits.ts';
import type { Monitor } from './monitor.ts';
import type { CheckInKind } from './ping.ts';

/** What was heard of a job, or what was not. */
export type Outcome = CheckInKind | 'missed' | 'timed_out';

/** The monitor, with one more outcome among its recent ones, of which the oldest makes room. */
export function withOutcome(monitor: Monitor, outcome: Outcome): Monitor {
  return { ...monitor, recent: [...(monitor.recent ?? []), outcome].slice(-limits.recentOutcomes) };
}
