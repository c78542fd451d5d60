import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { OutputTail } from './output-tail.ts';
import type { World } from './world.ts';

export interface Command {
  command: string;
  args: readonly string[];
  /** Gets what the command prints. Without it, the command prints to our output itself. */
  tail: OutputTail | undefined;
}

export interface Running {
  /** The exit code as a shell tells it. Never rejects. */
  exitCode: Promise<number>;
  /** When all that the command prints has been passed on. Its own children may go on printing after its end. */
  outputEnded: Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a command. One that cannot be started is told of on stderr and in the tail, as a shell would. */
export function startCommand(world: World, { command, args, tail }: Command): Running {
  const notStarted = (error: unknown): number => {
    const missing = (Object(error) as { code?: unknown }).code === 'ENOENT';
    const notice = `downbeat: ${command}: ${missing ? 'not found' : 'cannot be executed'}\n`;
    world.stderr.write(notice);
    tail?.add(Buffer.from(notice));
    return missing ? 127 : 126;
  };
  let spawned: Spawned;
  try {
    spawned = spawnWithOutput(world, command, args, tail !== undefined);
  } catch (error) {
    // Most failures are an event of the child, such as a missing file; some are thrown, such as a list that is too long.
    return { exitCode: Promise.resolve(notStarted(error)), outputEnded: Promise.resolve(), kill: () => {} };
  }
  const { child, stdout, stderr } = spawned;
  return {
    exitCode: new Promise((ended) => {
      child.once('exit', (code, signal) => ended(code ?? 128 + (signal ? constants.signals[signal] : 0)));
      child.once('error', (error) => ended(notStarted(error)));
    }),
    outputEnded: Promise.all([pass(stdout, world.stdout, tail), pass(stderr, world.stderr, tail)]).then(
      () => undefined,
    ),
    kill: (signal) => void child.kill(signal),
  };
}

interface Spawned {
  child: ChildProcess;
  stdout: Readable | null;
  stderr: Readable | null;
}

function spawnWithOutput(world: World, command: string, args: readonly string[], piped: boolean): Spawned {
  const pipes = piped ? world.pipes() : undefined;
  const output = piped ? 'pipe' : 'inherit';
  const [stdout, stderr] = pipes ?? [];
  try {
    const child = world.spawn(command, args, {
      stdio: ['inherit', stdout?.writeDescriptor ?? output, stderr?.writeDescriptor ?? output],
    });
    return { child, stdout: stdout?.readable ?? child.stdout, stderr: stderr?.readable ?? child.stderr };
  } finally {
    // The command has its own copies: as long as ours are open, its output never ends.
    for (const pipe of pipes ?? []) pipe.closeWriteEnd();
  }
}

/** Passes output on, as fast as its reader takes it, and keeps its tail. Resolves at its end. */
function pass(from: Readable | null, to: NodeJS.WritableStream, tail: OutputTail | undefined): Promise<void> {
  if (!from) return Promise.resolve();
  from.on('data', (chunk: Buffer) => tail?.add(chunk));
  from.on('error', () => undefined);
  from.pipe(to, { end: false });
  // Nobody reads us any more: the command meets the same closed pipe as it would without us.
  to.on('error', () => from.destroy());
  return new Promise((ended) => from.once('close', () => ended()));
}
