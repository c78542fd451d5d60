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

/**
 * A monitor after a check-in that came at `now`. By an event that came late its next deadline may have passed when it is
 * set: nobody could look at that in time, and the next event is likely to be as late, so it waits on, unless it does already.
 */
export function waitingForTheLate(before: Monitor, after: Monitor, now: Instant): Monitor {
  return hasPassed(after, now) ? waitingIfSet(before, after, now) : withNoFurtherGrace(after);
}

/** The same after an event that says nothing of now, but may end the run whose deadline came first. */
export function waitingIfSet(before: Monitor, after: Monitor, now: Instant): Monitor {
  const isSet = after.deadlineAt !== before.deadlineAt;
  return isSet && hasPassed(after, now) && !after.furtherGrace ? withFurtherGrace(after, now) : after;
}

/** A monitor that people changed at `now`: a deadline that has passed already when it is set has no further grace. */
export function withoutFurtherGrace(monitor: Monitor, now: Instant): Monitor {
  if (!hasPassed(monitor, now)) return withNoFurtherGrace(monitor);
  return { ...monitor, furtherGrace: monitor.furtherGrace ?? { from: now, until: now } };
}

function hasPassed({ deadlineAt }: Monitor, now: Instant): boolean {
  return deadlineAt !== undefined && deadlineAt <= now;
}

function withNoFurtherGrace({ furtherGrace: _furtherGrace, ...rest }: Monitor): Monitor {
  return rest;
}
