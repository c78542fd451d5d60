import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../domain/time.ts';
import type { AliasClaim, Aliases } from '../usecases/ports.ts';
import { answered, unlessConditionFails } from './aws-client.ts';

const keyIsFree = 'attribute_not_exists(pk)';
const claimIsUnchanged = 'monitorId = :monitorId AND claimedAt = :claimedAt';
const claimIsTheirsAndOld = 'monitorId = :monitorId AND claimedAt < :claimedBefore';

/** The claims of foreign keys, items `alias#<key>` of the Monitors table. */
export class AliasesTable implements Aliases {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async load(key: string): Promise<AliasClaim | undefined> {
    const get = new GetCommand({ ...this.#keyOf(key), ConsistentRead: true });
    const { Item } = await answered('DynamoDB', this.#client.send(get));
    return Item && { monitorId: Item.monitorId, claimedAt: Item.claimedAt };
  }

  async claim(
    key: string,
    claim: AliasClaim,
    replaced: AliasClaim | undefined,
  ): Promise<'claimed' | 'taken'> {
    const { TableName, Key } = this.#keyOf(key);
    const put = new PutCommand({
      TableName,
      Item: { ...Key, ...claim },
      ConditionExpression: replaced ? claimIsUnchanged : keyIsFree,
      ...(replaced && {
        ExpressionAttributeValues: { ':monitorId': replaced.monitorId, ':claimedAt': replaced.claimedAt },
      }),
    });
    return (await unlessConditionFails('DynamoDB', this.#client.send(put))) ? 'claimed' : 'taken';
  }

  async release(key: string, claim: { monitorId: string; claimedBefore: Instant }): Promise<void> {
    const remove = new DeleteCommand({
      ...this.#keyOf(key),
      ConditionExpression: claimIsTheirsAndOld,
      ExpressionAttributeValues: { ':monitorId': claim.monitorId, ':claimedBefore': claim.claimedBefore },
    });
    await unlessConditionFails('DynamoDB', this.#client.send(remove));
  }

  #keyOf(key: string) {
    return { TableName: this.#tableName, Key: { pk: `alias#${key}` } };
  }
}
