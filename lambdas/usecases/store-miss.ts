import type { Instant } from '../domain/time.ts';
import { applyTime } from '../domain/transition.ts';
import type { Monitors, StoredMonitor, System } from './ports.ts';

/**
 * Stores the misses of deadlines that have passed, and answers what is stored then, or `'lost'`. Answers
 * `undefined`, and writes nothing, if no deadline has passed.
 */
export async function storeMiss(
  { monitors, system }: { monitors: Monitors; system: Pick<System, 'uniqueId'> },
  stored: StoredMonitor,
  now: Instant,
): Promise<StoredMonitor | 'lost' | undefined> {
  const missed = applyTime(stored.monitor, now);
  if (!missed) return undefined;
  return monitors.save({
    monitor: missed.monitor,
    version: stored.version,
    requestId: system.uniqueId(),
    change: missed.flipped ? 'flip' : 'miss',
    countsPing: false,
  });
}
