import { createInterface } from 'node:readline';
import { UsageError } from '../usage.ts';
import type { World } from '../world.ts';

/** Asks on the terminal. Anything but a yes, the end of the input included, is a no. */
export function ask(world: World, question: string): Promise<boolean> {
  const lines = createInterface({ input: world.stdin, output: world.stderr });
  return new Promise((answered) => {
    lines.once('close', () => answered(false));
    lines.question(`${question} [y/N] `, (answer) => {
      answered(/^y(?:es)?$/i.test(answer.trim()));
      lines.close();
    });
  });
}

/** Refuses to write what nobody can be asked about. Throws UsageError. */
export function requireConsent(isYes: boolean, canAsk: boolean): void {
  if (!isYes && !canAsk) throw new UsageError('there is no terminal to ask on; add --yes');
}
