import type { ParseArgsConfig } from 'node:util';
import { parseDurationSeconds } from '../../../lambdas/domain/duration.ts';
import { InvalidInput } from '../../../lambdas/domain/errors.ts';
import { idAllowed, isId } from '../../../lambdas/domain/key.ts';
import { UsageError } from '../usage.ts';
import type { World } from '../world.ts';
import type { Api } from './api.ts';

export interface Context {
  world: World;
  /** Finds host and credentials. What can be refused without them is refused before. */
  connect(): Promise<Api>;
}

/** A command behind `downbeat monitors`. */
export interface Subcommand {
  /** What stands behind the command's name. */
  usage: string;
  /** What it does, in one line. */
  summary: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** What help says of its options, a line each, and of whatever else there is to say. */
  help: string;
  /** Whether one argument is the id of a monitor; without, there is none. */
  takesId: boolean;
  /** Reads the arguments and answers what does the work. Throws UsageError. */
  read(given: Given): (context: Context) => Promise<number>;
}

/** The arguments of a command, as parseArgs has read them. */
export class Given {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly id: string;

  constructor(values: Readonly<Record<string, unknown>>, id: string) {
    this.#values = values;
    this.id = id;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** A number of things, from 1. */
  count(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw new UsageError(`--${name} is not allowed; give a whole number from 1`);
  }

  /** A duration such as `2h` or `90 minutes`, in seconds. */
  duration(name: string, minSeconds: number, maxSeconds: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const seconds = parseDurationSeconds(text);
    if (seconds !== undefined && seconds >= minSeconds && seconds <= maxSeconds) return seconds;
    const days = maxSeconds / 86_400;
    throw new UsageError(`--${name} is not allowed; give a duration such as 2h or 1h30m, up to ${days}d`);
  }
}

export const commonOptions = {
  url: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
} as const;

export const jsonOption = { json: { type: 'boolean' } } as const;
export const jsonHelp = `  --json           prints the API's own answer as one JSON document
`;

/** Reads the one argument that is an id. */
export function readId(positionals: readonly string[], takesId: boolean): string {
  const [id, ...rest] = positionals;
  if (!takesId && id === undefined) return '';
  if (!takesId) throw new UsageError('there are too many arguments; options begin with --');
  if (id === undefined) {
    throw new UsageError('no monitor is given; name its id, which downbeat monitors list shows');
  }
  if (rest.length > 0) throw new UsageError('there are too many arguments; give one id');
  if (!isId(id)) throw new UsageError(`that is not the id of a monitor; ${idAllowed}`);
  return id;
}

/** Reads what goes into a query by the API's own schema. Its refusal names the option of the field. */
export function checkedBy<T>(read: () => T, options: Readonly<Record<string, string>> = {}): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const [fault] = error.faults;
    const field = fault?.field.split('.')[0] ?? '';
    throw new UsageError(`--${options[field] ?? field} is not right: ${fault?.message}`);
  }
}
