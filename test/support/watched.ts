import type { WatchedMonitor } from '../../lambdas/domain/watched.ts';
import type { WatchedMonitors } from '../../lambdas/usecases/ports.ts';
import { aMonitor } from './monitors.ts';

/** A monitor as whoever may look sees it: new, but for what the test says. */
export function aWatched(overrides: Partial<WatchedMonitor> = {}): WatchedMonitor {
  const { secret: _secret, aliases: _aliases, ...monitor } = aMonitor();
  return { ...monitor, pings: 0, ...overrides };
}

/** Monitors to look at, which count how often somebody does. */
export class FakeWatched implements WatchedMonitors {
  readonly monitors: readonly WatchedMonitor[];
  /** What every call throws. */
  failure: Error | undefined;
  beforeEach: () => void = () => undefined;
  scans = 0;
  loads = 0;
  /** How many monitors were given away by scans. */
  given = 0;

  constructor(monitors: readonly WatchedMonitor[]) {
    this.monitors = monitors;
  }

  async load(id: string): Promise<WatchedMonitor | undefined> {
    this.loads += 1;
    if (this.failure) throw this.failure;
    return this.monitors.find((monitor) => monitor.id === id);
  }

  async *scan(): AsyncIterable<WatchedMonitor> {
    this.scans += 1;
    if (this.failure) throw this.failure;
    for (const monitor of this.monitors) {
      this.given += 1;
      this.beforeEach();
      yield monitor;
    }
  }
}
