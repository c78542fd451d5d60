import type { Monitor } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import type { Timed } from '../domain/timer.ts';
import type { Monitors, Telemetry, Timer } from './ports.ts';

export interface SetTimerDeps {
  monitors: Pick<Monitors, 'forgetTimer'>;
  timer: Pick<Timer, 'arm'>;
  telemetry: Telemetry;
}

/**
 * Answers the monitor to save, with its timer set if that comes before the save. A timer that cannot be set is taken
 * out of the monitor: then the sweep sets it.
 */
export async function armBeforeSave(deps: SetTimerDeps, transition: Timed, now: Instant): Promise<Monitor> {
  const { armedFor, ...unarmed } = transition.monitor;
  if (transition.arm !== 'before_save' || armedFor === undefined) return transition.monitor;
  return (await arm(deps, unarmed.id, armedFor, now)) ? transition.monitor : unarmed;
}

/** The instant for which a timer is to be set after the save, if any. */
export function armedAfterSave({ arm, monitor }: Timed): Instant | undefined {
  return arm === 'after_save' ? monitor.armedFor : undefined;
}

/** Sets a timer for what has been saved, or clears `armedFor`: then the sweep sets it. Answers false in that case. */
export async function armAfterSave(
  deps: SetTimerDeps,
  monitorId: string,
  armFor: Instant | undefined,
  now: Instant,
): Promise<boolean> {
  if (armFor === undefined || (await arm(deps, monitorId, armFor, now))) return true;
  try {
    await deps.monitors.forgetTimer(monitorId, armFor);
  } catch (cause) {
    // The sweep still finds the deadline once it has passed.
    deps.telemetry.notice('TimerNotArmed', { monitorId }, cause);
  }
  return false;
}

async function arm(deps: SetTimerDeps, monitorId: string, at: Instant, now: Instant): Promise<boolean> {
  try {
    await deps.timer.arm({ monitorId, armedFor: at }, at, now);
    return true;
  } catch (cause) {
    deps.telemetry.notice('TimerNotArmed', { monitorId }, cause);
    return false;
  }
}
