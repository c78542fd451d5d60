import { applyTime } from '../domain/passing.ts';
import type { Instant } from '../domain/time.ts';
import type { Monitors, StoredMonitor, System } from './ports.ts';

/**
 * Stores what time has made of a monitor: misses, the end of a pause or of flapping, a reminder. Each flip is a write of its own, for
 * the stream tells one of each write. `until` is as for `applyTime`. Answers what is stored then, or `'lost'`, or `undefined` if there was nothing to
 * store.
 */
export async function storePassed(
  { monitors, system }: { monitors: Pick<Monitors, 'save'>; system: Pick<System, 'uniqueId'> },
  stored: StoredMonitor,
  now: Instant,
  { until = now } = {},
): Promise<StoredMonitor | 'lost' | undefined> {
  let latest: StoredMonitor | undefined;
  for (;;) {
    const { monitor, version } = latest ?? stored;
    const passed = applyTime(monitor, now, { until });
    if (!passed) return latest;
    const write = { ...passed, version, requestId: system.uniqueId(), countsPing: false };
    const saved = await monitors.save(write);
    if (saved === 'lost') return 'lost';
    latest = saved;
  }
}
