import { STATUS_CODES } from 'node:http';
import { backoffMs, explainNoAnswer, isPassing, retryAfterMs } from './tries.ts';
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

async function tryOnce(world: World, ping: Ping, timeoutMs: number): Promise<Try | undefined> {
  const { url, body, interrupt } = ping;
  try {
    const answer = await world.send({ url, timeoutMs, interrupt, ...(body !== undefined && { body }) });
    return judge(answer, world.now());
  } catch (error) {
    return { reason: explainNoAnswer(error, timeoutMs), again: { notBeforeMs: 0 } };
  }
}

function judge({ status, retryAfter }: PingAnswer, now: number): Try | undefined {
  if (status >= 200 && status < 300) return undefined;
  // The server's own words are not shown: they may repeat the URL, and the key in it.
  const reason = `${status} ${(STATUS_CODES[status] ?? 'an unknown status').toLowerCase()}`;
  if (status >= 300 && status < 400) return { reason: `${reason}; redirects are not followed` };
  return isPassing(status) ? { reason, again: { notBeforeMs: retryAfterMs(retryAfter, now) } } : { reason };
}
