import type { StatusShown } from '../../domain/deadline.ts';
import type { Outcome } from '../../domain/recent.ts';
import type { Instant } from '../../domain/time.ts';

/** A monitor as lists and headings show it. Nothing in it is secret. */
export interface ShownMonitor {
  id: string;
  name: string;
  status: StatusShown;
  statusSince: Instant;
  /** A run is open. */
  running: boolean;
  tags: readonly string[];
  scheduleInWords: string;
  lastPingAt: Instant | undefined;
  /** When the next check-in is due, and when its absence is a miss, further grace included; `undefined` while nothing is awaited. */
  dueAt: Instant | undefined;
  deadlineAt: Instant | undefined;
  /** Of a pause: when it ends by itself, and whether pings leave it as it is. */
  resumeAt: Instant | undefined;
  manualResume: boolean;
  /** Oldest first. */
  recent: readonly Outcome[];
}
