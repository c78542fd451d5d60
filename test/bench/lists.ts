import { performance } from 'node:perf_hooks';
import { seedStore } from '../../lib/local/seed.ts';
import { openStore } from '../../lib/local/store.ts';
import { countCalls, tellCapacity } from '../support/calls.ts';
import { manageTables } from '../support/manage-tables.ts';
import { median } from './print.ts';

const monitors = 10_000;
const runs = 5;
/** One with a long history. */
const longLived = 'backup-of-search-00200';

const reads = [
  ['a page of 100', 'monitors?limit=100'],
  ['a page of 100 with a tag of one in four', 'monitors?limit=100&tag=team-data'],
  ['a page of 100 that are down', 'monitors?limit=100&status=down'],
  ['a page by a name that one has', 'monitors?q=00042'],
  ['the summary', 'summary'],
  ['one monitor', `monitors/${longLived}`],
  ['a page of 100 pings', `monitors/${longLived}/pings?limit=100`],
  ['the uptime', `monitors/${longLived}/uptime`],
] as const;

/** Prints what reading costs where there are many monitors: time, calls, and the read capacity units of DynamoDB. */
export async function printLists(): Promise<void> {
  console.log(
    `\nReading from ${monitors} monitors against dynalite (median of ${runs} runs); filling the table takes a while`,
  );
  const store = await openStore();
  const now = Date.now();
  await seedStore(store, { monitors, seed: 1 }, now);
  const calls = new Map<string, number>();
  let units = 0;
  countCalls(store.client, calls);
  tellCapacity(store.client, (used) => {
    units += used;
  });
  const get = manageTables(store, now);
  for (const [what, path] of reads) {
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      calls.clear();
      units = 0;
      const startedAt = performance.now();
      await get(path);
      times.push(performance.now() - startedAt);
    }
    const counted = [...calls].map(([name, count]) => `${count} ${name.replace('Command', '')}`).join(', ');
    const took = `${median(times).toFixed(1)} ms`;
    console.log(`${what.padEnd(44)} ${took.padStart(12)} ${`${units} RCU`.padStart(12)}   ${counted}`);
  }
  await store.close();
}
