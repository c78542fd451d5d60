import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { toAttributes } from '../../lambdas/adapters/monitor-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { applyPing } from '../../lambdas/domain/check-in.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { NewMonitorWrite } from '../../lambdas/usecases/ports.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { aStreamOver } from '../support/local-stream.ts';
import { aMonitor, aPing, creation } from '../support/monitors.ts';

let store: Store;
let table: MonitorsTable;

beforeEach(async () => {
  store = await openStore();
  table = new MonitorsTable(store.client, localTables.monitors.name);
});
afterEach(() => store.close());

const aStream = (failures = 0) => aStreamOver(store, table, failures);

/** The write of a monitor whose first ping, a fail, creates it. */
function creationByFail(overrides: Partial<Monitor> = {}): NewMonitorWrite {
  const { monitor } = applyPing(aMonitor(overrides), aPing({ kind: 'fail' }));
  return { monitor, requestId: 'request', change: 'flip', countsPing: true };
}

/** Writes a note as a process does that is killed right after. */
async function noteThenKilled(monitor: Monitor): Promise<void> {
  const note = { id: monitor.id, monitor: toAttributes(monitor), change: 'flip', creates: true };
  const Item = { pk: 'pending', sk: '1'.padStart(15, '0'), ...note };
  await store.client.send(new PutCommand({ TableName: localTables.outbox.name, Item }));
}

async function notesLeft(): Promise<number> {
  const { Count = 0 } = await store.client.send(new ScanCommand({ TableName: localTables.outbox.name }));
  return Count;
}

/** What the next process delivers, once it has begun where this one was killed. */
async function deliveredAfterRestart(): Promise<string[]> {
  const { stream, delivered } = aStream();
  await stream.resume();
  await stream.close();
  return delivered;
}

const { id } = aMonitor();

describe('a creation that flips its monitor', () => {
  test('stores the monitor and delivers the flip once', async () => {
    const { stream, delivered } = aStream();
    const write = creationByFail();
    expect(await stream.create(write)).toBe('created');
    await stream.close();
    expect(delivered).toEqual([`${id}:1`]);
    expect(await table.load(id)).toMatchObject({ monitor: write.monitor, pings: 1 });
    expect([await notesLeft(), await deliveredAfterRestart()]).toEqual([0, []]);
  });

  test('is delivered by the next process if this one ended before', async () => {
    const dead = aStream(Number.POSITIVE_INFINITY);
    await dead.stream.create(creationByFail());
    await dead.stream.close();
    expect(await deliveredAfterRestart()).toEqual([`${id}:1`]);
    expect(await notesLeft()).toBe(0);
  });

  test('is delivered if it landed though its answer was lost', async () => {
    const { stream, delivered } = aStream();
    const create = table.create.bind(table);
    jest.spyOn(table, 'create').mockImplementationOnce(async (write) => {
      await create(write);
      throw new Unavailable('DynamoDB', new Error('the answer was lost'));
    });
    await expect(stream.create(creationByFail())).rejects.toThrow(Unavailable);
    await stream.close();
    expect(delivered).toEqual([`${id}:1`]);
  });

  test('is delivered before a flip that is saved after it', async () => {
    const { stream, delivered } = aStream(2);
    const write = creationByFail();
    await stream.create(write);
    const { monitor } = applyPing(write.monitor, aPing({ at: aPing().at + 1 }));
    await stream.save({ monitor, version: 1, requestId: 'next', change: 'flip', countsPing: true });
    for (let turns = 0; delivered.length < 2 && turns < 10_000; turns += 1) await new Promise(setImmediate);
    await stream.close();
    expect(delivered).toEqual([`${id}:1`, `${id}:2`]);
  });
});

describe('a creation that flips nothing', () => {
  test('is stored, and neither noted nor delivered', async () => {
    const { stream, delivered } = aStream();
    expect(await stream.create(creation(aMonitor(), 'request'))).toBe('created');
    await stream.close();
    expect(delivered).toEqual([]);
    expect((await table.load(id))?.monitor).toEqual(aMonitor());
  });

  test('does not wait for a flip that is being saved', async () => {
    const { stream } = aStream();
    const order: string[] = [];
    const flipping = stream.create(creationByFail({ id: 'another' })).then(() => order.push('flip'));
    await stream.create(creation(aMonitor(), 'request')).then(() => order.push('plain'));
    await flipping;
    expect(order).toEqual(['plain', 'flip']);
    await stream.close();
  });
});

describe('a creation that did not happen', () => {
  test('because the id was taken is not delivered, and says so', async () => {
    await table.create(creation(aMonitor({ createdAt: 1 }), 'first'));
    const { stream, delivered } = aStream();
    expect(await stream.create(creationByFail())).toBe('taken');
    await stream.close();
    expect([delivered, await notesLeft(), await deliveredAfterRestart()]).toEqual([[], 0, []]);
  });

  test('because the table failed is not delivered', async () => {
    const { stream, delivered } = aStream();
    jest.spyOn(table, 'create').mockRejectedValueOnce(new Unavailable('DynamoDB', new Error('away')));
    await expect(stream.create(creationByFail())).rejects.toThrow(Unavailable);
    await stream.close();
    expect([delivered, await notesLeft(), await deliveredAfterRestart()]).toEqual([[], 0, []]);
  });

  test('because the process was killed once it was noted is dropped', async () => {
    await noteThenKilled(creationByFail().monitor);
    expect([await deliveredAfterRestart(), await notesLeft()]).toEqual([[], 0]);
  });

  test('because the process was killed, and another has the id, is dropped', async () => {
    await table.create(creation(aMonitor({ createdAt: 1 }), 'another'));
    await noteThenKilled(creationByFail().monitor);
    expect([await deliveredAfterRestart(), await notesLeft()]).toEqual([[], 0]);
  });

  test('does not keep the next one from being delivered', async () => {
    const { stream, delivered } = aStream();
    jest.spyOn(table, 'create').mockRejectedValueOnce(new Unavailable('DynamoDB', new Error('away')));
    await expect(stream.create(creationByFail())).rejects.toThrow(Unavailable);
    expect(await stream.create(creationByFail())).toBe('created');
    await stream.close();
    expect(delivered).toEqual([`${id}:1`]);
  });
});

test('a creation that landed, but whose note the process could not confirm, is delivered', async () => {
  const write = creationByFail();
  await noteThenKilled(write.monitor);
  await table.create(write);
  expect([await deliveredAfterRestart(), await notesLeft()]).toEqual([[`${id}:1`], 0]);
});

test('of ten that create the same monitor at different instants, the winner’s flip alone is delivered', async () => {
  const { stream, delivered } = aStream();
  const writes = Array.from({ length: 10 }, (_, index) => creationByFail({ createdAt: index + 1 }));
  const outcomes = await Promise.all(writes.map((write) => stream.create(write)));
  await stream.close();
  expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
  expect(delivered).toEqual([`${id}:1`]);
});
