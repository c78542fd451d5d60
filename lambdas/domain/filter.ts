import type { Monitor } from './monitor.ts';
import { ignoresPings, type PauseState } from './pause.ts';
import type { Ping, PingKind } from './ping.ts';

/** Keywords that are looked for in the bodies of pings, and say what a ping is, whatever its URL says. */
export interface BodyFilter {
  start: readonly string[];
  success: readonly string[];
  fail: readonly string[];
  /** Whether a ping in whose body none is found is a fail. Else it is ignored. */
  defaultFail: boolean;
}

/**
 * What a ping is to this monitor: `ignored` in a sticky pause, and without a POST where only those are taken; what
 * the body filter finds, if there is one; else what it says itself. The order of the keyword lists is Healthchecks'.
 */
export function kindFor(
  monitor: PauseState & Pick<Monitor, 'postOnly' | 'bodyFilter'>,
  ping: Ping,
): PingKind {
  const { postOnly, bodyFilter } = monitor;
  if (ignoresPings(monitor, ping.at)) return 'ignored';
  if (postOnly && ping.method !== 'POST') return 'ignored';
  if (!bodyFilter) return ping.kind;
  const body = byteText(ping.body?.bytes ?? new Uint8Array());
  const found = (['fail', 'success', 'start'] as const).find((kind) =>
    bodyFilter[kind].some((keyword) => body.includes(byteText(new TextEncoder().encode(keyword)))),
  );
  return found ?? (bodyFilter.defaultFail ? 'fail' : 'ignored');
}

/**
 * One character a byte, so that what is compared is bytes: a body in any encoding, or none, is only ever found not to
 * contain the keyword.
 */
function byteText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
