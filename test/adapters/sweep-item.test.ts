import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { blindnessIn, SweepItem } from '../../lambdas/adapters/sweep-item.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { closedEndpoint } from '../support/sdk.ts';

const TableName = localTables.monitors.name;
const Key = { pk: 'installation#sweep' };
const first = { at: 1_000, everyMinutes: 1 };
const second = { at: 2_000, everyMinutes: 5 };
const blindness = { from: 1_000, to: 2_000 };

let store: Store;
let marks: SweepItem;

beforeAll(async () => {
  store = await openStore();
  marks = new SweepItem(store.client, TableName);
});
afterAll(() => store.close());
beforeEach(() => store.client.send(new DeleteCommand({ TableName, Key })));

async function rawItem(): Promise<Record<string, unknown>> {
  return (await store.client.send(new GetCommand({ TableName, Key }))).Item ?? {};
}

describe('the mark of the last sweep', () => {
  test('is absent at first, and then what was stored last', async () => {
    expect(await marks.load()).toBeUndefined();
    expect(await marks.renew(first, 0)).toBe('renewed');
    expect(await marks.load()).toEqual(first);
    expect(await marks.renew(second, 1_000)).toBe('renewed');
    expect(await marks.load()).toEqual(second);
  });

  test('is not renewed if it is older than it may be', async () => {
    await marks.renew(first, 0);
    expect(await marks.renew(second, 1_001)).toBe('older');
    expect(await marks.load()).toEqual(first);
  });

  test('is replaced by one of many who have read the same', async () => {
    await marks.renew(first, 0);
    const replaced = await Promise.all([1, 2, 3].map(() => marks.replace(first, second, blindness)));
    expect(replaced.sort()).toEqual(['lost', 'lost', 'replaced']);
  });

  test('is news with a blindness, and no longer once the next sweep has begun', async () => {
    await marks.renew(first, 0);
    expect((await rawItem()).change).toBe('sweep');
    await marks.replace(first, second, blindness);
    expect(await rawItem()).toMatchObject({ change: 'blind', sweptAt: 2_000 });
    await marks.renew({ at: 3_000, everyMinutes: 5 }, 0);
    expect((await rawItem()).change).toBe('sweep');
  });

  test('is no news when it is replaced without', async () => {
    await marks.renew(first, 0);
    expect(await marks.replace(first, second, undefined)).toBe('replaced');
    expect(await rawItem()).toEqual({ ...Key, change: 'sweep', sweptAt: 2_000, everyMinutes: 5 });
  });
});

test('the image of the item in the stream says what nobody saw, and no other item is one', async () => {
  await marks.renew(first, 0);
  await marks.replace(first, second, blindness);
  expect(blindnessIn(marshall(await rawItem()))).toEqual({ blindness });
  expect(blindnessIn(marshall({ pk: 'monitor#backup', blindness }))).toBeUndefined();
});

test('a table that is away is Unavailable', async () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const endpoint = await closedEndpoint();
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'local', credentials, maxAttempts: 1 }),
  );
  const away = new SweepItem(client, TableName);
  await expect(away.load()).rejects.toThrow(Unavailable);
  await expect(away.renew(first, 0)).rejects.toThrow(Unavailable);
  client.destroy();
});
