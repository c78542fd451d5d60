/** Plants each deliberate defect, and tells which seed catches it. Ends with 1 if one is not caught. */
import { availableParallelism } from 'node:os';
import { catchDefect } from './catch-defect.ts';
import { defectSeeds, defects } from './defects.ts';

const workers = availableParallelism();
const queue = [...defects];
// Side by side: most of them are caught by one seed, which keeps one thread busy.
await Promise.all(Array.from({ length: workers }, playNext));

async function playNext(): Promise<void> {
  for (let defect = queue.shift(); defect; defect = queue.shift()) {
    const caught = await catchDefect(defect, workers);
    if (!caught) process.exitCode = 1;
    const by = caught
      ? `seed ${caught.seed}: ${caught.violation?.promise}`
      : `not caught by ${defectSeeds} seeds`;
    process.stdout.write(`${defect.name}: ${by}\n`);
  }
}
