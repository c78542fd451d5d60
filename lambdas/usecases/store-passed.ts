import { applyTime, type Passed } from '../domain/passing.ts';
import type { Instant } from '../domain/time.ts';
import { wakeUpAt } from '../domain/timer.ts';
import type { Monitors, StoredMonitor, System } from './ports.ts';

/**
 * Stores what time has made of a monitor: misses, the end of a pause or of flapping, a reminder. Each flip is a write of its
 * own, for the stream tells one of each write. `until` is as for `applyTime`; `restamps` is for whoever sends on the wake-up
 * that a reminder was. Answers what is stored then, or `'lost'`, or `undefined` if there was nothing to store.
 */
export async function storePassed(
  { monitors, system }: { monitors: Pick<Monitors, 'save'>; system: Pick<System, 'uniqueId'> },
  stored: StoredMonitor,
  now: Instant,
  { until = now, restamps = false } = {},
): Promise<StoredMonitor | 'lost' | undefined> {
  let latest: StoredMonitor | undefined;
  for (;;) {
    const { monitor, version } = latest ?? stored;
    const passed = applyTime(monitor, now, { until });
    if (!passed) return latest;
    const write = restamps ? restamped(passed) : passed;
    const saved = await monitors.save({ ...write, version, requestId: system.uniqueId(), countsPing: false });
    if (saved === 'lost') return 'lost';
    latest = saved;
  }
}

/**
 * A reminder whose wake-up is sent on with another stamp, so that a second copy of it is stale: a monitor that is down for
 * good would have ever more of them. What else passes ends, or is seldom repeated.
 */
function restamped(passed: Passed): Passed {
  const { monitor, change } = passed;
  const armedFor = wakeUpAt(monitor);
  if (change !== 'reminder' || monitor.armedFor === undefined || armedFor === undefined) return passed;
  return { monitor: { ...monitor, armedFor }, change };
}
