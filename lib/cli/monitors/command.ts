import { type ParseArgsConfig, parseArgs } from 'node:util';
import { asksForHelp, understood } from '../arguments.ts';
import type { World } from '../world.ts';
import { write } from './output.ts';
import { report } from './report.ts';
import { Given, readId } from './subcommand.ts';

export interface CommandUsage {
  options: NonNullable<ParseArgsConfig['options']>;
  help: string;
  /** One line. */
  usage: string;
}

/** Runs a command that takes options alone, and answers its exit code. Never rejects. */
export async function runCommand(
  args: readonly string[],
  world: World,
  { options, help, usage }: CommandUsage,
  run: (given: Given, world: World) => Promise<number>,
): Promise<number> {
  try {
    if (asksForHelp(args)) {
      await write(world.stdout, help);
      return 0;
    }
    const { values, positionals } = understood(() =>
      parseArgs({ args: [...args], allowPositionals: true, options }),
    );
    return await run(new Given(values, readId(positionals, false)), world);
  } catch (error) {
    return report(error, usage, world);
  }
}
