import type { Monitor, MonitorSettings } from './monitor.ts';
import { oldestHeldStart } from './runs.ts';
import { type Instant, secondMs } from './time.ts';

/** The status people see: the stored one, or `late` from the due instant until it is up or down. */
export type StatusShown = Monitor['status'] | 'late';

export function statusShown(
  { status, dueAt, misses }: Pick<Monitor, 'status' | 'dueAt' | 'misses'>,
  now: Instant,
): StatusShown {
  const awaits = dueAt !== undefined && status !== 'down';
  // After a miss that is not yet the last allowed, it is late still, though the next check-in is not due.
  return awaits && (now >= dueAt || misses > 0) ? 'late' : status;
}

type Grace = Pick<MonitorSettings, 'gracePeriodSeconds'>;

/** Silence becomes a miss a grace period after the due instant. */
export function silenceEndsAt(dueAt: Instant, { gracePeriodSeconds }: Grace): Instant {
  return dueAt + gracePeriodSeconds * secondMs;
}

/** The due instant to which a deadline belongs that silence makes. */
export function missedDueAt({ gracePeriodSeconds }: Grace, deadlineAt: Instant): Instant {
  return deadlineAt - gracePeriodSeconds * secondMs;
}

/** When the first of the open runs will have taken too long, if there is such a limit and a run. */
export function runEndsAt({ maxRuntimeSeconds, runs }: Monitor): Instant | undefined {
  const startedAt = maxRuntimeSeconds === undefined ? undefined : oldestHeldStart(runs);
  return maxRuntimeSeconds === undefined || startedAt === undefined
    ? undefined
    : startedAt + maxRuntimeSeconds * secondMs;
}

/** When a deadline becomes a miss: at once, or at the end of the further grace that it has been given. */
export function missAt({
  deadlineAt,
  furtherGrace,
}: Pick<Monitor, 'deadlineAt' | 'furtherGrace'>): Instant | undefined {
  return deadlineAt === undefined ? undefined : Math.max(deadlineAt, furtherGrace?.until ?? deadlineAt);
}

/**
 * The monitor with the deadline that follows from the rest of it: none where no check-in is awaited. Further grace that
 * has been given does not hold for a deadline after its end.
 */
export function withDeadline(monitor: Monitor): Monitor {
  const { deadlineAt: _deadlineAt, furtherGrace, ...rest } = monitor;
  if (monitor.dueAt === undefined) return rest;
  const silenceAt = silenceEndsAt(monitor.dueAt, monitor);
  const deadlineAt = Math.min(silenceAt, runEndsAt(monitor) ?? silenceAt);
  const holds = furtherGrace !== undefined && deadlineAt <= furtherGrace.until;
  return { ...rest, deadlineAt, ...(holds && { furtherGrace }) };
}
