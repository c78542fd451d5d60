import { performance } from 'node:perf_hooks';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { monitorPrefix, toAttributes } from '../../lambdas/adapters/monitor-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { newMonitor } from '../../lambdas/domain/monitor.ts';
import { readSchedule } from '../../lambdas/domain/schedule.ts';
import { SweepMemory, sweep } from '../../lambdas/usecases/sweep.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { countCalls, tellCapacity } from '../support/calls.ts';
import { fakeWorld } from '../support/fakes.ts';

const monitors = 100_000;
const perBatch = 25;

/** Prints what a sweep of many monitors takes: in one piece, as a new process begins, and then in parts. */
export async function printSweep(): Promise<void> {
  console.log(
    `\nSweeping ${monitors} monitors that need nothing, against dynalite, whose one thread gains nothing by parts`,
  );
  const store = await openStore();
  const startedAt = performance.now();
  await fill(store);
  console.log(`(filling the table took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s)`);
  const calls = new Map<string, number>();
  let units = 0;
  countCalls(store.client, calls);
  tellCapacity(store.client, (used) => {
    units += used;
  });
  const table = new MonitorsTable(store.client, localTables.monitors.name);
  const deps = { ...fakeWorld(), monitors: table, sweepMemory: new SweepMemory() };
  for (const what of ['in one piece', 'in parts, four at once']) {
    calls.clear();
    units = 0;
    const began = performance.now();
    const { monitors: read } = await sweep(deps);
    const took = `${((performance.now() - began) / 1_000).toFixed(1)} s`;
    const scans = calls.get('ScanCommand') ?? 0;
    console.log(
      `${what.padEnd(44)} ${took.padStart(12)} ${`${units} RCU`.padStart(12)}   ${scans} Scan, ${read} read`,
    );
  }
  await store.close();
}

async function fill({ client }: Store): Promise<void> {
  for (let from = 0; from < monitors; from += perBatch) {
    const requests = Array.from({ length: perBatch }, (_, index) => ({
      PutRequest: { Item: itemOf(`backup-of-some-service-${from + index}`) },
    }));
    await client.send(new BatchWriteCommand({ RequestItems: { [localTables.monitors.name]: requests } }));
  }
}

function itemOf(id: string): Record<string, unknown> {
  const monitor = newMonitor({
    ...{ id, name: 'Backup of some service', secret: '0123456789abcdefghjk', createdAt: 0 },
    ...{ schedule: readSchedule('every 1h'), gracePeriodSeconds: 300, channels: ['default'] },
  });
  const counters = { version: 1, requestId: 'request', pings: 0, pingNumber: 0, change: 'config' };
  return { ...toAttributes(monitor), ...counters, pk: monitorPrefix + id };
}
