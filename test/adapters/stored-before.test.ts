import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { HistoryArchive } from '../../lambdas/adapters/history-archive.ts';
import { fromImage } from '../../lambdas/adapters/monitor-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import {
  flipRows,
  monitorItems,
  pingRows,
  readToday,
  type StoredBefore,
  takenToHave,
} from './stored-before.ts';

const [monitorsName, historyName] = [localTables.monitors.name, localTables.history.name];
const noon = Date.parse('2026-11-20T12:00:00.000Z');

let store: Store;
let table: MonitorsTable;
let archive: HistoryArchive;

beforeAll(async () => {
  store = await openStore();
  table = new MonitorsTable(store.client, monitorsName);
  archive = new HistoryArchive(store.client, historyName);
});
afterAll(() => store.close());

const shapes = Object.keys(monitorItems) as StoredBefore[];

function put(TableName: string, Item: Record<string, unknown>) {
  return store.client.send(new PutCommand({ TableName, Item }));
}

/** The monitor that an item is, and what is kept beside it. */
function expected(shape: StoredBefore) {
  const { pk, version, requestId, change: _change, pings, pingNumber, ...rest } = monitorItems[shape];
  const monitor = { ...takenToHave, ...rest, ...readToday[shape], id: pk.slice('monitor#'.length) };
  return { monitor, version, requestId, pings, pingNumber };
}

describe('a monitor of an earlier version', () => {
  test.each(shapes)('%s is loaded, and listed, as what it was', async (shape) => {
    await put(monitorsName, monitorItems[shape]);
    const stored = expected(shape);
    expect(await table.load(stored.monitor.id)).toStrictEqual(stored);
    expect((await table.page(100)).monitors).toContainEqual(stored);
  });

  test.each(shapes)('%s is in the stream as what it was', (shape) => {
    const { monitor } = expected(shape);
    const { change } = monitorItems[shape];
    expect(fromImage(marshall(monitorItems[shape]))).toStrictEqual({ monitor, change });
  });

  test.each(shapes)('%s is the same after a save', async (shape) => {
    await put(monitorsName, monitorItems[shape]);
    const { monitor, version } = (await table.load(expected(shape).monitor.id)) ?? {};
    if (!monitor || version === undefined) throw new Error('It is not there.');
    await table.save({ monitor, version, requestId: 'today', change: 'timer', countsPing: false });
    expect(await table.load(monitor.id)).toStrictEqual({
      ...expected(shape),
      version: version + 1,
      requestId: 'today',
    });
  });
});

describe('a row of an earlier version', () => {
  const range = { from: noon, to: noon + 1_000, limit: 10, now: noon };

  test.each(Object.entries(pingRows))('%s is read as that ping', async (_shape, { ping, number, ...row }) => {
    const monitorId = `job-${randomUUID()}`;
    await put(historyName, { monitorId, ...row, number, ...ping });
    const { pings } = await archive.pings({ ...range, monitorId });
    expect(pings).toEqual([{ number, ping }]);
  });

  test.each(Object.entries(flipRows))('%s is read as that flip', async (_shape, { flip, ...row }) => {
    const monitorId = `job-${randomUUID()}`;
    await put(historyName, { monitorId, ...row, ...flip });
    expect((await archive.flips({ ...range, monitorId })).flips).toEqual([flip]);
  });
});
