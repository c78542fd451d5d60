import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import { lookAtDeadline } from './check-deadline.ts';
import type { Monitors, StoredMonitor, System, Telemetry, Timer } from './ports.ts';

export interface SweepDeps {
  monitors: Monitors;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
}

export interface SweepReport {
  monitors: number;
  /** Misses that no timer had brought up. */
  overdue: number;
  /** Deadlines that had moved by the time they were looked at. */
  onTime: number;
  /** Timers that were missing and are set now. */
  armed: number;
  failures: number;
}

/**
 * The safety net, run every minute: reads all monitors, stores the misses that no timer brought up, and then
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
    const { outcome, missed } = await storeMiss(deps, stored.monitor.id);
    report[outcome] += 1;
    if (missed) unarmed.push(missed);
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

function needOf({ deadlineAt, armedFor }: Monitor, now: Instant): 'nothing' | 'look' | 'timer' {
  if (deadlineAt === undefined) return 'nothing';
  if (now - deadlineAt > limits.sweepPatienceMs) return 'look';
  return armedFor === undefined ? 'timer' : 'nothing';
}

/** Looks at an overdue monitor. One that has missed, but not for the last time, is answered: it needs a timer. */
async function storeMiss(
  deps: SweepDeps,
  monitorId: string,
): Promise<{ outcome: 'overdue' | 'onTime' | 'failures'; missed?: StoredMonitor }> {
  try {
    const look = await lookAtDeadline(deps, monitorId);
    if (look.found !== 'flipped' && look.found !== 'missed') return { outcome: 'onTime' };
    deps.telemetry.notice('DeadlineOverdue', { monitorId });
    return { outcome: 'overdue', ...('stored' in look && { missed: look.stored }) };
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

async function setTimer(deps: SweepDeps, { monitor, version }: StoredMonitor): Promise<boolean> {
  const { id, deadlineAt } = monitor;
  if (deadlineAt === undefined) return true;
  try {
    await deps.timer.arm({ monitorId: id, armedFor: deadlineAt }, deadlineAt, deps.system.now());
    // Losing this race is fine: whoever won it set a timer, or the next sweep does.
    await deps.monitors.save({
      monitor: { ...monitor, armedFor: deadlineAt },
      version,
      requestId: deps.system.uniqueId(),
      change: 'timer',
      countsPing: false,
    });
    return true;
  } catch (cause) {
    deps.telemetry.notice('TimerNotArmed', { monitorId: id }, cause);
    return false;
  }
}
