import type { Instant } from '../domain/time.ts';

/** Remembers a bounded number of things for a bounded time. The first that was learnt makes room for one too many. */
export class ShortMemory<T> {
  readonly #known = new Map<string, { value: T; until: Instant }>();
  readonly #maxEntries: number;
  readonly #forMs: number;

  constructor({ entries, forMs }: { entries: number; forMs: number }) {
    this.#maxEntries = entries;
    this.#forMs = forMs;
  }

  /**
   * Answers what is remembered under this name, or else learns it. What is `undefined` is not remembered: whoever asks
   * for what there is not, takes nobody's place.
   */
  async recall(name: string, now: Instant, learn: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = this.#known.get(name);
    if (known && now < known.until) return known.value;
    this.#known.delete(name);
    const value = await learn();
    if (value !== undefined) this.#keep(name, value, now);
    return value;
  }

  #keep(name: string, value: T, now: Instant): void {
    this.#known.set(name, { value, until: now + this.#forMs });
    if (this.#known.size <= this.#maxEntries) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
