import { Unavailable } from '../domain/errors.ts';
import type { News } from '../domain/news.ts';
import type { DeadLetters, Telemetry } from './ports.ts';

/** A record of the stream with news in it. */
export interface Entry {
  recordId: string;
  /** What was stored, without secrets. */
  image: object;
  news: News;
}

interface DeliveryDeps {
  deadLetters: DeadLetters;
  telemetry: Telemetry;
}

/** What became of the records of one batch. */
export class Delivery {
  readonly #deps: DeliveryDeps;
  readonly #failures = new Map<string, unknown>();
  readonly #setAside = new Set<string>();

  constructor(deps: DeliveryDeps) {
    this.#deps = deps;
  }

  /** The records that are to come again, each with the first reason. */
  get failures(): ReadonlyMap<string, unknown> {
    return this.#failures;
  }

  /** A part of the delivery failed: what is away now is tried again later, and anything else is a defect. */
  async failed(record: Pick<Entry, 'recordId' | 'image'>, cause: unknown): Promise<void> {
    if (cause instanceof Unavailable) this.#again(record, cause);
    else await this.lost(record, cause);
  }

  /** Puts a record where an alarm tells of it. Trying again would fail for ever and keep the others from being told. */
  async lost({ recordId, image }: Pick<Entry, 'recordId' | 'image'>, cause: unknown): Promise<void> {
    if (this.#setAside.has(recordId)) return;
    this.#setAside.add(recordId);
    this.#deps.telemetry.notice('AlertLost', { recordId }, cause);
    try {
      await this.#deps.deadLetters.add({ recordId, reason: String(cause), image });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.#again({ recordId }, error);
    }
  }

  #again({ recordId }: Pick<Entry, 'recordId'>, cause: Unavailable): void {
    if (!this.#failures.has(recordId)) this.#failures.set(recordId, cause);
  }
}
