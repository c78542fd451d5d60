import type { BodyFilter } from './filter.ts';
import type { Flip } from './flip.ts';
import type { CheckInKind } from './ping.ts';
import type { Run } from './runs.ts';
import type { Schedule } from './schedule.ts';
import type { Instant } from './time.ts';

/** The stored status. `late` is never stored: see `statusShown`. */
export type Status = 'new' | 'up' | 'down' | 'paused';

/** Another key that a monitor answers to: one brought from elsewhere, or its former own, until `until`. */
export interface Alias {
  key: string;
  until?: Instant;
}

/** Whether an alias opens its monitor at that instant. */
export function isLive({ until }: Alias, now: Instant): boolean {
  return until === undefined || now < until;
}

/** What people decided about a monitor. */
export interface MonitorConfig {
  id: string;
  name: string;
  secret: string;
  schedule: Schedule;
  gracePeriodSeconds: number;
  /** The misses in a row that make it down. */
  maxMisses: number;
  /** Names of the channels that are told; they are known to the installation. */
  channels: readonly string[];
  /** Pings by other methods are ignored. */
  postOnly?: true;
  bodyFilter?: BodyFilter;
  aliases: readonly Alias[];
  /** It was created by a slug ping. */
  autoCreated?: true;
  createdAt: Instant;
}

/** The last check-in, as alerts show it. */
export interface LastPing {
  at: Instant;
  kind: CheckInKind;
  exitStatus?: number;
  durationMs?: number;
  sourceIp: string;
  userAgent: string;
}

/** What pings and time made of it. */
export interface MonitorState {
  status: Status;
  statusSince: Instant;
  lastPing?: LastPing;
  /** The last check-in, a resumption among them. Never moves backwards. */
  checkinAt?: Instant;
  lastSuccessAt?: Instant;
  /** Misses since the last success. */
  misses: number;
  /** The open runs, oldest first. */
  runs: readonly Run[];
  /** While paused: only people end the pause, and pings are ignored. */
  manualResume?: true;
  /** The instant at which silence becomes a miss. Absent where nothing is awaited: while down or paused, or before a check-in. */
  deadlineAt?: Instant;
  /**
   * The instant the pending timer was set for. A timer never waits past the deadline it was set for, but it may
   * wake up early. Absent without a deadline, or when no timer could be set.
   */
  armedFor?: Instant;
  /** The last flip; its `seq` numbers the flips of this monitor. */
  flip?: Flip;
  /** The last flip that people are told of. Down and up alternate. */
  lastAlert?: { seq: number; kind: 'down' | 'up' };
}

export type Monitor = MonitorConfig & MonitorState;

/** What a monitor may be created without. */
type Defaulted = 'maxMisses' | 'aliases';

/** A monitor before its first check-in: new, and without a deadline. */
export function newMonitor(
  config: Omit<MonitorConfig, Defaulted> & Partial<Pick<MonitorConfig, Defaulted>>,
): Monitor {
  return {
    maxMisses: 1,
    aliases: [],
    ...config,
    status: 'new',
    statusSince: config.createdAt,
    misses: 0,
    runs: [],
  };
}
