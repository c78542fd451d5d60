import { UnknownMonitor } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import type { Instant } from '../domain/time.ts';
import type { WatchedMonitor } from '../domain/watched.ts';
import type { System, WatchedMonitors } from './ports.ts';
import { ShortMemory } from './short-memory.ts';

/** All monitors, as they were at an instant. */
export interface Look {
  at: Instant;
  monitors: readonly WatchedMonitor[];
  /** There are more than were read. */
  isCut: boolean;
}

/** What a process remembers of its last look: several viewers, each of whom looks again and again, cause one. */
export class LookMemory extends ShortMemory<Look> {
  constructor() {
    super({ entries: 1, forMs: limits.lookCacheMs });
  }
}

export interface LookDeps {
  watched: WatchedMonitors;
  lookMemory: LookMemory;
  system: Pick<System, 'now'>;
}

/** Looks at all monitors, up to so many and for so long, or answers what was seen a moment ago. */
export function lookAtAll(deps: LookDeps): Promise<Look> {
  return deps.lookMemory.recall('all', deps.system.now(), () => readAll(deps));
}

async function readAll({ watched, system }: LookDeps): Promise<Look> {
  const at = system.now();
  const monitors: WatchedMonitor[] = [];
  for await (const monitor of watched.scan()) {
    const isFull = monitors.length === limits.monitorsPerLook || system.now() - at >= limits.lookMs;
    if (isFull) return { at, monitors, isCut: true };
    monitors.push(monitor);
  }
  return { at, monitors, isCut: false };
}

/** Looks at one monitor, with one read. Throws UnknownMonitor. */
export async function lookAtOne({ watched }: Pick<LookDeps, 'watched'>, id: string): Promise<WatchedMonitor> {
  const monitor = await watched.load(id);
  if (!monitor) throw new UnknownMonitor();
  return monitor;
}
