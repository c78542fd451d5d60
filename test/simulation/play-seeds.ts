import { Worker } from 'node:worker_threads';
import type { SeedOutcome } from './run-seed.ts';

export interface Seeds {
  first: number;
  count: number;
  workers: number;
  isTraced?: boolean;
  /** The first violation ends it. */
  stopsAtViolation?: boolean;
}

/** Plays seeds in several threads, and answers the outcomes in the order of the seeds. */
export async function playSeeds(script: string, seeds: Seeds): Promise<SeedOutcome[]> {
  const { first, count, workers, isTraced = false, stopsAtViolation = false } = seeds;
  const outcomes: SeedOutcome[] = [];
  const threads = Array.from({ length: Math.min(workers, count) }, (_, index) => {
    const workerData = { from: first + index, to: first + count - 1, step: workers, isTraced };
    return new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), { workerData });
  });
  await Promise.all(
    threads.map(
      (thread) =>
        new Promise<void>((resolve, reject) => {
          thread.on('message', (outcome: SeedOutcome) => {
            outcomes.push(outcome);
            if (outcome.violation && stopsAtViolation) for (const each of threads) void each.terminate();
          });
          thread.on('error', reject);
          thread.on('exit', () => resolve());
        }),
    ),
  );
  return outcomes.sort((one, other) => one.seed - other.seed);
}
