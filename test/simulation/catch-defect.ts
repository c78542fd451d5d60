import { bundleSimulation } from './bundle.ts';
import { type Defect, defectSeeds } from './defects.ts';
import { playSeeds } from './play-seeds.ts';
import type { SeedOutcome } from './run-seed.ts';

/** Plants a defect, and answers what catches it: the seed that has done so before, or any of those it is given. */
export async function catchDefect(defect: Defect, workers: number): Promise<SeedOutcome | undefined> {
  const script = await bundleSimulation(defect);
  const tries = [
    { first: defect.lastCaughtBy, count: 1 },
    { first: 1, count: defectSeeds },
  ];
  for (const seeds of tries) {
    const outcomes = await playSeeds(script, { ...seeds, workers, stopsAtViolation: true });
    const caught = outcomes.find(({ violation }) => violation);
    if (caught) return caught;
  }
  return undefined;
}
