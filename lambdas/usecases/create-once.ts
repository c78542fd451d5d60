import type { Monitors, NewMonitorWrite } from './ports.ts';

/**
 * Stores a new monitor, and answers whether it is there by this very request: also where an earlier try of the
 * request took the id, or the answer to it was lost.
 */
export async function createOnce(
  { monitors }: { monitors: Pick<Monitors, 'create' | 'load'> },
  write: NewMonitorWrite,
): Promise<boolean> {
  const isOurs = async () => (await monitors.load(write.monitor.id))?.requestId === write.requestId;
  try {
    return (await monitors.create(write)) === 'created' || (await isOurs());
  } catch (error) {
    if (await isOurs()) return true;
    throw error;
  }
}
