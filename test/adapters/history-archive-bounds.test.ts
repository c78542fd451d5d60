import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { HistoryArchive } from '../../lambdas/adapters/history-archive.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import type { PingRange } from '../../lambdas/usecases/ports.ts';
import { aHistory } from '../support/history-tables.ts';
import { aPing } from '../support/monitors.ts';

const noon = Date.parse('2026-11-20T12:00:00.000Z');
const range: PingRange = { monitorId: 'backup', from: noon, to: noon + minuteMs, limit: 3, now: noon };

/** An archive over a mocked client. */
function mocked() {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
  const mock = mockClient(client);
  const queries = () => mock.commandCalls(QueryCommand).map(({ args }) => args[0].input);
  const writes = () => mock.commandCalls(BatchWriteCommand).map(({ args }) => args[0].input.RequestItems);
  return { archive: new HistoryArchive(client, 'history'), mock, queries, writes };
}

function key(number: number) {
  const at = `2026-11-20T12:00:00.${String(number).padStart(3, '0')}Z`;
  return { monitorId: 'backup', entry: `ping#${at}#${String(number).padStart(10, '0')}` };
}

describe('reading a page', () => {
  test('asks again for what is missing, from where the last answer ended', async () => {
    const { archive, mock, queries } = mocked();
    const row = (number: number) => ({ ...key(number), number, kind: 'success' });
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [row(9)], LastEvaluatedKey: key(8) })
      .resolvesOnce({ Items: [row(7), row(6)], LastEvaluatedKey: key(6) });
    const { pings, nextCursor } = await archive.pings(range);
    expect(pings.map(({ number }) => number)).toEqual([9, 7, 6]);
    expect(Buffer.from(nextCursor ?? '', 'base64url').toString()).toBe(`backup/${key(6).entry}`);
    expect(queries()).toMatchObject([{ Limit: 3 }, { Limit: 2, ExclusiveStartKey: key(8) }]);
  });

  test.each([{}, { kind: 'fail' as const }])(
    'ends after five queries that found nothing, with a cursor to go on: %j',
    async (filter) => {
      const { archive, mock, queries } = mocked();
      mock.on(QueryCommand).resolves({ Items: [], LastEvaluatedKey: key(5) });
      expect(await archive.pings({ ...range, ...filter })).toEqual({
        pings: [],
        nextCursor: Buffer.from(`backup/${key(5).entry}`).toString('base64url'),
      });
      expect(queries()).toHaveLength(5);
    },
  );

  test('asks nothing for a range in which nothing can lie', async () => {
    const { archive, queries } = mocked();
    await archive.pings({ ...range, to: range.from });
    expect(queries()).toEqual([]);
  });

  test('throws Unavailable when the table does not answer', async () => {
    const { archive, mock } = mocked();
    mock.on(QueryCommand).rejects(new Error('down'));
    await expect(archive.pings(range)).rejects.toThrow(Unavailable);
    await expect(archive.removeSome('backup', 'ping', noon)).rejects.toThrow(Unavailable);
  });
});

describe('removing rows', () => {
  const tables = aHistory();

  const left = async (id = tables.monitorId) =>
    (await tables.archive.pings({ ...range, monitorId: id, limit: 1_000, from: 0 })).pings.map(
      ({ number }) => number,
    );
  const add = (number: number, at = noon + number) =>
    tables.history.addPing(tables.monitorId, number, aPing({ at }));
  const addMany = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => add(index + 1, noon + index)));

  test('removes seventy rows in one go', async () => {
    await addMany(70);
    expect(await tables.archive.removeSome(tables.monitorId, 'ping', noon + 1_000)).toBe('done');
    expect(await left()).toEqual([]);
  });

  test('removes a hundred at once, and says that there are more', async () => {
    await addMany(130);
    expect(await tables.archive.removeSome(tables.monitorId, 'ping', noon + 1_000)).toBe('more');
    expect(await left()).toHaveLength(30);
    expect(await tables.archive.removeSome(tables.monitorId, 'ping', noon + 1_000)).toBe('done');
    expect(await left()).toEqual([]);
  });

  test('leaves what is not before the instant', async () => {
    await Promise.all([add(1), add(2), add(3)]);
    await tables.archive.removeSome(tables.monitorId, 'ping', noon + 2);
    expect(await left()).toEqual([3, 2]);
  });

  test('leaves the other kind of row, and other monitors', async () => {
    await add(1);
    const [from, to, reason] = ['new', 'up', 'first_ping'] as const;
    const flip = { seq: 1, from, to, at: noon, detectedAt: noon, since: noon, reason };
    await tables.history.addFlip(tables.monitorId, flip);
    await tables.history.addPing(`${tables.monitorId}-2`, 1, aPing({ at: noon }));
    expect(await tables.archive.removeSome(tables.monitorId, 'flip', noon + 1)).toBe('done');
    expect([
      await left(),
      (await tables.archive.flips({ ...range, monitorId: tables.monitorId })).flips,
    ]).toEqual([[1], []]);
    await tables.history.addFlip(tables.monitorId, flip);
    await tables.archive.removeSome(tables.monitorId, 'ping', noon + 1_000);
    expect([
      await left(),
      (await tables.archive.flips({ ...range, monitorId: tables.monitorId })).flips,
    ]).toEqual([[], [flip]]);
    expect(await left(`${tables.monitorId}-2`)).toEqual([1]);
  });

  test('reads keys only, as they are now, and writes batches of 25', async () => {
    const { archive: mockedArchive, mock, queries, writes } = mocked();
    const keys = Array.from({ length: 60 }, (_, index) => key(index));
    mock.on(QueryCommand).resolves({ Items: keys }).on(BatchWriteCommand).resolves({});
    expect(await mockedArchive.removeSome('backup', 'ping', noon)).toBe('done');
    expect(queries()).toMatchObject([{ ConsistentRead: true, ProjectionExpression: 'monitorId, entry' }]);
    expect(writes().map((items) => items?.history?.length)).toEqual([25, 25, 10]);
    const removed = writes().flatMap((items) =>
      items?.history?.map(({ DeleteRequest }) => DeleteRequest?.Key),
    );
    expect(removed).toEqual(keys);
  });

  test('says so when the table did not take all, though it was the last batch', async () => {
    const { archive: mockedArchive, mock } = mocked();
    const UnprocessedItems = { history: [{ DeleteRequest: { Key: key(1) } }] };
    mock.on(QueryCommand).resolves({ Items: [key(1), key(2)] });
    mock.on(BatchWriteCommand).resolvesOnce({ UnprocessedItems }).resolves({});
    expect(await mockedArchive.removeSome('backup', 'ping', noon)).toBe('throttled');
    expect(await mockedArchive.removeSome('backup', 'ping', noon)).toBe('done');
  });

  test('writes nothing when nothing is there', async () => {
    const { archive: mockedArchive, mock, writes } = mocked();
    mock.on(QueryCommand).resolves({});
    expect(await mockedArchive.removeSome('backup', 'ping', noon)).toBe('done');
    expect(writes()).toEqual([]);
  });
});
