import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { asked } from '../monitors/services.ts';

/** While a letter is looked at, nobody else sees it. Ten that each wait for a function take ten minutes. */
const hiddenSeconds = 900;
const lettersAtOnce = 10;
/** A queue that is asked for so long looks everywhere: what it then does not have, it has not. */
const waitSeconds = 2;

export interface Message {
  id: string;
  body: string;
  /** Milliseconds since 1970. For a wake-up, when it was first sent. */
  sentAt: number;
}

/** A queue of dead letters. What is taken from it and not removed lies in it again after `close`. */
export class Queue {
  readonly #client: SQSClient;
  readonly #url: string;
  /** The receipts of what was taken. */
  readonly #held = new Map<string, string>();

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /** Takes up to so many letters that it has not taken before, ten at the most. Without any, the queue has no more. */
  async take(max: number): Promise<Message[]> {
    const { Messages = [] } = await asked(
      'SQS',
      this.#client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.#url,
          MaxNumberOfMessages: Math.min(max, lettersAtOnce),
          VisibilityTimeout: hiddenSeconds,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      ),
    );
    const fresh = Messages.filter(({ MessageId = '' }) => !this.#held.has(MessageId));
    for (const { MessageId = '', ReceiptHandle = '' } of Messages) this.#held.set(MessageId, ReceiptHandle);
    return fresh.map(({ MessageId: id = '', Body: body = '', Attributes }) => {
      return { id, body, sentAt: Number(Attributes?.SentTimestamp) };
    });
  }

  async remove({ id }: Message): Promise<void> {
    const handle = { QueueUrl: this.#url, ReceiptHandle: this.#held.get(id) };
    await asked('SQS', this.#client.send(new DeleteMessageCommand(handle)));
    this.#held.delete(id);
  }

  /** Shows what is left to others again. What cannot be shown now shows itself in a quarter of an hour. */
  async close(): Promise<void> {
    for (const ReceiptHandle of this.#held.values()) {
      const handle = { QueueUrl: this.#url, ReceiptHandle, VisibilityTimeout: 0 };
      await this.#client.send(new ChangeMessageVisibilityCommand(handle)).catch(() => undefined);
    }
    this.#held.clear();
  }
}
