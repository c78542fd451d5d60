import { performance } from 'node:perf_hooks';
import { Dashboard } from '../../lib/dashboard/dashboard.ts';
import type { Management } from '../../lib/dashboard/management.ts';
import { seedStore } from '../../lib/local/seed.ts';
import { openStore } from '../../lib/local/store.ts';
import { manageTables } from '../support/manage-tables.ts';
import { median } from './print.ts';

const monitors = 2_000;
const runs = 5;
const pages = [
  ['the overview', '/'],
  ['the overview, one status', '/?status=down'],
  ['a monitor', '/monitors/backup-of-search-00200'],
  ['the form of a new monitor', '/new'],
] as const;

/** Prints how long pages of the dashboard take, and how large they are, where there are many monitors. */
export async function printPages(): Promise<void> {
  console.log(`\nPages of ${monitors} monitors over the API and dynalite (median of ${runs} runs)`);
  const store = await openStore();
  const now = Date.now();
  await seedStore(store, { monitors, seed: 1 }, now);
  const get = manageTables(store, now);
  const management: Management = {
    async request(_method, path, { query = [] } = {}) {
      const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
      const answer = await get(`${path.slice(1)}?${search}`);
      return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
    },
  };
  const dashboard = new Dashboard({ management, place: 'local', now: () => now, report: console.error });
  for (const [what, url] of pages) {
    const [path = '/', query = ''] = url.split('?');
    const request = { method: 'GET', path, query: new URLSearchParams(query), form: new URLSearchParams() };
    const times: number[] = [];
    let bytes = 0;
    for (let run = 0; run < runs; run += 1) {
      const startedAt = performance.now();
      const { body } = await dashboard.answer({ ...request, headers: { host: 'localhost' } });
      times.push(performance.now() - startedAt);
      bytes = Buffer.byteLength(body);
    }
    console.log(
      `${what.padEnd(44)} ${`${median(times).toFixed(1)} ms`.padStart(12)} ${`${bytes} bytes`.padStart(15)}`,
    );
  }
  await store.close();
}
