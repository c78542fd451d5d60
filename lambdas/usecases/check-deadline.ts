import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import { wakeUpAt } from '../domain/timer.ts';
import type { Meter, Monitors, StoredMonitor, System, Telemetry, Timer, WakeUp } from './ports.ts';
import { storePassed } from './store-passed.ts';
import { untilSettled } from './until-settled.ts';

export interface CheckDeadlineDeps {
  monitors: Monitors;
  timer: Timer;
  system: System;
  telemetry: Meter;
}

type TimerDeps = Pick<CheckDeadlineDeps, 'monitors' | 'timer'>;

/**
 * What a look at a monitor found: it is gone; or whether time had changed it, by how much the look came late for that, and
 * the next instant at which time will, if there is any.
 */
export type Look = { found: 'gone' } | Seen;

interface Seen {
  found: 'unchanged' | 'changed';
  stored: StoredMonitor;
  lateMs: number;
  wakeAt: Instant | undefined;
  now: Instant;
  /** The wake-up that caused the look is no older than the timer that was found, and is to be sent on. */
  isCurrent: boolean;
}

/** What became of a wake-up. `stale`: a newer timer exists. `postponed`: it was sent on to the next instant. */
export type WakeUpOutcome = 'gone' | 'idle' | 'changed' | 'stale' | 'postponed';

/**
 * Answers a wake-up. A timer is only a hint: the monitor is read again and decides. So a wake-up that is early,
 * late, doubled or stale does no harm.
 */
export async function checkDeadline(deps: CheckDeadlineDeps, wakeUp: WakeUp): Promise<WakeUpOutcome> {
  const look = await lookAtMonitor(deps, wakeUp.monitorId, wakeUp);
  if (look.found === 'gone') {
    await deps.timer.cancel(wakeUp.monitorId);
    return 'gone';
  }
  if (look.found === 'changed') deps.telemetry.measure('TimerLateness', look.lateMs);
  if (look.wakeAt === undefined) return look.found === 'changed' ? 'changed' : 'idle';
  if (look.isCurrent) {
    await sendOn(deps, look);
    return 'postponed';
  }
  const { armedFor } = look.stored.monitor;
  if (armedFor !== undefined && (wakeUp.armedFor ?? armedFor) < armedFor) await armAgain(deps, look);
  return 'stale';
}

/** Sends the wake-up of a monitor on to what comes next, if anything does. */
async function sendOn(deps: TimerDeps, { stored, wakeAt, now }: Seen): Promise<void> {
  if (wakeAt === undefined) return;
  const { id: monitorId, armedFor } = stored.monitor;
  const wakeUp = { monitorId, ...(armedFor !== undefined && { armedFor }) };
  if (wakeAt - now > limits.queueDelayMaxMs) await armUnlessSooner(deps, wakeUp, wakeAt, now);
  else await deps.timer.delay(wakeUp, wakeAt, now);
}

/**
 * Sets the schedule of a monitor whose timer has moved later. Who moved it saved that first, and may have died before
 * setting it. There is one schedule, so a second time changes nothing; of messages there would be ever more, so a
 * deadline that is close is left to the sweep.
 */
async function armAgain(deps: TimerDeps, { stored, wakeAt, now }: Seen): Promise<void> {
  if (wakeAt === undefined || wakeAt - now < limits.schedulerMinimumMs) return;
  await armUnlessSooner(deps, { monitorId: stored.monitor.id }, wakeAt, now);
}

/**
 * Sets the monitor's one schedule. A ping that came meanwhile, as late pings do, may have set it to an earlier instant,
 * which must not be lost.
 */
async function armUnlessSooner(
  { timer, monitors }: TimerDeps,
  wakeUp: WakeUp,
  at: Instant,
  now: Instant,
): Promise<void> {
  await timer.arm(wakeUp, at, now);
  const latest = await monitors.load(wakeUp.monitorId);
  const sooner = latest && wakeUpAt(latest.monitor);
  if (sooner !== undefined && sooner < at) await timer.arm({ monitorId: wakeUp.monitorId }, sooner, now);
}

/**
 * Looks at a monitor that was just saved, if an instant has passed by then at which time changes it: for that no timer is
 * set. Answers what is stored then, if that has changed it. Should the look fail, what was saved stays, and the sweep looks.
 */
export async function lookIfPassed(
  deps: Omit<CheckDeadlineDeps, 'telemetry'> & { telemetry: Telemetry },
  saved: Monitor,
): Promise<StoredMonitor | undefined> {
  const { id: monitorId } = saved;
  const wakeAt = wakeUpAt(saved);
  if (wakeAt === undefined || wakeAt > deps.system.now()) return undefined;
  try {
    const look = await lookAtMonitor(deps, monitorId);
    if (look.found === 'gone') return undefined;
    // Also where somebody else has stored it meanwhile: a wake-up may have been stale to the save, and have sent nothing on.
    await sendOn(deps, look);
    return look.found === 'changed' ? look.stored : undefined;
  } catch (cause) {
    deps.telemetry.notice('DeadlineNotChecked', { monitorId }, cause);
    return undefined;
  }
}

/**
 * Reads a monitor and stores what time has made of it, for a wake-up if one is given. Sets no timer, which one that has
 * changed may need.
 */
export function lookAtMonitor(
  deps: Pick<CheckDeadlineDeps, 'monitors' | 'system'>,
  monitorId: string,
  wakeUp?: WakeUp,
): Promise<Look> {
  return untilSettled<Look>(deps.system, async () => {
    const before = await deps.monitors.load(monitorId);
    if (!before) return { found: 'gone' };
    const now = deps.system.now();
    const isCurrent = wakeUp !== undefined && [undefined, before.monitor.armedFor].includes(wakeUp.armedFor);
    const passed = await storePassed(deps, before, now, { restamps: isCurrent });
    if (passed === 'lost') return 'lost';
    const stored = passed ?? before;
    const lateMs = now - (wakeUpAt(before.monitor) ?? now);
    const wakeAt = wakeUpAt(stored.monitor);
    return { found: passed ? 'changed' : 'unchanged', stored, lateMs, wakeAt, now, isCurrent };
  });
}
