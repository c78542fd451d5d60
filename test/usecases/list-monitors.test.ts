import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { countMonitors, listMonitors, type MonitorFilter } from '../../lambdas/usecases/list-monitors.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, pausedBackup, upBackup, windowMs } from '../support/given.ts';

function worldWith(...monitors: Monitor[]) {
  const world = fakeWorld();
  for (const monitor of monitors) world.monitors.given(monitor);
  return world;
}

type World = ReturnType<typeof worldWith>;

/** The ids on every page, from the first to the last. */
async function pages(world: World, limit: number, filter: MonitorFilter = {}): Promise<string[][]> {
  const all: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listMonitors(world, { limit, cursor, ...filter });
    all.push(page.monitors.map(({ monitor }) => monitor.id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}

const found = async (world: World, filter: MonitorFilter) => (await pages(world, 100, filter)).flat();

const some = () =>
  worldWith(
    newBackup({ id: 'fresh', name: 'Fresh Job', tags: ['db'] }),
    upBackup(noon - 1, { id: 'fine', name: 'Größe', tags: ['db', 'prod'] }),
    upBackup(noon - windowMs + 1, { id: 'tardy', name: 'Tardy', tags: ['prod'] }),
    downBackup(noon - 1, { id: 'gone', name: 'Gone' }),
    pausedBackup(noon - 1, { id: 'held', name: 'Held' }),
  );

test.each<[MonitorFilter, string[]]>([
  [{}, ['fine', 'fresh', 'gone', 'held', 'tardy']],
  [{ tags: ['db'] }, ['fine', 'fresh']],
  [{ tags: ['db', 'prod'] }, ['fine']],
  [{ tags: ['d'] }, []],
  [{ status: 'new' }, ['fresh']],
  [{ status: 'up' }, ['fine']],
  [{ status: 'late' }, ['tardy']],
  [{ status: 'down' }, ['gone']],
  [{ status: 'paused' }, ['held']],
  [{ text: 'GRÖSSE' }, []],
  [{ text: 'GRÖß' }, ['fine']],
  [{ text: 'job' }, ['fresh']],
  [{ text: 'FRES' }, ['fresh']],
  [{ text: 'ar' }, ['tardy']],
  [{ text: 'r', tags: ['prod'], status: 'late' }, ['tardy']],
])('the filter %j lets through what has all of it', async (filter, ids) => {
  expect(await found(some(), filter)).toEqual(ids);
});

const many = (count: number, overrides: (index: number) => Partial<Monitor> = () => ({})) =>
  worldWith(
    ...Array.from({ length: count }, (_, index) =>
      newBackup({ id: `job-${String(index).padStart(4, '0')}`, ...overrides(index) }),
    ),
  );

test.each([1, 2, 3, 7, 10])('pages of %d are never longer, and hold each monitor once', async (limit) => {
  const all = await pages(many(23), limit);
  expect(Math.max(...all.map((page) => page.length))).toBeLessThanOrEqual(limit);
  expect(all.flat()).toHaveLength(23);
  expect(new Set(all.flat()).size).toBe(23);
});

test.each([1, 3, 100])('of many a filter finds each in pages of %d', async (limit) => {
  const world = many(450, (index) => ({ tags: index % 50 === 7 ? ['rare'] : [] }));
  const all = await pages(world, limit, { tags: ['rare'] });
  expect(Math.max(...all.map((page) => page.length))).toBeLessThanOrEqual(limit);
  expect(all.flat()).toEqual(
    [7, 57, 107, 157, 207, 257, 307, 357, 407].map((n) => `job-${String(n).padStart(4, '0')}`),
  );
});

test('a page of all reads once', async () => {
  const world = many(23);
  await listMonitors(world, { limit: 10 });
  expect(world.calls).toEqual(['page']);
});

test('a filter that finds nothing reads a thousand monitors, and answers where to go on', async () => {
  const world = many(1_050);
  const { monitors, nextCursor } = await listMonitors(world, { limit: 5, text: 'nowhere' });
  expect([monitors, world.calls.length]).toEqual([[], 10]);
  expect(nextCursor).toBe('after job-0999');
});

test('each monitor is found once, though others are created and deleted between the pages', async () => {
  const world = many(6);
  const first = await listMonitors(world, { limit: 2, text: 'job' });
  world.monitors.remove('job-0001');
  world.monitors.remove('job-0003');
  world.monitors.given(newBackup({ id: 'job-0009' }));
  const second = await listMonitors(world, { limit: 10, text: 'job', cursor: first.nextCursor });
  expect(second.monitors.map(({ monitor }) => monitor.id)).toEqual([
    'job-0002',
    'job-0004',
    'job-0005',
    'job-0009',
  ]);
});

test('the summary counts every status as it is shown', async () => {
  expect(await countMonitors(some())).toEqual({
    total: 5,
    byStatus: { new: 1, up: 1, late: 1, down: 1, paused: 1 },
  });
});
