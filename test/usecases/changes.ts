import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { pauseMonitor, resumeMonitor } from '../../lambdas/usecases/change-monitor.ts';
import { fakeWorld } from '../support/fakes.ts';

export function worldWith(monitor: Monitor) {
  const world = fakeWorld();
  world.monitors.given(monitor);
  return world;
}

export type World = ReturnType<typeof worldWith>;

export function pause(world: World, manualResume = false) {
  return pauseMonitor(world, 'backup', { manualResume });
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
