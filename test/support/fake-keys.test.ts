import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { AliasesTable } from '../../lambdas/adapters/aliases-table.ts';
import { InstallationItem } from '../../lambdas/adapters/installation-item.ts';
import type { AliasClaim, Aliases, Installation } from '../../lambdas/usecases/ports.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { fakeWorld } from './fakes.ts';

const TableName = localTables.monitors.name;
let store: Store;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

describe('the fake of the aliases', () => {
  const monitorId = fc.constantFrom('backup', 'report');
  const claim = fc.record({ monitorId, claimedAt: fc.constantFrom(1, 2) });
  const key = fc.constantFrom('KumaToken_10', 'kumatoken_10');
  /** A call, given what its caller last read of the key. */
  type Call = (aliases: Aliases, prefix: string, read: AliasClaim | undefined) => Promise<unknown>;
  const call: fc.Arbitrary<Call> = fc.oneof(
    fc.tuple(key, claim).map(
      ([of, to]): Call =>
        (aliases, prefix) =>
          aliases.claim(prefix + of, to, undefined),
    ),
    fc.tuple(key, claim).map(
      ([of, to]): Call =>
        (aliases, prefix, read) =>
          aliases.claim(prefix + of, to, read),
    ),
    fc.tuple(key, claim, claim).map(
      ([of, to, replaced]): Call =>
        (aliases, prefix) =>
          aliases.claim(prefix + of, to, replaced),
    ),
    fc.tuple(key, claim).map(
      ([of, { monitorId, claimedAt }]): Call =>
        (aliases, prefix) =>
          aliases.release(prefix + of, { monitorId, claimedBefore: claimedAt }),
    ),
    key.map(
      (of): Call =>
        (aliases, prefix) =>
          aliases.load(prefix + of),
    ),
  );

  test('answers and keeps what the table does, whatever is called in whatever order', async () => {
    const table = new AliasesTable(store.client, TableName);
    let runs = 0;
    const property = fc.asyncProperty(fc.array(call, { maxLength: 15 }), async (calls) => {
      runs += 1;
      const prefix = `run-${runs}-`;
      const { aliases } = fakeWorld();
      let read: AliasClaim | undefined;
      for (const make of calls) {
        expect(await make(aliases, prefix, read)).toEqual(await make(table, prefix, read));
        read = await aliases.load(`${prefix}KumaToken_10`);
        expect(read).toEqual(await table.load(`${prefix}KumaToken_10`));
        const other = await aliases.load(`${prefix}kumatoken_10`);
        expect(other).toEqual(await table.load(`${prefix}kumatoken_10`));
      }
    });
    await fc.assert(property, { numRuns: 25 });
  });

  test('hands out copies, so that nobody changes what is stored', async () => {
    const { aliases } = fakeWorld();
    const given = { monitorId: 'backup', claimedAt: 1 };
    await aliases.claim('KumaToken_10', given, undefined);
    given.claimedAt = 2;
    const read = await aliases.load('KumaToken_10');
    if (read) read.monitorId = 'report';
    expect(await aliases.load('KumaToken_10')).toEqual({ monitorId: 'backup', claimedAt: 1 });
  });
});

describe('the fake of the installation', () => {
  type Call = (installation: Installation) => Promise<unknown>;
  const call: fc.Arbitrary<Call> = fc.oneof(
    fc.constantFrom('one-slug-key', 'another-slug-key', undefined).map(
      (key): Call =>
        (installation) =>
          installation.setSlugKey(key),
    ),
    fc.integer({ min: 1, max: 4 }).map(
      (max): Call =>
        (installation) =>
          installation.reserveAutoCreated(max),
    ),
    fc.constant<Call>((installation) => installation.releaseAutoCreated()),
    fc.constant<Call>((installation) => installation.load()),
  );

  test('answers what the table does, whatever is called in whatever order', async () => {
    const item = new InstallationItem(store.client, TableName);
    const property = fc.asyncProperty(fc.array(call, { maxLength: 25 }), async (calls) => {
      await store.client.send(new DeleteCommand({ TableName, Key: { pk: 'installation' } }));
      const { installation } = fakeWorld();
      for (const make of calls) {
        expect(await make(installation)).toEqual(await make(item));
        expect(await installation.load()).toStrictEqual(await item.load());
      }
    });
    await fc.assert(property, { numRuns: 25 });
  });
});
