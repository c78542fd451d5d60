import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Flip } from '../domain/flip.ts';
import { type Ping, receivedAt } from '../domain/ping.ts';
import { dayMs, type Instant, isoInstant, secondMs } from '../domain/time.ts';
import type { History } from '../usecases/ports.ts';
import { answered } from './aws-client.ts';

/** How long rows are kept before DynamoDB may delete them, in days. */
export interface HistoryRetention {
  pingDays: number;
  flipDays: number;
}

/**
 * The writing side of the History table: one row a ping (`ping#<ISO instant>#<number>`) and one a flip (`flip#<ISO instant>#<seq>`)
 * under the monitor's id. `expiresAt`, in epoch seconds, is the table's time to live, which DynamoDB keeps up to
 * two days late: readers leave out what has expired.
 */
export class HistoryTable implements History {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #retention: HistoryRetention;

  constructor(client: DynamoDBDocumentClient, tableName: string, retention: HistoryRetention) {
    this.#client = client;
    this.#tableName = tableName;
    this.#retention = retention;
  }

  addPing(monitorId: string, number: number, ping: Ping): Promise<void> {
    return this.#put(pingRow(monitorId, { number, ping }, this.#retention));
  }

  addFlip(monitorId: string, flip: Flip): Promise<void> {
    return this.#put(flipRow(monitorId, flip, this.#retention));
  }

  async #put(row: Record<string, unknown>): Promise<void> {
    await answered('DynamoDB', this.#client.send(new PutCommand({ TableName: this.#tableName, Item: row })));
  }
}

/** The row of a ping. Rows are in the order in which pings came, which is that of their numbers. */
export function pingRow(
  monitorId: string,
  { number, ping }: { number: number; ping: Ping },
  { pingDays }: HistoryRetention,
) {
  const cameAt = receivedAt(ping);
  const entry = `ping#${isoInstant(cameAt)}#${sortable(number)}`;
  return { monitorId, entry, ...ping, number, expiresAt: expiry(cameAt, pingDays) };
}

/** The row of a flip. */
export function flipRow(monitorId: string, flip: Flip, { flipDays }: HistoryRetention) {
  const entry = `flip#${isoInstant(flip.at)}#${sortable(flip.seq)}`;
  return { monitorId, entry, ...flip, expiresAt: expiry(flip.at, flipDays) };
}

/** Rows of the same millisecond sort by number. */
function sortable(number: number): string {
  return String(number).padStart(10, '0');
}

function expiry(at: Instant, days: number): number {
  return Math.floor((at + days * dayMs) / secondMs);
}
