import { limits } from './limits.ts';
import type { Monitor } from './monitor.ts';
import { nextDue } from './schedule.ts';
import { type Instant, secondMs } from './time.ts';

/** The status people see: the stored one, or `late` from the due instant until it is up or down. */
export type StatusShown = Monitor['status'] | 'late';

/** When the next check-in is due, or `undefined` while nothing is awaited. */
export function nextDueAt(monitor: Pick<Monitor, 'gracePeriodSeconds' | 'deadlineAt'>): Instant | undefined {
  return monitor.deadlineAt === undefined ? undefined : missedDueAt(monitor, monitor.deadlineAt);
}

/** The due instant that a deadline belongs to. */
export function missedDueAt(monitor: Pick<Monitor, 'gracePeriodSeconds'>, deadlineAt: Instant): Instant {
  return deadlineAt - monitor.gracePeriodSeconds * secondMs;
}

/** The instant after a check-in, or a due instant that was missed, at which silence becomes a miss: next due + grace. */
export function deadlineAfter(
  monitor: Pick<Monitor, 'schedule' | 'gracePeriodSeconds'>,
  after: Instant,
): Instant {
  return nextDue(monitor.schedule, after) + monitor.gracePeriodSeconds * secondMs;
}

export function statusShown(monitor: Monitor, now: Instant): StatusShown {
  const dueAt = nextDueAt(monitor);
  // After a miss that is not yet the last allowed, it is late still, though the next check-in is not due.
  const isLate = dueAt !== undefined && (now >= dueAt || monitor.misses > 0);
  return isLate ? 'late' : monitor.status;
}

/**
 * Whether a timer must be set for `deadlineAt`, or the pending one will do. A timer that wakes up early looks
 * again, so one that is early by no more than a minute or a quarter of the time left is good enough: however
 * often a job pings, it sets at most about five timers in a window. One that may come late never will do.
 */
export function needsTimer(before: Monitor, deadlineAt: Instant, now: Instant): boolean {
  if (before.armedFor === undefined || before.deadlineAt === undefined) return true;
  if (deadlineAt < before.deadlineAt) return true;
  const tolerance = Math.max(limits.timerToleranceMs, (deadlineAt - now) / 4);
  return deadlineAt - before.armedFor > tolerance;
}

/**
 * Whether the timer is set before the monitor is saved. It is where none is pending and for an earlier deadline,
 * and is not for a later one: then a crash between the two leaves a timer that wakes up too early, never too late.
 */
export function armsBeforeSave(before: Monitor, deadlineAt: Instant): boolean {
  return before.armedFor === undefined || before.deadlineAt === undefined || deadlineAt < before.deadlineAt;
}
