import { parentPort, workerData } from 'node:worker_threads';
import { runSeed } from './run-seed.ts';

/** Plays the seeds from `from`, each `step` after the one before, up to `to`; and tells of each what came out. */
const { from, to, step, isTraced } = workerData as {
  from: number;
  to: number;
  step: number;
  isTraced: boolean;
};
for (let seed = from; seed <= to; seed += step) parentPort?.postMessage(await runSeed(seed, isTraced));
