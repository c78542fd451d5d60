const firstPauseMs = 500;
const longestPauseMs = 8_000;

/** The pause after so many tries: it doubles, and is spread, since the jobs of a fleet fail in the same instant. */
export function backoffMs(tries: number, random: number): number {
  return Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs) * (0.5 + random / 2);
}

/** Whether a request that was answered so may be taken the next time. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Reads a Retry-After (RFC 9110, 10.2.3): seconds, or a date. What cannot be read asks for nothing. */
export function retryAfterMs(text: string | undefined, now: number): number {
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

/** Why a request had no answer. An error's own message may hold the URL: its name or code says enough. */
export function explainNoAnswer(error: unknown, timeoutMs: number): string {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown };
  if (name === 'TimeoutError') return `no answer within ${Math.round(timeoutMs / 100) / 10} s`;
  if (name === 'AbortError') return 'it was interrupted';
  return causes[String(code)] ?? String(code ?? name);
}
