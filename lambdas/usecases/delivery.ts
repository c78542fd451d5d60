import type { Blindness } from '../domain/blindness.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Monitor } from '../domain/monitor.ts';
import { eventIdOf, type News } from '../domain/news.ts';
import type { DeliveryMemory } from './delivery-memory.ts';
import type { ChangeKind, DeadLetters, Telemetry } from './ports.ts';

/** A record of the stream: its name, what was stored but for secrets, and how to read it. */
export interface NewsRecord {
  recordId: string;
  image: object;
  read(): StoredNews;
}

/** A monitor as a change stored it; or that nobody looked for a while. */
export type StoredNews = { monitor: Monitor; change: ChangeKind } | { blindness: Blindness };

/** A record with news in it. */
export interface Entry extends Omit<NewsRecord, 'read'> {
  news: News;
}

/** A record that says that nobody looked for a while. */
export interface BlindEntry extends Omit<NewsRecord, 'read'> {
  blindness: Blindness;
}

export interface DeliveryDeps {
  deadLetters: DeadLetters;
  memory: DeliveryMemory;
  telemetry: Telemetry;
}

const deadLetterQueue = 'the dead letters';

/** The delivery of one batch: its news, and what became of its records. */
export class Delivery {
  readonly #deps: DeliveryDeps;
  readonly #records: readonly NewsRecord[];
  /** The records that are to come again, each with the first reason. */
  readonly #failures = new Map<string, unknown>();

  constructor(deps: DeliveryDeps, records: readonly NewsRecord[]) {
    this.#deps = deps;
    this.#records = records;
  }

  /** The news of the batch, each once; and whether nobody looked for a while. */
  async read(): Promise<{ entries: Entry[]; blind: BlindEntry[] }> {
    const entries = new Map<string, Entry>();
    const blind: BlindEntry[] = [];
    for (const { read, ...record } of this.#records) {
      try {
        const stored = read();
        if ('blindness' in stored) {
          blind.push({ ...record, ...stored });
          continue;
        }
        const news = newsOf(stored.monitor, stored.change);
        if (news && !entries.has(eventIdOf(news))) entries.set(eventIdOf(news), { ...record, news });
      } catch (cause) {
        await this.failed(record, cause);
      }
    }
    return { entries: [...entries.values()], blind };
  }

  /**
   * Something could not be delivered. If a service was away the record is to come again, which is answered `true`. Anything
   * else is a defect: trying again would fail for ever, so the record is set aside.
   */
  async failed(record: Pick<Entry, 'recordId' | 'image'>, cause: unknown): Promise<boolean> {
    if (!(cause instanceof Unavailable)) return this.lost(record, cause);
    if (!this.#failures.has(record.recordId)) this.#failures.set(record.recordId, cause);
    return true;
  }

  /** Sets a record aside, once, where an alarm tells of it. Answers `true` if that has to be tried again. */
  async lost({ recordId, image }: Pick<Entry, 'recordId' | 'image'>, cause: unknown): Promise<boolean> {
    const { deadLetters, memory, telemetry } = this.#deps;
    if (memory.has(deadLetterQueue, recordId)) return false;
    memory.add(deadLetterQueue, recordId);
    try {
      await deadLetters.add({ recordId, reason: String(cause), image });
      telemetry.notice('AlertLost', { recordId }, cause);
      return false;
    } catch (error) {
      memory.forget(deadLetterQueue, recordId);
      if (!(error instanceof Unavailable)) throw error;
      return this.failed({ recordId, image }, error);
    }
  }

  /** Answers the first record that has to come again, from which on the batch is given again. */
  end(): string | undefined {
    const recordId = this.#records.find((record) => this.#failures.has(record.recordId))?.recordId;
    if (recordId !== undefined) {
      const details = { recordId, records: this.#failures.size };
      this.#deps.telemetry.notice('AlertNotDelivered', details, this.#failures.get(recordId));
    }
    return recordId;
  }
}

/** What a change of a monitor has to tell, if anything. */
function newsOf(monitor: Monitor, change: ChangeKind): News | undefined {
  const { flip, reminder, settled } = monitor;
  if (!flip) return undefined;
  if (change === 'flip') return { monitor, flip, change };
  if (change === 'reminder' && reminder) return { monitor, flip, change };
  return change === 'settled' && settled ? { monitor, flip, change } : undefined;
}
