import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Blindness, SweepMark } from '../domain/blindness.ts';
import type { Instant } from '../domain/time.ts';
import type { SweepMarks } from '../usecases/ports.ts';
import { answered, unlessConditionFails } from './aws-client.ts';

const noneIsOlder = 'attribute_not_exists(sweptAt) OR sweptAt >= :since';
const markIsUnchanged = 'sweptAt = :before';

const sweepKey = 'installation#sweep';
/** What a write of the item was, like that of a monitor: the stream's readers are given the second alone. */
const changes = { mark: 'sweep', blindness: 'blind' } as const;

/** When the last sweep began, the item `installation#sweep` of the Monitors table. */
export class SweepItem implements SweepMarks {
  readonly #client: DynamoDBDocumentClient;
  readonly #item: { TableName: string; Key: { pk: string } };

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#item = { TableName: tableName, Key: { pk: sweepKey } };
  }

  async load(): Promise<SweepMark | undefined> {
    const get = new GetCommand({ ...this.#item, ConsistentRead: true });
    const { Item } = await answered('DynamoDB', this.#client.send(get));
    return Item && { at: Item.sweptAt, everyMinutes: Item.everyMinutes };
  }

  async renew(mark: SweepMark, since: Instant): Promise<'renewed' | 'older'> {
    const renewed = await this.#update(mark, {
      UpdateExpression: 'SET sweptAt = :at, everyMinutes = :everyMinutes, #change = :change',
      ConditionExpression: noneIsOlder,
      ExpressionAttributeValues: { ':change': changes.mark, ':since': since },
    });
    return renewed ? 'renewed' : 'older';
  }

  async replace(
    before: SweepMark,
    mark: SweepMark,
    blindness: Blindness | undefined,
  ): Promise<'replaced' | 'lost'> {
    const said = blindness ? ', blindness = :blindness' : '';
    const replaced = await this.#update(mark, {
      UpdateExpression: `SET sweptAt = :at, everyMinutes = :everyMinutes, #change = :change${said}`,
      ConditionExpression: markIsUnchanged,
      ExpressionAttributeValues: {
        ':before': before.at,
        ':change': blindness ? changes.blindness : changes.mark,
        ...(blindness && { ':blindness': blindness }),
      },
    });
    return replaced ? 'replaced' : 'lost';
  }

  /** Updates the item under a condition; answers whether that held. */
  async #update(mark: SweepMark, update: Omit<UpdateCommandInput, 'TableName' | 'Key'>): Promise<boolean> {
    const command = new UpdateCommand({
      ...this.#item,
      ...update,
      ExpressionAttributeNames: { '#change': 'change' },
      ExpressionAttributeValues: {
        ...update.ExpressionAttributeValues,
        ':at': mark.at,
        ':everyMinutes': mark.everyMinutes,
      },
    });
    return (await unlessConditionFails('DynamoDB', this.#client.send(command))) !== undefined;
  }
}

/** Reads a stream record's image, if it says that nobody looked for a while. */
export function blindnessIn(image: Record<string, unknown>): { blindness: Blindness } | undefined {
  const { pk, blindness } = unmarshall(image as Record<string, AttributeValue>);
  return pk === sweepKey ? { blindness } : undefined;
}
