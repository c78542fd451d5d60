import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Flip } from '../domain/flip.ts';
import type { Ping } from '../domain/ping.ts';
import { dayMs, type Instant, isoInstant, secondMs } from '../domain/time.ts';
import type { History, StoredPing } from '../usecases/ports.ts';
import { answered } from './aws-client.ts';

const isKept = 'expiresAt > :now';

/** How long rows are kept before DynamoDB may delete them, in days. */
export interface HistoryRetention {
  pingDays: number;
  flipDays: number;
}

/**
 * The History table: one row a ping (`ping#<ISO instant>#<number>`) and one a flip (`flip#<ISO instant>#<seq>`)
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
    const entry = `ping#${isoInstant(ping.at)}#${sortable(number)}`;
    const expiresAt = expiry(ping.at, this.#retention.pingDays);
    return this.#put({ monitorId, entry, ...ping, number, expiresAt });
  }

  async lastPings(monitorId: string, limit: number, now: Instant): Promise<StoredPing[]> {
    const pings: StoredPing[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const query = new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'monitorId = :monitorId AND begins_with(entry, :ping)',
        FilterExpression: isKept,
        ExpressionAttributeValues: { ':monitorId': monitorId, ':ping': 'ping#', ':now': now / secondMs },
        ScanIndexForward: false,
        Limit: limit - pings.length,
        ExclusiveStartKey,
      });
      // An answer holds a megabyte at most, which a hundred bodies fill.
      const { Items = [], LastEvaluatedKey } = await answered('DynamoDB', this.#client.send(query));
      pings.push(...Items.map(fromRow));
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined && pings.length < limit);
    return pings;
  }

  addFlip(monitorId: string, flip: Flip): Promise<void> {
    const entry = `flip#${isoInstant(flip.at)}#${sortable(flip.seq)}`;
    return this.#put({ monitorId, entry, ...flip, expiresAt: expiry(flip.at, this.#retention.flipDays) });
  }

  async #put(row: Record<string, unknown>): Promise<void> {
    await answered('DynamoDB', this.#client.send(new PutCommand({ TableName: this.#tableName, Item: row })));
  }
}

function fromRow(row: Record<string, unknown>): StoredPing {
  const { monitorId: _monitorId, entry: _entry, expiresAt: _expiresAt, number, ...ping } = row;
  return { number: number as number, ping: ping as unknown as Ping };
}

/** Rows of the same millisecond sort by number. */
function sortable(number: number): string {
  return String(number).padStart(10, '0');
}

function expiry(at: Instant, days: number): number {
  return Math.floor((at + days * dayMs) / secondMs);
}
