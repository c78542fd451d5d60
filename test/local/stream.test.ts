import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { toAttributes } from '../../lambdas/adapters/monitor-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { applyPing } from '../../lambdas/domain/check-in.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { ChangeKind } from '../../lambdas/usecases/ports.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { aStreamOver } from '../support/local-stream.ts';
import { aMonitor, aPing, creation } from '../support/monitors.ts';

let store: Store;
let table: MonitorsTable;
let monitor: Monitor;

beforeEach(async () => {
  store = await openStore();
  table = new MonitorsTable(store.client, localTables.monitors.name);
  monitor = aMonitor();
  await table.create(creation(monitor, 'create'));
});
afterEach(() => store.close());

const aStream = (failures = 0) => aStreamOver(store, table, failures);

function aWrite(change: ChangeKind = 'flip', version = 1) {
  const failed = applyPing(monitor, aPing({ kind: 'fail' })).monitor;
  return { monitor: failed, version, requestId: `request-${version}`, change, countsPing: true };
}

/** Writes a note as a process does that is killed right after. */
async function noteThenKilled(number: number, noted: Monitor, change: ChangeKind = 'flip'): Promise<void> {
  const sk = String(number).padStart(15, '0');
  const Item = { pk: 'pending', sk, id: noted.id, monitor: toAttributes(noted), change };
  await store.client.send(new PutCommand({ TableName: localTables.outbox.name, Item }));
}

async function notesLeft(): Promise<number> {
  const { Count = 0 } = await store.client.send(new ScanCommand({ TableName: localTables.outbox.name }));
  return Count;
}

test('a flip that is saved is delivered', async () => {
  const { stream, delivered } = aStream();
  await stream.save(aWrite());
  await stream.close();
  expect(delivered).toEqual([`${monitor.id}:1`]);
});

test('a save that is no flip is not', async () => {
  const { stream, delivered } = aStream();
  await stream.save(aWrite('ping'));
  await stream.close();
  expect(delivered).toEqual([]);
});

test('a flip whose save was lost is not', async () => {
  const { stream, delivered } = aStream();
  expect(await stream.save(aWrite('flip', 7))).toBe('lost');
  await stream.resume();
  await stream.close();
  expect(delivered).toEqual([]);
});

test('a delivery that fails is tried again', async () => {
  const { stream, delivered } = aStream(3);
  await stream.save(aWrite());
  while (delivered.length === 0) await new Promise(setImmediate);
  expect(delivered).toEqual([`${monitor.id}:1`]);
  await stream.close();
});

test('a flip that was saved but not delivered when the process ended is delivered by the next', async () => {
  const dead = aStream(Number.POSITIVE_INFINITY);
  await dead.stream.save(aWrite());
  await dead.stream.close();
  const { stream, delivered } = aStream();
  await stream.resume();
  await stream.close();
  expect(delivered).toEqual([`${monitor.id}:1`]);
});

test('a flip that was delivered is not delivered by the next process', async () => {
  const first = aStream();
  await first.stream.save(aWrite());
  await first.stream.close();
  const { stream, delivered } = aStream();
  await stream.resume();
  await stream.close();
  expect(delivered).toEqual([]);
});

test('a flip that was noted but not saved when the process was killed is dropped', async () => {
  await noteThenKilled(1, aWrite().monitor);
  const { stream, delivered } = aStream();
  await stream.resume();
  await stream.close();
  expect([delivered, await notesLeft()]).toEqual([[], 0]);
});

test('a flip that was saved, but whose note the process could not confirm, is delivered', async () => {
  const write = aWrite();
  await noteThenKilled(1, write.monitor);
  await table.save(write);
  const { stream, delivered } = aStream();
  await stream.resume();
  await stream.close();
  expect([delivered, await notesLeft()]).toEqual([[`${monitor.id}:1`], 0]);
});

test('of the flips of two monitors, the one that was not saved is dropped, whichever was noted first', async () => {
  const unsaved = { ...aWrite().monitor, id: 'another' };
  await table.create(creation({ ...monitor, id: 'another' }, 'create another'));
  await noteThenKilled(1, unsaved);
  const write = aWrite();
  await noteThenKilled(2, write.monitor);
  await table.save(write);
  const { stream, delivered } = aStream();
  await stream.resume();
  await stream.close();
  expect([delivered, await notesLeft()]).toEqual([[`${monitor.id}:1`], 0]);
});

test('a monitor does not wait for the flips of others to be saved', async () => {
  let release = () => {};
  const held = new Promise<void>((released) => {
    release = released;
  });
  const holding = Object.assign(Object.create(table) as MonitorsTable, {
    load: (id: string) => table.load(id),
    save: async (write: ReturnType<typeof aWrite>) => {
      if (write.monitor.id === monitor.id) await held;
      return table.save(write);
    },
  });
  const { stream } = aStreamOver(store, holding);
  await table.create(creation({ ...monitor, id: 'another' }, 'create another'));
  const first = stream.save(aWrite());
  const second = aWrite();
  expect(await stream.save({ ...second, monitor: { ...second.monitor, id: 'another' } })).not.toBe('lost');
  release();
  expect(await first).not.toBe('lost');
  await stream.close();
});

test('of two that race for the same flip, killed before the loser is forgotten, only the winner is delivered', async () => {
  const winner = aWrite();
  await noteThenKilled(1, winner.monitor);
  await table.save(winner);
  const { flip } = winner.monitor;
  await noteThenKilled(2, { ...winner.monitor, ...(flip && { flip: { ...flip, reason: 'missed' } }) });
  const { stream, delivered } = aStream();
  await stream.resume();
  await stream.close();
  expect(delivered).toEqual([`${monitor.id}:1`]);
});

test('a flip whose save landed, but whose answer was lost, is delivered', async () => {
  const { stream, delivered } = aStream();
  const save = table.save.bind(table);
  jest.spyOn(table, 'save').mockImplementationOnce(async (write) => {
    await save(write);
    return 'lost';
  });
  expect(await stream.save(aWrite())).toBe('lost');
  await stream.close();
  expect(delivered).toEqual([`${monitor.id}:1`]);
});

test('a flip of a monitor that was deleted before it could be delivered is delivered', async () => {
  const dead = aStream(Number.POSITIVE_INFINITY);
  await dead.stream.save(aWrite());
  await dead.stream.close();
  await table.delete(monitor.id);
  const { stream, delivered } = aStream();
  await stream.resume();
  await stream.close();
  expect(delivered).toEqual([`${monitor.id}:1`]);
});

test('more flips than fit into one answer of the store are all delivered, in order', async () => {
  const padded = { ...aWrite().monitor, name: 'x'.repeat(50_000) };
  const count = 45;
  for (let number = 1; number <= count; number += 1) {
    await noteThenKilled(number, { ...padded, id: `monitor-${number}` });
  }
  const { stream, delivered } = aStream();
  await stream.resume();
  while (delivered.length < count) await new Promise(setImmediate);
  await stream.close();
  expect(delivered).toEqual(Array.from({ length: count }, (_, index) => `monitor-${index + 1}:1`));
});

describe.each<[ChangeKind, Partial<Monitor>, string]>([
  ['reminder', { reminder: { number: 1, at: aPing().at + 60_000 } }, 'reminder 1'],
  ['settled', { settled: { at: aPing().at + 60_000, since: aPing().at, flips: 11 } }, 'settled'],
])('what is stored as "%s"', (change, state, which) => {
  const passed = () => ({ ...aWrite(change, 2), monitor: { ...aWrite().monitor, ...state } });

  test('is delivered after its flip', async () => {
    const { stream, delivered } = aStream();
    await stream.save(aWrite());
    await stream.save(passed());
    await stream.close();
    expect(delivered).toEqual([`${monitor.id}:1`, `${monitor.id}:1 ${which}`]);
  });

  test('and was noted but not saved when the process was killed, is dropped', async () => {
    await table.save(aWrite());
    await noteThenKilled(1, passed().monitor, change);
    const { stream, delivered } = aStream();
    await stream.resume();
    await stream.close();
    expect([delivered, await notesLeft()]).toEqual([[], 0]);
  });

  test('and was saved, but whose note the process could not confirm, is delivered', async () => {
    await table.save(aWrite());
    await noteThenKilled(1, passed().monitor, change);
    await table.save(passed());
    const { stream, delivered } = aStream();
    await stream.resume();
    await stream.close();
    expect(delivered).toEqual([`${monitor.id}:1 ${which}`]);
  });
});

test('a flip that an earlier version noted is delivered', async () => {
  const write = aWrite();
  const { schedule, ...rest } = write.monitor;
  const Item = { pk: 'pending', sk: '1'.padStart(15, '0'), monitor: rest, schedule: schedule.text };
  await store.client.send(new PutCommand({ TableName: localTables.outbox.name, Item }));
  await table.save(write);
  const { stream, delivered } = aStream();
  await stream.resume();
  await stream.close();
  expect(delivered).toEqual([`${monitor.id}:1`]);
});
