import { enter } from './flip.ts';
import type { Monitor, MonitorSettings } from './monitor.ts';
import { applyTime } from './passing.ts';
import { openRuns } from './runs.ts';
import type { Instant } from './time.ts';
import { awaitingNext, awaitingNothing, type Transition, transition } from './transition.ts';

/** Every setting, and whether its change has the misses counted again. */
const countsAgain: Record<keyof MonitorSettings, boolean> = {
  schedule: true,
  timezone: true,
  earlyMarginSeconds: true,
  gracePeriodSeconds: true,
  maxMisses: true,
  name: false,
  tags: false,
  maxFailures: false,
  recoveryThreshold: false,
  maxRuntimeSeconds: false,
  expectFirstPing: false,
  reminderSeconds: false,
  runbookUrl: false,
  channels: false,
  postOnly: false,
  bodyFilter: false,
};
const settingNames = Object.keys(countsAgain) as (keyof MonitorSettings)[];
const timingNames = settingNames.filter((name) => countsAgain[name]);

/** What stands inside of settings. A table may give it back in another order. */
const innerNames = ['kind', 'text', 'intervalSeconds', 'lines', 'start', 'success', 'fail', 'defaultFail'];

/**
 * Gives a monitor other settings: all of them, so an optional one that is absent is taken away. Answers `undefined` if
 * they are what they were. A deadline that has passed by the new ones already is left for `applyTime` to find.
 */
export function applyChange(
  before: Monitor,
  settings: MonitorSettings,
  now: Instant,
): Transition | undefined {
  const rest = Object.entries(before).filter(([name]) => !settingNames.some((setting) => setting === name));
  const given = { ...Object.fromEntries(rest), ...settings } as Monitor;
  if (areSame(before, given, settingNames)) return undefined;
  const changed = { ...given, revision: before.revision + 1, runs: openRuns(given.runs, now) };
  return transition(before, isTimed(before, changed) ? countedAgain(changed, now) : changed, now);
}

function isTimed(before: Monitor, changed: Monitor): boolean {
  const { expectFirstPing } = before;
  return (
    !areSame(before, changed, timingNames) ||
    (isUnpinged(before) && changed.expectFirstPing !== expectFirstPing)
  );
}

function isUnpinged({ status, lastPing }: Monitor): boolean {
  return status === 'new' && lastPing === undefined;
}

function areSame(
  left: MonitorSettings,
  right: MonitorSettings,
  names: readonly (keyof MonitorSettings)[],
): boolean {
  const text = (settings: MonitorSettings) => JSON.stringify(settings, [...names, ...innerNames]);
  return text(left) === text(right);
}

/** As if the settings had been these since the last check-in. */
function countedAgain(monitor: Monitor, now: Instant): Monitor {
  const { status, successes } = monitor;
  switch (status) {
    case 'paused':
      return monitor;
    case 'down':
      return revived(monitor, now) ?? (successes > 0 ? awaited(monitor, now) : monitor);
    default: {
      const afresh = { ...monitor, misses: 0 };
      return isUnpinged(monitor) ? expectingOrNot(afresh, now) : awaited(afresh, now);
    }
  }
}

/** Before its first ping a monitor awaits it or does not. To expect it is as good as a check-in. */
function expectingOrNot(monitor: Monitor, now: Instant): Monitor {
  if (monitor.expectFirstPing) return awaited(monitor, now);
  const { checkinAt: _checkinAt, ...rest } = monitor;
  return awaitingNothing(rest);
}

function awaited(monitor: Monitor, now: Instant): Monitor {
  const checkinAt = monitor.checkinAt ?? now;
  return awaitingNext({ ...monitor, checkinAt }, checkinAt);
}

/**
 * A monitor that silence after a success has made down, is up again if by its settings it would not be down. Else
 * `undefined`.
 */
function revived(monitor: Monitor, now: Instant): Monitor | undefined {
  const { flip, checkinAt, lastSuccessAt } = monitor;
  const isSilentSinceSuccess =
    flip?.reason === 'missed' &&
    checkinAt !== undefined &&
    checkinAt === lastSuccessAt &&
    checkinAt < flip.at;
  if (!isSilentSinceSuccess) return undefined;
  const uncounted = { ...monitor, misses: 0, successes: 0 };
  const up = awaited(enter(uncounted, 'up', { at: now, reason: 'changed' }), now);
  const later = applyTime(transition(monitor, up, now).monitor, now);
  return later?.monitor.status === 'down' ? undefined : up;
}
