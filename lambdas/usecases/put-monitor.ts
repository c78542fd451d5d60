import { IdTaken, UnknownMonitor } from '../domain/errors.ts';
import type { Monitor, MonitorSettings } from '../domain/monitor.ts';
import { updateMonitor } from './change-monitor.ts';
import { createMonitor, type ManageMonitorsDeps } from './manage-monitors.ts';
import type { StoredMonitor } from './ports.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Creates the monitor with this id, or gives the one that there is all these settings. Doing so again changes and writes
 * nothing. `settingsFor` is told the monitor that there is, if any, may refuse, and may say what manages a new one. Throws InvalidInput for settings that
 * do not go together.
 */
export function putMonitor(
  deps: ManageMonitorsDeps,
  id: string,
  settingsFor: (monitor: Monitor | undefined) => MonitorSettings & { managedBy?: string },
): Promise<{ stored: StoredMonitor; created: boolean }> {
  return untilSettled(deps.system, async () => {
    try {
      return { stored: await updateMonitor(deps, id, settingsFor), created: false };
    } catch (error) {
      if (!(error instanceof UnknownMonitor)) throw error;
    }
    try {
      return { stored: await createMonitor(deps, { ...settingsFor(undefined), id }), created: true };
    } catch (error) {
      // Somebody else has just created it.
      if (error instanceof IdTaken) return 'lost';
      throw error;
    }
  });
}
