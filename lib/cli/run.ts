import type { RunArguments } from './arguments.ts';
import { type Running, startCommand } from './command.ts';
import { OutputTail } from './output-tail.ts';
import { pingBudgetMs } from './ping.ts';
import { type Refusal, sendPing } from './ping-client.ts';
import { pingUrl, withAction } from './target.ts';
import type { World } from './world.ts';

/** A start that is late is worth little, and one that is lost costs no more than the duration. */
const startBudgetMs = 10_000;
/** The output of a command that has ended comes within milliseconds, unless its children keep it open. */
const outputGraceMs = 1_000;
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** These a terminal sends to the command as well: passed on, they would reach it twice. */
const sentByTerminals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/**
 * `downbeat run`: runs the command, reports its start and its end, and answers its exit code. The start is sent while
 * the command runs already. The end waits until the start is done, so that they never come in the wrong order; once
 * the command has ended, the start has no tries left but the one under way. Throws UsageError.
 */
export async function run(args: RunArguments, world: World): Promise<number> {
  const base = pingUrl(args, world.environment);
  const rid = args.rid ? world.uuid() : undefined;
  const tail = args.maxOutputBytes > 0 ? new OutputTail(args.maxOutputBytes) : undefined;
  const ended = new AbortController();
  const interrupted = new AbortController();

  const command = startCommand(world, { command: args.command, args: args.args, tail });
  const unhear = world.onSignals(forwarded, (signal) => {
    if (ended.signal.aborted) interrupted.abort();
    else if (!world.terminal || !sentByTerminals.includes(signal)) command.kill(signal);
  });
  const started = sendPing(world, {
    url: withAction(base, 'start', rid),
    budgetMs: startBudgetMs,
    lastTry: ended.signal,
    interrupt: interrupted.signal,
  });

  const exitCode = await command.exitCode;
  ended.abort();
  await outputOf(command, world);
  const startRefusal = await started;
  const endRefusal = await sendPing(world, {
    url: withAction(base, actionOf(exitCode), rid),
    budgetMs: pingBudgetMs,
    interrupt: interrupted.signal,
    ...(tail && { body: tail.bytes() }),
  });
  // Told only now, so that they stand in the middle of nobody's line.
  tell(world, 'start', startRefusal);
  tell(world, 'end', endRefusal);
  // What the command left running may still print through us; closing its output would break it.
  await Promise.race([command.outputEnded, abortOf(interrupted.signal)]);
  unhear();
  return exitCode;
}

/** Waits for the rest of the output, though not for that of children which the command has left behind. */
async function outputOf(command: Running, world: World): Promise<void> {
  const complete = new AbortController();
  const ended = command.outputEnded.then(() => complete.abort());
  await Promise.race([ended, world.sleep(outputGraceMs, complete.signal)]);
}

function abortOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((aborted) => signal.addEventListener('abort', () => aborted(), { once: true }));
}

/** Exit codes beyond 255 exist on Windows. */
function actionOf(exitCode: number): string {
  return exitCode >= 0 && exitCode <= 255 ? String(exitCode) : 'fail';
}

function tell(world: World, which: 'start' | 'end', refusal: Refusal): void {
  if (refusal !== undefined) world.stderr.write(`downbeat: the ${which} ping was not taken: ${refusal}\n`);
}
