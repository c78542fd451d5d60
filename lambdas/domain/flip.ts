import type { Status } from './monitor.ts';
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

/** An alert is a flip told to people: going down, and coming back. A first success and a pause are no news. */
export function isTold(flip: Flip): boolean {
  return flip.to === 'down' || (flip.from === 'down' && flip.to === 'up');
}
