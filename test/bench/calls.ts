import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { heading, row } from './print.ts';
import type { World } from './world.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const handlers = ['ours', 'naive'] as const;
const timerOperations = ['CreateScheduleCommand', 'UpdateScheduleCommand', 'SendMessageCommand'];

interface Counted {
  perPing: Record<string, number>;
  mostTimersInAWindow: number;
}

/** Counts the AWS calls of a job that pings once a day and of one that pings 100 times in each window. */
export async function printCalls(world: World): Promise<void> {
  heading('AWS calls per ping of a regular job (every 24h, grace 1h, 20 pings)');
  const regular = {
    schedule: 'every 24h',
    graceSeconds: 3_600,
    everyMs: 24 * hourMs,
    pings: 20,
    perWindow: 1,
  };
  await printCounts(world, regular);
  heading('AWS calls per ping of a chatty job (every 1h, grace 5m, 100 pings in a window of 65m, 5 windows)');
  const chatty = {
    schedule: 'every 1h',
    graceSeconds: 300,
    everyMs: (65 * minuteMs) / 100,
    pings: 500,
    perWindow: 100,
  };
  const [ours, naive] = await printCounts(world, chatty);
  row(
    'timer calls in the busiest window',
    String(ours?.mostTimersInAWindow),
    String(naive?.mostTimersInAWindow),
  );
}

interface Job {
  schedule: string;
  graceSeconds: number;
  everyMs: number;
  pings: number;
  perWindow: number;
}

async function printCounts(world: World, job: Job): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const handler of handlers) counted.push(await count(world, handler, job));
  const [ours, naive] = counted;
  const operations = new Set(counted.flatMap(({ perPing }) => Object.keys(perPing)));
  const figure = (of: Counted | undefined, operation: string) => (of?.perPing[operation] ?? 0).toFixed(2);
  for (const operation of [...operations].sort()) {
    row(operation.replace('Command', ''), figure(ours, operation), figure(naive, operation));
  }
  return counted;
}

async function count(world: World, handler: (typeof handlers)[number], job: Job): Promise<Counted> {
  world.setNow(noon);
  const event = await world.createMonitor(job.schedule, job.graceSeconds);
  // The first ping also creates the schedule; what is counted is the life after it.
  await world[handler](event, {} as never);
  const totals: Record<string, number> = {};
  let mostTimersInAWindow = 0;
  for (let sent = 0; sent < job.pings; sent += job.perWindow) {
    world.resetCalls();
    for (let inWindow = 1; inWindow <= job.perWindow; inWindow += 1) {
      world.setNow(noon + (sent + inWindow) * job.everyMs);
      await world[handler](event, {} as never);
    }
    for (const [operation, calls] of world.calls) totals[operation] = (totals[operation] ?? 0) + calls;
    const timers = timerOperations.map((operation) => world.calls.get(operation) ?? 0);
    mostTimersInAWindow = Math.max(
      mostTimersInAWindow,
      timers.reduce((sum, calls) => sum + calls, 0),
    );
  }
  world.setNow(undefined);
  const perPing = Object.entries(totals).map(([operation, calls]) => [operation, calls / job.pings]);
  return { perPing: Object.fromEntries(perPing), mostTimersInAWindow };
}
