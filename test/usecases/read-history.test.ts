import { UnknownBody, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { keepBody } from '../../lambdas/domain/ping.ts';
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { getPingBody, listFlips, listPings } from '../../lambdas/usecases/read-history.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';
import { aPing } from '../support/monitors.ts';

type World = ReturnType<typeof fakeWorld>;

const createdAt = noon - 90 * dayMs;

/** A world with a monitor that has been there for 90 days. */
function worldWithBackup(overrides = {}): World {
  const world = fakeWorld();
  world.monitors.given(newBackup({ createdAt, ...overrides }));
  return world;
}

/** Counts a ping and adds its row, whose body says its number. */
async function add(world: World, at: Instant, number?: number): Promise<number> {
  const counted = (await world.monitors.countPing('backup')) ?? 0;
  const body = keepBody(Buffer.from(`body ${number ?? counted}`), 'text/plain');
  await world.history.addPing('backup', number ?? counted, { ...aPing({ at }), ...(body && { body }) });
  return counted;
}

async function bodyOf(world: World, number: number): Promise<string> {
  return Buffer.from((await getPingBody(world, 'backup', number)).bytes).toString();
}

function aFlip(seq: number, at: Instant): Flip {
  return { seq, from: 'up', to: 'down', at, detectedAt: at, since: createdAt, reason: 'missed' };
}

describe('listing pings', () => {
  const list = async (world: World, query: Partial<Parameters<typeof listPings>[2]> = {}) =>
    (await listPings(world, 'backup', { limit: 100, ...query })).pings.map(({ number }) => number);

  test('shows those from the creation of the monitor on, and none from before', async () => {
    const world = worldWithBackup();
    for (const at of [createdAt - 1, createdAt, noon]) await add(world, at);
    expect(await list(world)).toEqual([3, 2]);
    expect(await list(world, { from: createdAt - dayMs })).toEqual([3, 2]);
  });

  test('shows the range, the kind and the page that are asked for', async () => {
    const world = worldWithBackup();
    const [from, to] = [noon - hourMs, noon];
    await listPings(world, 'backup', { from, to, kind: 'fail', limit: 7, cursor: '0' });
    const query = { from, to, kind: 'fail', limit: 7, cursor: '0' };
    expect(world.archive.asked).toEqual([{ ...query, monitorId: 'backup', now: noon }]);
  });

  test.each(['other', 'Not An Id', ''])(
    'throws UnknownMonitor for "%s", and reads no history',
    async (id) => {
      const world = worldWithBackup();
      await expect(listPings(world, id, { limit: 1 })).rejects.toThrow(UnknownMonitor);
      await expect(listFlips(world, id, { limit: 1 })).rejects.toThrow(UnknownMonitor);
      await expect(getPingBody(world, id, 1)).rejects.toThrow(UnknownMonitor);
      expect(world.archive.asked).toEqual([]);
    },
  );
});

test('listing flips shows those from the creation of the monitor on, and none from before', async () => {
  const world = worldWithBackup();
  for (const [seq, at] of [createdAt - 1, createdAt, noon].entries())
    await world.history.addFlip('backup', aFlip(seq + 1, at));
  const { flips } = await listFlips(world, 'backup', { limit: 100 });
  expect(flips.map(({ seq }) => seq)).toEqual([3, 2]);
});

describe('the body of a ping, by its number', () => {
  test('is found for every ping of a regular job', async () => {
    const world = worldWithBackup();
    for (let hour = 60; hour >= 0; hour -= 1) await add(world, noon - hour * hourMs);
    for (let number = 1; number <= 61; number += 1)
      expect(await bodyOf(world, number)).toBe(`body ${number}`);
  });

  test('takes no more than some twenty reads in a history of 90 days', async () => {
    const world = worldWithBackup();
    for (let hour = 2_000; hour >= 0; hour -= 20) await add(world, noon - hour * hourMs);
    for (const number of [1, 2, 50, 100, 101]) {
      world.archive.asked.length = 0;
      expect(await bodyOf(world, number)).toBe(`body ${number}`);
      expect(world.archive.asked.length).toBeLessThanOrEqual(22);
    }
  });

  test('is found in a burst, and on either side of a long silence', async () => {
    const world = worldWithBackup();
    const instants = [
      ...[noon - 80 * dayMs, noon - 80 * dayMs + 1],
      ...Array.from({ length: 40 }, (_, index) => noon - dayMs + index * 50),
      ...[noon - 1, noon, noon],
    ];
    for (const at of instants) await add(world, at);
    for (const number of instants.keys()) expect(await bodyOf(world, number + 1)).toBe(`body ${number + 1}`);
  });

  test('is found where pings that came together are numbered in another order than that of their instants', async () => {
    const world = worldWithBackup();
    const start = noon - 40 * dayMs;
    const numbers = [1, 4, 2, 3, 8, 5, 7, 6, 9];
    for (const [index, number] of numbers.entries()) {
      const group = index < 4 ? 0 : 1;
      await add(world, start + group * 7 * dayMs + index * secondMs, number);
    }
    for (const number of numbers) expect(await bodyOf(world, number)).toBe(`body ${number}`);
  });

  test('is found where the numbers of two pings with a silence after them are swapped', async () => {
    const world = worldWithBackup();
    for (const [at, number] of [
      [noon - dayMs, 2],
      [noon - dayMs + 9 * secondMs, 1],
      [noon - minuteMs, 4],
      [noon - minuteMs + 9 * secondMs, 3],
    ] as const)
      await add(world, at, number);
    for (const number of [1, 2, 3, 4]) expect(await bodyOf(world, number)).toBe(`body ${number}`);
  });

  test('is none where its row is missing, and the others are still found', async () => {
    const world = worldWithBackup();
    for (const hour of [5, 4, 3, 2, 1]) {
      if (hour === 3) await world.monitors.countPing('backup');
      else await add(world, noon - hour * hourMs);
    }
    await expect(getPingBody(world, 'backup', 3)).rejects.toThrow(UnknownBody);
    expect([await bodyOf(world, 2), await bodyOf(world, 4)]).toEqual(['body 2', 'body 4']);
  });

  test('is looked for, in the end, only around the place where it would be', async () => {
    const world = worldWithBackup();
    await add(world, noon - 4 * hourMs);
    await world.monitors.countPing('backup');
    await add(world, noon - 2 * hourMs);
    await expect(getPingBody(world, 'backup', 2)).rejects.toThrow(UnknownBody);
    const { from = 0, to = 0, number } = world.archive.asked.at(-1) ?? {};
    expect(number).toBe(2);
    expect(from).toBe(noon - 4 * hourMs - limits.pingNumberSlackMs);
    expect(to).toBe(noon - 2 * hourMs + limits.pingNumberSlackMs);
  });

  /** A world in which one ping is left to be found by reading all that is around its place. */
  async function searchedWorld(...searchedUpTo: string[]) {
    const world = worldWithBackup();
    await add(world, noon);
    world.archive.searchedUpTo.push(...searchedUpTo);
    return world;
  }

  test('is looked for from page to page', async () => {
    const world = await searchedWorld('0', '00');
    expect(await bodyOf(world, 1)).toBe('body 1');
    const cursors = world.archive.asked.filter(({ number }) => number === 1).map(({ cursor }) => cursor);
    expect(cursors).toEqual([undefined, '0', '00']);
  });

  test.each([
    [9, true],
    [10, false],
  ])('after %d pages without it is still looked for: %j', async (pages, isFound) => {
    const world = await searchedWorld(...Array<string>(pages).fill('0'));
    if (isFound) expect(await bodyOf(world, 1)).toBe('body 1');
    else await expect(getPingBody(world, 'backup', 1)).rejects.toThrow(UnknownBody);
  });

  test('is none where nothing was sent', async () => {
    const world = worldWithBackup();
    await world.monitors.countPing('backup');
    await world.history.addPing('backup', 1, aPing({ at: noon }));
    await expect(getPingBody(world, 'backup', 1)).rejects.toThrow(UnknownBody);
  });

  test('is none, without any read, for a number that no ping has had yet', async () => {
    const world = worldWithBackup();
    await add(world, noon);
    await expect(getPingBody(world, 'backup', 2)).rejects.toThrow(UnknownBody);
    expect(world.archive.asked).toEqual([]);
  });

  test('is not that of a former monitor with the same id', async () => {
    const world = worldWithBackup();
    await add(world, createdAt - 1);
    await expect(getPingBody(world, 'backup', 1)).rejects.toThrow(UnknownBody);
  });
});
