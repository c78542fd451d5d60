import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { fromImage } from '../../lambdas/adapters/monitor-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { ChangeKind, MonitorWrite, StoredMonitor, TablePart } from '../../lambdas/usecases/ports.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { aMonitor, creation } from '../support/monitors.ts';
import { closedEndpoint, sentTo } from '../support/sdk.ts';

const TableName = localTables.monitors.name;
const noon = Date.parse('2026-11-20T12:00:00.000Z');

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
  seq: 7,
  from: 'up',
  to: 'down',
  at: noon + 1,
  detectedAt: noon + 2,
  since: noon - 3,
  reason: 'missed',
};

/** A new monitor that has every optional attribute. */
function fullMonitor(): Monitor {
  return freshMonitor({
    schedule: { kind: 'every', text: 'every 1h30m', intervalSeconds: 5_400 },
    channels: ['default', 'on-call'],
    status: 'down',
    statusSince: noon + 1,
    lastPing: { at: noon + 4, kind: 'fail', exitStatus: 3, sourceIp: '203.0.113.9', userAgent: 'curl/8.5' },
    checkinAt: noon + 5,
    deadlineAt: noon + 6,
    armedFor: noon + 7,
    flip,
  });
}

async function created(monitor: Monitor): Promise<Monitor> {
  await table.create(creation(monitor, 'request-of-creation'));
  return monitor;
}

/** A save of a monitor as it was created, counting a ping. */
function writeOf(monitor: Monitor, overrides: Partial<MonitorWrite> = {}): MonitorWrite {
  return { monitor, version: 1, requestId: 'request', change: 'ping', countsPing: true, ...overrides };
}

/** A monitor as it was created, with what its storage knows about it. */
function readOf(monitor: Monitor): StoredMonitor {
  return { monitor, version: 1, requestId: 'request-of-creation', pings: 0, pingNumber: 0 };
}

/** The number that a save gave its ping. */
function numberOf(saved: StoredMonitor | 'lost'): number | 'lost' {
  return saved === 'lost' ? 'lost' : saved.pingNumber;
}

async function rawItem(id: string): Promise<Record<string, unknown> | undefined> {
  const { Item } = await store.client.send(new GetCommand({ TableName, Key: { pk: `monitor#${id}` } }));
  return Item;
}

async function idsOverPages(limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await table.page(limit, cursor);
    ids.push(...page.monitors.map(({ monitor }) => monitor.id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
}

async function scanned(part?: TablePart): Promise<string[]> {
  const ids: string[] = [];
  for await (const { monitor } of table.scan(part)) ids.push(monitor.id);
  return ids;
}

describe('load', () => {
  test('answers undefined for an id that nobody took', async () => {
    expect(await table.load('nobody')).toBeUndefined();
  });

  test('asks for a strongly consistent read', async () => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
    const mock = mockClient(client);
    mock.on(GetCommand).resolves({});
    await new MonitorsTable(client, 'monitors').load('backup');
    const input = { TableName: 'monitors', Key: { pk: 'monitor#backup' }, ConsistentRead: true };
    expect(sentTo(mock)).toEqual([['GetCommand', input]]);
  });
});

describe('create', () => {
  test.each([
    ['with every optional attribute', fullMonitor],
    ['without the optional attributes', freshMonitor],
  ])('stores a monitor %s as it is', async (_which, make) => {
    const monitor = make();
    await table.create(creation(monitor, 'request-1'));
    const counters = { version: 1, requestId: 'request-1', pings: 0, pingNumber: 0 };
    expect(await table.load(monitor.id)).toStrictEqual({ monitor, ...counters });
  });

  test('answers that the monitor was created', async () => {
    expect(await table.create(creation(freshMonitor(), 'request-1'))).toBe('created');
  });

  test('says in the item that the configuration changed', async () => {
    const { id } = await created(freshMonitor());
    expect(await rawItem(id)).toMatchObject({ change: 'config' });
  });

  test('answers that the id is taken', async () => {
    const { id } = await created(freshMonitor());
    expect(await table.create(creation(freshMonitor({ id }), 'request-2'))).toBe('taken');
  });

  test('leaves alone the monitor that took the id', async () => {
    const monitor = await created(fullMonitor());
    await table.create(creation(freshMonitor({ id: monitor.id, name: 'Another' }), 'request-2'));
    expect(await table.load(monitor.id)).toMatchObject({ monitor, requestId: 'request-of-creation' });
  });
});

describe('save', () => {
  test.each([
    ['with every optional attribute', fullMonitor],
    ['without the optional attributes', freshMonitor],
  ])('stores a monitor %s as it is', async (_which, make) => {
    const { id } = await created(freshMonitor());
    const monitor = { ...make(), id };
    await table.save(writeOf(monitor, { requestId: 'request-2' }));
    const counters = { version: 2, requestId: 'request-2', pings: 1, pingNumber: 1 };
    expect(await table.load(id)).toStrictEqual({ monitor, ...counters });
  });

  test('answers what is stored now', async () => {
    const { id } = await created(freshMonitor());
    const saved = await table.save(writeOf({ ...fullMonitor(), id }));
    expect(saved).toStrictEqual(await table.load(id));
  });

  test('raises the version by one', async () => {
    const monitor = await created(freshMonitor());
    expect(await table.save(writeOf(monitor))).toMatchObject({ version: 2 });
  });

  test('loses from a version that is no longer stored', async () => {
    const monitor = await created(freshMonitor());
    await table.save(writeOf(monitor));
    expect(await table.save(writeOf(monitor))).toBe('lost');
  });

  test('changes nothing when it loses', async () => {
    const monitor = await created(freshMonitor());
    await table.save(writeOf(monitor));
    const before = await rawItem(monitor.id);
    await table.save(writeOf({ ...fullMonitor(), id: monitor.id }, { requestId: 'late', change: 'flip' }));
    expect(await rawItem(monitor.id)).toEqual(before);
  });

  test('loses when the monitor was deleted and created again, and leaves the new one alone', async () => {
    const monitor = await created(freshMonitor());
    await table.delete(monitor.id);
    const successor = { ...monitor, secret: 'zzzzzzzzzzzzzzzzzzzz', createdAt: monitor.createdAt + 1 };
    await table.create(creation(successor, 'again'));
    expect(await table.save(writeOf(monitor))).toBe('lost');
    expect((await table.load(monitor.id))?.monitor).toEqual(successor);
  });

  test('loses when the monitor is gone, and does not bring it back', async () => {
    const monitor = freshMonitor();
    expect(await table.save(writeOf(monitor))).toBe('lost');
    expect(await rawItem(monitor.id)).toBeUndefined();
  });

  test.each(['lastPing', 'checkinAt', 'deadlineAt', 'armedFor', 'flip'])(
    'removes %s when the monitor no longer has it',
    async (attribute) => {
      const { id } = await created(fullMonitor());
      await table.save(writeOf(freshMonitor({ id })));
      expect(await rawItem(id)).not.toHaveProperty(attribute);
    },
  );

  test.each<ChangeKind>(['ping', 'config', 'flip', 'timer'])(
    'says in the item that it was a change of the kind %s',
    async (change) => {
      const monitor = await created(freshMonitor());
      await table.save(writeOf(monitor, { change }));
      expect(await rawItem(monitor.id)).toMatchObject({ change });
    },
  );

  test('neither counts nor numbers a ping unless it stands for one', async () => {
    const monitor = await created(freshMonitor());
    await table.countPing(monitor.id);
    const saved = await table.save(writeOf(monitor, { countsPing: false }));
    expect(saved).toMatchObject({ pings: 1, pingNumber: 0 });
  });

  test('numbers its ping after those that were only counted since the monitor was loaded', async () => {
    const monitor = await created(freshMonitor());
    await table.countPing(monitor.id);
    await table.countPing(monitor.id);
    expect(await table.save(writeOf(monitor))).toMatchObject({ pings: 3, pingNumber: 3 });
  });

  test('uses no number twice when pings are saved and counted at once', async () => {
    const monitor = await created(freshMonitor());
    const counts = Array.from({ length: 9 }, () => table.countPing(monitor.id));
    const numbers = await Promise.all([table.save(writeOf(monitor)).then(numberOf), ...counts]);
    expect(new Set(numbers)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  });

  test('lets exactly one of twenty writers of the same version win', async () => {
    const monitor = await created(freshMonitor());
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, writer) => table.save(writeOf(monitor, { requestId: `${writer}` }))),
    );
    const winners = outcomes.filter((outcome) => outcome !== 'lost');
    expect(winners).toEqual([await table.load(monitor.id)]);
  });
});

describe('countPing', () => {
  test('answers the number of the ping', async () => {
    const monitor = await created(freshMonitor());
    await table.save(writeOf(monitor));
    expect(await table.countPing(monitor.id)).toBe(2);
  });

  test('answers undefined for a missing monitor, and creates none', async () => {
    const { id } = freshMonitor();
    expect(await table.countPing(id)).toBeUndefined();
    expect(await rawItem(id)).toBeUndefined();
  });

  test('says in the item that it was a ping, so that the last flip is not told again', async () => {
    const monitor = await created(freshMonitor());
    await table.save(writeOf({ ...monitor, flip }, { change: 'flip' }));
    await table.countPing(monitor.id);
    expect(await rawItem(monitor.id)).toMatchObject({ change: 'ping', flip });
  });

  test('leaves all but the count as it was', async () => {
    const { id } = await created(fullMonitor());
    const before = await table.load(id);
    await table.countPing(id);
    expect(await table.load(id)).toStrictEqual({ ...before, pings: 1 });
  });

  test('does not make a writer lose that loaded before', async () => {
    const monitor = await created(freshMonitor());
    await table.countPing(monitor.id);
    expect(await table.save(writeOf(monitor))).not.toBe('lost');
  });
});

describe('forgetTimer', () => {
  test('clears the instant that the timer was armed for', async () => {
    const { id } = await created(freshMonitor({ armedFor: noon }));
    await table.forgetTimer(id, noon);
    expect(await rawItem(id)).not.toHaveProperty('armedFor');
  });

  test('changes nothing when the timer is armed for another instant by now', async () => {
    const { id } = await created(freshMonitor({ armedFor: noon + 1 }));
    const before = await rawItem(id);
    await table.forgetTimer(id, noon);
    expect(await rawItem(id)).toEqual(before);
  });

  test('creates nothing for a missing monitor', async () => {
    const { id } = freshMonitor();
    await table.forgetTimer(id, noon);
    expect(await rawItem(id)).toBeUndefined();
  });

  test('makes a writer lose that loaded before', async () => {
    const monitor = await created(freshMonitor({ armedFor: noon }));
    await table.forgetTimer(monitor.id, noon);
    expect(await table.save(writeOf(monitor))).toBe('lost');
  });

  test('raises the version by one', async () => {
    const { id } = await created(freshMonitor({ armedFor: noon }));
    await table.forgetTimer(id, noon);
    expect(await table.load(id)).toMatchObject({ version: 2 });
  });

  test('says in the item that it was about the timer, so that the last flip is not told again', async () => {
    const monitor = await created(freshMonitor());
    await table.save(writeOf({ ...monitor, armedFor: noon, flip }, { change: 'flip' }));
    await table.forgetTimer(monitor.id, noon);
    expect(await rawItem(monitor.id)).toMatchObject({ change: 'timer', flip });
  });
});

describe('delete', () => {
  test('removes the monitor', async () => {
    const { id } = await created(freshMonitor());
    await table.delete(id);
    expect(await table.load(id)).toBeUndefined();
  });

  test('answers the monitor that there was', async () => {
    const monitor = await created(freshMonitor());
    expect(await table.delete(monitor.id)).toMatchObject({ monitor });
    expect(await table.delete(monitor.id)).toBe(undefined);
  });

  test('makes a writer lose that loaded before', async () => {
    const monitor = await created(freshMonitor());
    await table.delete(monitor.id);
    expect(await table.save(writeOf(monitor))).toBe('lost');
  });
});

describe('deleteUnchanged', () => {
  test('removes the monitor that was read', async () => {
    const monitor = await created(freshMonitor());
    const read = readOf(monitor);
    expect(await table.deleteUnchanged(read)).toBe('deleted');
    expect(await table.load(monitor.id)).toBeUndefined();
  });

  test('loses to a save, and to a deletion', async () => {
    const monitor = await created(freshMonitor());
    const read = readOf(monitor);
    await table.save(writeOf(monitor));
    expect(await table.deleteUnchanged(read)).toBe('lost');
    expect(await table.load(monitor.id)).toMatchObject({ version: 2 });
    await table.delete(monitor.id);
    expect(await table.deleteUnchanged(read)).toBe('lost');
  });

  test('loses when the monitor was deleted and created again, and leaves the new one alone', async () => {
    const monitor = await created(freshMonitor());
    const read = readOf(monitor);
    await table.delete(monitor.id);
    await created({ ...monitor, createdAt: monitor.createdAt + 1 });
    expect(await table.deleteUnchanged(read)).toBe('lost');
    expect(await table.load(monitor.id)).toMatchObject({ version: 1 });
  });
});

describe('page', () => {
  test('holds no more monitors than its limit, and says where the next one begins', async () => {
    await Promise.all([freshMonitor(), freshMonitor(), freshMonitor()].map(created));
    const { monitors, nextCursor } = await table.page(2);
    expect(monitors.length).toBeLessThanOrEqual(2);
    expect(nextCursor).toEqual(expect.any(String));
  });

  test('has no cursor when it is the last one', async () => {
    expect(await table.page(1_000)).not.toHaveProperty('nextCursor');
  });

  test('reads a monitor with all that is stored of it', async () => {
    const { id } = await created(fullMonitor());
    const { monitors } = await table.page(1_000);
    expect(monitors).toContainEqual(await table.load(id));
  });

  test('after page shows every monitor exactly once', async () => {
    const mine = await Promise.all(Array.from({ length: 5 }, () => created(freshMonitor())));
    const ids = await idsOverPages(2);
    expect(ids).toEqual(expect.arrayContaining(mine.map(({ id }) => id)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('after page leaves out items that are not monitors', async () => {
    const { id } = await created(freshMonitor());
    const alias = { pk: `alias#${randomUUID()}`, monitorId: id };
    await store.client.send(new PutCommand({ TableName, Item: alias }));
    const ids = await idsOverPages(1);
    expect(ids.filter((listed) => !listed.startsWith('job-'))).toEqual([]);
    expect(ids).toContain(id);
  });

  test.each([
    ['is empty', ''],
    ['is not base64', '!!!'],
    ['stands for no key of this table', Buffer.from('backup').toString('base64url')],
    ['was written in another way', `${Buffer.from('monitor#backup').toString('base64url')}=`],
  ])('refuses a cursor that %s, by name', async (_what, cursor) => {
    const faults = [{ field: 'cursor', message: expect.stringContaining('is not a cursor') }];
    await expect(table.page(2, cursor)).rejects.toMatchObject({ name: 'InvalidInput', faults });
  });
});

describe('scan', () => {
  test('yields every monitor exactly once', async () => {
    const mine = await Promise.all(Array.from({ length: 5 }, () => created(freshMonitor())));
    const ids = await scanned();
    expect(ids).toEqual(expect.arrayContaining(mine.map(({ id }) => id)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('goes on where an answer of DynamoDB ends, which holds about a megabyte', async () => {
    const large = { name: 'x'.repeat(390_000) };
    const mine = await Promise.all(Array.from({ length: 4 }, () => created(freshMonitor(large))));
    const ids = await scanned();
    await Promise.all(mine.map(({ id }) => table.delete(id)));
    expect(ids).toEqual(expect.arrayContaining(mine.map(({ id }) => id)));
  });

  test.each([1, 4, 16])('yields every monitor in exactly one of %i parts', async (of) => {
    await Promise.all(Array.from({ length: 40 }, () => created(freshMonitor())));
    const parts = await Promise.all(Array.from({ length: of }, (_, index) => scanned({ index, of })));
    expect(parts.flat().sort()).toEqual((await scanned()).sort());
    expect(parts.filter((ids) => ids.length > 0).length).toBeGreaterThanOrEqual(Math.min(of, 2));
  });

  test('goes on within its part where an answer ends', async () => {
    const large = { name: 'x'.repeat(390_000) };
    const mine = await Promise.all(Array.from({ length: 12 }, () => created(freshMonitor(large))));
    const parts = await Promise.all([scanned({ index: 0, of: 2 }), scanned({ index: 1, of: 2 })]);
    await Promise.all(mine.map(({ id }) => table.delete(id)));
    expect(parts.flat()).toEqual(expect.arrayContaining(mine.map(({ id }) => id)));
  });

  test('leaves out items that are not monitors', async () => {
    const { id } = await created(freshMonitor());
    const alias = { pk: `alias#${randomUUID()}`, monitorId: id };
    await store.client.send(new PutCommand({ TableName, Item: alias }));
    expect((await scanned()).filter((yielded) => !yielded.startsWith('job-'))).toEqual([]);
  });
});

describe('a stream image', () => {
  test.each([
    ['with every optional attribute', fullMonitor],
    ['without the optional attributes', freshMonitor],
  ])('gives the monitor %s that was stored, and what the write was', async (_which, make) => {
    const monitor = await created(make());
    const image = marshall(await rawItem(monitor.id));
    expect(fromImage(image)).toStrictEqual({ monitor, change: 'config' });
  });
});

describe('an unreachable table', () => {
  let client: DynamoDBDocumentClient;
  let unreachable: MonitorsTable;

  beforeAll(async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const endpoint = await closedEndpoint();
    client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint, region: 'local', credentials, maxAttempts: 1 }),
    );
    unreachable = new MonitorsTable(client, TableName);
  });

  afterAll(() => client.destroy());

  test.each<[string, () => Promise<unknown>]>([
    ['load', () => unreachable.load('backup')],
    ['create', () => unreachable.create(creation(freshMonitor(), 'request'))],
    ['save', () => unreachable.save(writeOf(freshMonitor()))],
    ['countPing', () => unreachable.countPing('backup')],
    ['forgetTimer', () => unreachable.forgetTimer('backup', noon)],
    ['delete', () => unreachable.delete('backup')],
    ['deleteUnchanged', () => unreachable.deleteUnchanged(readOf(freshMonitor()))],
    ['page', () => unreachable.page(2)],
    ['scan', async () => unreachable.scan()[Symbol.asyncIterator]().next()],
  ])('makes %s throw Unavailable', async (_method, call) => {
    await expect(call()).rejects.toThrow(Unavailable);
  });

  test('is the cause of what is thrown', async () => {
    const cause = { message: expect.stringContaining('ECONNREFUSED') };
    await expect(unreachable.load('backup')).rejects.toMatchObject({ name: 'Unavailable', cause });
  });
});
