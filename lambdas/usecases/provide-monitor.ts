import { IdTaken, UnknownMonitor } from '../domain/errors.ts';
import type { Monitor, MonitorSettings } from '../domain/monitor.ts';
import { type DeleteMonitorDeps, deleteMonitor, type ManageMonitorsDeps } from './manage-monitors.ts';
import type { StoredMonitor } from './ports.ts';
import { putMonitor } from './put-monitor.ts';

/** A monitor, and what manages it. */
export interface Managed {
  id: string;
  managedBy: string;
}

/**
 * Makes sure that there is this monitor, with these settings: creates it, also where somebody has deleted it, or
 * changes it. Doing so again changes and writes nothing. Throws IdTaken when the monitor is another's or people's, and
 * what `settingsFor` throws, which is told the monitor that there is.
 */
export async function provideMonitor(
  deps: ManageMonitorsDeps,
  { id, managedBy }: Managed,
  settingsFor: (monitor: Monitor | undefined) => MonitorSettings,
): Promise<StoredMonitor> {
  const { stored } = await putMonitor(deps, id, (monitor) => {
    if (monitor) refuseOthers(monitor, managedBy);
    return { ...settingsFor(monitor), managedBy };
  });
  return stored;
}

/** Deletes a monitor with all that belongs to it, if there is one that is so managed. Doing so again does no harm. */
export async function withdrawMonitor(deps: DeleteMonitorDeps, { id, managedBy }: Managed): Promise<void> {
  try {
    await deleteMonitor(deps, id, (monitor) => refuseOthers(monitor, managedBy));
  } catch (error) {
    if (!(error instanceof UnknownMonitor || error instanceof IdTaken)) throw error;
  }
}

function refuseOthers(monitor: Monitor, managedBy: string): void {
  if (monitor.managedBy !== managedBy) throw new IdTaken(monitor.id);
}
