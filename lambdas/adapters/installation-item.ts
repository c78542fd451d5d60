import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Installation, InstallationSettings } from '../usecases/ports.ts';
import { answered, unlessConditionFails } from './aws-client.ts';

const thereIsRoom = 'attribute_not_exists(autoCreated) OR autoCreated < :max';
const someAreCounted = 'autoCreated > :zero';

/** The installation's own settings, the item `installation` of the Monitors table. */
export class InstallationItem implements Installation {
  readonly #client: DynamoDBDocumentClient;
  readonly #item: { TableName: string; Key: { pk: string } };

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#item = { TableName: tableName, Key: { pk: 'installation' } };
  }

  async load(): Promise<InstallationSettings> {
    const get = new GetCommand({ ...this.#item, ConsistentRead: true });
    const { Item } = await answered('DynamoDB', this.#client.send(get));
    return Item?.slugKey === undefined ? {} : { slugKey: Item.slugKey };
  }

  async setSlugKey(slugKey: string | undefined): Promise<void> {
    const change =
      slugKey === undefined
        ? { UpdateExpression: 'REMOVE slugKey' }
        : { UpdateExpression: 'SET slugKey = :key', ExpressionAttributeValues: { ':key': slugKey } };
    await answered('DynamoDB', this.#client.send(new UpdateCommand({ ...this.#item, ...change })));
  }

  async reserveAutoCreated(max: number): Promise<boolean> {
    const add = new UpdateCommand({
      ...this.#item,
      UpdateExpression: 'ADD autoCreated :one',
      ConditionExpression: thereIsRoom,
      ExpressionAttributeValues: { ':one': 1, ':max': max },
    });
    return (await unlessConditionFails('DynamoDB', this.#client.send(add))) !== undefined;
  }

  async releaseAutoCreated(): Promise<void> {
    const subtract = new UpdateCommand({
      ...this.#item,
      UpdateExpression: 'ADD autoCreated :minusOne',
      ConditionExpression: someAreCounted,
      ExpressionAttributeValues: { ':minusOne': -1, ':zero': 0 },
    });
    await unlessConditionFails('DynamoDB', this.#client.send(subtract));
  }
}
