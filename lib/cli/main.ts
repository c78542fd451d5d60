import { asksForHelp, isCommand, readPingArguments, readRunArguments } from './arguments.ts';
import { ping } from './ping.ts';
import { run } from './run.ts';
import { type CommandName, helpOf, UsageError, usageLines } from './usage.ts';
import { version } from './version.ts';
import type { World } from './world.ts';

/** The whole of `downbeat`: does what the arguments say, and answers the exit code. */
export async function main(args: readonly string[], world: World): Promise<number> {
  // That nobody reads what we say is no reason to lose the exit code of a command.
  for (const stream of [world.stdout, world.stderr]) stream.on('error', () => undefined);
  const code = await dispatch(args, world);
  await Promise.all([flush(world.stdout), flush(world.stderr)]);
  return code;
}

async function dispatch([name, ...args]: readonly string[], world: World): Promise<number> {
  if (name === '--version') return say(world, `${version}\n`);
  if (name === '--help' || name === '-h') return say(world, helpOf(undefined));
  if (isAwsCommand(name)) {
    const commands = await import('./aws-commands.ts');
    return commands[name](args, world);
  }
  if (!isCommand(name)) {
    const problem = name === undefined ? 'no command is given' : 'there is no such command';
    return wrongUsage(
      world,
      `${problem}; it is run, ping, monitors, discover, redrive or dashboard`,
      undefined,
    );
  }
  return asksForHelp(args) ? say(world, helpOf(name)) : pingOrRun(name, args, world);
}

const awsCommands = ['monitors', 'discover', 'redrive', 'dashboard'] as const;
type AwsCommand = (typeof awsCommands)[number];

/** Those that need AWS's code, which a job that is run does not wait for. */
function isAwsCommand(name: string | undefined): name is AwsCommand {
  return awsCommands.some((command) => command === name);
}

async function pingOrRun(name: CommandName, args: readonly string[], world: World): Promise<number> {
  try {
    if (name === 'run') return await run(readRunArguments(args), world);
    return await ping(readPingArguments(args), world);
  } catch (error) {
    if (error instanceof UsageError) return wrongUsage(world, error.message, name);
    throw error;
  }
}

function say(world: World, text: string): number {
  world.stdout.write(text);
  return 0;
}

function wrongUsage(world: World, problem: string, command: CommandName | undefined): number {
  const usage = command
    ? usageLines[command]
    : 'downbeat run|ping|monitors|discover|redrive|dashboard …, or downbeat --help';
  world.stderr.write(`downbeat: ${problem}\nUsage: ${usage}\n`);
  return 2;
}

/** Waits until all that was written is out of our hands, or can never be. */
function flush(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((done) => {
    stream.on('error', () => done());
    stream.write('', () => done());
  });
}
