import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { AliasesTable } from '../../lambdas/adapters/aliases-table.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { aMonitor, creation } from '../support/monitors.ts';
import { closedEndpoint, sentTo } from '../support/sdk.ts';

const TableName = localTables.monitors.name;
const claim = { monitorId: 'backup', claimedAt: Date.parse('2026-11-20T12:00:00.001Z') };
const rival = { monitorId: 'report', claimedAt: claim.claimedAt };

let store: Store;
let aliases: AliasesTable;
let key: string;

beforeAll(async () => {
  store = await openStore();
  aliases = new AliasesTable(store.client, TableName);
});
afterAll(() => store.close());

beforeEach(() => {
  key = randomUUID();
});

async function rawItem(): Promise<Record<string, unknown> | undefined> {
  const { Item } = await store.client.send(new GetCommand({ TableName, Key: { pk: `alias#${key}` } }));
  return Item;
}

describe('load', () => {
  test('answers undefined for a key that nobody claimed', async () => {
    expect(await aliases.load(key)).toBeUndefined();
  });

  test('answers the claim and nothing else', async () => {
    await aliases.claim(key, claim, undefined);
    expect(await aliases.load(key)).toStrictEqual(claim);
  });

  test('asks for a strongly consistent read', async () => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
    const mock = mockClient(client);
    mock.on(GetCommand).resolves({});
    await new AliasesTable(client, 'monitors').load('KumaToken_10');
    const input = { TableName: 'monitors', Key: { pk: 'alias#KumaToken_10' }, ConsistentRead: true };
    expect(sentTo(mock)).toEqual([['GetCommand', input]]);
  });
});

describe('claim', () => {
  test('claims a key that nobody has, as one item under that key', async () => {
    expect(await aliases.claim(key, claim, undefined)).toBe('claimed');
    expect(await rawItem()).toEqual({ pk: `alias#${key}`, ...claim });
  });

  test('tells keys apart that differ in case alone', async () => {
    await aliases.claim(key, claim, undefined);
    expect(await aliases.claim(key.toUpperCase(), rival, undefined)).toBe('claimed');
    expect(await aliases.load(key)).toEqual(claim);
  });

  test.each([
    ['another monitor', rival],
    ['the same monitor', claim],
  ])('finds a key taken that it took for free, claimed by %s', async (_who, former) => {
    await aliases.claim(key, former, undefined);
    expect(await aliases.claim(key, { ...claim, claimedAt: claim.claimedAt + 1 }, undefined)).toBe('taken');
    expect(await aliases.load(key)).toEqual(former);
  });

  test('replaces the claim that it was told of', async () => {
    await aliases.claim(key, rival, undefined);
    expect(await aliases.claim(key, claim, rival)).toBe('claimed');
    expect(await rawItem()).toEqual({ pk: `alias#${key}`, ...claim });
  });

  test.each([
    ['is another monitor’s by now', { ...rival, monitorId: 'somebody' }],
    ['was renewed meanwhile', { ...rival, claimedAt: rival.claimedAt + 1 }],
  ])('leaves alone a claim that %s', async (_why, former) => {
    await aliases.claim(key, former, undefined);
    expect(await aliases.claim(key, claim, rival)).toBe('taken');
    expect(await aliases.load(key)).toEqual(former);
  });

  test('claims nothing in place of a claim that is gone', async () => {
    expect(await aliases.claim(key, claim, rival)).toBe('taken');
    expect(await rawItem()).toBeUndefined();
  });

  test('lets exactly one of twenty win a key that is free', async () => {
    const claims = Array.from({ length: 20 }, (_, index) => ({ ...claim, monitorId: `monitor-${index}` }));
    const outcomes = await Promise.all(claims.map((each) => aliases.claim(key, each, undefined)));
    const winners = claims.filter((_, index) => outcomes[index] === 'claimed');
    expect(winners).toEqual([await aliases.load(key)]);
  });

  test('lets exactly one of twenty win a key whose claim is dead', async () => {
    await aliases.claim(key, rival, undefined);
    const claims = Array.from({ length: 20 }, (_, index) => ({ ...claim, monitorId: `monitor-${index}` }));
    const outcomes = await Promise.all(claims.map((each) => aliases.claim(key, each, rival)));
    const winners = claims.filter((_, index) => outcomes[index] === 'claimed');
    expect(winners).toEqual([await aliases.load(key)]);
  });
});

/** The claim of that monitor, if it is not newer than this. */
const old = { monitorId: claim.monitorId, claimedBefore: claim.claimedAt + 1 };

describe('release', () => {
  test('gives up the monitor’s claim', async () => {
    await aliases.claim(key, claim, undefined);
    await aliases.release(key, old);
    expect(await rawItem()).toBeUndefined();
  });

  test('leaves alone a claim that was renewed', async () => {
    await aliases.claim(key, claim, undefined);
    await aliases.claim(key, { ...claim, claimedAt: claim.claimedAt + 1 }, claim);
    await aliases.release(key, old);
    expect(await aliases.load(key)).toEqual({ ...claim, claimedAt: claim.claimedAt + 1 });
  });

  test('leaves alone the claim of another monitor', async () => {
    await aliases.claim(key, rival, undefined);
    await aliases.release(key, old);
    expect(await aliases.load(key)).toEqual(rival);
  });

  test('is content when nobody has the key', async () => {
    await expect(aliases.release(key, old)).resolves.toBeUndefined();
    expect(await rawItem()).toBeUndefined();
  });
});

test('a key that reads like an id is not the monitor of that id', async () => {
  const monitors = new MonitorsTable(store.client, TableName);
  await monitors.create(creation(aMonitor({ id: key }), 'request'));
  await aliases.claim(key, claim, undefined);
  await aliases.release(key, old);
  expect(await monitors.load(key)).toBeDefined();
});

describe('an unreachable table', () => {
  let client: DynamoDBDocumentClient;
  let unreachable: AliasesTable;

  beforeAll(async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const endpoint = await closedEndpoint();
    client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint, region: 'local', credentials, maxAttempts: 1 }),
    );
    unreachable = new AliasesTable(client, TableName);
  });
  afterAll(() => client.destroy());

  test.each<[string, () => Promise<unknown>]>([
    ['load', () => unreachable.load(key)],
    ['claim', () => unreachable.claim(key, claim, undefined)],
    ['release', () => unreachable.release(key, old)],
  ])('makes %s throw Unavailable', async (_method, call) => {
    await expect(call()).rejects.toThrow(Unavailable);
  });
});

test('a write that is throttled is Unavailable, and no claim that is taken', async () => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
  const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
  mockClient(client).on(PutCommand).rejects(throttled);
  const claiming = new AliasesTable(client, TableName).claim(key, claim, undefined);
  await expect(claiming).rejects.toMatchObject({ name: 'Unavailable', cause: throttled });
});
