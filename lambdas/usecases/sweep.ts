import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import { wakeUpAt } from '../domain/timer.ts';
import { lookAtMonitor } from './check-deadline.ts';
import { type NoteSweepDeps, noteSweep } from './note-sweep.ts';
import type {
  Audiences,
  Meter,
  Monitors,
  StoredMonitor,
  System,
  TablePart,
  Telemetry,
  Timer,
  Watcher,
} from './ports.ts';
import { armAfterSave } from './set-timer.ts';
import { watchChannels } from './watch-channels.ts';

/** What sweeps of one process know of each other. */
export class SweepMemory {
  /** How many monitors there were: of a process that has not swept yet, none. */
  monitors = 0;
  /** When the channels' subscribers were looked at. */
  channelsSeenAt: Instant = Number.NEGATIVE_INFINITY;
}

export interface SweepDeps extends NoteSweepDeps {
  monitors: Monitors;
  timer: Timer;
  system: System;
  telemetry: Telemetry & Meter;
  sweepMemory: SweepMemory;
  /** Is told of every sweep that has completed. */
  watcher?: Watcher | undefined;
  /** Where nobody can be asked about, as on a laptop, nobody is. */
  audiences?: Audiences;
}

interface Tally {
  monitors: number;
  /** Misses, ends of pauses and of flapping, and reminders that no timer had brought up. */
  overdue: number;
  /** What had moved by the time it was looked at. */
  onTime: number;
  /** Timers that were missing and are set now. */
  armed: number;
  failures: number;
}

/** What a sweep that ran out of time did not come to: parts of the table, whole or their ends, and missing timers. */
interface Left {
  partsLeft: number;
  timersLeft: number;
}

export type SweepReport = Tally | (Tally & Left);

/** A sweep under way. */
interface Run {
  startedAt: Instant;
  until: Instant;
  tally: Tally;
  unarmed: StoredMonitor[];
}

/**
 * The safety net, run every minute: reads all monitors, stores what time has made of them and no timer brought up, and then
 * sets the timers that are missing. With Scheduler wholly down alerts still come, some two minutes late.
 *
 * First it notes that it begins, for nobody may have looked for a while. From `until` on it begins nothing new, and says what it left. Each sweep begins at another part of the table, so
 * that none is left out for good; and what was stored need not be stored again.
 */
export async function sweep(
  deps: SweepDeps,
  until: Instant = Number.POSITIVE_INFINITY,
): Promise<SweepReport> {
  const tally = { monitors: 0, overdue: 0, onTime: 0, armed: 0, failures: 0 };
  const run: Run = { startedAt: deps.system.now(), until, tally, unarmed: [] };
  if (hasTime(deps, run)) await noteSweep(deps);
  const partsLeft = await sweepParts(deps, run);
  // A table that there was no time for is taken for the largest: the next sweep reads it in as many parts as there may be.
  deps.sweepMemory.monitors = partsLeft > 0 ? Number.POSITIVE_INFINITY : tally.monitors;
  const timersLeft = await setTimers(deps, run);
  const isCut = partsLeft > 0 || timersLeft > 0;
  const report = isCut ? { ...tally, partsLeft, timersLeft } : tally;
  deps.telemetry.notice(isCut ? 'SweepCut' : 'SweepCompleted', report);
  if (tally.armed > 0) deps.telemetry.measure('TimersMissing', tally.armed);
  if (!isCut) {
    await tellWatcher(deps);
    // Last, and never to the harm of what came before.
    await watchChannels(deps);
  }
  return report;
}

/** A watcher who is away is no reason for a sweep to fail: silence is what he tells of. */
async function tellWatcher({ watcher, telemetry }: SweepDeps): Promise<void> {
  try {
    await watcher?.tellAlive();
  } catch (cause) {
    telemetry.notice('HeartbeatNotSent', {}, cause);
  }
}

/** Sweeps all parts, some at once, and answers how many it has not finished. Throws if one could not be read. */
async function sweepParts(deps: SweepDeps, run: Run): Promise<number> {
  const waiting = fromAnywhere(partsOf(deps.sweepMemory.monitors), deps.system.random());
  let cut = 0;
  const sweepNext = async (): Promise<void> => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      if (!(await sweepPart(deps, run, part))) cut += 1;
    }
  };
  const workers = Array.from({ length: limits.sweepPartsAtOnce }, sweepNext);
  // All of them come to their end first: nothing goes on behind the back of whoever called.
  const ends = await Promise.allSettled(workers);
  const failure = ends.find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') throw failure.reason;
  return cut;
}

/** The parts in which so many monitors are read. A small table is one, for a request costs something even if it finds nothing. */
function partsOf(monitors: number): TablePart[] {
  const wanted = Math.ceil(monitors / limits.sweepMonitorsPerPart);
  const of = Math.min(Math.max(wanted, 1), limits.sweepPartsMax);
  return Array.from({ length: of }, (_, index) => ({ index, of }));
}

/** Answers whether there was time for all of the part. */
async function sweepPart(deps: SweepDeps, run: Run, part: TablePart): Promise<boolean> {
  if (!hasTime(deps, run)) return false;
  for await (const stored of deps.monitors.scan(part)) {
    if (!hasTime(deps, run)) return false;
    run.tally.monitors += 1;
    const need = needOf(stored.monitor, run.startedAt);
    if (need === 'timer') run.unarmed.push(stored);
    if (need !== 'look') continue;
    const { outcome, waiting } = await lookAt(deps, stored.monitor.id);
    run.tally[outcome] += 1;
    if (waiting) run.unarmed.push(waiting);
  }
  return true;
}

/** Sets the timers that are missing, and answers how many there was no time for. */
async function setTimers(deps: SweepDeps, run: Run): Promise<number> {
  const waiting = fromAnywhere(run.unarmed, deps.system.random());
  for (const [place, stored] of waiting.entries()) {
    if (!hasTime(deps, run)) return waiting.length - place;
    // If one timer cannot be set, the next most likely cannot either: the next sweep tries again.
    if (!(await setTimer(deps, stored))) {
      run.tally.failures += 1;
      break;
    }
    run.tally.armed += 1;
  }
  return 0;
}

function hasTime({ system }: SweepDeps, { until }: Run): boolean {
  return system.now() < until;
}

function needOf(monitor: Monitor, now: Instant): 'nothing' | 'look' | 'timer' {
  const wakeAt = wakeUpAt(monitor);
  if (wakeAt === undefined) return 'nothing';
  if (now - wakeAt > limits.sweepPatienceMs) return 'look';
  return monitor.armedFor === undefined ? 'timer' : 'nothing';
}

/** Looks at an overdue monitor. One that has changed, and waits for something else now, is answered: it needs a timer. */
async function lookAt(
  deps: SweepDeps,
  monitorId: string,
): Promise<{ outcome: 'overdue' | 'onTime' | 'failures'; waiting?: StoredMonitor }> {
  try {
    const look = await lookAtMonitor(deps, monitorId);
    if (look.found !== 'changed') return { outcome: 'onTime' };
    deps.telemetry.notice('DeadlineOverdue', { monitorId });
    return { outcome: 'overdue', ...(look.wakeAt !== undefined && { waiting: look.stored }) };
  } catch (cause) {
    deps.telemetry.notice('SweepFailed', { monitorId }, cause);
    return { outcome: 'failures' };
  }
}

/** The list from another place on, so that what always fails, or takes all of the time, holds up nothing else for good. */
function fromAnywhere<T>(list: readonly T[], random: number): T[] {
  const start = Math.floor(random * list.length);
  return [...list.slice(start), ...list.slice(0, start)];
}

/** Sets a missing timer, once the monitor says that it is set: a stale view must not replace a timer that is sooner. */
async function setTimer(deps: SweepDeps, { monitor, version }: StoredMonitor): Promise<boolean> {
  const wakeAt = wakeUpAt(monitor);
  if (wakeAt === undefined) return true;
  try {
    const saved = await deps.monitors.save({
      monitor: { ...monitor, armedFor: wakeAt },
      version,
      requestId: deps.system.uniqueId(),
      change: 'timer',
      countsPing: false,
    });
    // Losing this race is fine: whoever won it set a timer, or the next sweep does.
    return saved === 'lost' || (await armAfterSave(deps, monitor.id, wakeAt, deps.system.now()));
  } catch (cause) {
    deps.telemetry.notice('TimerNotArmed', { monitorId: monitor.id }, cause);
    return false;
  }
}
