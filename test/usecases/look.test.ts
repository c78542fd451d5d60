import { UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { WatchedMonitor } from '../../lambdas/domain/watched.ts';
import { LookMemory, lookAtAll, lookAtOne } from '../../lambdas/usecases/look.ts';
import { FakeSystem, noon } from '../support/fake-system.ts';
import { aWatched, FakeWatched } from '../support/watched.ts';

function aWorld(monitors: WatchedMonitor[]) {
  const [watched, system] = [new FakeWatched(monitors), new FakeSystem()];
  return { watched, system, lookMemory: new LookMemory() };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => aWatched({ id: `job-${index}` }));

test('a look shows all monitors as they were at its beginning, and is not repeated for ten seconds', async () => {
  const world = aWorld(many(3));
  expect(await lookAtAll(world)).toEqual({ at: noon, monitors: world.watched.monitors, isCut: false });
  world.system.advance(9_999);
  expect((await lookAtAll(world)).at).toBe(noon);
  expect(world.watched.scans).toBe(1);
  world.system.advance(1);
  expect((await lookAtAll(world)).at).toBe(noon + 10_000);
  expect(world.watched.scans).toBe(2);
});

test('a look ends at ten thousand monitors, and tells if there are more', async () => {
  const full = await lookAtAll(aWorld(many(limits.monitorsPerLook)));
  expect([full.monitors.length, full.isCut]).toEqual([10_000, false]);
  const world = aWorld(many(limits.monitorsPerLook + 2));
  const cut = await lookAtAll(world);
  expect([cut.monitors.length, cut.isCut]).toEqual([10_000, true]);
  expect(world.watched.given).toBe(10_001);
});

test('a look ends after eight seconds, and tells that there are more', async () => {
  const world = aWorld(many(5));
  world.watched.beforeEach = () => world.system.advance(2_700);
  const { monitors, isCut } = await lookAtAll(world);
  expect([monitors.map(({ id }) => id), isCut]).toEqual([['job-0', 'job-1'], true]);
});

test('a look that failed is not remembered', async () => {
  const world = aWorld(many(1));
  world.watched.failure = new Error('down');
  await expect(lookAtAll(world)).rejects.toThrow('down');
  world.watched.failure = undefined;
  expect((await lookAtAll(world)).monitors).toHaveLength(1);
});

test('one monitor is looked at by itself, as it is now', async () => {
  const world = aWorld(many(2));
  expect(await lookAtOne(world, 'job-1')).toEqual(world.watched.monitors[1]);
  await expect(lookAtOne(world, 'job-2')).rejects.toThrow(UnknownMonitor);
  expect(world.watched.scans).toBe(0);
});
