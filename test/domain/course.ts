import { applyPing } from '../../lambdas/domain/check-in.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { applyTime, type Passed } from '../../lambdas/domain/passing.ts';
import { applyPause, applyResume } from '../../lambdas/domain/pause.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import { aMonitor, aPing } from '../support/monitors.ts';

/** An instant of one day, such as `02:10` or `02:09:59.999`. */
export function at(time: string): Instant {
  const instant = Date.parse(`2026-11-16T${time}Z`);
  if (Number.isNaN(instant)) throw new Error(`${time} is no time of a day.`);
  return instant;
}

/** Every hour with five minutes of grace, created at midnight. */
export function hourly(overrides: Partial<Monitor> = {}): Monitor {
  const createdAt = at('00:00');
  const schedule = { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 } as const;
  return aMonitor({ schedule, createdAt, statusSince: createdAt, ...overrides });
}

/** All that time makes of a monitor, in order. */
export function passings(monitor: Monitor, time: string): Passed[] {
  const passed = applyTime(monitor, at(time));
  return passed ? [passed, ...passings(passed.monitor, time)] : [];
}

/**
 * What becomes of a monitor by these events, such as `02:10 success` or `03:00 start a` with a rid. Each finds what
 * time has made of it by then; `--` does nothing more.
 */
export function lived(monitor: Monitor, ...events: string[]): Monitor {
  return events.reduce(live, monitor);
}

function live(before: Monitor, event: string): Monitor {
  const [time = '', deed, rid] = event.split(' ');
  const now = at(time);
  const monitor = passings(before, time).at(-1)?.monitor ?? before;
  switch (deed) {
    case 'start':
    case 'success':
    case 'fail':
      return applyPing(monitor, aPing({ kind: deed, at: now, ...(rid !== undefined && { rid }) })).monitor;
    case 'pause':
      return applyPause(monitor, now, { manualResume: false })?.monitor ?? monitor;
    case 'resume':
      return applyResume(monitor, now)?.monitor ?? monitor;
    case '--':
      return monitor;
    default:
      throw new Error(`Nobody knows what "${event}" is.`);
  }
}
