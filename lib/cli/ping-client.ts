import { STATUS_CODES } from 'node:http';
import type { PingAnswer, World } from './world.ts';

export interface Ping {
  url: URL;
  body?: string | Uint8Array;
  /** How long all tries and the pauses between them may take together. */
  budgetMs: number;
  /** From then on no new try is made; one that is under way is awaited. */
  lastTry?: AbortSignal;
  /** Gives up at once. */
  interrupt: AbortSignal;
}

/** What became of a ping: nothing to say, or why it was not taken, in words without the key. */
export type Refusal = string | undefined;

/** What one try came to. One that is not worth another has no `again`. */
interface Try {
  reason: string;
  again?: { notBeforeMs: number };
}

export const tryMs = 5_000;
const firstPauseMs = 500;
const longestPauseMs = 8_000;

/** Sends a ping until it is taken, is refused for good, or its budget is used up. Never rejects. */
export async function sendPing(world: World, ping: Ping): Promise<Refusal> {
  const endsAt = world.now() + ping.budgetMs;
  const lastTry = ping.lastTry ? AbortSignal.any([ping.lastTry, ping.interrupt]) : ping.interrupt;
  for (let tries = 1; ; tries += 1) {
    const failed = await tryOnce(world, ping, Math.min(tryMs, endsAt - world.now()));
    if (!failed) return undefined;
    if (!(await pause(world, failed, tries, endsAt, lastTry))) {
      return `${failed.reason} (${ping.url.host}${tries > 1 ? `, ${tries} tries` : ''})`;
    }
  }
}

/** Waits before another try, and answers whether there is to be one. */
async function pause(
  world: World,
  { again }: Try,
  tries: number,
  endsAt: number,
  lastTry: AbortSignal,
): Promise<boolean> {
  if (!again || lastTry.aborted) return false;
  const pauseMs = Math.max(backoffMs(tries, world.random()), again.notBeforeMs);
  if (world.now() + pauseMs >= endsAt) return false;
  await world.sleep(pauseMs, lastTry);
  return !lastTry.aborted;
}

/** The pause after so many tries: it doubles, and is spread, since the jobs of a fleet fail in the same instant. */
function backoffMs(tries: number, random: number): number {
  return Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs) * (0.5 + random / 2);
}

async function tryOnce(world: World, ping: Ping, timeoutMs: number): Promise<Try | undefined> {
  const { url, body, interrupt } = ping;
  try {
    const answer = await world.send({ url, timeoutMs, interrupt, ...(body !== undefined && { body }) });
    return judge(answer, world.now());
  } catch (error) {
    return { reason: explain(error, timeoutMs), again: { notBeforeMs: 0 } };
  }
}

function judge({ status, retryAfter }: PingAnswer, now: number): Try | undefined {
  if (status >= 200 && status < 300) return undefined;
  // The server's own words are not shown: they may repeat the URL, and the key in it.
  const reason = `${status} ${(STATUS_CODES[status] ?? 'an unknown status').toLowerCase()}`;
  if (status >= 300 && status < 400) return { reason: `${reason}; redirects are not followed` };
  const passing = status === 408 || status === 429 || status >= 500;
  return passing ? { reason, again: { notBeforeMs: retryAfterMs(retryAfter, now) } } : { reason };
}

/** Reads a Retry-After (RFC 9110, 10.2.3): seconds, or a date. What cannot be read asks for nothing. */
function retryAfterMs(text: string | undefined, now: number): number {
  if (text === undefined) return 0;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : Math.max(date - now, 0);
}

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ENETUNREACH: 'the network is unreachable',
  EHOSTUNREACH: 'the host is unreachable',
  ETIMEDOUT: 'no connection within the time',
};

/** An error's own message may hold the URL: its name or code says enough. */
function explain(error: unknown, timeoutMs: number): string {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown };
  if (name === 'TimeoutError') return `no answer within ${Math.round(timeoutMs / 100) / 10} s`;
  if (name === 'AbortError') return 'it was interrupted';
  return causes[String(code)] ?? String(code ?? name);
}
