import { missAt, runEndsAt, silenceEndsAt, withDeadline } from './deadline.ts';
import { settled, settlesAt } from './flapping.ts';
import { enter } from './flip.ts';
import { deservesFurtherGrace, withFurtherGrace } from './further-grace.ts';
import type { FurtherGrace, Monitor } from './monitor.ts';
import { endPause } from './pause.ts';
import { withOutcome } from './recent.ts';
import { excuse } from './runs.ts';
import { nextDue } from './schedule.ts';
import { type Instant, secondMs } from './time.ts';
import { remindAt, wakeUpAt, withPendingTimer } from './timer.ts';
import { awaitingNothing } from './transition.ts';

/**
 * What time has made of a monitor: a flip, a miss that is none yet, further grace for a deadline that nobody looked at
 * in time, a reminder, or the end of flapping.
 */
export interface Passed {
  monitor: Monitor;
  change: 'flip' | 'miss' | 'grace' | 'reminder' | 'settled';
}

/** A look at a monitor: at `now`, for what time has made of it until then, or until an instant before. */
interface Look {
  now: Instant;
  until: Instant;
}

/**
 * What the passing of time makes of a monitor, or `undefined` if nothing. To be asked again until it answers nothing:
 * the end of a pause may have been followed by a miss. No timer is to be set for what it answers, but whoever looked
 * sends the pending one on. `until`, by default `now`, is for an event: what comes after it is not looked at yet, but
 * what came before is noticed now.
 */
export function applyTime(monitor: Monitor, now: Instant, { until = now } = {}): Passed | undefined {
  const passed = passing(monitor, { now, until });
  return passed && { ...passed, monitor: withPendingTimer(withDeadline(passed.monitor)) };
}

function passing(monitor: Monitor, look: Look): Passed | undefined {
  const { now, until } = look;
  const at = wakeUpAt(monitor);
  if (at === undefined || until < at) return undefined;
  if (at === monitor.resumeAt) return { monitor: endPause(monitor, { at, detectedAt: now }), change: 'flip' };
  // Before a deadline at that instant: until then the status was kept for long enough.
  if (at === settlesAt(monitor)) return { monitor: settled(monitor, at), change: 'settled' };
  if (at === missAt(monitor)) return late(monitor, look);
  return { monitor: reminded(monitor, until), change: 'reminder' };
}

function late(monitor: Monitor, look: Look): Passed {
  if (!deservesFurtherGrace(monitor, look.now)) return missing(monitor, look);
  return { monitor: withFurtherGrace(monitor, look.now), change: 'grace' };
}

/**
 * Counts the misses until then, but no further than to the end of flapping, which comes first then, or to a deadline
 * that is given further grace. With the last that is allowed the monitor is down, as of that deadline. While it is down
 * already, a miss ends the row of successes and nothing else.
 */
function missing(before: Monitor, look: Look): Passed {
  let monitor = before;
  const { now } = look;
  const end = settlesAt(before) ?? Number.POSITIVE_INFINITY;
  for (let at = missedAt(monitor, look, end); at !== undefined; at = missedAt(monitor, look, end)) {
    const reason = runEndsAt(monitor) === at ? 'timed_out' : 'missed';
    const misses = monitor.misses + 1;
    monitor = withOutcome(monitor, reason);
    if (monitor.status === 'down') {
      monitor = withDeadline(awaitingNothing({ ...monitor, misses, successes: 0 }));
    } else if (misses >= monitor.maxMisses) {
      const furtherGrace = waited(monitor);
      const down = enter({ ...monitor, misses }, 'down', { at, detectedAt: now, reason, furtherGrace });
      return { monitor: awaitingNothing(down), change: 'flip' };
    } else {
      monitor = withDeadline(pastDeadline({ ...monitor, misses }, at));
    }
  }
  return { monitor, change: 'miss' };
}

/** The deadline, if it is a miss by then. */
function missedAt(monitor: Monitor, { now, until }: Look, end: Instant): Instant | undefined {
  const at = missAt(monitor);
  const isMissed = at !== undefined && at <= until && at < end && !deservesFurtherGrace(monitor, now);
  return isMissed ? monitor.deadlineAt : undefined;
}

/** What was waited beyond a deadline, if anything was. */
function waited({ furtherGrace }: Monitor): FurtherGrace | undefined {
  return furtherGrace && furtherGrace.from < furtherGrace.until ? furtherGrace : undefined;
}

/** After a deadline: what has been missed is awaited no more. Silence is counted on from the due instant that was missed. */
function pastDeadline(monitor: Monitor, at: Instant): Monitor {
  const { dueAt, runs, maxRuntimeSeconds } = monitor;
  const isSilence = dueAt !== undefined && silenceEndsAt(dueAt, monitor) <= at;
  return {
    ...monitor,
    ...(isSilence && { dueAt: nextDue(monitor, dueAt) }),
    ...(maxRuntimeSeconds !== undefined && { runs: excuse(runs, at - maxRuntimeSeconds * secondMs) }),
  };
}

/** Reminders that could not be sent in time become one, in the rhythm that they had. */
function reminded(monitor: Monitor, until: Instant): Monitor {
  const { reminder, reminderSeconds = 0 } = monitor;
  const dueAt = remindAt(monitor) ?? until;
  const everyMs = reminderSeconds * secondMs;
  const at = dueAt + Math.floor((until - dueAt) / everyMs) * everyMs;
  return { ...monitor, reminder: { number: (reminder?.number ?? 0) + 1, at } };
}
