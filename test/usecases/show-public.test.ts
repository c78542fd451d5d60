import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { addMonitorBadge, addTagBadge, removeMonitorBadge } from '../../lambdas/usecases/manage-badges.ts';
import { deleteMonitor } from '../../lambdas/usecases/manage-monitors.ts';
import { listStatusPages, putStatusPage } from '../../lambdas/usecases/manage-status-pages.ts';
import { showBadge, showPage } from '../../lambdas/usecases/show-public.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, pausedBackup, upBackup } from '../support/given.ts';

const page = { slug: 'jobs', title: 'Jobs', monitorIds: [], tags: [] };
const cacheMs = 30_000;

function worldWith(...monitors: ReturnType<typeof newBackup>[]) {
  const world = fakeWorld();
  for (const monitor of monitors) world.monitors.given(monitor);
  return world;
}

/** What was read since the last time. */
function reads({ calls }: ReturnType<typeof fakeWorld>): string[] {
  return calls.splice(0);
}

describe('the badge of a monitor', () => {
  test('shows its name and its status now', async () => {
    const world = worldWith(downBackup(noon, { name: 'Backup' }));
    const key = await addMonitorBadge(world, 'backup');
    expect(await showBadge(world, key)).toEqual({
      label: 'Backup',
      tally: { new: 0, up: 0, late: 0, down: 1, paused: 0 },
    });
  });

  test('is read with two reads at first, then with none for half a minute, and with one after that', async () => {
    const world = worldWith(upBackup(noon));
    const key = await addMonitorBadge(world, 'backup');
    reads(world);
    await showBadge(world, key);
    expect(reads(world)).toEqual(['publications.badge', 'publications.monitors']);
    world.system.advance(cacheMs - 1);
    await showBadge(world, key);
    expect(reads(world)).toEqual([]);
    world.system.advance(1);
    await showBadge(world, key);
    expect(reads(world)).toEqual(['publications.monitors']);
  });

  test('is gone with its monitor, and stays so when another gets the id', async () => {
    const world = worldWith(upBackup(noon));
    const key = await addMonitorBadge(world, 'backup');
    await showBadge(world, key);
    world.publications.failNext('removeBadge', 'before');
    await deleteMonitor(world, 'backup');
    world.monitors.given(upBackup(noon));
    world.system.advance(cacheMs);
    expect(await showBadge(world, key)).toBeUndefined();
  });

  test('is gone when it is switched off, and stays so when another is made', async () => {
    const world = worldWith(upBackup(noon));
    const key = await addMonitorBadge(world, 'backup');
    await showBadge(world, key);
    world.publications.failNext('removeBadge', 'before');
    await expect(removeMonitorBadge(world, 'backup')).rejects.toThrow();
    const other = await addMonitorBadge(world, 'backup');
    world.system.advance(cacheMs);
    expect(await showBadge(world, key)).toBeUndefined();
    expect(await showBadge(world, other)).toBeDefined();
  });

  test('that there is not costs one read each time it is asked for', async () => {
    const world = worldWith();
    for (let times = 0; times < 2; times += 1) {
      expect(await showBadge(world, '0'.repeat(20))).toBeUndefined();
      expect(reads(world)).toEqual(['publications.badge']);
    }
  });
});

describe('the badge of a tag', () => {
  test('sums up the monitors that have the tag now', async () => {
    const world = worldWith(
      upBackup(noon, { tags: ['prod'] }),
      downBackup(noon, { id: 'report', tags: ['db', 'prod'] }),
      newBackup({ id: 'mail', tags: ['prod'] }),
      downBackup(noon, { id: 'other', tags: ['production'] }),
    );
    const { key } = await addTagBadge(world, 'prod');
    world.monitors.overtake('mail', (monitor) => ({ ...monitor, tags: [] }));
    expect(await showBadge(world, key)).toEqual({
      label: 'prod',
      tally: { new: 0, up: 1, late: 0, down: 1, paused: 0 },
    });
  });

  test('tells of a monitor that has gone late since', async () => {
    const world = worldWith(upBackup(noon, { tags: ['prod'] }));
    const { key } = await addTagBadge(world, 'prod');
    world.system.advance(hourMs);
    expect((await showBadge(world, key))?.tally.late).toBe(1);
  });

  test('is not opened by the key that it had before', async () => {
    const world = worldWith();
    const { key } = await addTagBadge(world, 'prod');
    await world.publications.disuseTag('prod', 'badge', key);
    await addTagBadge(world, 'prod');
    expect(await showBadge(world, key)).toBeUndefined();
  });
});

describe('a status page', () => {
  const monitors = [
    upBackup(noon, { name: 'Backup', tags: ['prod'] }),
    downBackup(noon - minuteMs, { id: 'report', name: 'Report', tags: ['prod', 'db'] }),
    pausedBackup(noon - hourMs, { id: 'mail', name: 'Mail' }),
    newBackup({ id: 'import', name: 'Import', tags: ['db'] }),
  ];

  test('shows its monitors in their order, then those of its tags, each once, with status and since when', async () => {
    const world = worldWith(...monitors);
    await putStatusPage(world, {
      ...page,
      description: 'All',
      monitorIds: ['mail', 'report'],
      tags: ['db', 'prod'],
    });
    expect(await showPage(world, 'jobs')).toStrictEqual({
      ...{ title: 'Jobs', description: 'All', hasMore: false, at: noon },
      monitors: [
        { name: 'Mail', status: 'paused', since: noon - hourMs },
        { name: 'Report', status: 'down', since: noon - minuteMs },
        { name: 'Import', status: 'new', since: newBackup().statusSince },
        { name: 'Backup', status: 'up', since: upBackup(noon).statusSince },
      ],
    });
  });

  test('is listed among the others in the order of their slugs, in two reads', async () => {
    const world = worldWith();
    for (const slug of ['jobs', 'a-team', 'web']) await putStatusPage(world, { ...page, slug });
    world.calls.length = 0;
    const listed = await listStatusPages(world);
    expect(listed.map(({ slug }) => slug)).toEqual(['a-team', 'jobs', 'web']);
    expect(world.calls).toEqual(['publications.list', 'publications.pages']);
  });

  test('omits monitors that are deleted, and those that have lost the tag', async () => {
    const world = worldWith(...monitors);
    await putStatusPage(world, { ...page, monitorIds: ['backup', 'mail'], tags: ['db'] });
    await deleteMonitor(world, 'mail');
    world.monitors.overtake('import', (monitor) => ({ ...monitor, tags: ['prod'] }));
    expect((await showPage(world, 'jobs'))?.monitors.map(({ name }) => name)).toEqual(['Backup', 'Report']);
  });

  test('says since when a monitor is late: since it was due', async () => {
    const world = worldWith(upBackup(noon));
    await putStatusPage(world, { ...page, monitorIds: ['backup'] });
    world.system.advance(hourMs);
    expect((await showPage(world, 'jobs'))?.monitors).toEqual([
      expect.objectContaining({ status: 'late', since: noon + hourMs }),
    ]);
  });

  test('does not guess since when a monitor is late that may miss more than once', async () => {
    const world = worldWith(upBackup(noon, { misses: 1, maxMisses: 2 }));
    await putStatusPage(world, { ...page, monitorIds: ['backup'] });
    const [shown] = (await showPage(world, 'jobs'))?.monitors ?? [];
    expect(shown).toStrictEqual({ name: 'Nightly backup', status: 'late' });
  });

  test('shows a hundred monitors in one batch, and says that there are more', async () => {
    const many = Array.from({ length: 100 }, (_, index) => newBackup({ id: `job-${index}`, tags: ['many'] }));
    const world = worldWith(...many, ...monitors);
    await putStatusPage(world, { ...page, tags: ['many'] });
    const exact = await showPage(world, 'jobs');
    expect([exact?.monitors.length, exact?.hasMore]).toEqual([100, false]);
    await putStatusPage(world, { ...page, monitorIds: ['mail'], tags: ['many'] });
    world.system.advance(cacheMs);
    reads(world);
    const shown = await showPage(world, 'jobs');
    expect([shown?.monitors.length, shown?.hasMore, shown?.monitors[0]?.name]).toEqual([100, true, 'Mail']);
    expect(reads(world)).toEqual(['publications.page', 'publications.tags', 'publications.monitors']);
    await showPage(world, 'jobs');
    expect(reads(world)).toEqual([]);
  });

  test('that there is not costs one read', async () => {
    const world = worldWith();
    expect(await showPage(world, 'none')).toBeUndefined();
    expect(reads(world)).toEqual(['publications.page']);
  });
});
