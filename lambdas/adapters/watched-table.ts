import { type DynamoDBDocumentClient, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { WatchedMonitor } from '../domain/watched.ts';
import { watchedAttributes } from '../env.ts';
import type { WatchedMonitors } from '../usecases/ports.ts';
import { answered } from './aws-client.ts';
import { fromAttributes, type MonitorAttributes, monitorPrefix } from './monitor-item.ts';

type WatchedItem = Pick<MonitorAttributes, Exclude<(typeof watchedAttributes)[number], 'pk' | 'pings'>> & {
  pk: string;
  pings: number;
};

const isMonitor = 'begins_with(#pk, :monitorPrefix)';

/** Only what is shown: the function may read nothing else. */
const projection = {
  ProjectionExpression: watchedAttributes.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(watchedAttributes.map((name) => [`#${name}`, name])),
};

/** The Monitors table for those who look. Its reads are not strongly consistent, which halves what they cost. */
export class WatchedTable implements WatchedMonitors {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async load(id: string): Promise<WatchedMonitor | undefined> {
    const get = new GetCommand({
      TableName: this.#tableName,
      Key: { pk: monitorPrefix + id },
      ...projection,
    });
    const { Item } = await answered('DynamoDB', this.#client.send(get));
    return Item && watchedMonitor(Item as WatchedItem);
  }

  async *scan(): AsyncIterable<WatchedMonitor> {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = new ScanCommand({
        TableName: this.#tableName,
        Select: 'SPECIFIC_ATTRIBUTES',
        ...projection,
        FilterExpression: isMonitor,
        ExpressionAttributeValues: { ':monitorPrefix': monitorPrefix },
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      });
      const { Items = [], LastEvaluatedKey } = await answered('DynamoDB', this.#client.send(page));
      for (const item of Items) yield watchedMonitor(item as WatchedItem);
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
}

function watchedMonitor({ pk, pings, ...attributes }: WatchedItem): WatchedMonitor {
  const {
    secret: _secret,
    aliases: _aliases,
    ...monitor
  } = fromAttributes(pk.slice(monitorPrefix.length), {
    ...attributes,
    secret: '',
    aliases: [],
  } as unknown as MonitorAttributes);
  return { ...monitor, pings };
}
