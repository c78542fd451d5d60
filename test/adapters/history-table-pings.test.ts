import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { HistoryArchive } from '../../lambdas/adapters/history-archive.ts';
import type { Ping, PingBody, PingKind } from '../../lambdas/domain/ping.ts';
import { dayMs, type Instant, secondMs } from '../../lambdas/domain/time.ts';
import { aHistory } from '../support/history-tables.ts';
import { aPing } from '../support/monitors.ts';

const noon = Date.parse('2026-11-20T12:00:00.000Z');
const expiresAt = noon + 90 * dayMs;

const tables = aHistory();

const ping: Ping = aPing({ at: noon });

function bodyOf(bytes: Uint8Array): PingBody {
  return { bytes, sizeBytes: bytes.length, contentType: 'text/plain' };
}

async function lastPings(limit: number, now: Instant) {
  return (
    await tables.archive.pings({
      monitorId: tables.monitorId,
      from: 0,
      to: Number.POSITIVE_INFINITY,
      limit,
      now,
    })
  ).pings;
}

async function numbers(limit: number, now: Instant = noon): Promise<number[]> {
  return (await lastPings(limit, now)).map(({ number }) => number);
}

async function keepAndRead(kept: Ping) {
  await tables.history.addPing(tables.monitorId, 7, kept);
  return lastPings(10, noon);
}

describe('the last pings of a monitor', () => {
  test('are none where there are none', async () => {
    expect(await numbers(10)).toEqual([]);
  });

  test('come newest first, by instant and then by number', async () => {
    await tables.history.addPing(tables.monitorId, 4, { ...ping, at: noon + 1 });
    await tables.history.addPing(tables.monitorId, 10, ping);
    await tables.history.addPing(tables.monitorId, 9, ping);
    await tables.history.addPing(tables.monitorId, 1, { ...ping, at: noon - 1 });
    expect(await numbers(10)).toEqual([4, 10, 9, 1]);
  });

  test('are no more than asked for, the newest of them', async () => {
    for (let number = 1; number <= 5; number += 1)
      await tables.history.addPing(tables.monitorId, number, ping);
    expect(await numbers(2)).toEqual([5, 4]);
  });

  test('are not its flips, nor the pings of another', async () => {
    await tables.history.addPing(tables.monitorId, 1, ping);
    const [from, to, reason] = ['new', 'up', 'first_ping'] as const;
    await tables.history.addFlip(tables.monitorId, {
      seq: 1,
      from,
      to,
      at: noon,
      detectedAt: noon,
      since: noon,
      reason,
    });
    await tables.history.addPing(`${tables.monitorId}-2`, 2, ping);
    expect(await numbers(10)).toEqual([1]);
  });

  test('leave out those that have expired, which DynamoDB deletes late', async () => {
    await tables.history.addPing(tables.monitorId, 1, { ...ping, at: noon - secondMs });
    await tables.history.addPing(tables.monitorId, 2, ping);
    expect(await numbers(10, expiresAt - secondMs - 1)).toEqual([2, 1]);
    expect(await numbers(10, expiresAt - secondMs)).toEqual([2]);
    expect(await numbers(10, expiresAt - 1)).toEqual([2]);
    expect(await numbers(10, expiresAt)).toEqual([]);
  });

  test('are asked of the table as a bounded query, newest first', async () => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
    const mock = mockClient(client);
    mock.on(QueryCommand).resolves({});
    const range = { monitorId: tables.monitorId, from: 0, to: noon, limit: 3, now: noon };
    expect(await new HistoryArchive(client, 'history').pings(range)).toEqual({ pings: [] });
    const input = { TableName: 'history', Limit: 3, ScanIndexForward: false };
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject(input);
  });

  test('are as many as asked for, also where they are more than one answer of DynamoDB holds', async () => {
    const large = { ...ping, message: 'x'.repeat(1_000), body: bodyOf(new Uint8Array(10_000)) };
    const kept = Array.from({ length: 110 }, (_, index) =>
      tables.history.addPing(tables.monitorId, index + 1, large),
    );
    await Promise.all(kept);
    expect(await numbers(100)).toEqual(Array.from({ length: 100 }, (_, index) => 110 - index));
  });
});

describe('a ping that is read again', () => {
  test.each<PingKind>(['success', 'fail', 'start', 'log', 'ignored'])('is a %s as it was', async (kind) => {
    expect(await keepAndRead({ ...ping, kind })).toStrictEqual([{ number: 7, ping: { ...ping, kind } }]);
  });

  test('has everything that it said', async () => {
    const full: Ping = {
      ...ping,
      ...{ kind: 'fail', method: 'POST', userAgent: '', sourceIp: '2001:db8::1' },
      ...{ exitStatus: 0, rid: '0f0e0d0c-0b0a-4908-8706-050403020100', durationMs: 0.0015 },
      ...{ statusLabel: 'completed', message: 'größer \u{1f600} \0' },
      labels: { region: 'eu', empty: '', 'a.b/c:d e-f': '1', name: 'x', toString: 'y' },
      body: bodyOf(Buffer.from('hello world')),
    };
    const [read] = await keepAndRead(full);
    expect(read?.ping).toEqual({ ...full, body: bodyOf(new Uint8Array(Buffer.from('hello world'))) });
    expect(Object.keys(read?.ping ?? {}).sort()).toEqual(Object.keys(full).sort());
  });

  test('has a label of any name that is allowed', async () => {
    const labels = { constructor: 'x' };
    expect(await keepAndRead({ ...ping, labels })).toMatchObject([{ ping: { labels } }]);
  });

  test.each([
    ['every byte there is', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ['what is no UTF-8', Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0, 0xed, 0xa0, 0x80])],
    ['one byte', Buffer.of(0)],
    ['as much as is kept', Buffer.alloc(10_000, 'äx')],
    ['a part of a larger buffer', Buffer.from('before the body after').subarray(7, 15)],
    ['a part of a larger array', new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3)],
  ])('has the bytes of its body, which are %s', async (_what, bytes) => {
    const [read] = await keepAndRead({ ...ping, body: bodyOf(bytes) });
    expect(Buffer.from(read?.ping.body?.bytes ?? [])).toEqual(Buffer.from(bytes));
    expect(read?.ping.body).toMatchObject({ sizeBytes: bytes.length, contentType: 'text/plain' });
  });

  test('knows how long a body was of which the beginning is kept', async () => {
    const body = { ...bodyOf(Buffer.alloc(10_000, 'x')), sizeBytes: 250_000, contentType: '' };
    const [read] = await keepAndRead({ ...ping, body });
    expect(read?.ping.body).toMatchObject({ sizeBytes: 250_000, contentType: '' });
    expect(read?.ping.body?.bytes).toHaveLength(10_000);
  });
});
