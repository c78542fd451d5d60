import type { Blindness, SweepMark } from '../domain/blindness.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { Ping } from '../domain/ping.ts';
import type { Instant } from '../domain/time.ts';
import type { WatchedMonitor } from '../domain/watched.ts';
import type { ChannelMessage, EventMessage } from './alert-writer.ts';

/**
 * What the use cases need of the world. Every method may throw `Unavailable`; what else a method throws stands beside
 * it. Methods whose race can be lost answer `'lost'`: a normal outcome, not an error.
 */

/** A monitor with what its storage knows about it. */
export interface StoredMonitor {
  monitor: Monitor;
  /** Rises by one with every save. */
  version: number;
  /** Names the last save, so that a writer who never got its answer recognises its own work. */
  requestId: string;
  /** How many pings have been counted. */
  pings: number;
  /** The number of the last ping that was stored by a save. */
  pingNumber: number;
}

/** What a write of a monitor was. The alert function's stream filter reads it. */
export type ChangeKind = 'ping' | 'config' | 'flip' | 'miss' | 'grace' | 'reminder' | 'settled' | 'timer';

export interface NewMonitorWrite {
  monitor: Monitor;
  requestId: string;
  change: ChangeKind;
  /** Whether this write stands for a ping, which then is counted and numbered. */
  countsPing: boolean;
}

export interface MonitorWrite extends NewMonitorWrite {
  /** The version that the change was made from. */
  version: number;
}

export interface Monitors {
  /** Reads one monitor, strongly consistent. */
  load(id: string): Promise<StoredMonitor | undefined>;
  /** Stores a new monitor, unless the id is taken. */
  create(write: NewMonitorWrite): Promise<'created' | 'taken'>;
  /** Stores a monitor if its version is still the given one. */
  save(write: MonitorWrite): Promise<StoredMonitor | 'lost'>;
  /** Counts a ping that changes nothing else and answers its number, or `undefined` if the monitor is gone. */
  countPing(id: string): Promise<number | undefined>;
  /** Clears `armedFor` if it is still this instant: no timer is pending after all. */
  forgetTimer(id: string, armedFor: Instant): Promise<void>;
  /** Deletes a monitor and answers it, or `undefined` if there was none. */
  delete(id: string): Promise<StoredMonitor | undefined>;
  /** Deletes a monitor if its version is still the one that was read. */
  deleteUnchanged(read: StoredMonitor): Promise<'deleted' | 'lost'>;
  /** A page of at most `limit` monitors, and the cursor of the next page if there is one. Throws InvalidInput for a bad cursor. */
  page(limit: number, cursor?: string): Promise<MonitorPage>;
  /** The cursor of a page that begins after this monitor, which has been on a page. */
  cursorAfter(id: string): string;
  /** Every monitor, or every one of a part, in no order. */
  scan(part?: TablePart): AsyncIterable<StoredMonitor>;
}

/** One of so many parts of all monitors, counted from 0. Each monitor is in exactly one of them. */
export interface TablePart {
  index: number;
  of: number;
}

export interface MonitorPage {
  monitors: StoredMonitor[];
  nextCursor?: string;
}

/**
 * Who has a foreign key. A claim alone opens nothing: the key must also stand among its monitor's aliases, so that
 * one write of the monitor decides, and a claim whose monitor is gone is dead.
 */
export interface AliasClaim {
  monitorId: string;
  claimedAt: Instant;
}

export interface Aliases {
  load(key: string): Promise<AliasClaim | undefined>;
  /** Claims a key that nobody has, or that is still claimed by `replaced`; else answers `'taken'`. */
  claim(key: string, claim: AliasClaim, replaced: AliasClaim | undefined): Promise<'claimed' | 'taken'>;
  /** Gives up a monitor's claim, if it has one that was made before that instant. */
  release(key: string, claim: { monitorId: string; claimedBefore: Instant }): Promise<void>;
}

/** The installation's own settings. */
export interface InstallationSettings {
  /** The first part of slug pings. Absent: they are switched off. */
  slugKey?: string;
}

export interface Installation {
  load(): Promise<InstallationSettings>;
  setSlugKey(slugKey: string | undefined): Promise<void>;
  /** Counts one more monitor that a ping creates, and answers false if there are `max` already. */
  reserveAutoCreated(max: number): Promise<boolean>;
  /** Counts one less. */
  releaseAutoCreated(): Promise<void>;
}

/** What a badge tells of. */
export type BadgeSubject = { monitorId: string } | { tag: string };

/**
 * A tag that has a badge, or stands on status pages. It knows its monitors, so that nobody has to look for them; among
 * them may be some that have lost the tag, or are gone.
 */
export interface PublicTag {
  tag: string;
  badgeKey?: string;
  monitorIds: readonly string[];
}

/** A page that shows some monitors to anybody: these, and then those of the tags. */
export interface StatusPage {
  slug: string;
  title: string;
  description?: string;
  monitorIds: readonly string[];
  tags: readonly string[];
}

export interface StoredStatusPage extends StatusPage {
  /** Names the last save. Its tags are in use under this name. */
  saveId: string;
}

/** What is read of a monitor for the public. */
export type PublicMonitor = Pick<
  Monitor,
  'id' | 'name' | 'tags' | 'status' | 'statusSince' | 'dueAt' | 'misses' | 'badgeKey'
>;

/** What the public may cause to be read. No key that opens a ping URL is read with it. */
export interface PublicReads {
  badge(key: string): Promise<BadgeSubject | undefined>;
  page(slug: string): Promise<StoredStatusPage | undefined>;
  /** Those of at most a hundred tags that are in use, in no order. */
  tags(tags: readonly string[]): Promise<PublicTag[]>;
  /** Those of at most a hundred monitors that there are, in no order. */
  monitors(ids: readonly string[]): Promise<PublicMonitor[]>;
}

/** Monitors to be looked at, a moment old. No key that opens a ping URL is read with them. */
export interface WatchedMonitors {
  load(id: string): Promise<WatchedMonitor | undefined>;
  /** All of them, in no order. Whoever has enough stops, and reads no more. */
  scan(): AsyncIterable<WatchedMonitor>;
}

/** The two lists of what is public. */
export type PublicList = 'pages' | 'tags';

/** Keeps what is shown to the public. */
export interface Publications extends PublicReads {
  /** Those of at most a hundred slugs whose pages there are, in no order. */
  pages(slugs: readonly string[]): Promise<StoredStatusPage[]>;
  list(list: PublicList): Promise<string[]>;
  /** Puts a name on a list, unless there are `max` others. */
  enlist(list: PublicList, name: string, max: number): Promise<boolean>;
  delist(list: PublicList, name: string): Promise<void>;
  addBadge(key: string, subject: BadgeSubject): Promise<void>;
  removeBadge(key: string): Promise<void>;
  /** Marks a tag as used under this name. With a badge key, which is kept if it has none, it answers the one it has. */
  useTag(tag: string, use: string, badgeKey?: string): Promise<PublicTag>;
  /** Takes the mark away, and with the last one what is known of the tag. With a badge key, that goes too. */
  disuseTag(tag: string, use: string, badgeKey?: string): Promise<void>;
  /** The ids of all monitors with this tag, strongly consistent. Reads the whole table. */
  idsWithTag(tag: string): Promise<string[]>;
  /** Adds monitors to a tag that is in use. Answers false if it is not, or would have more than `max`. */
  addToTag(tag: string, ids: readonly string[], max: number): Promise<boolean>;
  removeFromTag(tag: string, id: string): Promise<void>;
  /** Stores a page if the last save is still that one, or if there is none. */
  savePage(page: StoredStatusPage, replaced: string | undefined): Promise<'saved' | 'lost'>;
  /** Deletes a page and answers it, or `undefined` if there was none. */
  deletePage(slug: string): Promise<StoredStatusPage | undefined>;
}

/** When the last sweep began. */
export interface SweepMarks {
  load(): Promise<SweepMark | undefined>;
  /** Replaces the mark, or stores the first; but not if there is one from before `since`. */
  renew(mark: SweepMark, since: Instant): Promise<'renewed' | 'older'>;
  /** Replaces the mark if it is still `before`. With a blindness this write is news, which the stream carries. */
  replace(before: SweepMark, mark: SweepMark, blindness: Blindness | undefined): Promise<'replaced' | 'lost'>;
}

/** A ping as it was kept. */
export interface StoredPing {
  number: number;
  ping: Ping;
}

/** The two kinds of rows in a monitor's history. */
export type HistoryKind = 'ping' | 'flip';

/** Adds to the history of monitors. */
export interface History {
  addPing(monitorId: string, number: number, ping: Ping): Promise<void>;
  /** Stores a flip. Storing it again changes nothing. */
  addFlip(monitorId: string, flip: NonNullable<Monitor['flip']>): Promise<void>;
}

/** Which rows of one monitor to read, and how many at most. */
export interface HistoryRange {
  monitorId: string;
  /** The first instant that is read. */
  from: Instant;
  /** The first instant that is not. */
  to: Instant;
  limit: number;
  /** Of the page before. */
  cursor?: string | undefined;
  /** What has expired by now is left out. */
  now: Instant;
}

export interface PingRange extends HistoryRange {
  /** Only pings of this kind. */
  kind?: Ping['kind'] | undefined;
  /** Only the ping of this number. */
  number?: number;
  /** Only the ends of runs that are known to have taken some time. */
  timed?: boolean;
}

export interface PingPage {
  pings: StoredPing[];
  nextCursor?: string;
}

export interface FlipPage {
  flips: NonNullable<Monitor['flip']>[];
  nextCursor?: string;
}

/**
 * Reads the history of a monitor, newest first, and deletes it. A page may hold fewer than asked for and still have a
 * cursor: what is read for one page is bounded. Throws InvalidInput for a bad cursor.
 */
export interface Archive {
  pings(range: PingRange): Promise<PingPage>;
  flips(range: HistoryRange): Promise<FlipPage>;
  /**
   * Deletes some rows from before that instant. Answers `'done'` when none is left, and `'throttled'` if the table did
   * not take all of it.
   */
  removeSome(monitorId: string, kind: HistoryKind, before: Instant): Promise<'done' | 'more' | 'throttled'>;
}

/** A request to look at what time has made of a monitor. */
export interface WakeUp {
  monitorId: string;
  /**
   * What the monitor's `armedFor` was when the wake-up was sent. If it is another by now, a newer timer exists.
   * Absent on what Scheduler sends: there is one schedule per monitor, so it never stands beside a newer one.
   */
  armedFor?: Instant;
}

export interface Timer {
  /** Replaces the monitor's timer by one that sends the wake-up at `at`, or soon after. */
  arm(wakeUp: WakeUp, at: Instant, now: Instant): Promise<void>;
  /** Sends a wake-up again, to come at `at`, which is within the queue's longest delay. */
  delay(wakeUp: WakeUp, at: Instant, now: Instant): Promise<void>;
  /** Removes what is left of a deleted monitor's timer. */
  cancel(monitorId: string): Promise<void>;
}

/** Publishing answers the id that the message got. It also throws TopicRefused, when trying again would be no use. */
export interface Channels {
  /** The names of the channels of this installation; one is `default`. */
  readonly channels: readonly string[];
  publishToChannel(channel: string, message: ChannelMessage): Promise<string>;
}

/** Where machines listen for news. Publishing also throws TopicRefused. */
export interface Machine {
  readonly name: string;
  publish(message: EventMessage): Promise<void>;
}

/** How many subscribers a channel has: those who are told, and those who have yet to confirm that they want to be. */
export interface Audience {
  confirmed: number;
  pending: number;
}

/** Who listens to the channels. */
export interface Audiences {
  readonly channels: readonly string[];
  /** Answers `'unknown'` where the topic's owner does not let us ask. */
  audienceOf(channel: string): Promise<Audience | 'unknown'>;
}

/** Somebody outside, who tells people when this installation falls silent. */
export interface Watcher {
  tellAlive(): Promise<void>;
}

/** A record that would fail for ever. */
export interface DeadLetter {
  recordId: string;
  reason: string;
  /** What was stored, without secrets. */
  image: object;
}

/** Where such records are set aside, and an alarm tells of them. */
export interface DeadLetters {
  add(letter: DeadLetter): Promise<void>;
}

/** Whoever waits for the outcome of what it asked, at a URL that came with the request and that nobody else may see. */
export interface Asker {
  answer(url: string, outcome: object): Promise<void>;
}

/** Clock, chance and secrets. */
export interface System {
  now(): Instant;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
  randomBytes(count: number): Uint8Array;
  uniqueId(): string;
  /** Compares two secrets in constant time. */
  sameSecret(left: string, right: string): boolean;
}

/** What went wrong without failing its caller, or happened and is worth counting. Never given a key. */
export type Notice =
  | 'PingNotStored'
  | 'EventRefused'
  | 'TimerNotArmed'
  | 'SchedulerRefused'
  | 'TimerNotCancelled'
  | 'PingRowNotWritten'
  | 'MonitorNotCreated'
  | 'LeftBehind'
  | 'AlertNotDelivered'
  | 'LastPingNotRead'
  | 'AlertLost'
  | 'ChannelUnknown'
  | 'ChannelUnheard'
  | 'ChannelNotChecked'
  | 'TopicRefused'
  | 'DeadlineNotChecked'
  | 'DeadlineOverdue'
  | 'SweepFailed'
  | 'SweepCut'
  | 'HeartbeatNotSent'
  | 'MonitorNotProvided'
  | 'AskerUnknown'
  | 'SweepNotNoted'
  | 'WasBlind'
  | 'SweepCompleted';

/**
 * What is measured. `Flips`: 1 for each that was recorded. `EvaluationDelay`: how long after its deadline a miss that made a
 * monitor go down was noticed, in ms. `TimerLateness`: how long after its instant a wake-up was answered that found
 * something due, in ms. `TimersMissing`: timers that a sweep had to set.
 */
export type Measurement = 'Flips' | 'EvaluationDelay' | 'TimerLateness' | 'TimersMissing';

export interface Meter {
  /** Adds a value to a metric. */
  measure(measurement: Measurement, value: number): void;
}

export interface Telemetry {
  /** Counts a notice and writes one log line with the details. */
  notice(notice: Notice, details?: Record<string, string | number>, cause?: unknown): void;
}
