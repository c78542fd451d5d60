import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { HistoryTable } from '../../lambdas/adapters/history-table.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { aPing } from '../support/monitors.ts';
import { closedEndpoint } from '../support/sdk.ts';

const TableName = localTables.history.name;
const retention = { pingDays: 90, flipDays: 400 };

let store: Store;
let history: HistoryTable;

beforeAll(async () => {
  store = await openStore();
  history = new HistoryTable(store.client, TableName, retention);
});

afterAll(() => store.close());

const ping = aPing({ at: Date.parse('2026-11-20T02:00:00.999Z') });

const flip: Flip = {
  seq: 7,
  from: 'up',
  to: 'down',
  at: Date.parse('2026-11-20T02:05:00.001Z'),
  detectedAt: Date.parse('2026-11-20T02:05:01.500Z'),
  since: Date.parse('2026-11-01T00:00:00.000Z'),
  reason: 'missed',
};

function freshId(): string {
  return `job-${randomUUID()}`;
}

/** A monitor's rows in the order of their sort keys. */
async function rowsOf(monitorId: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await store.client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'monitorId = :monitorId',
      ExpressionAttributeValues: { ':monitorId': monitorId },
    }),
  );
  return Items;
}

async function entriesOf(monitorId: string): Promise<unknown[]> {
  return (await rowsOf(monitorId)).map(({ entry }) => entry);
}

test('a ping is one row under its instant and its number', async () => {
  const monitorId = freshId();
  await history.addPing(monitorId, 42, ping);
  const expiresAt = Date.parse('2027-02-18T02:00:00Z') / 1_000;
  const entry = 'ping#2026-11-20T02:00:00.999Z#0000000042';
  expect(await rowsOf(monitorId)).toEqual([{ monitorId, entry, ...ping, number: 42, expiresAt }]);
});

test('a ping with an exit status keeps it', async () => {
  const monitorId = freshId();
  await history.addPing(monitorId, 1, { ...ping, kind: 'fail', exitStatus: 137 });
  expect(await rowsOf(monitorId)).toMatchObject([{ kind: 'fail', exitStatus: 137 }]);
});

test('pings of one millisecond are rows of their own, sorted by number', async () => {
  const monitorId = freshId();
  await history.addPing(monitorId, 10, ping);
  await history.addPing(monitorId, 9, ping);
  expect(await entriesOf(monitorId)).toEqual([
    'ping#2026-11-20T02:00:00.999Z#0000000009',
    'ping#2026-11-20T02:00:00.999Z#0000000010',
  ]);
});

test('pings are sorted by instant before number', async () => {
  const monitorId = freshId();
  await history.addPing(monitorId, 1, { ...ping, at: ping.at + 1 });
  await history.addPing(monitorId, 2, ping);
  expect(await entriesOf(monitorId)).toEqual([
    'ping#2026-11-20T02:00:00.999Z#0000000002',
    'ping#2026-11-20T02:00:01.000Z#0000000001',
  ]);
});

test('a flip is one row under its instant and its sequence number', async () => {
  const monitorId = freshId();
  await history.addFlip(monitorId, flip);
  const expiresAt = Date.parse('2027-12-25T02:05:00Z') / 1_000;
  const entry = 'flip#2026-11-20T02:05:00.001Z#0000000007';
  expect(await rowsOf(monitorId)).toEqual([{ monitorId, entry, ...flip, expiresAt }]);
});

test('a flip that is stored twice is one row', async () => {
  const monitorId = freshId();
  await history.addFlip(monitorId, flip);
  const rows = await rowsOf(monitorId);
  await history.addFlip(monitorId, flip);
  expect(await rowsOf(monitorId)).toEqual(rows);
});

test('rows of one monitor are not those of another', async () => {
  const monitorId = freshId();
  await history.addPing(freshId(), 1, ping);
  await history.addFlip(freshId(), flip);
  expect(await rowsOf(monitorId)).toEqual([]);
});

describe('an unreachable table', () => {
  let client: DynamoDBDocumentClient;
  let unreachable: HistoryTable;

  beforeAll(async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const endpoint = await closedEndpoint();
    client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint, region: 'local', credentials, maxAttempts: 1 }),
    );
    unreachable = new HistoryTable(client, TableName, retention);
  });

  afterAll(() => client.destroy());

  test.each<[string, () => Promise<unknown>]>([
    ['addPing', () => unreachable.addPing('backup', 1, ping)],
    ['addFlip', () => unreachable.addFlip('backup', flip)],
  ])('makes %s throw Unavailable', async (_method, call) => {
    await expect(call()).rejects.toThrow(Unavailable);
  });
});
