import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { PublicationsTable } from '../../lambdas/adapters/publications-table.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { publicAttributes } from '../../lambdas/env.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { aMonitor, creation } from '../support/monitors.ts';

const TableName = localTables.monitors.name;
const ids = (count: number) => Array.from({ length: count }, (_, index) => `job-${index}`);

let store: Store;
let table: PublicationsTable;
let tag: string;

beforeAll(async () => {
  store = await openStore();
  table = new PublicationsTable(store.client, TableName, true);
});
afterAll(() => store.close());

beforeEach(() => {
  tag = randomUUID();
});

async function rawItem(pk: string): Promise<Record<string, unknown> | undefined> {
  return (await store.client.send(new GetCommand({ TableName, Key: { pk } }))).Item;
}

async function stored(overrides: Parameters<typeof aMonitor>[0]): Promise<string> {
  const monitor = aMonitor({ id: `job-${randomUUID()}`, ...overrides });
  await new MonitorsTable(store.client, TableName).create(creation(monitor, 'request'));
  return monitor.id;
}

describe('badges', () => {
  test('name a monitor or a tag until they are removed', async () => {
    await table.addBadge('one', { monitorId: 'backup' });
    await table.addBadge('two', { tag: 'prod' });
    expect([await table.badge('one'), await table.badge('two')]).toEqual([
      { monitorId: 'backup' },
      { tag: 'prod' },
    ]);
    await table.removeBadge('one');
    await table.removeBadge('one');
    expect(await table.badge('one')).toBeUndefined();
  });
});

describe('monitors', () => {
  test('are read without what opens their ping URLs', async () => {
    const dueAt = Date.UTC(2026, 10, 20, 12);
    const deadlineAt = dueAt + 300_000;
    const id = await stored({
      name: 'Backup',
      tags: ['prod'],
      status: 'up',
      dueAt,
      deadlineAt,
      badgeKey: 'key',
    });
    const { statusSince } = aMonitor();
    const [found] = await table.monitors([id, 'gone']);
    expect(found).toStrictEqual({
      ...{ id, name: 'Backup', tags: ['prod'], status: 'up', statusSince, misses: 0, dueAt, badgeKey: 'key' },
    });
  });

  test('are none where none are asked for', async () => {
    expect(await table.monitors([])).toEqual([]);
  });

  test('are found by their tag, and nothing else is', async () => {
    const found = await Promise.all([stored({ tags: [tag] }), stored({ tags: ['other', tag] })]);
    await stored({ tags: [`${tag}-`] });
    await table.savePage({ slug: 'found', title: 'x', monitorIds: [], tags: [tag], saveId: 'a' }, undefined);
    expect((await table.idsWithTag(tag)).sort()).toEqual(found.sort());
  });
});

describe('a tag', () => {
  test('is in use until its last use has ended', async () => {
    expect(await table.useTag(tag, 'first')).toStrictEqual({ tag, monitorIds: [] });
    await table.useTag(tag, 'second');
    await table.disuseTag(tag, 'first');
    expect(await table.tags([tag])).toEqual([{ tag, monitorIds: [] }]);
    await table.disuseTag(tag, 'second');
    expect([await table.tags([tag]), await rawItem(`tag#${tag}`)]).toEqual([[], undefined]);
  });

  test('that nobody uses is not made by ending its use', async () => {
    await table.disuseTag(tag, 'first');
    expect(await rawItem(`tag#${tag}`)).toBeUndefined();
  });

  test('keeps its first badge key, until that very key is taken away', async () => {
    expect(await table.useTag(tag, 'badge', 'first')).toMatchObject({ badgeKey: 'first' });
    expect(await table.useTag(tag, 'badge', 'second')).toMatchObject({ badgeKey: 'first' });
    await table.useTag(tag, 'page');
    await table.disuseTag(tag, 'badge', 'second');
    expect(await table.tags([tag])).toMatchObject([{ badgeKey: 'first' }]);
    await table.disuseTag(tag, 'badge', 'first');
    expect(await table.tags([tag])).toStrictEqual([{ tag, monitorIds: [] }]);
    expect(await rawItem(`tag#${tag}`)).toMatchObject({ uses: new Set(['page']) });
  });

  test('knows its monitors in the order of their ids, up to as many as it may', async () => {
    await table.useTag(tag, 'page');
    expect(await table.addToTag(tag, ['b', 'a'], 3)).toBe(true);
    expect(await table.addToTag(tag, ['c', 'd'], 3)).toBe(false);
    expect(await table.addToTag(tag, ['a', 'c'], 3)).toBe(true);
    expect(await table.addToTag(tag, ['a', 'b', 'c'], 3)).toBe(true);
    expect(await table.tags([tag])).toEqual([{ tag, monitorIds: ['a', 'b', 'c'] }]);
    await table.removeFromTag(tag, 'b');
    await table.removeFromTag(tag, 'b');
    expect(await table.addToTag(tag, ['d'], 3)).toBe(true);
    expect(await table.tags([tag])).toEqual([{ tag, monitorIds: ['a', 'c', 'd'] }]);
  });

  test('takes a hundred at once', async () => {
    await table.useTag(tag, 'page');
    expect(await table.addToTag(tag, ids(101), 100)).toBe(false);
    expect(await table.addToTag(tag, ids(100), 100)).toBe(true);
    expect(await table.monitors(ids(100))).toEqual([]);
  });

  test('that is not in use knows nothing', async () => {
    expect(await table.addToTag(tag, ['a'], 3)).toBe(false);
    await table.removeFromTag(tag, 'a');
    expect(await rawItem(`tag#${tag}`)).toBeUndefined();
  });

  test('with many monitors that is not in use knows nothing either, though it has ceased to be in between', async () => {
    await table.useTag(tag, 'page');
    const reading = jest.spyOn(table, 'tags').mockResolvedValue([{ tag, monitorIds: [] }]);
    await table.disuseTag(tag, 'page');
    expect(await table.addToTag(tag, ['a'], 3)).toBe(false);
    reading.mockRestore();
    expect(await rawItem(`tag#${tag}`)).toBeUndefined();
  });
});

test('a list holds so many names, each once', async () => {
  expect(await table.list('pages')).toEqual([]);
  expect([await table.enlist('pages', 'b', 2), await table.enlist('pages', 'a', 2)]).toEqual([true, true]);
  expect([await table.enlist('pages', 'c', 2), await table.enlist('pages', 'b', 2)]).toEqual([false, true]);
  expect(await table.list('pages')).toEqual(['a', 'b']);
  expect(await table.list('tags')).toEqual([]);
  await table.delist('pages', 'b');
  expect(await table.enlist('pages', 'c', 2)).toBe(true);
  expect(await table.list('pages')).toEqual(['a', 'c']);
});

describe('a page', () => {
  const page = { slug: 'jobs', title: 'Jobs', monitorIds: ['b', 'a'], tags: ['prod'], saveId: 'one' };

  test('is stored as it is, replaced by who knows the last save, and deleted', async () => {
    expect(await table.page('jobs')).toBeUndefined();
    expect(await table.savePage(page, undefined)).toBe('saved');
    expect(await table.page('jobs')).toStrictEqual(page);
    const other = { ...page, description: 'All', saveId: 'two' };
    expect(await table.savePage(other, undefined)).toBe('lost');
    expect(await table.savePage(other, 'another')).toBe('lost');
    expect(await table.savePage(other, 'one')).toBe('saved');
    expect(await table.pages(['none', 'jobs'])).toStrictEqual([other]);
    expect(await table.deletePage('jobs')).toStrictEqual(other);
    expect(await table.deletePage('jobs')).toBeUndefined();
    expect(await table.savePage(page, 'two')).toBe('lost');
  });
});

test('pages of monitors go on behind whatever is public', async () => {
  const monitors = new MonitorsTable(store.client, TableName);
  const hard = ['night/jobs', '日本', '🎉'.repeat(25), 'x'.repeat(50)];
  for (const name of hard) await table.useTag(name, 'page');
  await table.enlist('tags', 'any', 1);
  await table.addBadge('0'.repeat(20), { tag: 'any' });
  const id = await stored({});
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await monitors.page(1, cursor);
    found.push(...page.monitors.map(({ monitor }) => monitor.id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(found).toContain(id);
  expect(new Set(found).size).toBe(found.length);
});

describe('what the public causes', () => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
  const mock = mockClient(client);
  const asked = () => mock.calls().map(({ args }) => args[0].input) as Record<string, unknown>[];

  beforeEach(() => mock.reset());
  afterAll(() => mock.restore());

  test('is one cheap read each, of nothing but what is public', async () => {
    mock.on(GetCommand).resolves({}).on(BatchGetCommand).resolves({});
    const reads = new PublicationsTable(client, 'table', false);
    await reads.badge('key');
    await reads.page('slug');
    await reads.tags(['prod']);
    await reads.monitors(['backup']);
    const requests = asked().map(({ RequestItems, ...get }) => ({
      ...get,
      ...(RequestItems as Record<string, object> | undefined)?.table,
    }));
    expect(requests).toHaveLength(4);
    for (const request of requests) {
      const names = Object.values((request as { ExpressionAttributeNames: object }).ExpressionAttributeNames);
      expect(request).toMatchObject({ ConsistentRead: false });
      expect(names).toEqual(publicAttributes);
    }
    expect(publicAttributes).not.toContain('secret');
    expect(publicAttributes).not.toContain('aliases');
  });

  test('is never a search, which management makes by as many strongly consistent reads as it takes', async () => {
    const after = { pk: 'monitor#a' };
    mock
      .on(ScanCommand)
      .resolvesOnce({ Items: [{ pk: 'monitor#a' }], LastEvaluatedKey: after })
      .resolvesOnce({ Items: [{ pk: 'monitor#b' }] });
    expect(await new PublicationsTable(client, 'table', true).idsWithTag('prod')).toEqual(['a', 'b']);
    const [first, second] = asked();
    expect(first).toMatchObject({ ConsistentRead: true });
    expect(first).not.toHaveProperty('ExclusiveStartKey');
    expect(second).toMatchObject({ ConsistentRead: true, ExclusiveStartKey: after });
  });

  test('is not half of what was asked for, when the table is busy', async () => {
    mock.on(BatchGetCommand).resolves({
      Responses: { table: [] },
      UnprocessedKeys: { table: { Keys: [{ pk: 'monitor#backup' }] } },
    });
    await expect(new PublicationsTable(client, 'table', false).monitors(['backup'])).rejects.toThrow(
      Unavailable,
    );
  });
});
