import { alreadySaid, applyPing } from '../domain/check-in.ts';
import { InvalidInput, UnknownMonitor } from '../domain/errors.ts';
import { kindFor } from '../domain/filter.ts';
import { limits } from '../domain/limits.ts';
import { type CheckIn, cutText, isCheckIn, type Ping, type PingBody, type Signal } from '../domain/ping.ts';
import type { Instant } from '../domain/time.ts';
import { type CreateByPingDeps, createByPing } from './create-by-ping.ts';
import { type FindMonitorDeps, findMonitor, type PingTarget } from './find-monitor.ts';
import type { History, StoredMonitor } from './ports.ts';
import { armAfterSave, armBeforeSave, armedAfterSave } from './set-timer.ts';
import { storePassed } from './store-passed.ts';
import { untilSettled } from './until-settled.ts';

export type RecordPingDeps = CreateByPingDeps & FindMonitorDeps & { history: History };

/** A ping as it came in, before anybody knows whether its key is right. */
export interface PingRequest {
  target: PingTarget;
  /** What the request says, or what is wrong with it: only who has a right key is told. */
  reading: Signal | InvalidInput;
  method: string;
  sourceIp: string;
  userAgent: string;
  body?: PingBody;
}

/** What the sender of a ping may know. */
export interface PingReceipt {
  monitorName: string;
  at: Instant;
  /** Whether the ping has created its monitor. */
  created: boolean;
}

/** A ping that is stored, and the timer that is still to be set for it. */
interface Recorded {
  monitor: { id: string; name: string };
  ping: Ping;
  number: number;
  armFor?: Instant | undefined;
  created?: boolean;
}

/**
 * Records a ping. When this returns, the ping counts. Throws UnknownMonitor for an unknown id and for a wrong
 * secret, then InvalidInput for a malformed request, Contended or Unavailable when nothing could be stored.
 */
export async function recordPing(deps: RecordPingDeps, request: PingRequest): Promise<PingReceipt> {
  const at = deps.system.now();
  const requestId = deps.system.uniqueId();
  const recorded = await untilSettled(deps.system, async (tries) => {
    const stored = await findMonitor(deps, request.target, at);
    const said = readPing(request, at);
    if (!stored) return create(deps, request.target, said, requestId);
    const ping = { ...said, kind: kindFor(stored.monitor, said) };
    if (!isCheckIn(ping)) return countOnly(deps, stored, ping);
    if (tries > 1 && stored.requestId === requestId) return alreadyStored(stored, ping);
    if (tries > 1 && alreadySaid(stored.monitor, ping)) return countOnly(deps, stored, ping);
    return saveOrRecognise(deps, stored, ping, requestId);
  });
  const { monitor, armFor, created = false } = recorded;
  await Promise.all([
    addToHistory(deps, recorded),
    armAfterSave(deps, monitor.id, armFor, deps.system.now()),
  ]);
  return { monitorName: monitor.name, at, created };
}

function readPing({ target: _target, reading, ...origin }: PingRequest, at: Instant): Ping {
  if (reading instanceof InvalidInput) throw reading;
  const userAgent = cutText(origin.userAgent, limits.userAgentCharacters);
  return { ...reading, ...origin, userAgent, at };
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
  return { monitor, ping: withDuration(ping, lastPing?.durationMs), number: pingNumber, armFor };
}

/** Counts a ping that changes nothing. */
async function countOnly(deps: RecordPingDeps, { monitor }: StoredMonitor, ping: Ping): Promise<Recorded> {
  const number = await deps.monitors.countPing(monitor.id);
  if (number === undefined) throw new UnknownMonitor();
  return { monitor, ping, number };
}

/** When the answer to a save is lost, the write perhaps is not: what is stored must not be refused. */
async function saveOrRecognise(
  deps: RecordPingDeps,
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
  deps: RecordPingDeps,
  before: StoredMonitor,
  ping: CheckIn,
  requestId: string,
): Promise<Recorded | 'lost'> {
  // A ping that comes after its deadline, but before anybody looked, does not hide the miss: that is stored first.
  const stored = (await storePassed(deps, before, ping.at)) ?? before;
  if (stored === 'lost') return 'lost';
  const transition = applyPing(stored.monitor, ping);
  const saved = await deps.monitors.save({
    monitor: await armBeforeSave(deps, transition, ping.at),
    version: stored.version,
    requestId,
    change: transition.flipped ? 'flip' : 'ping',
    countsPing: true,
  });
  if (saved === 'lost') return 'lost';
  const { monitor, pingNumber: number } = saved;
  const durationMs = monitor.lastPing?.durationMs;
  return { monitor, ping: withDuration(ping, durationMs), number, armFor: armedAfterSave(transition) };
}

/** The ping with the duration of the run that it ended. */
function withDuration(ping: Ping, durationMs: number | undefined): Ping {
  return durationMs === undefined ? ping : { ...ping, durationMs };
}

async function addToHistory(deps: RecordPingDeps, { monitor, number, ping }: Recorded): Promise<void> {
  try {
    await deps.history.addPing(monitor.id, number, ping);
  } catch (cause) {
    deps.telemetry.notice('PingRowNotWritten', { monitorId: monitor.id, number }, cause);
  }
}
