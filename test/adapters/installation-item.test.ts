import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { InstallationItem } from '../../lambdas/adapters/installation-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { closedEndpoint, sentTo } from '../support/sdk.ts';

const TableName = localTables.monitors.name;
const Key = { pk: 'installation' };
const slugKey = 'Slug_Key-of-ours_1234567';

let store: Store;
let installation: InstallationItem;

beforeAll(async () => {
  store = await openStore();
  installation = new InstallationItem(store.client, TableName);
});
afterAll(() => store.close());

beforeEach(() => store.client.send(new DeleteCommand({ TableName, Key })));

async function rawItem(): Promise<Record<string, unknown> | undefined> {
  return (await store.client.send(new GetCommand({ TableName, Key }))).Item;
}

/** Reserves so often at once, and answers how many were let. */
async function reserveAtOnce(times: number, max: number): Promise<number> {
  const reservations = Array.from({ length: times }, () => installation.reserveAutoCreated(max));
  return (await Promise.all(reservations)).filter((isReserved) => isReserved).length;
}

async function reserve(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await installation.reserveAutoCreated(1_000);
}

describe('the slug ping key', () => {
  test('is absent at first', async () => {
    expect(await installation.load()).toStrictEqual({});
  });

  test('is what was set last', async () => {
    await installation.setSlugKey('the-one-before');
    await installation.setSlugKey(slugKey);
    expect(await installation.load()).toStrictEqual({ slugKey });
  });

  test('is absent once it was taken away', async () => {
    await installation.setSlugKey(slugKey);
    await installation.setSlugKey(undefined);
    expect(await installation.load()).toStrictEqual({});
  });

  test('may be taken away where there is none', async () => {
    await installation.setSlugKey(undefined);
    expect(await installation.load()).toStrictEqual({});
  });

  test.each([slugKey, undefined])('may become %s without the count of monitors being lost', async (key) => {
    await reserve(2);
    await installation.setSlugKey(key);
    expect(await rawItem()).toMatchObject({ autoCreated: 2 });
  });

  test('is read with strong consistency', async () => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
    const mock = mockClient(client);
    mock.on(GetCommand).resolves({});
    await new InstallationItem(client, 'monitors').load();
    expect(sentTo(mock)).toEqual([['GetCommand', { TableName: 'monitors', Key, ConsistentRead: true }]]);
  });
});

describe('the count of the monitors that pings created', () => {
  test('lets exactly as many of those who reserve at once have a place as there are', async () => {
    expect(await reserveAtOnce(30, 7)).toBe(7);
    expect(await rawItem()).toMatchObject({ autoCreated: 7 });
  });

  test('lets nobody have a place where there is none', async () => {
    await reserve(3);
    expect(await installation.reserveAutoCreated(3)).toBe(false);
    expect(await installation.reserveAutoCreated(2)).toBe(false);
    expect(await rawItem()).toMatchObject({ autoCreated: 3 });
  });

  test('has room again when the limit is raised, or a place is given back', async () => {
    await reserve(3);
    expect(await installation.reserveAutoCreated(4)).toBe(true);
    await installation.releaseAutoCreated();
    expect(await installation.reserveAutoCreated(4)).toBe(true);
    expect(await installation.reserveAutoCreated(4)).toBe(false);
  });

  test('never falls below zero, however many give back at once', async () => {
    await reserve(3);
    await Promise.all(Array.from({ length: 10 }, () => installation.releaseAutoCreated()));
    expect(await rawItem()).toMatchObject({ autoCreated: 0 });
    expect(await reserveAtOnce(5, 2)).toBe(2);
  });

  test('is not begun by giving back what nobody has', async () => {
    await installation.releaseAutoCreated();
    expect(await rawItem()).toBeUndefined();
  });

  test('leaves the slug ping key alone', async () => {
    await installation.setSlugKey(slugKey);
    await reserve(1);
    await installation.releaseAutoCreated();
    expect(await installation.load()).toStrictEqual({ slugKey });
  });
});

test('the item is no monitor', async () => {
  await installation.setSlugKey(slugKey);
  const { monitors } = await new MonitorsTable(store.client, TableName).page(10);
  expect(monitors).toEqual([]);
});

test('a reservation that is throttled is Unavailable, and not refused', async () => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
  const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
  mockClient(client).on(UpdateCommand).rejects(throttled);
  const reserving = new InstallationItem(client, TableName).reserveAutoCreated(1);
  await expect(reserving).rejects.toMatchObject({ name: 'Unavailable', cause: throttled });
});

describe('an unreachable table', () => {
  let client: DynamoDBDocumentClient;
  let unreachable: InstallationItem;

  beforeAll(async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const endpoint = await closedEndpoint();
    client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint, region: 'local', credentials, maxAttempts: 1 }),
    );
    unreachable = new InstallationItem(client, TableName);
  });
  afterAll(() => client.destroy());

  test.each<[string, () => Promise<unknown>]>([
    ['load', () => unreachable.load()],
    ['setSlugKey', () => unreachable.setSlugKey(slugKey)],
    ['reserveAutoCreated', () => unreachable.reserveAutoCreated(1)],
    ['releaseAutoCreated', () => unreachable.releaseAutoCreated()],
  ])('makes %s throw Unavailable', async (_method, call) => {
    await expect(call()).rejects.toThrow(Unavailable);
  });
});
