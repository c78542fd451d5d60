import { Unavailable } from '../domain/errors.ts';
import type { Watcher } from '../usecases/ports.ts';

/** A heartbeat monitor somewhere else, which is told by a GET of its URL. */
export class OutsideHeartbeat implements Watcher {
  readonly #url: URL;
  readonly #timeoutMs: number;

  constructor(url: string, timeoutMs: number) {
    this.#url = new URL(url);
    this.#timeoutMs = timeoutMs;
  }

  async tellAlive(): Promise<void> {
    try {
      // The URL is likely a secret: it goes nowhere else, and into no error.
      const signal = AbortSignal.timeout(this.#timeoutMs);
      const answer = await fetch(this.#url, { signal, redirect: 'manual' });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
    } catch (cause) {
      throw new Unavailable('The outside heartbeat', cause);
    }
  }
}
