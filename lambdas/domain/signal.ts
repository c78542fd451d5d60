import { InvalidInput } from './errors.ts';
import type { CheckInKind, Signal } from './ping.ts';
import { uuidOf } from './uuid.ts';

/** The words that may end a ping URL: ours and Healthchecks', then Cronitor's, then Oh Dear's. */
const actionKinds: Readonly<Record<string, Signal['kind']>> = {
  start: 'start',
  fail: 'fail',
  log: 'log',
  run: 'start',
  complete: 'success',
  starting: 'start',
  finished: 'success',
  failed: 'fail',
};

/** What `?state=` says in Cronitor's telemetry URLs. */
const stateKinds: Readonly<Record<string, CheckInKind>> = {
  run: 'start',
  complete: 'success',
  ok: 'success',
  fail: 'fail',
};

/** The words, for those who must tell an action from an id. */
export const actionWords: readonly string[] = Object.keys(actionKinds);

/**
 * Reads the part of a ping URL behind the key: nothing is a success, and so is an exit status of 0; one from 1 to
 * 255 is a fail. Throws InvalidInput for anything else, as Healthchecks does.
 */
export function parseAction(text: string): Signal {
  if (text === '') return { kind: 'success' };
  const kind = ownEntry(actionKinds, text);
  if (kind !== undefined) return { kind };
  const exitStatus = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (exitStatus <= 255) return { kind: exitStatus === 0 ? 'success' : 'fail', exitStatus };
  throw invalid(
    'path',
    `a ping URL ends in its key, one of ${actionWords.join(', ')}, or an exit status from 0 to 255`,
  );
}

/** Reads Cronitor's `state`. Throws InvalidInput for an unknown one: taken for a success, a typo would be silence. */
export function parseState(text: string): Signal {
  const kind = ownEntry(stateKinds, text);
  if (kind !== undefined) return { kind };
  throw invalid('state', `allowed are ${Object.keys(stateKinds).join(', ')}`);
}

/** Reads a run's id, a UUID, and answers it in lower case. Throws InvalidInput. */
export function parseRid(text: string): string {
  const rid = uuidOf(text);
  if (rid !== undefined) return rid;
  throw invalid('rid', 'allowed is a UUID');
}

function ownEntry<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

function invalid(field: string, message: string): InvalidInput {
  return new InvalidInput([{ field, message }]);
}
