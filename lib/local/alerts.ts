import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { unlessConditionFails } from '../../lambdas/adapters/aws-client.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { isoInstant } from '../../lambdas/domain/time.ts';
import type { AlertMessage, System, Topics } from '../../lambdas/usecases/ports.ts';
import { localTables } from './store.ts';

/** An alert as the local host keeps and shows it. */
export interface LocalAlert {
  at: string;
  channel: string;
  kind: AlertMessage['event']['downbeat']['kind'];
  /** The monitor's id. */
  monitor: string;
  subject: string;
  email: string;
  sms: string;
  event: AlertMessage['event'];
}

const partition = 'alert';
/** A late ping stores a miss and a recovery in the same millisecond: they sort by number. */
const seqDigits = 10;
const isNew = 'attribute_not_exists(pk)';

/** Stands where SNS stands in the cloud: alerts are printed as an e-mail would read, and kept. */
export class LocalTopics implements Topics {
  readonly channels = ['default'];
  readonly #client: DynamoDBDocumentClient;
  readonly #system: Pick<System, 'now'>;
  readonly #print: (text: string) => void;

  constructor(client: DynamoDBDocumentClient, system: Pick<System, 'now'>, print: (text: string) => void) {
    this.#client = client;
    this.#system = system;
    this.#print = print;
  }

  /** Each kept alert carries its event, so there is nothing else to do. */
  async publishEvent(): Promise<string> {
    return 'local';
  }

  /** Keeps and prints an alert, once: a flip that is delivered again after a crash is not told again. */
  async publishToChannel(channel: string, message: AlertMessage): Promise<string> {
    const { event_id, seq, kind, detected_at, monitor } = message.event.downbeat;
    const alert: LocalAlert = {
      at: isoInstant(this.#system.now()),
      channel,
      kind,
      monitor: monitor.id,
      ...message,
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
