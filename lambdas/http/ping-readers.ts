import { InvalidInput } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import { cutText, type Signal } from '../domain/ping.ts';
import { parseAction, parseRid, parseState } from '../domain/signal.ts';
import type { PingHttpRequest } from './ping-http.ts';
import { bounded, readJsonObject, readMetadata } from './ping-metadata.ts';

/** Reads what a request says, given what follows the key in its path. Pure. Throws InvalidInput. */
export type SignalReader = (request: PingHttpRequest, action: string) => Signal;

/**
 * Ours, and Healthchecks': the action ends the path, and `rid` in the query names a run. Cronitor's telemetry has
 * `state` in the query instead of an action.
 */
export const readUrl: SignalReader = ({ query }, action) => {
  const state = query.get('state');
  const said = action === '' && state !== null ? parseState(state) : parseAction(action);
  const rid = query.get('rid');
  return rid === null ? said : { ...said, rid: parseRid(rid) };
};

/** The URL alone is a success. */
export const readNothing: SignalReader = () => ({ kind: 'success' });

/** The action ends the path. What the query or a JSON body adds is kept, and decides nothing. */
export const readWithMetadata: SignalReader = ({ query, body }, action) => ({
  ...parseAction(action),
  ...readMetadata(query, readJsonObject(body) ?? {}),
});

/** A JSON body whose `status` decides. The query is not read: it could contradict that. */
export const readResult: SignalReader = ({ body }) => {
  const json = readJsonObject(body);
  const status = json?.status;
  if (!json || (status !== 'pass' && status !== 'fail')) {
    const message = `allowed is a JSON object of up to ${limits.metadataBytes} bytes with "status": "pass" or "status": "fail"`;
    throw new InvalidInput([{ field: 'body', message }]);
  }
  return { kind: status === 'pass' ? 'success' : 'fail', ...readMetadata(new URLSearchParams(), json) };
};

/**
 * Uptime Kuma's: `status`, `msg` and `ping` (milliseconds) in the query, and nothing else. Only exactly "up" is up.
 * A `ping` that is no number is none; one beyond Kuma's bounds is refused.
 */
export const readKuma: SignalReader = ({ query }) => {
  const status = query.get('status') || 'up';
  const ping = Number.parseFloat(query.get('ping') ?? '');
  const durationMs = bounded(ping);
  if (durationMs === undefined && !Number.isNaN(ping)) {
    throw new InvalidInput([{ field: 'ping', message: `allowed is 0 to ${limits.durationMaxMs}` }]);
  }
  return {
    kind: status === 'up' ? 'success' : 'fail',
    message: cutText(query.get('msg') || 'OK', limits.messageCharacters),
    ...(durationMs !== undefined && { durationMs }),
  };
};
