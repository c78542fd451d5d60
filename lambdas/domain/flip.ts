import { calledOff, counted } from './flapping.ts';
import type { FurtherGrace, Monitor, Status } from './monitor.ts';
import type { Instant } from './time.ts';

/** Why a status changed. */
export type FlipReason =
  | 'first_ping'
  | 'missed'
  | 'timed_out'
  | 'failed'
  | 'recovered'
  | 'paused'
  | 'resumed'
  | 'changed';

/** A stored change of status. */
export interface Flip {
  /** Numbers the flips of one monitor upwards from 1. With the monitor's id it names the flip for ever. */
  seq: number;
  from: Status;
  to: Status;
  /** When it became true: for a miss the deadline, for a pause's own end that instant, else the ping's or the change's. */
  at: Instant;
  /** When it was noticed. */
  detectedAt: Instant;
  /** Since when `from` had held. */
  since: Instant;
  reason: FlipReason;
  /** Of a miss that nobody noticed in time: what was waited beyond the deadline. */
  furtherGrace?: FurtherGrace;
}

/** What makes a flip. `detectedAt` defaults to `at`. */
export interface Cause {
  at: Instant;
  detectedAt?: Instant;
  reason: FlipReason;
  furtherGrace?: FurtherGrace | undefined;
}

/** The monitor with another status, and the flip to it; or as it is, if it has that status already. */
export function enter(monitor: Monitor, to: Status, cause: Cause): Monitor {
  if (monitor.status === to) return monitor;
  const { at: trueAt, detectedAt, reason, furtherGrace } = cause;
  // A clock that is behind must not date a change before the one it follows.
  const at = Math.max(trueAt, monitor.statusSince);
  const flip = {
    seq: (monitor.flip?.seq ?? 0) + 1,
    from: monitor.status,
    to,
    at,
    detectedAt: Math.max(detectedAt ?? at, at),
    since: monitor.statusSince,
    reason,
    ...(furtherGrace && { furtherGrace }),
  };
  const kind = alertFor(flip, monitor.lastAlert);
  const flipped = { ...withoutEnded(monitor), status: to, statusSince: at, flip };
  if (kind) return counted({ ...flipped, lastAlert: { seq: flip.seq, kind } }, flip);
  return to === 'paused' ? calledOff(flipped) : flipped;
}

/** The monitor without what belongs to the pause, the outage or the calm that ends. */
function withoutEnded(monitor: Monitor): Monitor {
  const { manualResume: _manualResume, resumeAt: _resumeAt, ...rest } = monitor;
  const { reminder: _reminder, settled: _settled, ...flipping } = rest;
  return flipping;
}

/**
 * Whether people are told of a monitor's last flip, by what was stored with it: it is an alert, and the monitor does
 * not flap, or has begun to with this flip.
 */
export function isTold({
  flip,
  lastAlert,
  flapping,
}: Pick<Monitor, 'flip' | 'lastAlert' | 'flapping'>): boolean {
  if (!flip || (flapping && flapping.seq !== flip.seq)) return false;
  // An earlier version, which knew no pause, stored flips without this.
  return lastAlert ? flip.seq === lastAlert.seq : flip.to === 'down' || flip.from === 'down';
}

/**
 * The alert that a flip is, if it is one: going down is told where people do not know it already, and coming up where
 * they were told that it is down. So alerts alternate, also across a pause, which is no news itself.
 */
export function alertFor(
  { from, to }: Pick<Flip, 'from' | 'to'>,
  lastAlert: Monitor['lastAlert'],
): 'down' | 'up' | undefined {
  const knownDown = (lastAlert?.kind ?? from) === 'down';
  if (to === 'down' && !knownDown) return 'down';
  return to === 'up' && knownDown ? 'up' : undefined;
}
