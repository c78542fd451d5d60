import { performance } from 'node:perf_hooks';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { heading, row } from './print.ts';
import type { World } from './world.ts';

const monitors = 50;
const pings = 3_000;
const atOnce = 16;

/** Sends pings through each handler, sixteen at a time over fifty monitors, and prints how many it took in a second. */
export async function printThroughput(world: World): Promise<void> {
  heading(`Pings per second against dynalite (${pings} pings, ${monitors} monitors, ${atOnce} at once)`);
  const events: APIGatewayProxyEventV2[] = [];
  for (let index = 0; index < monitors; index += 1) events.push(await world.createMonitor('every 1h', 300));
  const rates: Record<string, string> = {};
  for (const handler of ['ours', 'naive'] as const) {
    await send(world, handler, events, pings / 10);
    const startedAt = performance.now();
    await send(world, handler, events, pings);
    rates[handler] = (pings / ((performance.now() - startedAt) / 1_000)).toFixed(0);
  }
  row('pings per second', rates.ours ?? '', rates.naive ?? '');
}

async function send(
  world: World,
  handler: 'ours' | 'naive',
  events: APIGatewayProxyEventV2[],
  count: number,
): Promise<void> {
  let next = 0;
  const sender = async () => {
    while (next < count) {
      const event = events[next % events.length];
      next += 1;
      if (!event) continue;
      const { statusCode } = await world[handler](event, {} as never);
      if (statusCode !== 200) throw new Error(`A ping was answered ${statusCode}.`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
}
