import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import type { Monitors, System, Timer, WakeUp } from './ports.ts';
import { storeMiss } from './store-miss.ts';
import { untilSettled } from './until-settled.ts';

export interface CheckDeadlineDeps {
  monitors: Monitors;
  timer: Timer;
  system: System;
}

/**
 * What a look at a deadline found: the monitor is gone, awaits nothing, has flipped, or waits still.
 */
export type Look =
  | { found: 'gone' | 'idle' | 'flipped' }
  | { found: 'waiting'; monitor: Monitor; deadlineAt: Instant; now: Instant };

/** What became of a wake-up. `stale`: a newer timer exists. `postponed`: it was sent on to the deadline. */
export type WakeUpOutcome = 'gone' | 'idle' | 'flipped' | 'stale' | 'postponed';

/**
 * Answers a wake-up. A timer is only a hint: the monitor is read again and decides. So a wake-up that is early,
 * late, doubled or stale does no harm.
 */
export async function checkDeadline(deps: CheckDeadlineDeps, wakeUp: WakeUp): Promise<WakeUpOutcome> {
  const look = await lookAtDeadline(deps, wakeUp.monitorId);
  if (look.found === 'gone') await deps.timer.cancel(wakeUp.monitorId);
  if (look.found !== 'waiting') return look.found;
  const { monitor, deadlineAt, now } = look;
  if (wakeUp.armedFor !== undefined && wakeUp.armedFor !== monitor.armedFor) return 'stale';
  const { armedFor } = monitor;
  const again = { monitorId: monitor.id, ...(armedFor !== undefined && { armedFor }) };
  if (deadlineAt - now > limits.queueDelayMaxMs) await deps.timer.arm(again, deadlineAt, now);
  else await deps.timer.delay(again, deadlineAt, now);
  return 'postponed';
}

/** Reads a monitor and, if its deadline has passed, stores the miss. Sets no timer. */
export function lookAtDeadline(
  deps: Pick<CheckDeadlineDeps, 'monitors' | 'system'>,
  monitorId: string,
): Promise<Look> {
  const { monitors, system } = deps;
  return untilSettled<Look>(system, async () => {
    const now = system.now();
    const stored = await monitors.load(monitorId);
    if (!stored) return { found: 'gone' };
    const { monitor } = stored;
    if (monitor.deadlineAt === undefined) return { found: 'idle' };
    const missed = await storeMiss(deps, stored, now);
    if (missed === undefined) return { found: 'waiting', monitor, deadlineAt: monitor.deadlineAt, now };
    return missed === 'lost' ? 'lost' : { found: 'flipped' };
  });
}
