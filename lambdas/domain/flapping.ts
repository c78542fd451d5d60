import type { Flip } from './flip.ts';
import { limits } from './limits.ts';
import type { Monitor } from './monitor.ts';
import type { Instant } from './time.ts';

/**
 * A monitor with its last flip counted, which is an alert: with one too many within the window it begins to flap, and
 * while it flaps each goes on with that.
 */
export function counted(monitor: Monitor, { seq, detectedAt }: Flip): Monitor {
  const { alertsAt: before = [], flapping } = monitor;
  // A clock that is behind must not make the monitor settle any earlier.
  const at = Math.max(detectedAt, ...before);
  const within = [...before.filter((earlier) => at - earlier <= limits.flappingWindowMs), at];
  const alertsAt = within.slice(-limits.flappingAlerts);
  if (flapping) return { ...monitor, alertsAt, flapping: { ...flapping, flips: flapping.flips + 1 } };
  if (within.length <= limits.flappingAlerts) return { ...monitor, alertsAt };
  return { ...monitor, alertsAt, flapping: { since: Math.min(...within), flips: within.length, seq } };
}

/** When a monitor that flaps will have kept its status for long enough. Absent where it does not flap. */
export function settlesAt({ alertsAt, flapping }: Monitor): Instant | undefined {
  const lastAt = flapping && alertsAt?.at(-1);
  return lastAt === undefined ? undefined : lastAt + limits.flappingQuietMs;
}

/** A monitor that flaps no more. Its alerts are counted anew from here. */
export function settled(monitor: Monitor, at: Instant): Monitor {
  const { flapping, alertsAt: _alertsAt, ...rest } = monitor;
  return flapping ? { ...rest, settled: { at, since: flapping.since, flips: flapping.flips } } : monitor;
}

/**
 * A monitor that is paused flaps no more, and nobody is told what it might have settled on. Of the flips since people
 * were told that it flaps they know nothing, so its last alert is again the flip that they were told with.
 */
export function calledOff(monitor: Monitor): Monitor {
  const { flapping, alertsAt: _alertsAt, lastAlert, ...rest } = monitor;
  if (!flapping || !lastAlert) return monitor;
  // Every flip since is an alert, and they alternate.
  const isSameKind = (lastAlert.seq - flapping.seq) % 2 === 0;
  const kind = isSameKind === (lastAlert.kind === 'down') ? 'down' : 'up';
  return { ...rest, lastAlert: { seq: flapping.seq, kind } };
}
