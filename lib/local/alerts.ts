import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { unlessConditionFails } from '../../lambdas/adapters/aws-client.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { isoInstant } from '../../lambdas/domain/time.ts';
import type { ChannelMessage } from '../../lambdas/usecases/alert-writer.ts';
import type { Channels, System } from '../../lambdas/usecases/ports.ts';
import { localTables } from './store.ts';

/** An alert as the local host keeps and shows it. */
export interface LocalAlert {
  at: string;
  channel: string;
  /** Such as `down`. */
  kind: string;
  /** The monitor's id. */
  monitor: string;
  subject: string;
  email: string;
  sms: string;
  event: ChannelMessage['event'];
}

const partition = 'alert';
/** A late ping stores a miss and a recovery in the same millisecond: they sort by number. */
const seqDigits = 10;
const isNew = 'attribute_not_exists(pk)';

/** Stands where SNS stands in the cloud: alerts are printed as an e-mail would read, and kept. */
export class LocalChannels implements Channels {
  readonly channels = ['default'];
  readonly #client: DynamoDBDocumentClient;
  readonly #system: Pick<System, 'now'>;
  readonly #print: (text: string) => void;

  constructor(client: DynamoDBDocumentClient, system: Pick<System, 'now'>, print: (text: string) => void) {
    this.#client = client;
    this.#system = system;
    this.#print = print;
  }

  /** Keeps and prints an alert, once: a flip that is delivered again after a crash is not told again. */
  async publishToChannel(channel: string, message: ChannelMessage): Promise<string> {
    const { subject, email, sms, event, attributes } = message;
    const { event_id, kind, seq = 0, detected_at = '' } = event.downbeat;
    const alert: LocalAlert = {
      at: isoInstant(this.#system.now()),
      ...{ channel, kind, monitor: attributes.monitor.join(', ') },
      ...{ subject, email, sms, event },
    };
    const Item = {
      pk: partition,
      sk: `${detected_at}#${String(seq).padStart(seqDigits, '0')}#${event_id}#${channel}`,
      ...alert,
    };
    const put = new PutCommand({ TableName: localTables.outbox.name, Item, ConditionExpression: isNew });
    if (!(await unlessConditionFails('The local store', this.#client.send(put)))) return event_id;
    this.#print(`\n--- ALERT to "${channel}" ---\nSubject: ${message.subject}\n\n${message.email}---\n`);
    return event_id;
  }

  /** The alerts that are kept, newest first. */
  async list(): Promise<LocalAlert[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: localTables.outbox.name,
        KeyConditionExpression: 'pk = :partition',
        ExpressionAttributeValues: { ':partition': partition },
        ScanIndexForward: false,
        Limit: limits.localAlertsShown,
      }),
    );
    return Items.map(({ pk: _pk, sk: _sk, ...alert }) => alert as LocalAlert);
  }
}
