import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import { pauseMonitor, resumeMonitor } from '../../lambdas/usecases/change-monitor.ts';
import { fakeWorld } from '../support/fakes.ts';

export function worldWith(monitor: Monitor) {
  const world = fakeWorld();
  world.monitors.given(monitor);
  return world;
}

export type World = ReturnType<typeof worldWith>;

export function pause(world: World, manualResume = false, until?: Instant) {
  return pauseMonitor(world, 'backup', { manualResume, ...(until !== undefined && { until }) });
}

export function resume(world: World) {
  return resumeMonitor(world, 'backup');
}

/** What the stored changes were, and what flips came of them. */
export function changes({ monitors }: World) {
  const told = ({ change, monitor: { flip } }: (typeof monitors.stream)[number]) =>
    change === 'flip' ? `${flip?.from} to ${flip?.to}` : change;
  return monitors.stream.map(told);
}
