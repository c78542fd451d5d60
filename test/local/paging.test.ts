import fc from 'fast-check';
import { aHost, aMonitor, manage, type TestMonitor } from '../support/dialects.ts';
import { send } from '../support/http.ts';
import { createMonitor } from '../support/local.ts';

// Lists are read page by page while what they list changes. Nothing is shown twice, and all that stays is shown.

const host = aHost();
const tags = ['paged'];

type Item = Record<string, unknown>;
type Step = () => Promise<unknown>;

/** Reads a list page by page, taking a step before each page but the first; when there are no more, the rest is not taken. */
async function walk(path: string, what: string, limit: number, steps: readonly Step[]): Promise<Item[]> {
  const items: Item[] = [];
  const [ahead, left] = [path.includes('?') ? '&' : '?', [...steps]];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await manage(host, 'GET', `${path}${ahead}limit=${limit}${query}`);
    expect(page[what].length).toBeLessThanOrEqual(limit);
    items.push(...page[what]);
    cursor = page.next_cursor;
    await left.shift()?.();
  } while (cursor !== null);
  return items;
}

function expectOnce(seen: readonly unknown[], stayed: readonly unknown[]): void {
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining([...stayed]));
}

const limit = fc.integer({ min: 1, max: 4 });

describe('monitors that are added and removed between the pages', () => {
  const stayed = Array.from({ length: 7 }, (_, index) => `stays-${index}`);
  let passing: string[] = [];
  let added = 0;

  const add: Step = async () => {
    added += 1;
    passing.push((await createMonitor(host.origin, { name: `Passing ${added}`, tags })).id);
  };
  /** Removes one from anywhere among those that pass by. */
  const remove = async (place: number) => {
    const [id] = passing.splice(place % Math.max(passing.length, 1), 1);
    if (id !== undefined) await manage(host, 'DELETE', `monitors/${id}`);
  };

  beforeAll(async () => {
    for (const id of stayed) await createMonitor(host.origin, { id, name: 'Stays', tags });
    for (let count = 0; count < 5; count += 1) await add();
  });

  const lists = [
    'monitors',
    'heartbeats',
    'monitors?tag=paged',
    'monitors?status=new',
    'heartbeats?q=s&tag=paged&status=new',
  ];
  const step = fc.oneof(
    fc.constant(add),
    fc.nat(20).map((place) => () => remove(place)),
    fc.tuple(fc.nat(20), fc.nat(20)).map(([first, second]) => async () => {
      await remove(first);
      await add();
      await remove(second);
    }),
  );
  const several = fc.array(step, { minLength: 3, maxLength: 5 });

  test.each(lists)('none is on two pages of %s, and none that stays is missing', async (path) => {
    const property = fc.asyncProperty(limit, several, async (size, steps) => {
      const before = passing;
      passing = [...before];
      const items = await walk(path, path.split('?')[0] ?? '', size, steps);
      const kept = before.filter((id) => passing.includes(id));
      expectOnce(
        items.map(({ id }) => id),
        [...stayed, ...kept],
      );
      while (passing.length > 5) await remove(0);
      while (passing.length < 5) await add();
    });
    await fc.assert(property, { numRuns: 3 });
  });
});

describe('history that grows between the pages', () => {
  let monitor: TestMonitor;
  const ping = async (action: string, laterMs: number) => {
    host.clock.advanceTo(host.clock.now + laterMs);
    await send('GET', monitor.url + action);
  };
  const action = fc.constantFrom('', '/fail', '/log');
  // Pings of one millisecond are told apart by their numbers alone.
  const laterMs = fc.constantFrom(0, 1, 1_000);
  const pingOf = fc.tuple(action, laterMs).map(
    ([what, later]) =>
      () =>
        ping(what, later),
  );
  const several = fc.array(pingOf, { minLength: 2, maxLength: 5 });

  beforeEach(async () => {
    monitor = await aMonitor(host);
  });

  test.each([
    ['', () => true],
    ['?kind=success', ({ kind }: Item) => kind === 'success'],
    ['?kind=log', ({ kind }: Item) => kind === 'log'],
  ])('none of the pings%s is on two pages, and none that was there is missing', async (query, isShown) => {
    const property = fc.asyncProperty(limit, several, several, async (size, first, then) => {
      for (const step of first) await step();
      const path = `monitors/${monitor.id}/pings`;
      const { pings } = await manage(host, 'GET', `${path}?limit=100`);
      const seen = await walk(path + query, 'pings', size, then);
      expect(seen.every(isShown)).toBe(true);
      const wanted = pings.filter(isShown).map(({ n }: Item) => n);
      expectOnce(
        seen.map(({ n }) => n),
        wanted,
      );
      expect(seen.map(({ n }) => Number(n))).toEqual(seen.map(({ n }) => Number(n)).sort((a, b) => b - a));
      await manage(host, 'DELETE', `monitors/${monitor.id}`);
      monitor = await aMonitor(host);
    });
    await fc.assert(property, { numRuns: 3 });
  });

  test.each([1, 3])(
    'none of the flips is on two pages of %d, and none that was there is missing',
    async (size) => {
      const toggle = async () => {
        await ping('/fail', 1);
        await ping('', 1);
      };
      const flips = async () => (await manage(host, 'GET', `monitors/${monitor.id}/flips`)).flips;
      await toggle();
      await toggle();
      let there: Item[] = await flips();
      // Flips reach the history a few milliseconds after the ping behind them.
      for (let polls = 0; polls < 500 && there.length < 4; polls += 1) there = await flips();
      expect(there).toHaveLength(4);
      const seen = await walk(`monitors/${monitor.id}/flips`, 'flips', size, [toggle, toggle]);
      expectOnce(
        seen.map(({ at }) => at),
        there.map(({ at }) => at),
      );
    },
  );
});
