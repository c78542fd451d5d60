import { runEndsAt } from './deadline.ts';
import { limits } from './limits.ts';
import type { Monitor } from './monitor.ts';
import { type Instant, secondMs } from './time.ts';

/**
 * Whether nobody looked at a deadline in time: then pings may have been lost as well, and it is no miss yet. Asked once
 * it has passed. A deadline is given further grace once: who looks late again counts it.
 */
export function deservesFurtherGrace({ deadlineAt, furtherGrace }: Monitor, now: Instant): boolean {
  if (deadlineAt === undefined || now - deadlineAt <= limits.lateLookMs) return false;
  return furtherGrace === undefined || furtherGrace.until < deadlineAt;
}

/** A monitor whose passed deadline waits on: for as long as the job had, but no longer than ten minutes. */
export function withFurtherGrace(monitor: Monitor, now: Instant): Monitor {
  const until = now + Math.min(windowMs(monitor), limits.furtherGraceMaxMs);
  return { ...monitor, furtherGrace: { from: now, until } };
}

/** From the last check-in, or from the start of the run that takes too long, to the deadline. */
function windowMs(monitor: Monitor): number {
  const { deadlineAt, checkinAt, maxRuntimeSeconds } = monitor;
  if (maxRuntimeSeconds !== undefined && runEndsAt(monitor) === deadlineAt)
    return maxRuntimeSeconds * secondMs;
  return deadlineAt === undefined || checkinAt === undefined
    ? Number.POSITIVE_INFINITY
    : deadlineAt - checkinAt;
}

/** A monitor that somebody changed at `now`: a deadline that has passed already when it is set has no further grace. */
export function withoutFurtherGrace(monitor: Monitor, now: Instant): Monitor {
  const { furtherGrace, ...rest } = monitor;
  if (monitor.deadlineAt === undefined || now < monitor.deadlineAt) return rest;
  return { ...rest, furtherGrace: furtherGrace ?? { from: now, until: now } };
}
