import { applyChange } from '../../lambdas/domain/change.ts';
import {
  type Monitor,
  type MonitorSettings,
  type NewSettings,
  newMonitor,
} from '../../lambdas/domain/monitor.ts';
import type { EverySchedule } from '../../lambdas/domain/schedule.ts';
import { at } from './course.ts';

const names: ReadonlySet<string> = new Set<keyof MonitorSettings>([
  ...(['name', 'schedule', 'timezone', 'earlyMarginSeconds', 'gracePeriodSeconds', 'maxMisses'] as const),
  ...(['maxFailures', 'recoveryThreshold', 'maxRuntimeSeconds', 'expectFirstPing'] as const),
  ...(['reminderSeconds', 'runbookUrl', 'tags', 'channels', 'postOnly', 'bodyFilter'] as const),
]);

/** Every hour with five minutes of grace, as it is created at midnight. */
export function created(settings: Partial<NewSettings> = {}): Monitor {
  return newMonitor({
    ...{ id: 'backup', name: 'Backup', secret: '0123456789abcdefghjk', createdAt: at('00:00') },
    ...{ schedule: every('1h', 3_600), gracePeriodSeconds: 300, channels: ['ops'], ...settings },
  });
}

/** A monitor's settings without what became of it. */
export function settingsOf(monitor: Monitor): MonitorSettings {
  return Object.fromEntries(Object.entries(monitor).filter(([name]) => names.has(name))) as typeof monitor;
}

export function without(monitor: Monitor, name: keyof MonitorSettings): Monitor {
  return Object.fromEntries(Object.entries(monitor).filter(([other]) => other !== name)) as typeof monitor;
}

/** The monitor with these settings changed at that time of the day. */
export function changed(monitor: Monitor, time: string, settings: Partial<MonitorSettings>): Monitor {
  const change = applyChange(monitor, { ...settingsOf(monitor), ...settings }, at(time));
  if (!change) throw new Error('That changes nothing.');
  return change.monitor;
}

export function every(duration: string, intervalSeconds: number): EverySchedule {
  return { kind: 'every', text: `every ${duration}`, intervalSeconds };
}
