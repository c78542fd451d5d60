import { UnknownMonitor } from '../domain/errors.ts';
import { type PingKey, parseKey } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { type Ping, parseAction } from '../domain/ping.ts';
import type { Instant } from '../domain/time.ts';
import { alreadySaid, applyPing, type Transition } from '../domain/transition.ts';
import type { History, Monitors, StoredMonitor, System, Telemetry, Timer } from './ports.ts';
import { storeMiss } from './store-miss.ts';
import { untilSettled } from './until-settled.ts';

export interface RecordPingDeps {
  monitors: Monitors;
  history: History;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
}

/** A ping as it came in, before anybody knows whether its key is right. */
export interface PingRequest {
  key: string;
  /** What follows the key in the path: nothing, `fail` or an exit status. */
  action: string;
  method: string;
  sourceIp: string;
  userAgent: string;
}

/** A ping that is stored, and the timer that is still to be set for it. */
interface Recorded {
  ping: Ping;
  number: number;
  armFor?: Instant;
}

const nobodysSecret = '0'.repeat(limits.secretCharacters);

/**
 * Records a ping. When this returns, the ping counts. Throws UnknownMonitor for an unknown id and for a wrong
 * secret, InvalidInput for a malformed action, Contended or Unavailable when nothing could be stored.
 */
export async function recordPing(deps: RecordPingDeps, request: PingRequest): Promise<void> {
  const at = deps.system.now();
  const requestId = deps.system.uniqueId();
  const key = parseKey(request.key);
  if (!key) throw new UnknownMonitor();
  const recorded = await untilSettled(deps.system, async (tries) => {
    const stored = await loadWithKey(deps, key);
    const ping = { ...parseAction(request.action), ...originOf(request), at };
    if (tries > 1 && stored.requestId === requestId) return alreadyStored(stored, ping);
    if (tries > 1 && alreadySaid(stored.monitor, ping)) return countOnly(deps, key, ping);
    return saveOrRecognise(deps, stored, ping, requestId);
  });
  await Promise.all([addToHistory(deps, key.id, recorded), armAfterSave(deps, key.id, recorded)]);
}

async function loadWithKey(deps: RecordPingDeps, key: PingKey): Promise<StoredMonitor> {
  const stored = await deps.monitors.load(key.id);
  // An unknown id takes the same path as a wrong secret.
  const right = deps.system.sameSecret(stored?.monitor.secret ?? nobodysSecret, key.secret);
  if (!stored || !right) throw new UnknownMonitor();
  return stored;
}

/** An earlier try did land. It may have ended before its timer was set. */
function alreadyStored({ monitor, pingNumber }: StoredMonitor, ping: Ping): Recorded {
  const { armedFor } = monitor;
  return { ping, number: pingNumber, ...(armedFor !== undefined && { armFor: armedFor }) };
}

async function countOnly(deps: RecordPingDeps, key: PingKey, ping: Ping): Promise<Recorded> {
  const number = await deps.monitors.countPing(key.id);
  if (number === undefined) throw new UnknownMonitor();
  return { ping, number };
}

/** When the answer to a save is lost, the write perhaps is not: what is stored must not be refused. */
async function saveOrRecognise(
  deps: RecordPingDeps,
  before: StoredMonitor,
  ping: Ping,
  requestId: string,
): Promise<Recorded | 'lost'> {
  try {
    return await save(deps, before, ping, requestId);
  } catch (error) {
    const reloaded = await deps.monitors.load(before.monitor.id);
    if (reloaded?.requestId !== requestId) throw error;
    return alreadyStored(reloaded, ping);
  }
}

async function save(
  deps: RecordPingDeps,
  before: StoredMonitor,
  ping: Ping,
  requestId: string,
): Promise<Recorded | 'lost'> {
  // A ping that comes after its deadline, but before anybody looked, does not hide the miss: that is stored first.
  const stored = (await storeMiss(deps, before, ping.at)) ?? before;
  if (stored === 'lost') return 'lost';
  const transition = applyPing(stored.monitor, ping);
  const saved = await deps.monitors.save({
    monitor:
      transition.arm === 'before_save' ? await armBeforeSave(deps, transition, ping.at) : transition.monitor,
    version: stored.version,
    requestId,
    change: transition.flipped ? 'flip' : 'ping',
    countsPing: true,
  });
  if (saved === 'lost') return 'lost';
  const armFor = transition.arm === 'after_save' ? transition.monitor.armedFor : undefined;
  return { ping, number: saved.pingNumber, ...(armFor !== undefined && { armFor }) };
}

/** Sets the timer, or takes it out of the monitor that is about to be saved: then the sweep sets it. */
async function armBeforeSave(
  deps: RecordPingDeps,
  { monitor }: Transition,
  now: Instant,
): Promise<Transition['monitor']> {
  const { armedFor, ...unarmed } = monitor;
  if (armedFor === undefined || (await arm(deps, monitor.id, armedFor, now))) return monitor;
  return unarmed;
}

async function armAfterSave(deps: RecordPingDeps, monitorId: string, { armFor }: Recorded): Promise<void> {
  if (armFor === undefined || (await arm(deps, monitorId, armFor, deps.system.now()))) return;
  try {
    await deps.monitors.forgetTimer(monitorId, armFor);
  } catch (cause) {
    // The sweep still finds the deadline once it has passed.
    deps.telemetry.notice('TimerNotArmed', { monitorId }, cause);
  }
}

async function arm(deps: RecordPingDeps, monitorId: string, at: Instant, now: Instant): Promise<boolean> {
  try {
    await deps.timer.arm({ monitorId, armedFor: at }, at, now);
    return true;
  } catch (cause) {
    deps.telemetry.notice('TimerNotArmed', { monitorId }, cause);
    return false;
  }
}

async function addToHistory(deps: RecordPingDeps, monitorId: string, recorded: Recorded): Promise<void> {
  try {
    await deps.history.addPing(monitorId, recorded.number, recorded.ping);
  } catch (cause) {
    deps.telemetry.notice('PingRowNotWritten', { monitorId, number: recorded.number }, cause);
  }
}

function originOf({
  method,
  sourceIp,
  userAgent,
}: PingRequest): Pick<Ping, 'method' | 'sourceIp' | 'userAgent'> {
  return { method, sourceIp, userAgent: userAgent.slice(0, limits.userAgentCharacters) };
}
