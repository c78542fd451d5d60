import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { fromImage } from '../../lambdas/adapters/monitor-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { MonitorWrite } from '../../lambdas/usecases/ports.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { aMonitor, creation } from '../support/monitors.ts';

const TableName = localTables.monitors.name;
const noon = Date.parse('2026-11-20T12:00:00.000Z');
const rid = '0f0e0d0c-0b0a-4908-8706-050403020100';

let store: Store;
let table: MonitorsTable;

beforeAll(async () => {
  store = await openStore();
  table = new MonitorsTable(store.client, TableName);
});
afterAll(() => store.close());

/** A new monitor under an id of its own. */
function freshMonitor(overrides: Partial<Monitor> = {}): Monitor {
  return aMonitor({ id: `job-${randomUUID()}`, ...overrides });
}

const flip: Flip = {
  ...{ seq: 1, from: 'new', to: 'down', reason: 'failed' },
  ...{ at: noon, detectedAt: noon, since: noon },
};

/** What a monitor may have or not, each with a value. */
const optional = {
  earlyMarginSeconds: 0,
  maxRuntimeSeconds: 3_600,
  expectFirstPing: true,
  reminderSeconds: 60,
  runbookUrl: 'https://wiki.test/backup',
  postOnly: true,
  bodyFilter: { start: ['began'], success: ['größer', 'ok'], fail: [], defaultFail: true },
  autoCreated: true,
  managedBy: 'Jobs/0f9e8d7c-6b5a-4321-8fed-cba987654321/BackupMonitor',
  lastPing: {
    ...{ at: noon, kind: 'fail', exitStatus: 0, durationMs: 0.5 },
    ...{ sourceIp: '2001:db8::1', userAgent: '' },
  },
  checkinAt: noon + 1,
  lastSuccessAt: noon + 2,
  manualResume: true,
  resumeAt: noon + 6,
  deadlineAt: noon + 4,
  dueAt: noon + 5,
  armedFor: noon + 3,
  flip,
  lastAlert: { seq: 1, kind: 'down' },
  recent: ['success', 'fail', 'start', 'missed', 'timed_out'],
  alertsAt: [noon - 1, noon],
  flapping: { since: noon - 1, flips: 11, seq: 1 },
  settled: { at: noon + 8, since: noon - 1, flips: 12 },
  reminder: { number: 1, at: noon + 7 },
} satisfies Partial<Monitor>;

const optionalNames = Object.keys(optional) as (keyof typeof optional)[];

const full = (): Monitor =>
  freshMonitor({
    ...optional,
    schedule: { kind: 'cron', text: '0 2 * * *\n@daily', lines: ['0 2 * * *', '@daily'] },
    timezone: 'Europe/Riga',
    tags: ['db', 'größe'],
    maxMisses: 10,
    maxFailures: 9,
    recoveryThreshold: 8,
    misses: 9,
    failures: 8,
    successes: 7,
    runs: [{ rid, startedAt: noon - 1, excused: true }, { startedAt: noon }],
    aliases: [{ key: 'KumaToken_10' }, { key: `backup-${'0'.repeat(20)}`, until: noon + 5 }],
  });

async function created(monitor: Monitor): Promise<Monitor> {
  await table.create(creation(monitor, 'request-of-creation'));
  return monitor;
}

function writeOf(monitor: Monitor): MonitorWrite {
  return { monitor, version: 1, requestId: 'request', change: 'config', countsPing: false };
}

async function rawItem(id: string): Promise<Record<string, unknown>> {
  const { Item } = await store.client.send(new GetCommand({ TableName, Key: { pk: `monitor#${id}` } }));
  if (!Item) throw new Error(`There is no item of ${id}.`);
  return Item;
}

describe('a monitor with everything that it may have', () => {
  test('is read as it was created', async () => {
    const monitor = await created(full());
    expect((await table.load(monitor.id))?.monitor).toStrictEqual(monitor);
  });

  test('is read as it was saved over one with nothing of it', async () => {
    const { id } = await created(freshMonitor());
    const monitor = { ...full(), id };
    const saved = await table.save(writeOf(monitor));
    expect(saved).toMatchObject({ monitor });
    expect((await table.load(id))?.monitor).toStrictEqual(monitor);
  });

  test('is in the stream as it was saved', async () => {
    const monitor = await created(full());
    expect(fromImage(marshall(await rawItem(monitor.id)))).toStrictEqual({ monitor, change: 'config' });
  });

  test.each(optionalNames)(
    'loses %s with the first save that is without it, and nothing else',
    async (name) => {
      const monitor = await created(full());
      // Neither the due instant nor the deadline is there without the other.
      const both: string[] = ['dueAt', 'deadlineAt'];
      const names = both.includes(name) ? both : [name];
      const kept = Object.entries(monitor).filter(([attribute]) => !names.includes(attribute));
      const without = Object.fromEntries(kept) as unknown as Monitor;
      await table.save(writeOf(without));
      expect(await rawItem(monitor.id)).not.toHaveProperty(name);
      expect((await table.load(monitor.id))?.monitor).toStrictEqual(without);
    },
  );

  test('loses all of it at once', async () => {
    const { id } = await created(full());
    const bare = freshMonitor({ id });
    await table.save(writeOf(bare));
    expect((await table.load(id))?.monitor).toStrictEqual(bare);
    const item = await rawItem(id);
    expect(optionalNames.filter((name) => name in item)).toEqual([]);
  });
});

describe('a monitor that a ping creates', () => {
  const byPing = (monitor: Monitor) =>
    table.create({ monitor, requestId: 'request', change: 'flip', countsPing: true });

  test('is stored with its ping counted and numbered, and its flip said', async () => {
    const monitor = freshMonitor({ status: 'down', flip });
    expect(await byPing(monitor)).toBe('created');
    const counters = { version: 1, requestId: 'request', pings: 1, pingNumber: 1 };
    expect(await table.load(monitor.id)).toStrictEqual({ monitor, ...counters });
    expect(await rawItem(monitor.id)).toMatchObject({ change: 'flip' });
  });

  test('counts on from there', async () => {
    const monitor = freshMonitor({ status: 'down', flip });
    await byPing(monitor);
    expect(await table.countPing(monitor.id)).toBe(2);
    expect(await table.save({ ...writeOf(monitor), countsPing: true })).toMatchObject({ pingNumber: 3 });
  });

  test('is not created over another, whose pings stay as many', async () => {
    const monitor = await created(freshMonitor());
    expect(await byPing({ ...monitor, status: 'down', flip })).toBe('taken');
    expect(await table.load(monitor.id)).toMatchObject({
      monitor,
      pings: 0,
      requestId: 'request-of-creation',
    });
  });
});

describe('a monitor that an earlier version stored', () => {
  const before = {
    timezone: 'UTC',
    ...{ maxMisses: 1, maxFailures: 1, recoveryThreshold: 1 },
    ...{ misses: 0, failures: 0, successes: 0 },
    ...{ revision: 1, tags: [], runs: [], aliases: [] },
  };

  /** Stores a monitor as it was before it had any of these. */
  async function storedBefore(monitor: Monitor): Promise<void> {
    await created(monitor);
    const item = Object.entries(await rawItem(monitor.id)).filter(([name]) => !(name in before));
    await store.client.send(new PutCommand({ TableName, Item: Object.fromEntries(item) }));
  }

  test('is read with what it was taken to have', async () => {
    const monitor = freshMonitor();
    await storedBefore(monitor);
    const expected = { ...monitor, ...before };
    expect((await table.load(monitor.id))?.monitor).toStrictEqual(expected);
    expect(fromImage(marshall(await rawItem(monitor.id))).monitor).toStrictEqual(expected);
    expect((await table.page(1_000)).monitors.map((stored) => stored.monitor)).toContainEqual(expected);
  });

  test('awaits the check-in that its deadline was for', async () => {
    const monitor = freshMonitor({ status: 'up', gracePeriodSeconds: 300, deadlineAt: noon });
    await created(monitor);
    const { dueAt, ...item } = await rawItem(monitor.id);
    expect(dueAt).toBe(noon - 300_000);
    await store.client.send(new PutCommand({ TableName, Item: item }));
    expect((await table.load(monitor.id))?.monitor).toStrictEqual(monitor);
  });

  test.each<[string, Partial<Monitor>, Partial<Monitor>]>([
    ['moved the deadline on', { deadlineAt: noon + 1 }, { dueAt: noon + 1 - 300_000, deadlineAt: noon + 1 }],
    [
      'left an earlier one, of a run',
      { deadlineAt: noon - 1 },
      { dueAt: noon - 300_000, deadlineAt: noon - 1 },
    ],
    ['took the deadline away', {}, {}],
  ])(
    'and later a new one, and then the earlier again, which %s, awaits as it said',
    async (_, item, expected) => {
      const monitor = freshMonitor({ status: 'up', gracePeriodSeconds: 300, deadlineAt: noon });
      await created(monitor);
      const { deadlineAt: _deadlineAt, ...rest } = await rawItem(monitor.id);
      await store.client.send(new PutCommand({ TableName, Item: { ...rest, ...item } }));
      const { dueAt, deadlineAt } = (await table.load(monitor.id))?.monitor ?? {};
      expect({ dueAt, deadlineAt }).toEqual(expected);
    },
  );

  test('is stored with it by the next save', async () => {
    const monitor = freshMonitor();
    await storedBefore(monitor);
    const read = (await table.load(monitor.id))?.monitor ?? monitor;
    await table.save(writeOf(read));
    expect(await rawItem(monitor.id)).toMatchObject(before);
  });

  test('is read with its own once it has them', async () => {
    const own = { maxMisses: 3, misses: 2, runs: [{ startedAt: noon }], aliases: [{ key: 'KumaToken_10' }] };
    const monitor = await created(freshMonitor(own));
    expect((await table.load(monitor.id))?.monitor).toMatchObject(own);
  });
});
