import { InvalidInput, UnknownBadge, UnknownStatusPage } from '../../lambdas/domain/errors.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { updateMonitor } from '../../lambdas/usecases/change-monitor.ts';
import {
  addMonitorBadge,
  addTagBadge,
  listTagBadges,
  removeMonitorBadge,
  removeTagBadge,
} from '../../lambdas/usecases/manage-badges.ts';
import { createMonitor, deleteMonitor } from '../../lambdas/usecases/manage-monitors.ts';
import {
  deleteStatusPage,
  getStatusPage,
  listStatusPages,
  putStatusPage,
} from '../../lambdas/usecases/manage-status-pages.ts';
import { fakeWorld } from '../support/fakes.ts';
import { everyHour, newBackup } from '../support/given.ts';

const page = { slug: 'jobs', title: 'Jobs', monitorIds: [], tags: [] };
const draft = { name: 'Report', schedule: everyHour, gracePeriodSeconds: 60, channels: ['default'] };

function worldWith(count: number, tags: string[] = ['prod']) {
  const world = fakeWorld();
  for (let number = 0; number < count; number += 1)
    world.monitors.given(newBackup({ id: `job-${number}`, tags }));
  return world;
}

/** The monitors that a public tag knows, or `undefined` if it is not public. */
function known({ publications }: ReturnType<typeof fakeWorld>, tag = 'prod'): string[] | undefined {
  const used = publications.used.get(tag);
  return used && [...used.monitorIds].sort();
}

function faultOf(field: string) {
  return expect.objectContaining({
    faults: [{ field, message: expect.stringContaining('allowed are 100') }],
  });
}

describe('a public tag', () => {
  test('is told its monitors when it becomes public', async () => {
    const world = worldWith(2);
    await addTagBadge(world, 'prod');
    expect(known(world)).toEqual(['job-0', 'job-1']);
  });

  test('is in use before its monitors are looked for, so that one created meanwhile is not missed', async () => {
    const world = worldWith(1);
    world.publications.interruptNext('idsWithTag', () => createMonitor(world, { ...draft, tags: ['prod'] }));
    await addTagBadge(world, 'prod');
    expect(known(world)).toEqual(['job-0', 'report']);
  });

  test('is told of a monitor before that is stored', async () => {
    const world = worldWith(0);
    await addTagBadge(world, 'prod');
    world.monitors.failNext('create', 'before');
    await expect(createMonitor(world, { ...draft, tags: ['prod'] })).rejects.toThrow();
    expect(known(world)).toEqual(['report']);
  });

  test('follows the changes of tags, and deletions', async () => {
    const world = worldWith(2, []);
    await addTagBadge(world, 'prod');
    const settings = (tags: string[]) => (monitor: Monitor) => ({ ...monitor, tags });
    await updateMonitor(world, 'job-0', settings(['prod', 'private']));
    await updateMonitor(world, 'job-1', settings(['prod']));
    expect(known(world)).toEqual(['job-0', 'job-1']);
    expect(known(world, 'private')).toBeUndefined();
    await updateMonitor(world, 'job-0', settings(['private']));
    expect(known(world)).toEqual(['job-1']);
    await deleteMonitor(world, 'job-1');
    expect(known(world)).toEqual([]);
  });

  test('costs changes nothing that leave the tags as they are', async () => {
    const world = worldWith(1);
    await addTagBadge(world, 'prod');
    world.calls.length = 0;
    await updateMonitor(world, 'job-0', (monitor) => ({ ...monitor, name: 'Other' }));
    expect(world.calls).toEqual(['load', 'save']);
  });

  test('that forgets a monitor too late only leaves something behind', async () => {
    const world = worldWith(1);
    await addTagBadge(world, 'prod');
    world.publications.failNext('removeFromTag', 'before');
    await deleteMonitor(world, 'job-0');
    expect(world.telemetry.notices).toMatchObject([
      { notice: 'LeftBehind', details: { monitorId: 'job-0' } },
    ]);
  });

  test('takes a hundred monitors, and refuses to be that of more', async () => {
    const world = worldWith(99);
    await addTagBadge(world, 'prod');
    await createMonitor(world, { ...draft, tags: ['prod'] });
    await expect(createMonitor(world, { ...draft, id: 'one-more', tags: ['prod'] })).rejects.toEqual(
      faultOf('tags'),
    );
    expect((known(world) ?? []).length).toBe(100);
    await createMonitor(world, { ...draft, id: 'private', tags: ['private'] });
  });

  test('that has just ceased to be public takes any number', async () => {
    const world = worldWith(100);
    const { key } = await addTagBadge(world, 'prod');
    world.publications.interruptNext('addToTag', () => removeTagBadge(world, key));
    await createMonitor(world, { ...draft, tags: ['prod'] });
  });
});

describe('the badge of a tag', () => {
  test('has one key, however often it is switched on, and is listed', async () => {
    const world = worldWith(1);
    const first = await addTagBadge(world, 'prod');
    await addTagBadge(world, 'db');
    expect(await addTagBadge(world, 'prod')).toEqual(first);
    expect((await listTagBadges(world)).map(({ tag }) => tag)).toEqual(['db', 'prod']);
    expect(world.publications.badges.get(first.key)).toEqual({ tag: 'prod' });
  });

  test('leaves nothing behind when it is switched off', async () => {
    const world = worldWith(1);
    const { key } = await addTagBadge(world, 'prod');
    await removeTagBadge(world, key);
    const { badges, lists } = world.publications;
    expect([badges.size, lists.tags.size, known(world), await listTagBadges(world)]).toEqual([
      0,
      0,
      undefined,
      [],
    ]);
    await expect(removeTagBadge(world, key)).rejects.toThrow(UnknownBadge);
  });

  test('is refused for more than a hundred monitors, and leaves nothing behind', async () => {
    const world = worldWith(101);
    await expect(addTagBadge(world, 'prod')).rejects.toEqual(faultOf('tag'));
    expect([world.publications.badges.size, known(world), world.publications.lists.tags.size]).toEqual([
      0,
      undefined,
      0,
    ]);
  });

  test('is refused for more than a hundred tags, and leaves nothing behind', async () => {
    const world = worldWith(0);
    for (let number = 0; number < 100; number += 1) await addTagBadge(world, `tag-${number}`);
    await expect(addTagBadge(world, 'prod')).rejects.toEqual(faultOf('tag'));
    expect(known(world)).toBeUndefined();
    await addTagBadge(world, 'tag-99');
  });

  test('is not removed by the key of a monitor', async () => {
    const world = worldWith(1);
    const key = await addMonitorBadge(world, 'job-0');
    await expect(removeTagBadge(world, key)).rejects.toThrow(UnknownBadge);
    await expect(removeTagBadge(world, 'x'.repeat(3_000))).rejects.toThrow(UnknownBadge);
  });
});

describe('the badge of a monitor', () => {
  test('has one key, however often it is switched on', async () => {
    const world = worldWith(1);
    const key = await addMonitorBadge(world, 'job-0');
    expect(key).toMatch(/^[0-9a-hjkmnp-tv-z]{20}$/);
    expect(await addMonitorBadge(world, 'job-0')).toBe(key);
    expect(world.monitors.peek('job-0').monitor.badgeKey).toBe(key);
  });

  test('is mended by switching it on again, if only the monitor was stored', async () => {
    const world = worldWith(1);
    world.publications.failNext('addBadge', 'before');
    await expect(addMonitorBadge(world, 'job-0')).rejects.toThrow();
    const key = await addMonitorBadge(world, 'job-0');
    expect(world.publications.badges.get(key)).toEqual({ monitorId: 'job-0' });
  });

  test('leaves nothing behind when it is switched off, and may be switched off again', async () => {
    const world = worldWith(1);
    await addMonitorBadge(world, 'job-0');
    await removeMonitorBadge(world, 'job-0');
    await removeMonitorBadge(world, 'job-0');
    expect(world.publications.badges.size).toBe(0);
    expect(world.monitors.peek('job-0').monitor).not.toHaveProperty('badgeKey');
  });

  test('goes with the monitor', async () => {
    const world = worldWith(1);
    await addMonitorBadge(world, 'job-0');
    await deleteMonitor(world, 'job-0');
    expect(world.publications.badges.size).toBe(0);
  });
});

describe('a status page', () => {
  test('is created, replaced, listed and taken down, and its tags are public meanwhile', async () => {
    const world = worldWith(1);
    expect(await putStatusPage(world, { ...page, tags: ['prod'] })).toMatchObject({ created: true });
    expect(known(world)).toEqual(['job-0']);
    const other = { ...page, title: 'Other', tags: ['db'] };
    expect(await putStatusPage(world, other)).toEqual({ page: other, created: false });
    expect([known(world), known(world, 'db')]).toEqual([undefined, []]);
    expect(await listStatusPages(world)).toMatchObject([other]);
    expect(await getStatusPage(world, 'jobs')).toMatchObject(other);
    await deleteStatusPage(world, 'jobs');
    expect([known(world, 'db'), await listStatusPages(world)]).toEqual([undefined, []]);
    await expect(getStatusPage(world, 'jobs')).rejects.toThrow(UnknownStatusPage);
    await expect(deleteStatusPage(world, 'jobs')).rejects.toThrow(UnknownStatusPage);
  });

  test('keeps its tags when it is replaced with the same', async () => {
    const world = worldWith(1);
    for (let times = 0; times < 2; times += 1) await putStatusPage(world, { ...page, tags: ['prod'] });
    expect(known(world)).toEqual(['job-0']);
  });

  test('does not take a tag away that another page or a badge shows', async () => {
    const world = worldWith(1);
    await addTagBadge(world, 'prod');
    await putStatusPage(world, { ...page, tags: ['prod'] });
    await putStatusPage(world, { ...page, slug: 'other', tags: ['prod'] });
    await deleteStatusPage(world, 'other');
    expect(known(world)).toEqual(['job-0']);
    await deleteStatusPage(world, 'jobs');
    expect(known(world)).toEqual(['job-0']);
  });

  test('that two replace at once is as one of them wants it, with that one’s tags alone', async () => {
    const world = worldWith(1);
    await putStatusPage(world, { ...page, tags: ['db'] });
    world.publications.interruptNext('savePage', () => putStatusPage(world, { ...page, tags: ['night'] }));
    await putStatusPage(world, { ...page, tags: ['prod'] });
    expect(await getStatusPage(world, 'jobs')).toMatchObject({ tags: ['prod'] });
    expect([known(world), known(world, 'db'), known(world, 'night')]).toEqual([
      ['job-0'],
      undefined,
      undefined,
    ]);
    expect(world.publications.used.get('prod')?.uses.size).toBe(1);
  });

  test('keeps its tags when nobody knows whether it was saved', async () => {
    const world = worldWith(1);
    world.publications.failNext('savePage', 'after');
    await expect(putStatusPage(world, { ...page, tags: ['prod'] })).rejects.toThrow();
    expect(known(world)).toEqual(['job-0']);
  });

  test('names the monitors that there are not', async () => {
    const world = worldWith(1);
    const refused = putStatusPage(world, { ...page, monitorIds: ['job-0', 'gone', 'lost'] });
    await expect(refused).rejects.toEqual(
      expect.objectContaining({
        faults: [
          { field: 'monitors', message: 'there is no monitor "gone", "lost"; allowed are ids of monitors' },
        ],
      }),
    );
    expect(await listStatusPages(world)).toEqual([]);
  });

  test('is refused for a tag of more than a hundred monitors, and then shows what it showed', async () => {
    const world = worldWith(101);
    await putStatusPage(world, { ...page, tags: ['db'] });
    await expect(putStatusPage(world, { ...page, tags: ['night', 'prod'] })).rejects.toEqual(faultOf('tags'));
    expect([known(world), known(world, 'night'), known(world, 'db')]).toEqual([undefined, undefined, []]);
    expect(await getStatusPage(world, 'jobs')).toMatchObject({ tags: ['db'] });
  });

  test('is refused beside a hundred others', async () => {
    const world = worldWith(0);
    for (let number = 0; number < 100; number += 1)
      await putStatusPage(world, { ...page, slug: `page-${number}` });
    await expect(putStatusPage(world, page)).rejects.toThrow(InvalidInput);
    await putStatusPage(world, { ...page, slug: 'page-0' });
    await deleteStatusPage(world, 'page-0');
    await putStatusPage(world, page);
  });

  test('is not looked for under what can be no slug', async () => {
    const world = worldWith(0);
    const nobody = 'x'.repeat(3_000);
    await expect(getStatusPage(world, nobody)).rejects.toThrow(UnknownStatusPage);
    await expect(deleteStatusPage(world, nobody)).rejects.toThrow(UnknownStatusPage);
    expect(world.calls).toEqual([]);
  });
});
