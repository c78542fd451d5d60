import { applyChange } from '../domain/change.ts';
import { InvalidInput, UnknownMonitor } from '../domain/errors.ts';
import { isId } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor, MonitorSettings } from '../domain/monitor.ts';
import { applyPause, applyResume, type PauseOptions } from '../domain/pause.ts';
import { checkSettings } from '../domain/settings.ts';
import { dayMs, type Instant } from '../domain/time.ts';
import type { Transition } from '../domain/transition.ts';
import { lookIfPassed } from './check-deadline.ts';
import type { Monitors, Publications, StoredMonitor, System, Telemetry, Timer } from './ports.ts';
import { joinTags, leaveTags } from './public-tags.ts';
import { armAfterSave, armBeforeSave, armedAfterSave } from './set-timer.ts';
import { storePassed } from './store-passed.ts';
import { untilSettled } from './until-settled.ts';

export interface ChangeMonitorDeps {
  monitors: Monitors;
  publications: Publications;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
}

/**
 * Changes a monitor as somebody asked, and answers what is stored then. `change` says what is to be stored, or
 * `undefined` for nothing; it may be asked again when the race for the write is lost. A deadline that nobody has
 * looked at yet is a miss first: no change hides it. Throws UnknownMonitor, and what `change` throws.
 */
export async function changeMonitor(
  deps: ChangeMonitorDeps,
  id: string,
  change: (monitor: Monitor, now: Instant) => Transition | undefined,
): Promise<StoredMonitor> {
  const requestId = deps.system.uniqueId();
  if (!isId(id)) throw new UnknownMonitor();
  return untilSettled(deps.system, async (tries) => {
    const now = deps.system.now();
    const before = await deps.monitors.load(id);
    if (!before) throw new UnknownMonitor();
    if (tries > 1 && before.requestId === requestId) {
      // An earlier try did land. It may have ended before its timer was set.
      await armAfterSave(deps, id, before.monitor.armedFor, now);
      return before;
    }
    const stored = (await storePassed(deps, before, now)) ?? before;
    const transition = stored === 'lost' ? undefined : change(stored.monitor, now);
    if (stored === 'lost' || !transition) return stored;
    return save(deps, stored, transition, { requestId, now });
  });
}

async function save(
  deps: ChangeMonitorDeps,
  before: StoredMonitor,
  transition: Transition,
  { requestId, now }: { requestId: string; now: Instant },
): Promise<StoredMonitor | 'lost'> {
  const { id, tags } = before.monitor;
  await joinTags(deps, id, without(transition.monitor.tags, tags));
  const saved = await deps.monitors.save({
    monitor: await armBeforeSave(deps, transition, now),
    version: before.version,
    requestId,
    change: transition.flipped ? 'flip' : 'config',
    countsPing: false,
  });
  if (saved === 'lost') return 'lost';
  await armAfterSave(deps, id, armedAfterSave(transition), deps.system.now());
  await leaveTags(deps, id, without(tags, saved.monitor.tags));
  // A change may have made a deadline pass.
  return (await lookIfPassed(deps, saved.monitor)) ?? saved;
}

function without(tags: readonly string[], others: readonly string[]): string[] {
  return tags.filter((tag) => !others.includes(tag));
}

/** Gives a monitor other settings. Throws InvalidInput for settings that do not go together. */
export function updateMonitor(
  deps: ChangeMonitorDeps,
  id: string,
  settingsFor: (monitor: Monitor) => MonitorSettings,
): Promise<StoredMonitor> {
  return changeMonitor(deps, id, (monitor, now) => {
    const settings = settingsFor(monitor);
    checkSettings(settings);
    return applyChange(monitor, settings, now);
  });
}

/** Pauses a monitor. Throws InvalidInput for an `until` that is not to come, or too far away. */
export async function pauseMonitor(
  deps: ChangeMonitorDeps,
  id: string,
  options: PauseOptions,
): Promise<StoredMonitor> {
  const { until } = options;
  const aheadMs = until === undefined ? undefined : until - deps.system.now();
  if (aheadMs !== undefined && (aheadMs <= 0 || aheadMs > limits.pauseMaxMs)) {
    const message = `allowed is an instant in the future, at most ${limits.pauseMaxMs / dayMs} days from now`;
    throw new InvalidInput([{ field: 'until', message }]);
  }
  return changeMonitor(deps, id, (monitor, now) => applyPause(monitor, now, options));
}

/** Ends a monitor's pause, if it is paused. */
export function resumeMonitor(deps: ChangeMonitorDeps, id: string): Promise<StoredMonitor> {
  return changeMonitor(deps, id, applyResume);
}
