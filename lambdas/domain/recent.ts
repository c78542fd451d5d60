import { limits } from './limits.ts';
import type { Monitor } from './monitor.ts';

/** What was heard of a job, or what was not. */
export const outcomes = ['success', 'fail', 'start', 'missed', 'timed_out'] as const;
export type Outcome = (typeof outcomes)[number];

/** The monitor, with one more outcome among its recent ones, of which the oldest makes room. */
export function withOutcome(monitor: Monitor, outcome: Outcome): Monitor {
  return { ...monitor, recent: [...(monitor.recent ?? []), outcome].slice(-limits.recentOutcomes) };
}
