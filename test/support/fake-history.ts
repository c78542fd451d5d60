import { isDeepStrictEqual } from 'node:util';
import { InvalidInput } from '../../lambdas/domain/errors.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { type Ping, receivedAt } from '../../lambdas/domain/ping.ts';
import { type Instant, isoInstant } from '../../lambdas/domain/time.ts';
import type * as ports from '../../lambdas/usecases/ports.ts';
import { Fake } from './fake.ts';

export class FakeHistory extends Fake<keyof ports.History> implements ports.History {
  pings: { monitorId: string; number: number; ping: Ping }[] = [];
  flips: { monitorId: string; flip: Flip }[] = [];
  readonly #rows = new Map<string, unknown>();

  async addPing(monitorId: string, number: number, ping: Ping): Promise<void> {
    if (!Number.isInteger(number) || number < 1) throw new Error(`No ping has number ${number}.`);
    const row = structuredClone({ monitorId, number, ping });
    return this.call('addPing', () =>
      this.#add(`${monitorId} ping ${isoInstant(receivedAt(ping))} ${number}`, row, this.pings),
    );
  }

  async addFlip(monitorId: string, flip: Flip): Promise<void> {
    const row = structuredClone({ monitorId, flip });
    return this.call('addFlip', () =>
      this.#add(`${monitorId} flip ${isoInstant(flip.at)} ${flip.seq}`, row, this.flips),
    );
  }

  #add<Row>(key: string, row: Row, rows: Row[]): void {
    const known = this.#rows.get(key);
    if (known !== undefined && !isDeepStrictEqual(known, row)) throw new Error(`${key} is written already.`);
    if (known === undefined) rows.push(row);
    this.#rows.set(key, row);
  }
}

/** The same rows, read and deleted. Its cursor says how many rows of the range were shown. Nothing here expires. */
export class FakeArchive extends Fake<keyof ports.Archive> implements ports.Archive {
  /** Every range that was asked for, in order. */
  readonly asked: ports.PingRange[] = [];
  /** What the next removals answer instead of removing anything. */
  readonly answers: ('more' | 'throttled')[] = [];
  /** The next searches for a number find nothing as far as they read, and answer these cursors. */
  readonly searchedUpTo: string[] = [];
  /** The most rows of a page, whatever is asked for: reading is bounded. */
  rowsPerPage = Number.POSITIVE_INFINITY;
  readonly #history: FakeHistory;

  constructor(calls: string[], history: FakeHistory) {
    super(calls);
    this.#history = history;
  }

  pings(range: ports.PingRange): Promise<ports.PingPage> {
    return this.call('pings', () => {
      const { monitorId, kind, number, timed } = range;
      const nextCursor = number === undefined ? undefined : this.searchedUpTo.shift();
      if (nextCursor !== undefined) {
        this.asked.push({ ...range });
        return { pings: [], nextCursor };
      }
      const found = this.#history.pings
        .filter((row) => row.monitorId === monitorId && isIn(range, receivedAt(row.ping)))
        .filter((row) => kind === undefined || row.ping.kind === kind)
        .filter((row) => number === undefined || row.number === number)
        .filter((row) => !timed || row.ping.durationMs !== undefined)
        .sort((one, other) => receivedAt(other.ping) - receivedAt(one.ping) || other.number - one.number);
      const { items, ...page } = this.#page(range, found);
      return { pings: items.map(({ monitorId: _monitorId, ...stored }) => stored), ...page };
    });
  }

  flips(range: ports.HistoryRange): Promise<ports.FlipPage> {
    return this.call('flips', () => {
      const found = this.#history.flips
        .filter(({ monitorId, flip }) => monitorId === range.monitorId && isIn(range, flip.at))
        .sort((one, other) => other.flip.at - one.flip.at || other.flip.seq - one.flip.seq);
      const { items, ...page } = this.#page(range, found);
      return { flips: items.map(({ flip }) => flip), ...page };
    });
  }

  removeSome(monitorId: string, kind: ports.HistoryKind, before: Instant) {
    return this.call('removeSome', () => {
      const answer = this.answers.shift();
      if (answer !== undefined) return answer;
      if (kind === 'ping')
        this.#history.pings = this.#history.pings.filter(
          (row) => row.monitorId !== monitorId || row.ping.at >= before,
        );
      else
        this.#history.flips = this.#history.flips.filter(
          (row) => row.monitorId !== monitorId || row.flip.at >= before,
        );
      return 'done';
    });
  }

  #page<Row>(range: ports.PingRange, found: Row[]): { items: Row[]; nextCursor?: string } {
    const { limit, cursor = '0' } = range;
    if (limit < 1 || limit > limits.durationsShown) throw new Error(`No page holds ${limit} rows.`);
    if (!/^\d+$/.test(cursor)) throw new InvalidInput([{ field: 'cursor', message: 'is not a cursor' }]);
    this.asked.push({ ...range });
    const end = Number(cursor) + Math.min(limit, this.rowsPerPage);
    const items = structuredClone(found.slice(Number(cursor), end));
    return { items, ...(end < found.length && { nextCursor: String(end) }) };
  }
}

function isIn({ from, to }: ports.HistoryRange, at: Instant): boolean {
  return at >= from && at < to;
}
