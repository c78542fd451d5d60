import { limits } from '../domain/limits.ts';
import type { Instant } from '../domain/time.ts';
import type { Monitors, StoredMonitor, System, Timer, WakeUp } from './ports.ts';
import { storeMiss } from './store-miss.ts';
import { untilSettled } from './until-settled.ts';

export interface CheckDeadlineDeps {
  monitors: Monitors;
  timer: Timer;
  system: System;
}

/**
 * What a look at a deadline found: the monitor is gone, awaits nothing, has flipped, or waits: for the deadline that
 * it had, or for the next one after a miss that was not the last allowed.
 */
export type Look =
  | { found: 'gone' | 'idle' | 'flipped' }
  | { found: 'waiting' | 'missed'; stored: StoredMonitor; deadlineAt: Instant; now: Instant };

/** What became of a wake-up. `stale`: a newer timer exists. `postponed`: it was sent on to the deadline. */
export type WakeUpOutcome = 'gone' | 'idle' | 'flipped' | 'stale' | 'postponed';

/**
 * Answers a wake-up. A timer is only a hint: the monitor is read again and decides. So a wake-up that is early,
 * late, doubled or stale does no harm.
 */
export async function checkDeadline(deps: CheckDeadlineDeps, wakeUp: WakeUp): Promise<WakeUpOutcome> {
  const look = await lookAtDeadline(deps, wakeUp.monitorId);
  if (look.found === 'gone') await deps.timer.cancel(wakeUp.monitorId);
  if (!('stored' in look)) return look.found;
  const { deadlineAt, now } = look;
  const { monitor } = look.stored;
  if (wakeUp.armedFor !== undefined && wakeUp.armedFor !== monitor.armedFor) return 'stale';
  const { armedFor } = monitor;
  const again = { monitorId: monitor.id, ...(armedFor !== undefined && { armedFor }) };
  if (deadlineAt - now > limits.queueDelayMaxMs) await deps.timer.arm(again, deadlineAt, now);
  else await deps.timer.delay(again, deadlineAt, now);
  return 'postponed';
}

/** Reads a monitor and, if its deadline has passed, stores the miss. Sets no timer, which a `missed` one needs. */
export function lookAtDeadline(
  deps: Pick<CheckDeadlineDeps, 'monitors' | 'system'>,
  monitorId: string,
): Promise<Look> {
  return untilSettled<Look>(deps.system, async () => {
    const stored = await deps.monitors.load(monitorId);
    return stored ? lookAt(deps, stored, deps.system.now()) : { found: 'gone' };
  });
}

async function lookAt(
  deps: Pick<CheckDeadlineDeps, 'monitors' | 'system'>,
  stored: StoredMonitor,
  now: Instant,
): Promise<Look | 'lost'> {
  const missed = await storeMiss(deps, stored, now);
  if (missed === 'lost') return 'lost';
  const { deadlineAt } = (missed ?? stored).monitor;
  if (deadlineAt === undefined) return { found: missed ? 'flipped' : 'idle' };
  return { found: missed ? 'missed' : 'waiting', stored: missed ?? stored, deadlineAt, now };
}
