import { UsageError } from '../usage.ts';
import type { World } from '../world.ts';
import { Failure } from './failure.ts';
import { OutputClosed } from './output.ts';

/** Says why a command did not do what was asked, and answers the exit code. */
export function report(error: unknown, usage: string, world: World): number {
  if (error instanceof OutputClosed) return 1;
  if (error instanceof UsageError) {
    world.stderr.write(`downbeat: ${error.message}\nUsage: ${usage}\n`);
    return 2;
  }
  const reason = error instanceof Error ? error.message : String(error);
  world.stderr.write(`downbeat: ${error instanceof Failure ? reason : `a defect of downbeat: ${reason}`}\n`);
  return 1;
}
