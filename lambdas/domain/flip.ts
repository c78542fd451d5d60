import type { Monitor, Status } from './monitor.ts';
import type { Instant } from './time.ts';

/** Why a status changed. */
export type FlipReason = 'first_ping' | 'missed' | 'failed' | 'recovered' | 'paused' | 'resumed';

/** A stored change of status. */
export interface Flip {
  /** Numbers the flips of one monitor upwards from 1. With the monitor's id it names the flip for ever. */
  seq: number;
  from: Status;
  to: Status;
  /** When it became true: for a miss the deadline, else the ping's instant. */
  at: Instant;
  /** When it was noticed. */
  detectedAt: Instant;
  /** Since when `from` had held. */
  since: Instant;
  reason: FlipReason;
}

/** Whether the last flip of a monitor is told to people: then it is an alert. */
export function isTold({ flip, lastAlert }: Pick<Monitor, 'flip' | 'lastAlert'>): boolean {
  if (!flip) return false;
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
