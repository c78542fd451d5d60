import { missAt } from './deadline.ts';
import { settlesAt } from './flapping.ts';
import { limits } from './limits.ts';
import type { Monitor } from './monitor.ts';
import { type Instant, secondMs } from './time.ts';

/** A monitor to be stored, and whether a timer for its `armedFor` is to be set, and on which side of the save. */
export interface Timed {
  monitor: Monitor;
  arm: 'no' | 'before_save' | 'after_save';
}

/**
 * When people are to be reminded that a monitor is down, in a rhythm that begins when they were told. While it flaps,
 * never: they are told what it settles on.
 */
export function remindAt(monitor: Monitor): Instant | undefined {
  const { status, flip, flapping, settled, reminder, reminderSeconds } = monitor;
  const toldAt = reminder?.at ?? settled?.at ?? flip?.detectedAt;
  if (status !== 'down' || flapping || reminderSeconds === undefined || toldAt === undefined)
    return undefined;
  return toldAt + reminderSeconds * secondMs;
}

/** The next instant at which time changes something: the deadline or the end of its further grace, a reminder, or the end of a pause or of flapping. */
export function wakeUpAt(monitor: Monitor): Instant | undefined {
  const { resumeAt } = monitor;
  const instants = [missAt(monitor), remindAt(monitor), resumeAt, settlesAt(monitor)].filter(
    (instant) => instant !== undefined,
  );
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

/** Decides the timer of a monitor that has changed at `now`: whether the pending one will do, or a new one is set. */
export function withTimer(before: Monitor, after: Monitor, now: Instant): Timed {
  const at = wakeUpAt(after);
  if (at === undefined) return { monitor: withoutTimer(after), arm: 'no' };
  // What has passed already is looked at after the save, which a wake-up could overtake. Whoever looks sends one on.
  if (at <= now) return { monitor: { ...after, armedFor: at }, arm: 'no' };
  const arm = whenToArm(before, at, now);
  return { monitor: arm === 'no' ? after : { ...after, armedFor: at }, arm };
}

/** A monitor that time alone has changed: whoever its pending timer wakes up sends it on to what comes next. */
export function withPendingTimer(monitor: Monitor): Monitor {
  return wakeUpAt(monitor) === undefined ? withoutTimer(monitor) : monitor;
}

/**
 * Whether a timer must be set for `at`, and when. A timer that wakes up early looks again, so a pending one that is
 * early by no more than a minute or a quarter of the time left is good enough: however often a job pings, it sets at
 * most about five timers in a window. One that may come late never will do.
 *
 * A timer is set before the save where none is pending and for an earlier instant, and after it for a later one: then a
 * crash between the two leaves a timer that wakes up too early, never too late.
 */
function whenToArm(before: Monitor, at: Instant, now: Instant): Timed['arm'] {
  const { armedFor } = before;
  const pendingAt = wakeUpAt(before);
  if (armedFor === undefined || pendingAt === undefined || at < pendingAt) return 'before_save';
  const tolerance = Math.max(limits.timerToleranceMs, (at - now) / 4);
  return at - armedFor > tolerance ? 'after_save' : 'no';
}

function withoutTimer(monitor: Monitor): Monitor {
  const { armedFor: _armedFor, ...rest } = monitor;
  return rest;
}
