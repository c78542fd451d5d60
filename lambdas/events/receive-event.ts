import { InvalidInput, UnknownMonitor } from '../domain/errors.ts';
import { isId, parseKey } from '../domain/key.ts';
import { recordEvent } from '../usecases/record-event.ts';
import type { RecordKnownPingDeps } from '../usecases/record-ping.ts';
import { type EventPing, readEvent } from './aws-event.ts';

/**
 * Records the ping that an event stands for. One that can never be recorded is told of and dropped: to try again would
 * be no use. Throws Contended or Unavailable when nothing could be stored, and then the event comes again.
 */
export async function receiveEvent(deps: RecordKnownPingDeps, input: unknown): Promise<void> {
  let ping: EventPing | undefined;
  try {
    ping = readEvent(input);
    if (ping) await recordEvent(deps, ping.request);
  } catch (error) {
    if (!(error instanceof InvalidInput || error instanceof UnknownMonitor)) throw error;
    const { eventId = '', request } = ping ?? {};
    deps.telemetry.notice('EventRefused', { eventId, monitorId: idIn(request?.monitorId ?? '') }, error);
  }
}

/** What of an id may be logged: somebody may have put a key in its place. */
function idIn(text: string): string {
  return parseKey(text)?.id ?? (isId(text) ? text : '');
}
