import { parseArgs } from 'node:util';
import { limits } from '../../lambdas/domain/limits.ts';
import { uuidOf } from '../../lambdas/domain/uuid.ts';
import type { TargetSource } from './target.ts';
import { type CommandName, UsageError } from './usage.ts';

export interface RunArguments extends TargetSource {
  rid: boolean;
  maxOutputBytes: number;
  command: string;
  args: string[];
}

export interface PingArguments extends TargetSource {
  action: string | undefined;
  message: string | undefined;
  rid: string | undefined;
}

/** Whether help is asked for. What stands behind `--` is another's. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const ours = end === -1 ? args : args.slice(0, end);
  return ours.includes('--help') || ours.includes('-h');
}

/** Reads the arguments behind `downbeat run`. Throws UsageError. */
export function readRunArguments(all: readonly string[]): RunArguments {
  const end = all.indexOf('--');
  const args = end === -1 ? [...all] : all.slice(0, end);
  const { values, positionals } = understood(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { rid: { type: 'boolean' }, 'max-output': { type: 'string' }, host: { type: 'string' } },
    }),
  );
  const [command, ...commandArgs] = end === -1 ? [] : all.slice(end + 1);
  if (positionals.length > 1 || !command) {
    throw new UsageError('no command is given; put it behind --, as in: downbeat run -- backup.sh --all');
  }
  return {
    target: positionals[0],
    host: values.host,
    rid: values.rid ?? false,
    maxOutputBytes: readMaxOutput(values['max-output']),
    command,
    args: commandArgs,
  };
}

/**
 * Reads the arguments behind `downbeat ping`. A single one that reads as an action is one: no key is so short. The
 * target is then up to the environment. Throws UsageError.
 */
export function readPingArguments(args: readonly string[]): PingArguments {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { message: { type: 'string' }, rid: { type: 'string' }, host: { type: 'string' } },
    }),
  );
  if (positionals.length > 2) {
    throw new UsageError(
      'there are too many arguments; put a message with spaces into quotes, behind --message',
    );
  }
  const [first, second] = positionals;
  const target = second === undefined && first !== undefined && isAction(first) ? undefined : first;
  const action = target === undefined ? first : second;
  if (action !== undefined && !isAction(action)) {
    throw new UsageError(
      'the action is not known; allowed are start, fail, log and an exit status from 0 to 255',
    );
  }
  const rid = values.rid === undefined ? undefined : uuidOf(values.rid);
  if (values.rid !== undefined && rid === undefined) {
    throw new UsageError('--rid is not a UUID; make one with uuidgen');
  }
  return { target, host: values.host, action, message: values.message, rid };
}

export function isCommand(name: string | undefined): name is CommandName {
  return name === 'run' || name === 'ping';
}

function isAction(text: string): boolean {
  return /^(?:start|fail|log)$/.test(text) || (/^\d{1,3}$/.test(text) && Number(text) <= 255);
}

function readMaxOutput(text: string | undefined): number {
  if (text === undefined) return limits.pingBodyBytes;
  if (/^\d{1,9}$/.test(text) && Number(text) <= limits.pingBodyBytes) return Number(text);
  throw new UsageError(
    `--max-output is not allowed; give a number of bytes from 0 to ${limits.pingBodyBytes}`,
  );
}

/** Turns what parseArgs throws into a UsageError. */
export function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const { code, message } = Object(error) as { code?: unknown; message?: unknown };
    if (!String(code).startsWith('ERR_PARSE_ARGS_')) throw error;
    // Only the name of an option is repeated, and nothing that might be a key in the wrong place.
    const option =
      /'(?:-\w, )?(--?[a-z][a-z-]{0,19})(?: <value>)?'/.exec(String(message))?.[1] ?? 'an option';
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new UsageError(`${option} is not known; --help shows the options`);
    const needsNone = /does not take/.test(String(message));
    throw new UsageError(
      needsNone ? `${option} takes no value` : `${option} needs a value; put it behind ${option}=`,
    );
  }
}
