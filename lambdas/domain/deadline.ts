import { limits } from './limits.ts';
import type { Monitor } from './monitor.ts';
import { nextDue } from './schedule.ts';
import { type Instant, secondMs } from './time.ts';

/** The status people see: the stored one, or `late` from the due instant until the deadline's miss is stored. */
export type StatusShown = Monitor['status'] | 'late';

/** When the next check-in is due, or `undefined` before the first. */
export function nextDueAt(monitor: Pick<Monitor, 'schedule' | 'checkinAt'>): Instant | undefined {
  return monitor.checkinAt === undefined ? undefined : nextDue(monitor.schedule, monitor.checkinAt);
}

/** The instant after a check-in at `checkinAt` at which silence becomes a miss: next due + grace. */
export function deadlineAfter(
  monitor: Pick<Monitor, 'schedule' | 'gracePeriodSeconds'>,
  checkinAt: Instant,
): Instant {
  return nextDue(monitor.schedule, checkinAt) + monitor.gracePeriodSeconds * secondMs;
}

export function statusShown(monitor: Monitor, now: Instant): StatusShown {
  const dueAt = nextDueAt(monitor);
  return monitor.status === 'up' && dueAt !== undefined && now >= dueAt ? 'late' : monitor.status;
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
