import { limits } from './limits.ts';
import type { Instant } from './time.ts';

/** The kinds of ping that count: success, fail and start. */
export type CheckInKind = 'success' | 'fail' | 'start';

/** `log` is kept and changes nothing. `ignored` is what a filter or a sticky pause makes of any other. */
export type PingKind = CheckInKind | 'log' | 'ignored';

/** What a request may say that it is. */
export const signalKinds = ['success', 'fail', 'start', 'log'] as const;

/** What a request says, in any dialect. */
export interface Signal {
  kind: (typeof signalKinds)[number];
  /** From 0 to 255. */
  exitStatus?: number;
  /** Names the run that starts or ends: a UUID in lower case. */
  rid?: string;
  /** How long the run took, by the sender's own clock. May have a fraction. */
  durationMs?: number;
  /** The sender's own word for its status, such as `completed`. It decides nothing. */
  statusLabel?: string;
  message?: string;
  labels?: Record<string, string>;
}

/** What is kept of a ping's body: its first bytes as they came. */
export interface PingBody {
  bytes: Uint8Array;
  /** How long it was. */
  sizeBytes: number;
  /** What its sender called it, often wrongly; empty if nothing was said. */
  contentType: string;
}

/** A ping received: what it says, when it happened and where it came from. */
export interface Ping extends Omit<Signal, 'kind'> {
  kind: PingKind;
  /** When it happened: when it came, unless it told an instant of its own. */
  at: Instant;
  /** When it came, if it told an instant of its own. */
  receivedAt?: Instant;
  method: string;
  sourceIp: string;
  userAgent: string;
  body?: PingBody;
}

/** A ping that counts. */
export interface CheckIn extends Ping {
  kind: CheckInKind;
}

/** When a ping came. */
export function receivedAt(ping: Pick<Ping, 'at' | 'receivedAt'>): Instant {
  return ping.receivedAt ?? ping.at;
}

/**
 * Whether a ping tells when it happened, as events of AWS's do. It may come late, twice, and after one that happened
 * later, so it counts for its own instant, and takes nothing back that is known from after it.
 */
export function tellsItsTime(ping: Pick<Ping, 'receivedAt'>): boolean {
  return ping.receivedAt !== undefined;
}

export function isCheckIn(ping: Ping): ping is CheckIn {
  return ping.kind !== 'log' && ping.kind !== 'ignored';
}

/** A text from outside within a bound, and without halves of characters, which no table takes. */
export function cutText(text: string, maxCharacters: number): string {
  return text.slice(0, maxCharacters).toWellFormed();
}

/** What is kept of a body, or `undefined` if there is none. */
export function keepBody(bytes: Uint8Array, contentType: string): PingBody | undefined {
  if (bytes.length === 0) return undefined;
  return {
    bytes: bytes.subarray(0, limits.pingBodyBytes),
    sizeBytes: bytes.length,
    contentType: cutText(contentType, limits.contentTypeCharacters),
  };
}
