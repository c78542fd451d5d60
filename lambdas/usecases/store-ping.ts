import { alreadySaid, applyPing } from '../domain/check-in.ts';
import { UnknownMonitor } from '../domain/errors.ts';
import { isRepeated } from '../domain/event-time.ts';
import { kindFor } from '../domain/filter.ts';
import type { Monitor } from '../domain/monitor.ts';
import { type CheckIn, isCheckIn, type Ping, receivedAt } from '../domain/ping.ts';
import { runsAfter } from '../domain/runs.ts';
import type { Instant } from '../domain/time.ts';
import type { Monitors, StoredMonitor, System, Telemetry, Timer } from './ports.ts';
import { armBeforeSave, armedAfterSave } from './set-timer.ts';
import { storePassed } from './store-passed.ts';

interface StorePingDeps {
  monitors: Monitors;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
}

/** A ping that is stored, and the timer that is still to be set for it. */
export interface Recorded {
  /** The ping has been recorded before: there is nothing to add to history. Default: false. */
  isRepeated?: boolean;
  monitor: Monitor;
  ping: Ping;
  number: number;
  armFor?: Instant | undefined;
  created?: boolean;
}

/**
 * Stores a ping with its monitor. `tries` is 1 at first: what a later one finds may be the work of an earlier one under the same
 * `requestId`. Answers `'lost'` when another write came first, and it is to be tried again. Throws UnknownMonitor when the
 * monitor is gone.
 */
export async function storePing(
  deps: StorePingDeps,
  stored: StoredMonitor,
  said: Ping,
  { requestId, tries }: { requestId: string; tries: number },
): Promise<Recorded | 'lost'> {
  const ping = { ...said, kind: kindFor(stored.monitor, said) };
  if (!isCheckIn(ping)) return countOnly(deps, stored, ping);
  if (tries > 1 && stored.requestId === requestId) return alreadyStored(stored, ping);
  if (isRepeated(stored.monitor, ping)) return repeated(deps, stored, ping, tries);
  if (tries > 1 && alreadySaid(stored.monitor, ping)) return countOnly(deps, stored, ping);
  return saveOrRecognise(deps, stored, ping, requestId);
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
  deps: StorePingDeps,
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
  deps: Pick<StorePingDeps, 'monitors'>,
  { monitor }: StoredMonitor,
  ping: Ping,
): Promise<Recorded> {
  const number = await deps.monitors.countPing(monitor.id);
  if (number === undefined) throw new UnknownMonitor();
  return { monitor, ping, number };
}

/** When the answer to a save is lost, the write perhaps is not: what is stored must not be refused. */
async function saveOrRecognise(
  deps: StorePingDeps,
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
  deps: StorePingDeps,
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
