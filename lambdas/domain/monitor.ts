import { withDeadline } from './deadline.ts';
import type { BodyFilter } from './filter.ts';
import type { Flip } from './flip.ts';
import type { CheckInKind } from './ping.ts';
import type { Outcome } from './recent.ts';
import type { Run } from './runs.ts';
import { nextDue, type Timing } from './schedule.ts';
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

/** What people set and may change. What it means stands in `docs/semantics.md`. */
export interface MonitorSettings extends Timing {
  name: string;
  gracePeriodSeconds: number;
  /** The misses since the last success that make it down. */
  maxMisses: number;
  /** The fails since the last success that make it down. */
  maxFailures: number;
  /** The successes in a row that make it up again. */
  recoveryThreshold: number;
  /** How long a run may take. At most 72 hours. */
  maxRuntimeSeconds?: number;
  /** The first check-in is awaited from the creation on. */
  expectFirstPing?: true;
  /** While it is down, people are told again this often. */
  reminderSeconds?: number;
  /** Where people find what to do when it is down. */
  runbookUrl?: string;
  /** Words of its owners, to find it by. */
  tags: readonly string[];
  /** Names of the channels that are told; they are known to the installation. */
  channels: readonly string[];
  /** Pings by other methods are ignored. */
  postOnly?: true;
  bodyFilter?: BodyFilter;
}

/** What people decided about a monitor. */
export interface MonitorConfig extends MonitorSettings {
  id: string;
  secret: string;
  aliases: readonly Alias[];
  /** Opens its badge. Absent: it has none. */
  badgeKey?: string;
  /** How many times its settings were given: 1 at first. */
  revision: number;
  /** It was created by a slug ping. */
  autoCreated?: true;
  /**
   * What manages it, and alone may delete it so: a resource of CloudFormation, as `<stack>/<its unique id>/<logical id>`.
   * Absent: people do.
   */
  managedBy?: string;
  createdAt: Instant;
}

/**
 * Until when a deadline that nobody looked at in time waits on for a check-in, and since when. It holds for all deadlines
 * that have passed by its end. Where both are the same nothing was waited for.
 */
export interface FurtherGrace {
  from: Instant;
  until: Instant;
}

/** A run that has ended, by a ping that told when. */
export interface EndedRun {
  rid?: string;
  at: Instant;
  failed?: true;
}

/** The last check-in, as alerts show it. */
export interface LastPing {
  at: Instant;
  /** When it came, if it told an instant of its own. */
  receivedAt?: Instant;
  kind: CheckInKind;
  exitStatus?: number;
  durationMs?: number;
  sourceIp: string;
  userAgent: string;
}

/** The last reminder that a monitor is still down. */
export interface Reminder {
  /** Numbers the reminders of one outage upwards from 1. */
  number: number;
  /** When it was due. */
  at: Instant;
}

/** What is known of a monitor that flaps: it has flipped too often for people to be told each time. */
export interface Flapping {
  /** When the first of its flips was noticed. */
  since: Instant;
  /** How many there have been, those included that were told one by one. */
  flips: number;
  /** The flip with which it began: with that one people are told that it flaps, and of none after it. */
  seq: number;
}

/** What the last flapping was. */
export interface Settled {
  /** When the monitor had kept its status for long enough. */
  at: Instant;
  since: Instant;
  flips: number;
}

/** What pings and time made of it. */
export interface MonitorState {
  status: Status;
  statusSince: Instant;
  lastPing?: LastPing;
  /** The last check-in, or what counts as one: the end of a pause, and the instant from which a first ping is expected. */
  checkinAt?: Instant;
  lastSuccessAt?: Instant;
  /** The last check-ins and misses, oldest first, at most twenty. */
  recent?: readonly Outcome[];
  /** Misses since the last success. */
  misses: number;
  /** Fails since the last success. */
  failures: number;
  /** Successes in a row while it is down. */
  successes: number;
  /** The open runs, oldest first. */
  runs: readonly Run[];
  /** The ends that are remembered because their starts, or the same ends again, may yet come: the oldest first, at most ten. */
  endedRuns?: readonly EndedRun[];
  /** While paused: only people end the pause, or `resumeAt`, and pings are ignored. */
  manualResume?: true;
  /** While paused: when the pause ends by itself. */
  resumeAt?: Instant;
  /** When the next check-in is due. Absent where none is awaited. */
  dueAt?: Instant;
  /** The instant at which silence, or a run that goes on, becomes a miss: see `withDeadline`. Absent without `dueAt`. */
  deadlineAt?: Instant;
  /** What the deadline is given beyond its grace, from the late look at it on, or from the late event: see `deservesFurtherGrace` and `waitingForTheLate`. */
  furtherGrace?: FurtherGrace;
  /**
   * The instant the pending timer was set for. A timer never waits past the wake-up that it was set for, but it may
   * come early. Absent where there is nothing to wait for, or when no timer could be set.
   */
  armedFor?: Instant;
  /** The last flip; its `seq` numbers the flips of this monitor. */
  flip?: Flip;
  /** The last alert: a flip that people are told of, or would be if the monitor did not flap. Down and up alternate. */
  lastAlert?: { seq: number; kind: 'down' | 'up' };
  /** When the newest alerts were noticed, oldest first: at most ten, none over an hour before the last. */
  alertsAt?: readonly Instant[];
  /** While it flaps. */
  flapping?: Flapping;
  /** From the end of a flapping to the next flip: what people are told then. */
  settled?: Settled;
  /** While down: the last reminder. */
  reminder?: Reminder;
}

export type Monitor = MonitorConfig & MonitorState;

/** What a monitor may be created without. */
type Defaulted = 'timezone' | 'maxMisses' | 'maxFailures' | 'recoveryThreshold' | 'tags';

/** The settings of a monitor to create. `timezone` defaults to UTC, each number of check-ins or misses to 1. */
export type NewSettings = Omit<MonitorSettings, Defaulted> & Partial<Pick<MonitorSettings, Defaulted>>;

/** Who a monitor to create is. */
type Identity = Pick<MonitorConfig, 'id' | 'secret' | 'autoCreated' | 'managedBy' | 'createdAt'>;

/** A monitor before its first check-in: new, and without a deadline, unless its first ping is expected. */
export function newMonitor(given: NewSettings & Identity): Monitor {
  const config = {
    timezone: 'UTC',
    maxMisses: 1,
    maxFailures: 1,
    recoveryThreshold: 1,
    tags: [],
    aliases: [],
    revision: 1,
    ...given,
  };
  const { createdAt, expectFirstPing } = config;
  return withDeadline({
    ...config,
    status: 'new',
    statusSince: createdAt,
    misses: 0,
    failures: 0,
    successes: 0,
    runs: [],
    ...(expectFirstPing && { checkinAt: createdAt, dueAt: nextDue(config, createdAt) }),
  });
}
