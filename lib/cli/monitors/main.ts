import { parseArgs } from 'node:util';
import { asksForHelp, understood } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import type { World } from '../world.ts';
import { Api } from './api.ts';
import { commands, helpOf, usageOf } from './commands.ts';
import { findEndpoint } from './endpoint.ts';
import { report } from './report.ts';
import { commonOptions, Given, readId } from './subcommand.ts';

export { findCredentials, findRegion } from './aws.ts';

/** `downbeat monitors`: does what the arguments say, and answers the exit code. Never rejects. */
export async function monitors([name, ...args]: readonly string[], world: World): Promise<number> {
  if (name === '--help' || name === '-h') return say(world, helpOf(undefined));
  if (name === undefined || !Object.hasOwn(commands, name)) {
    const problem = name === undefined ? 'no command is given' : 'there is no such command';
    const error = new UsageError(`${problem}; downbeat monitors --help shows which there are`);
    return report(error, usageOf(undefined), world);
  }
  if (asksForHelp(args)) return say(world, helpOf(name));
  try {
    return await run(name, args, world);
  } catch (error) {
    return report(error, usageOf(name), world);
  }
}

async function run(name: string, args: readonly string[], world: World): Promise<number> {
  const command = commands[name];
  if (!command) throw new UsageError('there is no such command');
  const { values, positionals } = understood(() =>
    parseArgs({ args: [...args], allowPositionals: true, options: { ...commonOptions, ...command.options } }),
  );
  const given = new Given(values, readId(positionals, command.takesId));
  const work = command.read(given);
  const [url, profile, region] = [given.text('url'), given.text('profile'), given.text('region')];
  const connect = async () => new Api(world, await findEndpoint({ url, profile, region }, world));
  return work({ world, connect });
}

function say(world: World, text: string): number {
  world.stdout.write(text);
  return 0;
}
