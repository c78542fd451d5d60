import { InvalidInput } from '../../lambdas/domain/errors.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import type { PingKind } from '../../lambdas/domain/ping.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../../lambdas/domain/time.ts';
import type { HistoryRange, PingRange } from '../../lambdas/usecases/ports.ts';
import { aHistory } from '../support/history-tables.ts';
import { aPing } from '../support/monitors.ts';

const noon = Date.parse('2026-11-20T12:00:00.000Z');

const tables = aHistory();

/** A ping of this number, so many milliseconds after noon. */
function add(number: number, afterNoonMs: number, kind: PingKind = 'success'): Promise<void> {
  return tables.history.addPing(tables.monitorId, number, { ...aPing({ at: noon + afterNoonMs }), kind });
}

async function addEveryMinute(count: number, kind: PingKind = 'success'): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, (_, index) => add(index + 1, (index + 1) * minuteMs, kind)),
  );
}

function aFlip(seq: number, at: Instant): Flip {
  return { seq, from: 'up', to: 'down', at, detectedAt: at + 1, since: noon, reason: 'missed' };
}

function all(range: Partial<PingRange> = {}): PingRange {
  return { monitorId: tables.monitorId, from: noon, to: noon + 80 * dayMs, limit: 100, now: noon, ...range };
}

async function page(range: Partial<PingRange> = {}) {
  const { pings, nextCursor } = await tables.archive.pings(all(range));
  return { numbers: pings.map(({ number }) => number), nextCursor };
}

async function numbers(range: Partial<PingRange> = {}): Promise<number[]> {
  return (await page(range)).numbers;
}

/** The pages of a list, read one after the other; `between` happens after each. */
async function pages(range: Partial<PingRange>, between = async (_pages: number) => {}): Promise<number[][]> {
  const read: number[][] = [];
  let cursor: string | undefined;
  do {
    const { numbers: shown, nextCursor } = await page({ ...range, cursor });
    read.push(shown);
    await between(read.length);
    cursor = nextCursor;
  } while (cursor !== undefined && read.length < 50);
  return read;
}

function down(first: number, last: number): number[] {
  return Array.from({ length: first - last + 1 }, (_, index) => first - index);
}

describe('a range of pings', () => {
  test('begins with the first instant and ends before the last', async () => {
    await Promise.all([add(1, -1), add(2, 0), add(3, 999), add(4, 1_000)]);
    expect(await numbers({ from: noon, to: noon + 1_000 })).toEqual([3, 2]);
  });

  test.each([
    ['no time at all', noon, noon],
    ['the wrong way round', noon + 1, noon],
    ['beyond the years that there are', Date.UTC(10_000, 0), Number.POSITIVE_INFINITY],
  ])('that is %s is empty', async (_what, from, to) => {
    await add(1, 0);
    expect(await tables.archive.pings(all({ from, to }))).toEqual({ pings: [] });
  });

  test('without an end has everything', async () => {
    await add(1, 0);
    expect(await numbers({ to: Number.POSITIVE_INFINITY })).toEqual([1]);
  });

  test('of one kind has no other', async () => {
    await Promise.all([add(1, 1), add(2, 2, 'fail'), add(3, 3, 'log'), add(4, 4, 'fail')]);
    expect(await numbers({ kind: 'fail' })).toEqual([4, 2]);
    expect(await numbers({ kind: 'start' })).toEqual([]);
  });

  test('of one number has that ping alone', async () => {
    await addEveryMinute(5);
    expect(await numbers({ number: 3 })).toEqual([3]);
    expect(await numbers({ number: 3, kind: 'fail' })).toEqual([]);
  });

  test('of the ends of runs has those that are known to have taken some time, or none', async () => {
    const took = (number: number, durationMs: number) =>
      tables.history.addPing(tables.monitorId, number, { ...aPing({ at: noon + number }), durationMs });
    await Promise.all([add(1, 1), took(2, 7), took(3, 0), add(4, 4, 'start')]);
    expect(await numbers({ timed: true })).toEqual([3, 2]);
    expect(await numbers({ timed: true, kind: 'fail' })).toEqual([]);
  });

  test('leaves out what has expired, also among those of one kind', async () => {
    await Promise.all([add(1, 0, 'fail'), add(2, hourMs, 'fail')]);
    expect(await numbers({ now: noon + 90 * dayMs })).toEqual([2]);
    expect(await numbers({ now: noon + 90 * dayMs, kind: 'fail' })).toEqual([2]);
  });

  test('never has the rows of another monitor, nor flips', async () => {
    await tables.history.addPing(`${tables.monitorId}-2`, 1, aPing({ at: noon }));
    await tables.history.addPing(tables.monitorId.slice(0, -1), 2, aPing({ at: noon }));
    await tables.history.addFlip(tables.monitorId, aFlip(3, noon));
    expect(await numbers()).toEqual([]);
  });
});

describe('paging', () => {
  test('shows every ping once, newest first, and ends', async () => {
    await addEveryMinute(7);
    expect(await pages({ limit: 3 })).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
  });

  test('tells pings of one millisecond apart', async () => {
    await Promise.all([1, 2, 3].map((number) => add(number, 0)));
    expect((await pages({ limit: 1 })).flat()).toEqual([3, 2, 1]);
  });

  test('shows none twice and misses none while pings are added', async () => {
    await addEveryMinute(9);
    const shown = await pages({ limit: 2 }, (count) => add(100 + count, dayMs + count));
    expect(shown.flat()).toEqual(down(9, 1));
  });

  test('goes on where the row of the cursor has been deleted', async () => {
    await addEveryMinute(4);
    const { nextCursor } = await page({ limit: 2 });
    await tables.archive.removeSome(tables.monitorId, 'ping', noon + 3 * minuteMs + 1);
    await Promise.all([add(1, minuteMs), add(2, 2 * minuteMs)]);
    expect(await numbers({ cursor: nextCursor })).toEqual([2, 1]);
  });

  test('of one kind fills a page from as many rows as it takes', async () => {
    await addEveryMinute(60);
    await Promise.all([
      add(101, 1, 'fail'),
      add(102, 30 * minuteMs + 1, 'fail'),
      add(103, hourMs + 1, 'fail'),
    ]);
    expect(await pages({ kind: 'fail', limit: 2 })).toEqual([[103, 102], [101]]);
  });

  test('of one kind never shows more than the limit', async () => {
    await addEveryMinute(7, 'fail');
    expect(await pages({ kind: 'fail', limit: 3 })).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
  });

  test('may change its range between two pages', async () => {
    await addEveryMinute(6);
    const { nextCursor: cursor } = await page({ limit: 2 });
    expect(await numbers({ cursor, from: noon + 3 * minuteMs })).toEqual([4, 3]);
    expect(await numbers({ cursor, to: noon + 3 * minuteMs })).toEqual([2, 1]);
    expect(await numbers({ cursor, from: noon + 5.5 * minuteMs })).toEqual([]);
  });
});

describe('a cursor', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  const entry = '2026-11-20T12:02:00.000Z#0000000002';

  test('is one of this list and of this monitor', async () => {
    await addEveryMinute(3);
    expect(await numbers({ cursor: encode(`${tables.monitorId}/ping#${entry}`) })).toEqual([1]);
  });

  test.each([
    ['empty', () => ''],
    ['no text', () => '\0'],
    ['another monitor’s', () => encode(`${tables.monitorId}-2/ping#${entry}`)],
    ['a former form of this monitor’s', () => encode(`ping#${entry}`)],
    ['of its flips', () => encode(`${tables.monitorId}/flip#${entry}`)],
    ['cut off', () => encode(`${tables.monitorId}/ping#2026-11-20`)],
    ['followed by more', () => `${encode(`${tables.monitorId}/ping#${entry}`)}=`],
  ])('is refused, by its name, if it is %s', async (_what, cursor) => {
    const refused = tables.archive.pings(all({ cursor: cursor() }));
    await expect(refused).rejects.toThrow(InvalidInput);
    await expect(refused).rejects.toMatchObject({ faults: [{ field: 'cursor' }] });
  });
});

describe('the flips of a monitor', () => {
  const flips = async (range: Partial<HistoryRange> = {}) => {
    const { flips: shown, nextCursor: cursor } = await tables.archive.flips(all(range));
    return { seqs: shown.map(({ seq }) => seq), cursor };
  };

  test('are read as they were stored', async () => {
    await tables.history.addFlip(tables.monitorId, aFlip(1, noon));
    expect((await tables.archive.flips(all())).flips).toStrictEqual([aFlip(1, noon)]);
  });

  test('come newest first, page by page, without pings', async () => {
    await Promise.all(
      [3, 1, 2].map((seq) => tables.history.addFlip(tables.monitorId, aFlip(seq, noon + seq))),
    );
    await add(9, 2);
    const first = await flips({ limit: 2 });
    expect(first.seqs).toEqual([3, 2]);
    expect(await flips({ limit: 2, cursor: first.cursor })).toEqual({ seqs: [1], cursor: undefined });
    expect((await flips({ from: noon + 2, to: noon + 3 })).seqs).toEqual([2]);
  });

  test('take no cursor of pings', async () => {
    await addEveryMinute(2);
    const { nextCursor: cursor } = await page({ limit: 1 });
    await expect(flips({ cursor })).rejects.toThrow(InvalidInput);
  });
});
