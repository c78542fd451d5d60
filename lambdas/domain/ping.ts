import { InvalidInput } from './errors.ts';
import type { Instant } from './time.ts';

export type PingKind = 'success' | 'fail';

/** What the end of a ping URL asks for. */
export interface PingAction {
  kind: PingKind;
  exitStatus?: number;
}

/** A ping received: what it says, when it came and from where. */
export interface Ping extends PingAction {
  at: Instant;
  method: string;
  sourceIp: string;
  userAgent: string;
}

/**
 * Reads the part of a ping URL behind the key: nothing is a success, `fail` a fail, and an exit status from
 * 0 to 255 is a success if it is 0. Throws InvalidInput for anything else, as Healthchecks does.
 */
export function parseAction(text: string): PingAction {
  if (text === '') return { kind: 'success' };
  if (text === 'fail') return { kind: 'fail' };
  const exitStatus = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (exitStatus <= 255) return { kind: exitStatus === 0 ? 'success' : 'fail', exitStatus };
  throw new InvalidInput([
    { field: 'path', message: 'a ping URL ends in its key, /fail, or an exit status from 0 to 255' },
  ]);
}
