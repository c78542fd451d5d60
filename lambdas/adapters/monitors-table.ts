import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  type ScanCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
  type UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { InvalidInput } from '../domain/errors.ts';
import type { Instant } from '../domain/time.ts';
import type {
  MonitorPage,
  Monitors,
  MonitorWrite,
  NewMonitorWrite,
  StoredMonitor,
  TablePart,
} from '../usecases/ports.ts';
import { answered, unlessConditionFails } from './aws-client.ts';
import {
  fromItem,
  type MonitorItem,
  monitorPrefix,
  optionalAttributes,
  toAttributes,
} from './monitor-item.ts';

interface ReadItems {
  monitors: StoredMonitor[];
  lastKey: string | undefined;
}

const idIsFree = 'attribute_not_exists(pk)';
const monitorExists = 'attribute_exists(pk)';
/** A monitor that was deleted and created again is another one, though its version may be the same. */
const versionIsUnchanged = 'version = :expectedVersion AND createdAt = :createdAt';
const timerIsStillBelievedIn = 'armedFor = :armedFor';
const isMonitor = 'begins_with(pk, :monitorPrefix)';

/** The Monitors table. Every change of a monitor is one conditional write. */
export class MonitorsTable implements Monitors {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async load(id: string): Promise<StoredMonitor | undefined> {
    const { Item } = await this.#answered(
      this.#client.send(new GetCommand({ ...this.#keyOf(id), ConsistentRead: true })),
    );
    return Item && fromItem(Item as MonitorItem);
  }

  async create({ monitor, requestId, change, countsPing }: NewMonitorWrite): Promise<'created' | 'taken'> {
    const Item = { ...toAttributes(monitor), pk: monitorPrefix + monitor.id, change };
    const pings = Number(countsPing);
    const counters = { version: 1, requestId, pings, pingNumber: pings };
    const put = { TableName: this.#tableName, Item: { ...Item, ...counters }, ConditionExpression: idIsFree };
    const done = await unlessConditionFails('DynamoDB', this.#client.send(new PutCommand(put)));
    return done ? 'created' : 'taken';
  }

  async save({
    monitor,
    version,
    requestId,
    change,
    countsPing,
  }: MonitorWrite): Promise<StoredMonitor | 'lost'> {
    const attributes = { ...toAttributes(monitor), version: version + 1, requestId, change };
    const names = Object.keys(attributes);
    const sets = names.map((name) => `#${name} = :${name}`);
    if (countsPing) sets.push('pings = pings + :one', 'pingNumber = pings + :one');
    const removed = optionalAttributes.filter((name) => monitor[name] === undefined);
    const values = Object.entries(attributes).map(([name, value]) => [`:${name}`, value]);
    const saved = await this.#update(monitor.id, {
      UpdateExpression: `SET ${sets.join(', ')}${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
      ConditionExpression: versionIsUnchanged,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(values),
        ':expectedVersion': version,
        ...(countsPing && { ':one': 1 }),
      },
      ReturnValues: 'ALL_NEW',
    });
    return saved ? fromItem(saved.Attributes as MonitorItem) : 'lost';
  }

  async countPing(id: string): Promise<number | undefined> {
    const counted = await this.#update(id, {
      // `change` is set too: left at `flip`, it would send the last flip through the stream again.
      UpdateExpression: 'SET #change = :ping ADD pings :one',
      ConditionExpression: monitorExists,
      ExpressionAttributeNames: { '#change': 'change' },
      ExpressionAttributeValues: { ':ping': 'ping', ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    });
    return counted?.Attributes?.pings as number | undefined;
  }

  async forgetTimer(id: string, armedFor: Instant): Promise<void> {
    await this.#update(id, {
      UpdateExpression: 'SET #change = :timer, version = version + :one REMOVE armedFor',
      ConditionExpression: timerIsStillBelievedIn,
      ExpressionAttributeNames: { '#change': 'change' },
      ExpressionAttributeValues: { ':timer': 'timer', ':one': 1, ':armedFor': armedFor },
    });
  }

  async delete(id: string): Promise<StoredMonitor | undefined> {
    const { Attributes } = await this.#answered(
      this.#client.send(new DeleteCommand({ ...this.#keyOf(id), ReturnValues: 'ALL_OLD' })),
    );
    return Attributes && fromItem(Attributes as MonitorItem);
  }

  async deleteUnchanged({ monitor, version }: StoredMonitor): Promise<'deleted' | 'lost'> {
    const command = new DeleteCommand({
      ...this.#keyOf(monitor.id),
      ConditionExpression: versionIsUnchanged,
      ExpressionAttributeValues: { ':expectedVersion': version, ':createdAt': monitor.createdAt },
    });
    return (await unlessConditionFails('DynamoDB', this.#client.send(command))) ? 'deleted' : 'lost';
  }

  async page(limit: number, cursor?: string): Promise<MonitorPage> {
    const { monitors, lastKey } = await this.#read(
      { Limit: limit },
      cursor === undefined ? undefined : readCursor(cursor),
    );
    return { monitors, ...(lastKey !== undefined && { nextCursor: writeCursor(lastKey) }) };
  }

  cursorAfter(id: string): string {
    return writeCursor(monitorPrefix + id);
  }

  async *scan(part?: TablePart): AsyncIterable<StoredMonitor> {
    const segment = part && { Segment: part.index, TotalSegments: part.of };
    let after: string | undefined;
    do {
      const { monitors, lastKey }: ReadItems = await this.#read(segment, after);
      yield* monitors;
      after = lastKey;
    } while (after !== undefined);
  }

  /** Reads items in the order of their hashes, of a segment or of all; without a limit, a megabyte of them. */
  async #read(
    bounds: Pick<ScanCommandInput, 'Limit' | 'Segment' | 'TotalSegments'> | undefined,
    after: string | undefined,
  ): Promise<ReadItems> {
    const { Items = [], LastEvaluatedKey } = await this.#answered(
      this.#client.send(
        new ScanCommand({
          TableName: this.#tableName,
          FilterExpression: isMonitor,
          ExpressionAttributeValues: { ':monitorPrefix': monitorPrefix },
          ...bounds,
          ...(after !== undefined && { ExclusiveStartKey: { pk: after } }),
        }),
      ),
    );
    return { monitors: Items.map((item) => fromItem(item as MonitorItem)), lastKey: LastEvaluatedKey?.pk };
  }

  #keyOf(id: string) {
    return { TableName: this.#tableName, Key: { pk: monitorPrefix + id } };
  }

  /** Updates a monitor under a condition; answers `undefined` if that does not hold. */
  #update(
    id: string,
    update: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
  ): Promise<UpdateCommandOutput | undefined> {
    const command = new UpdateCommand({ ...this.#keyOf(id), ...update });
    return unlessConditionFails('DynamoDB', this.#client.send(command));
  }

  #answered<T>(call: Promise<T>): Promise<T> {
    return answered('DynamoDB', call);
  }
}

function writeCursor(pk: string): string {
  return Buffer.from(pk).toString('base64url');
}

/** A page may end at any item: those of tags are named by whatever a tag may be. */
const isKey = /^(?:[a-z]+#[\w-]{1,100}|tag#[^\s,]{1,50}|installation|public)$/;

function readCursor(cursor: string): string {
  const pk = Buffer.from(cursor, 'base64url').toString();
  if (isKey.test(pk) && writeCursor(pk) === cursor) return pk;
  const message = 'is not a cursor; allowed is the next_cursor of an earlier answer';
  throw new InvalidInput([{ field: 'cursor', message }]);
}
