import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import { wakeUpAt } from '../domain/timer.ts';
import { lookAtMonitor } from './check-deadline.ts';
import type { Monitors, StoredMonitor, System, Telemetry, Timer } from './ports.ts';
import { armAfterSave } from './set-timer.ts';

export interface SweepDeps {
  monitors: Monitors;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
}

export interface SweepReport {
  monitors: number;
  /** Misses, ends of pauses and of flapping, and reminders that no timer had brought up. */
  overdue: number;
  /** What had moved by the time it was looked at. */
  onTime: number;
  /** Timers that were missing and are set now. */
  armed: number;
  failures: number;
}

/**
 * The safety net, run every minute: reads all monitors, stores what time has made of them and no timer brought up, and then
 * sets the timers that are missing. With Scheduler wholly down alerts still come, some two minutes late.
 */
export async function sweep(deps: SweepDeps): Promise<SweepReport> {
  const now = deps.system.now();
  const report = { monitors: 0, overdue: 0, onTime: 0, armed: 0, failures: 0 };
  const unarmed: StoredMonitor[] = [];
  for await (const stored of deps.monitors.scan()) {
    report.monitors += 1;
    const need = needOf(stored.monitor, now);
    if (need === 'timer') unarmed.push(stored);
    if (need !== 'look') continue;
    const { outcome, waiting } = await lookAt(deps, stored.monitor.id);
    report[outcome] += 1;
    if (waiting) unarmed.push(waiting);
  }
  for (const stored of fromAnywhere(unarmed, deps.system.random())) {
    // If one timer cannot be set, the next most likely cannot either: the next sweep tries again.
    if (!(await setTimer(deps, stored))) {
      report.failures += 1;
      break;
    }
    report.armed += 1;
  }
  deps.telemetry.notice('SweepCompleted', report);
  return report;
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

/** The list from another place on, so that one monitor whose timer always fails does not keep others from theirs. */
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
