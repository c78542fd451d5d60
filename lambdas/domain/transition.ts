import { withDeadline } from './deadline.ts';
import { type Cause, enter } from './flip.ts';
import { waitingForTheLate, waitingIfSet, withoutFurtherGrace } from './further-grace.ts';
import type { Monitor } from './monitor.ts';
import { excuse } from './runs.ts';
import { nextDue } from './schedule.ts';
import type { Instant } from './time.ts';
import { type Timed, withTimer } from './timer.ts';

/** A monitor as it is to be stored, and what else must happen. */
export interface Transition extends Timed {
  /** Whether the status changed: the monitor's `flip` is new. */
  flipped: boolean;
}

/** Completes a check-in that came at `now`: the deadline and the timer follow from the rest. */
export function arrival(before: Monitor, after: Monitor, now: Instant): Transition {
  return completed(before, waitingForTheLate(before, withDeadline(after), now), now);
}

/** Completes a change that people made at `now`, likewise. */
export function transition(before: Monitor, after: Monitor, now: Instant): Transition {
  return completed(before, withoutFurtherGrace(withDeadline(after), now), now);
}

/** Completes an event that says nothing of now: further grace stays as it is, but where the end of a run sets another deadline. */
export function aside(before: Monitor, after: Monitor, now: Instant): Transition {
  return completed(before, waitingIfSet(before, withDeadline(after), now), now);
}

function completed(before: Monitor, after: Monitor, now: Instant): Transition {
  return { ...withTimer(before, after, now), flipped: after.flip !== before.flip };
}

/** The monitor, awaiting the check-in that is due next after its last. */
export function awaitingNext(monitor: Monitor, checkinAt: Instant): Monitor {
  return { ...monitor, dueAt: nextDue(monitor, checkinAt) };
}

/** The monitor, awaiting nothing: nor are the runs that are open held to the max runtime, ever again. */
export function awaitingNothing(monitor: Monitor): Monitor {
  const { dueAt: _dueAt, ...rest } = monitor;
  return { ...rest, runs: excuse(monitor.runs) };
}

/** Makes a monitor up, with nothing counted against it. A run that the outage has left open is no news either. */
export function comeUp(monitor: Monitor, cause: Cause): Monitor {
  const runs = monitor.status === 'down' ? excuse(monitor.runs) : monitor.runs;
  return enter({ ...monitor, runs, misses: 0, failures: 0, successes: 0 }, 'up', cause);
}
