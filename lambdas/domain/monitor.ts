import type { Flip } from './flip.ts';
import type { PingKind } from './ping.ts';
import type { Schedule } from './schedule.ts';
import type { Instant } from './time.ts';

/** The stored status. `late` is never stored: see `statusShown`. */
export type Status = 'new' | 'up' | 'down';

/** What people decided about a monitor. */
export interface MonitorConfig {
  id: string;
  name: string;
  secret: string;
  schedule: Schedule;
  gracePeriodSeconds: number;
  /** Names of the channels that are told; they are known to the installation. */
  channels: readonly string[];
  createdAt: Instant;
}

/** The last ping, as alerts show it. */
export interface LastPing {
  at: Instant;
  kind: PingKind;
  exitStatus?: number;
  sourceIp: string;
  userAgent: string;
}

/** What pings and time made of it. */
export interface MonitorState {
  status: Status;
  statusSince: Instant;
  lastPing?: LastPing;
  /** The last check-in. Never moves backwards. */
  checkinAt?: Instant;
  /** The instant at which silence becomes a miss. Absent while new or down: nothing is awaited. */
  deadlineAt?: Instant;
  /**
   * The instant the pending timer was set for. A timer never waits past the deadline it was set for, but it may
   * wake up early. Absent without a deadline, or when no timer could be set.
   */
  armedFor?: Instant;
  /** The last flip; its `seq` numbers the flips of this monitor. */
  flip?: Flip;
}

export type Monitor = MonitorConfig & MonitorState;

/** A monitor before its first check-in: new, and without a deadline. */
export function newMonitor(config: MonitorConfig): Monitor {
  return { ...config, status: 'new', statusSince: config.createdAt };
}
