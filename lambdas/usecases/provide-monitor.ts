import { IdTaken, UnknownMonitor } from '../domain/errors.ts';
import type { Monitor, MonitorSettings } from '../domain/monitor.ts';
import { type DeleteMonitorDeps, deleteMonitor, type ManageMonitorsDeps } from './manage-monitors.ts';
import type { StoredMonitor } from './ports.ts';
import { putMonitor } from './put-monitor.ts';

/** A monitor, and what manages it. */
export interface Owned {
  id: string;
  owner: string;
}

/**
 * Makes sure that an owner has this monitor, with these settings: creates it, also where somebody has deleted it, or
 * changes it. Doing so again changes and writes nothing. Throws IdTaken when the monitor is another's or people's, and
 * what `settingsFor` throws, which is told the monitor that there is.
 */
export async function provideMonitor(
  deps: ManageMonitorsDeps,
  { id, owner }: Owned,
  settingsFor: (monitor: Monitor | undefined) => MonitorSettings,
): Promise<StoredMonitor> {
  const { stored } = await putMonitor(deps, id, (monitor) => {
    if (monitor) refuseOthers(monitor, owner);
    return { ...settingsFor(monitor), owner };
  });
  return stored;
}

/** Deletes a monitor with all that belongs to it, if there is one and it is this owner's. Doing so again does no harm. */
export async function withdrawMonitor(deps: DeleteMonitorDeps, { id, owner }: Owned): Promise<void> {
  try {
    await deleteMonitor(deps, id, (monitor) => refuseOthers(monitor, owner));
  } catch (error) {
    if (!(error instanceof UnknownMonitor || error instanceof IdTaken)) throw error;
  }
}

function refuseOthers(monitor: Monitor, owner: string): void {
  if (monitor.owner !== owner) throw new IdTaken(monitor.id);
}
