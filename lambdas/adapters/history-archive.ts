import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { InvalidInput } from '../domain/errors.ts';
import type { Flip } from '../domain/flip.ts';
import { limits } from '../domain/limits.ts';
import type { Ping } from '../domain/ping.ts';
import { inPortions } from '../domain/portions.ts';
import { type Instant, isoInstant, secondMs } from '../domain/time.ts';
import type {
  Archive,
  FlipPage,
  HistoryKind,
  HistoryRange,
  PingPage,
  PingRange,
  StoredPing,
} from '../usecases/ports.ts';
import { answered } from './aws-client.ts';

type Row = Record<string, unknown> & { entry: string };

/** Sort keys, both ends included; `after` is the last one that was seen. */
interface Span {
  first: string;
  last: string;
  after?: string;
}

interface RowPage {
  rows: Row[];
  nextCursor?: string;
}

const isWithin = 'monitorId = :monitorId AND entry BETWEEN :first AND :last';
const isKept = 'expiresAt > :now';
const isOfKind = '#kind = :kind';
const isNumbered = '#number = :number';
const isTimed = 'attribute_exists(#durationMs)';

/** The last instant whose ISO form sorts as text. */
const endOfTime: Instant = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * The reading side of the History table, and the deletion of what lies there: what management needs and no ping does,
 * so that the ping function does not carry it.
 */
export class HistoryArchive implements Archive {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async pings({ kind, number, timed, ...range }: PingRange): Promise<PingPage> {
    const filters: Filter[] = [];
    if (kind !== undefined) filters.push({ condition: isOfKind, name: 'kind', value: kind });
    if (number !== undefined) filters.push({ condition: isNumbered, name: 'number', value: number });
    if (timed) filters.push({ condition: isTimed, name: 'durationMs' });
    const { rows, ...page } = await this.#page('ping', range, filters);
    return { pings: rows.map(toPing), ...page };
  }

  async flips(range: HistoryRange): Promise<FlipPage> {
    const { rows, ...page } = await this.#page('flip', range, []);
    return { flips: rows.map(toFlip), ...page };
  }

  async removeSome(
    monitorId: string,
    kind: HistoryKind,
    before: Instant,
  ): Promise<'done' | 'more' | 'throttled'> {
    const query = new QueryCommand({
      TableName: this.#tableName,
      KeyConditionExpression: isWithin,
      ExpressionAttributeValues: {
        ':monitorId': monitorId,
        ':first': `${kind}#`,
        ':last': edge(kind, before),
      },
      ProjectionExpression: 'monitorId, entry',
      // A late view would show what the last batches deleted, and have it deleted again.
      ConsistentRead: true,
      Limit: limits.historyRowsPerDeletion,
    });
    const { Items: keys = [], LastEvaluatedKey } = await answered('DynamoDB', this.#client.send(query));
    const removed = await Promise.all(
      inPortions(keys, limits.historyRowsPerBatch).map((batch) => this.#removeBatch(batch)),
    );
    if (removed.includes(false)) return 'throttled';
    return LastEvaluatedKey === undefined ? 'done' : 'more';
  }

  /** Answers whether all of a batch is gone. What is not will be found by the next query. */
  async #removeBatch(keys: Record<string, unknown>[]): Promise<boolean> {
    const requests = keys.map((Key) => ({ DeleteRequest: { Key } }));
    const write = new BatchWriteCommand({ RequestItems: { [this.#tableName]: requests } });
    const { UnprocessedItems = {} } = await answered('DynamoDB', this.#client.send(write));
    return Object.keys(UnprocessedItems).length === 0;
  }

  /** Reads on until the page is full, the range is at its end, or enough has been read for one call. */
  async #page(kind: HistoryKind, range: HistoryRange, filters: readonly Filter[]): Promise<RowPage> {
    const { monitorId, limit } = range;
    const rows: Row[] = [];
    let span = spanOf(kind, range);
    for (let reads = 0; span && rows.length < limit && reads < limits.historyReadsPerPage; reads += 1) {
      const read = await this.#read(span, { ...range, limit: limit - rows.length }, filters);
      rows.push(...read.rows);
      // Rows that were read and do not fit are the next page's first.
      const after = rows.length > limit ? rows[limit - 1]?.entry : read.lastEntry;
      span = after === undefined ? undefined : { ...span, after };
    }
    const nextCursor = span?.after !== undefined && writeCursor(monitorId, span.after);
    return { rows: rows.slice(0, limit), ...(nextCursor && { nextCursor }) };
  }

  /** One query, newest first. With filters, which leave out most of what is read, it may answer more than the limit. */
  async #read(
    { first, last, after }: Span,
    { monitorId, now, limit }: HistoryRange,
    filters: readonly Filter[],
  ): Promise<{ rows: Row[]; lastEntry: string | undefined }> {
    const valued = filters.filter(({ value }) => value !== undefined);
    const values = Object.fromEntries(valued.map(({ name, value }) => [`:${name}`, value]));
    const names = Object.fromEntries(filters.map(({ name }) => [`#${name}`, name]));
    const query = new QueryCommand({
      TableName: this.#tableName,
      KeyConditionExpression: isWithin,
      FilterExpression: [isKept, ...filters.map(({ condition }) => condition)].join(' AND '),
      ExpressionAttributeValues: {
        ':monitorId': monitorId,
        ':first': first,
        ':last': last,
        ':now': now / secondMs,
        ...values,
      },
      ...(filters.length > 0 && { ExpressionAttributeNames: names }),
      ...(after !== undefined && { ExclusiveStartKey: { monitorId, entry: after } }),
      ScanIndexForward: false,
      Limit: filters.length > 0 ? limits.historyRowsPerFilteredRead : limit,
    });
    const { Items = [], LastEvaluatedKey } = await answered('DynamoDB', this.#client.send(query));
    return { rows: Items as Row[], lastEntry: LastEvaluatedKey?.entry };
  }
}

interface Filter {
  condition: string;
  name: string;
  /** Absent where the condition compares with none. */
  value?: string | number;
}

/** What to query; `undefined` if nothing can lie there, which DynamoDB would refuse to look at. Throws InvalidInput. */
function spanOf(kind: HistoryKind, { monitorId, from, to, cursor }: HistoryRange): Span | undefined {
  const after = cursor === undefined ? undefined : readCursor(kind, monitorId, cursor);
  const end = Math.min(to, endOfTime);
  if (from >= end) return undefined;
  const [first, last] = [edge(kind, from), edge(kind, end)];
  // A cursor may be used with another range than its page was read with, and DynamoDB takes none from outside.
  if (after === undefined || after > last) return { first, last };
  return after < first ? undefined : { first, last, after };
}

/** Sorts before every row of that instant, whose number follows, and after every row of earlier ones. */
function edge(kind: HistoryKind, at: Instant): string {
  return `${kind}#${isoInstant(at)}`;
}

function toPing({ monitorId: _monitorId, entry: _entry, expiresAt: _expiresAt, number, ...ping }: Row) {
  return { number: number as number, ping: ping as unknown as Ping } satisfies StoredPing;
}

function toFlip({ monitorId: _monitorId, entry: _entry, expiresAt: _expiresAt, ...flip }: Row): Flip {
  return flip as unknown as Flip;
}

/** The monitor is part of a cursor, so that it is of no use for another. */
function writeCursor(monitorId: string, entry: string): string {
  return Buffer.from(`${monitorId}/${entry}`).toString('base64url');
}

function readCursor(kind: HistoryKind, monitorId: string, cursor: string): string {
  const entry = Buffer.from(cursor, 'base64url')
    .toString()
    .slice(monitorId.length + 1);
  const isEntry = /^(?:ping|flip)#\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#\d{10,16}$/.test(entry);
  if (isEntry && entry.startsWith(kind) && writeCursor(monitorId, entry) === cursor) return entry;
  const message = 'is not a cursor of this list; allowed is the next_cursor of its page before';
  throw new InvalidInput([{ field: 'cursor', message }]);
}
