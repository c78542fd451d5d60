import { randomUUID } from 'node:crypto';
import { HistoryArchive } from '../../lambdas/adapters/history-archive.ts';
import { HistoryTable } from '../../lambdas/adapters/history-table.ts';
import { localRetention, localTables, openStore, type Store } from '../../lib/local/store.ts';

/** Both sides of a History table in memory, for the tests of a file or a `describe`. Each test has a monitor of its own. */
export function aHistory() {
  const tables = {} as { store: Store; history: HistoryTable; archive: HistoryArchive; monitorId: string };
  beforeAll(async () => {
    const store = await openStore();
    const { name } = localTables.history;
    const history = new HistoryTable(store.client, name, localRetention);
    Object.assign(tables, { store, history, archive: new HistoryArchive(store.client, name) });
  });
  afterAll(() => tables.store.close());
  beforeEach(() => {
    tables.monitorId = `job-${randomUUID()}`;
  });
  return tables;
}
