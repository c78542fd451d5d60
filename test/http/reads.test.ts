import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { seedStore } from '../../lib/local/seed.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { countCalls } from '../support/calls.ts';
import { manageTables } from '../support/manage-tables.ts';
import { aMonitor, creation } from '../support/monitors.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');
const megabyte = 1024 * 1024;

/** Two hundred and fifty monitors, the two hundredth with a long history. */
let seeded: Store;
let empty: Store;

beforeAll(async () => {
  [seeded, empty] = await Promise.all([openStore(), openStore()]);
  await seedStore(seeded, { monitors: 250, seed: 1 }, now);
});

afterAll(() => Promise.all([seeded.close(), empty.close()]));

/** The calls that each answer takes. */
async function callsOf(store: Store, ...paths: string[]): Promise<Record<string, number>[]> {
  const calls = new Map<string, number>();
  countCalls(store.client, calls);
  const get = manageTables(store, now);
  const counted: Record<string, number>[] = [];
  for (const path of paths) {
    calls.clear();
    await get(path);
    counted.push(Object.fromEntries(calls));
  }
  return counted;
}

test('no answer reads the monitors of a list one by one', async () => {
  expect(await callsOf(seeded, 'monitors?limit=100', 'heartbeats?limit=100', 'monitors?limit=1')).toEqual([
    { ScanCommand: 1 },
    { ScanCommand: 1 },
    { ScanCommand: 1 },
  ]);
  // One in four has the tag: a page of five lies within the first hundred. What nobody has is looked for among all.
  expect(await callsOf(seeded, 'monitors?limit=5&tag=team-data', 'monitors?q=nobody', 'summary')).toEqual([
    { ScanCommand: 1 },
    { ScanCommand: 3 },
    { ScanCommand: 1 },
  ]);
});

test('one monitor is one read, and a page of its history one more', async () => {
  const one = 'monitors/backup-of-search-00200';
  expect(await callsOf(seeded, one, `${one}/pings?limit=100`, `${one}/flips`, `${one}/uptime`)).toEqual([
    { GetItemCommand: 1 },
    { GetItemCommand: 1, QueryCommand: 1 },
    { GetItemCommand: 1, QueryCommand: 1 },
    { GetItemCommand: 1, QueryCommand: 1 },
  ]);
});

test('the summary takes a call for each megabyte of the table', async () => {
  const table = new MonitorsTable(empty.client, localTables.monitors.name);
  const bytes = 300_000;
  for (let index = 0; index < 8; index += 1) {
    await table.create(creation(aMonitor({ id: `large-${index}`, name: 'x'.repeat(bytes) }), 'request'));
  }
  expect(await callsOf(empty, 'summary')).toEqual([{ ScanCommand: Math.ceil((8 * bytes) / megabyte) }]);
});
