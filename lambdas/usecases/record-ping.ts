import { alreadySaid, applyPing } from '../domain/check-in.ts';
import { InvalidInput, UnknownMonitor } from '../domain/errors.ts';
import { believedInstant, isRepeated } from '../domain/event-time.ts';
import { kindFor } from '../domain/filter.ts';
import { isId } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import {
  type CheckIn,
  cutText,
  isCheckIn,
  type Ping,
  type PingBody,
  receivedAt,
  type Signal,
} from '../domain/ping.ts';
import { runsAfter } from '../domain/runs.ts';
import type { Instant } from '../domain/time.ts';
import { type CreateByPingDeps, createByPing } from './create-by-ping.ts';
import { type FindMonitorDeps, findMonitor, type PingTarget } from './find-monitor.ts';
import type { History, Monitors, StoredMonitor, System, Telemetry, Timer } from './ports.ts';
import { armAfterSave, armBeforeSave, armedAfterSave } from './set-timer.ts';
import { storePassed } from './store-passed.ts';
import { untilSettled } from './until-settled.ts';

/** What it takes to record a ping of a monitor that there is. */
export interface RecordKnownPingDeps {
  monitors: Monitors;
  history: History;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
}

export type RecordPingDeps = CreateByPingDeps & FindMonitorDeps & RecordKnownPingDeps;

/** A ping as it came in, before anybody knows whom it is for. */
interface Incoming {
  /** What the request says, or what is wrong with it: only who has a right key is told. */
  reading: Signal | InvalidInput;
  /** When it happened, if it tells that itself. What is not believed of it: see `believedInstant`. */
  happenedAt?: Instant;
  method: string;
  sourceIp: string;
  userAgent: string;
  body?: PingBody;
}

/** A ping by a key, before anybody knows whether that is right. */
export interface PingRequest extends Incoming {
  target: PingTarget;
}

/** A ping by somebody who needs no key: AWS has let them in. */
export interface KnownPingRequest extends Incoming {
  monitorId: string;
}

/** What the sender of a ping may know. */
export interface PingReceipt {
  monitorName: string;
  at: Instant;
  /** Whether the ping has created its monitor. */
  created: boolean;
}

/** What came of a ping, for those who may know the monitor's secret. */
export interface KnownPingReceipt extends Omit<PingReceipt, 'monitorName'> {
  /** As it was stored with the ping, or found by one that has changed nothing. */
  monitor: Monitor;
}

/** A ping that is stored, and the timer that is still to be set for it. */
interface Recorded {
  /** The ping has been recorded before: there is nothing to add to history. Default: false. */
  isRepeated?: boolean;
  monitor: Monitor;
  ping: Ping;
  number: number;
  armFor?: Instant | undefined;
  created?: boolean;
}

/**
 * Records a ping. When this returns, the ping counts. Throws UnknownMonitor for an unknown id and for a wrong
 * secret, then InvalidInput for a malformed request, Contended or Unavailable when nothing could be stored.
 */
export async function recordPing(
  deps: RecordPingDeps,
  { target, ...incoming }: PingRequest,
): Promise<PingReceipt> {
  const { monitor, at, created } = await record(deps, incoming, {
    find: (instant) => findMonitor(deps, target, instant),
    create: (ping, requestId) => create(deps, target, ping, requestId),
  });
  return { monitorName: monitor.name, at, created };
}

/** Records a ping of a monitor by its id alone. Throws like `recordPing`. */
export function recordKnownPing(
  deps: RecordKnownPingDeps,
  { monitorId, ...incoming }: KnownPingRequest,
): Promise<KnownPingReceipt> {
  return record(deps, incoming, {
    find: async () => (isId(monitorId) ? deps.monitors.load(monitorId) : undefined),
    create: async () => {
      throw new UnknownMonitor();
    },
  });
}

/** How a ping gets to its monitor, and what becomes of it if there is none. */
interface Addressee {
  find: (at: Instant) => Promise<StoredMonitor | undefined>;
  create: (ping: Ping, requestId: string) => Promise<Recorded | 'lost'>;
}

async function record(
  deps: RecordKnownPingDeps,
  incoming: Incoming,
  { find, create }: Addressee,
): Promise<KnownPingReceipt> {
  const at = deps.system.now();
  const requestId = deps.system.uniqueId();
  const recorded = await untilSettled(deps.system, async (tries) => {
    const stored = await find(at);
    const said = readPing(incoming, at);
    if (!stored) return create(said, requestId);
    const ping = { ...said, kind: kindFor(stored.monitor, said) };
    if (!isCheckIn(ping)) return countOnly(deps, stored, ping);
    if (tries > 1 && stored.requestId === requestId) return alreadyStored(stored, ping);
    if (isRepeated(stored.monitor, ping)) return repeated(deps, stored, ping, tries);
    if (tries > 1 && alreadySaid(stored.monitor, ping)) return countOnly(deps, stored, ping);
    return saveOrRecognise(deps, stored, ping, requestId);
  });
  const { monitor, armFor, created = false } = recorded;
  await Promise.all([
    recorded.isRepeated ? undefined : addToHistory(deps, recorded),
    armAfterSave(deps, monitor.id, armFor, deps.system.now()),
  ]);
  return { monitor, at, created };
}

function readPing({ reading, happenedAt, ...origin }: Incoming, now: Instant): Ping {
  if (reading instanceof InvalidInput) throw reading;
  const userAgent = cutText(origin.userAgent, limits.userAgentCharacters);
  const instants =
    happenedAt === undefined ? { at: now } : { at: believedInstant(happenedAt, now), receivedAt: now };
  return { ...reading, ...origin, userAgent, ...instants };
}

async function create(
  deps: RecordPingDeps,
  target: PingTarget,
  ping: Ping,
  requestId: string,
): Promise<Recorded | 'lost'> {
  if ('key' in target) throw new UnknownMonitor();
  const monitor = await createByPing(deps, { id: target.id, ping, requestId });
  return monitor === 'lost' ? 'lost' : { monitor, ping, number: 1, created: true };
}

/** An earlier try did land. It may have ended before its timer was set. */
function alreadyStored({ monitor, pingNumber }: StoredMonitor, ping: CheckIn): Recorded {
  const { armedFor: armFor, lastPing } = monitor;
  const durationMs = lastPing?.at === ping.at ? lastPing.durationMs : undefined;
  return { monitor, ping: withDuration(ping, durationMs), number: pingNumber, armFor };
}

/**
 * An event that is known. If it was not at first, an earlier try of ours may have landed and been overtaken: then its row
 * is missing, and its number is not known any more, so it gets another.
 */
async function repeated(
  deps: RecordKnownPingDeps,
  stored: StoredMonitor,
  ping: CheckIn,
  tries: number,
): Promise<Recorded> {
  const known = alreadyStored(stored, ping);
  if (tries === 1) return { ...known, isRepeated: true };
  const { number } = await countOnly(deps, stored, ping);
  return { ...known, number };
}

/** Counts a ping that changes nothing. */
async function countOnly(
  deps: Pick<RecordKnownPingDeps, 'monitors'>,
  { monitor }: StoredMonitor,
  ping: Ping,
): Promise<Recorded> {
  const number = await deps.monitors.countPing(monitor.id);
  if (number === undefined) throw new UnknownMonitor();
  return { monitor, ping, number };
}

/** When the answer to a save is lost, the write perhaps is not: what is stored must not be refused. */
async function saveOrRecognise(
  deps: RecordKnownPingDeps,
  before: StoredMonitor,
  ping: CheckIn,
  requestId: string,
): Promise<Recorded | 'lost'> {
  try {
    return await save(deps, before, ping, requestId);
  } catch (error) {
    const reloaded = await deps.monitors.load(before.monitor.id);
    if (reloaded?.requestId === requestId) return alreadyStored(reloaded, ping);
    // Whoever overtook the write may have hidden that it landed: the ping is taken again, at worst twice.
    if (reloaded?.version !== before.version) return 'lost';
    throw error;
  }
}

async function save(
  deps: RecordKnownPingDeps,
  before: StoredMonitor,
  ping: CheckIn,
  requestId: string,
): Promise<Recorded | 'lost'> {
  // A ping that comes after its deadline, but before anybody looked, does not hide the miss: that is stored first.
  const stored = (await storePassed(deps, before, receivedAt(ping), { until: ping.at })) ?? before;
  if (stored === 'lost') return 'lost';
  const transition = applyPing(stored.monitor, ping);
  const saved = await deps.monitors.save({
    monitor: await armBeforeSave(deps, transition, receivedAt(ping)),
    version: stored.version,
    requestId,
    change: transition.flipped ? 'flip' : 'ping',
    countsPing: true,
  });
  if (saved === 'lost') return 'lost';
  const { monitor, pingNumber: number } = saved;
  const durationMs = ping.durationMs ?? runsAfter(stored.monitor.runs, ping).durationMs;
  return { monitor, ping: withDuration(ping, durationMs), number, armFor: armedAfterSave(transition) };
}

/** The ping with the duration of the run that it ended. */
function withDuration(ping: Ping, durationMs: number | undefined): Ping {
  return durationMs === undefined ? ping : { ...ping, durationMs };
}

async function addToHistory(
  deps: Pick<RecordKnownPingDeps, 'history' | 'telemetry'>,
  { monitor, number, ping }: Recorded,
): Promise<void> {
  try {
    await deps.history.addPing(monitor.id, number, ping);
  } catch (cause) {
    deps.telemetry.notice('PingRowNotWritten', { monitorId: monitor.id, number }, cause);
  }
}
