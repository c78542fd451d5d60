import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { latency, sendAll } from './crowd.ts';
import { assertNoneLost, createMonitors, readStored } from './monitors.ts';
import type { Target } from './target.ts';

export interface ManyMonitors {
  monitors: number;
  pings: number;
  atOnce: number;
}

/** Proves that of many pings to many monitors, in turns, each is acknowledged, counted and in the history. */
export async function manyMonitors(
  { url }: Target,
  { monitors: count, pings, atOnce }: ManyMonitors,
  say: (text: string) => void,
): Promise<void> {
  const monitors = await createMonitors(url, 'job', count);
  const turns = Array.from({ length: pings }, (_, index) => ({ url: monitors[index % count]?.url ?? '' }));
  const startedAt = performance.now();
  const answers = await sendAll(turns, atOnce);
  const seconds = (performance.now() - startedAt) / 1_000;
  const acknowledged = answers.filter(({ status }) => status === 200);
  say(
    `${acknowledged.length} pings acknowledged, ${(pings / seconds).toFixed(0)} a second, ${atOnce} at once`,
  );
  say(`${latency(answers)}`);
  assert.equal(acknowledged.length, pings);
  assertNoneLost(acknowledged.length, await readStored(url, monitors));
}
