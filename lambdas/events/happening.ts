import type { PingBody, Signal } from '../domain/ping.ts';
import type { Instant } from '../domain/time.ts';

/** What an event says of a run. */
export interface Happening extends Pick<Signal, 'kind' | 'exitStatus' | 'durationMs' | 'message'> {
  /** AWS's own name of the run. */
  run?: string;
  /** When it happened, if that is known better than by the event's own time, which is of whole seconds. */
  at?: Instant;
  body?: PingBody;
  /** Whom it is for, where the event itself says that. */
  monitorId?: string;
}

/** What a dialect reads of an event. */
export interface Said {
  detail: Record<string, unknown>;
  detailType: string;
  container?: string | undefined;
}

/** Reads an event; `undefined` where it says nothing of a run. Throws InvalidInput. */
export type Dialect = (said: Said) => Happening | undefined;

/** Whatever of this was said, in one line. */
export function lineOf(...parts: (string | null | undefined)[]): Pick<Happening, 'message'> {
  const said = [...new Set(parts.filter((part) => part))];
  return said.length > 0 ? { message: said.join('; ') } : {};
}

/** An exit status that a ping can carry. Windows has others, which are left to the message. */
export function exitStatusOf(code: number | null | undefined): Pick<Happening, 'exitStatus'> {
  const fits = typeof code === 'number' && Number.isInteger(code) && code >= 0 && code <= 255;
  return fits ? { exitStatus: code } : {};
}
