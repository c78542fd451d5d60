import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { WatchedTable } from '../../lambdas/adapters/watched-table.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { watchedAttributes } from '../../lambdas/env.ts';
import type { WatchedMonitors } from '../../lambdas/usecases/ports.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { aMonitor, creation } from '../support/monitors.ts';

const TableName = localTables.monitors.name;

async function idsOf(table: WatchedMonitors): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of table.scan()) ids.push(id);
  return ids.sort();
}

describe('in a table', () => {
  const shown: Partial<Monitor> = {
    ...{
      status: 'down',
      statusSince: 5,
      misses: 1,
      failures: 2,
      recent: ['success', 'missed'],
      tags: ['prod'],
    },
    ...{ maxMisses: 3, maxFailures: 4, recoveryThreshold: 5, maxRuntimeSeconds: 60, reminderSeconds: 90 },
    ...{ dueAt: 7, deadlineAt: 300_007, resumeAt: 8, manualResume: true, runs: [{ startedAt: 4 }] },
    lastPing: { at: 4, kind: 'fail', sourceIp: '203.0.113.9', userAgent: 'curl' },
    flip: { seq: 1, from: 'up', to: 'down', at: 5, detectedAt: 6, since: 2, reason: 'missed' },
  };
  const monitor = aMonitor({ id: 'backup', aliases: [{ key: 'BroughtAlong1' }], ...shown });

  let store: Store;
  let table: WatchedTable;

  beforeAll(async () => {
    store = await openStore();
    table = new WatchedTable(store.client, TableName);
    const monitors = new MonitorsTable(store.client, TableName);
    await monitors.create(creation(monitor, 'request'));
    await monitors.create(creation(aMonitor({ id: 'report' }), 'request'));
    await store.client.send(
      new PutCommand({ TableName, Item: { pk: 'alias#BroughtAlong1', monitorId: 'backup' } }),
    );
  });
  afterAll(() => store.close());

  test('a monitor is read with all that is shown of it, and without what opens its ping URL', async () => {
    const watched = await table.load('backup');
    const { id, name, schedule, timezone, gracePeriodSeconds, channels, createdAt } = monitor;
    const settings = { id, name, schedule, timezone, gracePeriodSeconds, channels, createdAt };
    expect(watched).toMatchObject({ ...settings, ...shown, pings: 0 });
    expect(watched).not.toHaveProperty('secret');
    expect(watched).not.toHaveProperty('aliases');
  });

  test('a monitor that there is not is undefined', async () => {
    expect(await table.load('nobody')).toBeUndefined();
  });

  test('all monitors are found, and nothing else that lies there', async () => {
    expect(await idsOf(table)).toEqual(['backup', 'report']);
  });
});

describe('what is asked for', () => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
  const mock = mockClient(client);
  const table = new WatchedTable(client, 'table');
  const asked = () => mock.calls().map(({ args }) => args[0].input) as Record<string, unknown>[];

  beforeEach(() => mock.reset());
  afterAll(() => mock.restore());

  test('is a cheap read of what is shown, and no more', async () => {
    mock.on(GetCommand).resolves({}).on(ScanCommand).resolves({});
    await table.load('backup');
    await idsOf(table);
    expect(asked()).toHaveLength(2);
    for (const request of asked()) {
      expect(Object.values(request.ExpressionAttributeNames as object)).toEqual(watchedAttributes);
      expect(request).not.toHaveProperty('ConsistentRead');
    }
    expect(asked()[1]).toMatchObject({ Select: 'SPECIFIC_ATTRIBUTES' });
    expect(watchedAttributes).not.toContain('secret');
    expect(watchedAttributes).not.toContain('aliases');
  });

  test('is page after page, but none after the last that is wanted', async () => {
    const item = (id: string) => ({ pk: `monitor#${id}`, name: id, schedule: 'every 1h', pings: 0 });
    mock
      .on(ScanCommand)
      .resolvesOnce({ Items: [item('a')], LastEvaluatedKey: { pk: 'monitor#a' } })
      .resolvesOnce({ Items: [item('b')], LastEvaluatedKey: { pk: 'monitor#b' } })
      .rejects(new Error('nobody wanted this'));
    const ids: string[] = [];
    for await (const { id } of table.scan()) {
      ids.push(id);
      if (ids.length === 2) break;
    }
    expect(ids).toEqual(['a', 'b']);
    const [first, second, ...others] = asked();
    expect(first).not.toHaveProperty('ExclusiveStartKey');
    expect(second).toMatchObject({ ExclusiveStartKey: { pk: 'monitor#a' } });
    expect(others).toEqual([]);
  });

  test('is told to be unavailable when DynamoDB does not answer', async () => {
    mock.onAnyCommand().rejects(new Error('down'));
    await expect(table.load('backup')).rejects.toThrow(Unavailable);
    await expect(idsOf(table)).rejects.toThrow(Unavailable);
  });
});
