import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetters } from '../usecases/ports.ts';
import { answered } from './aws-client.ts';

/** The queue of what failed for good. An alarm watches it. A letter says which function it came from, and may be put back to. */
export class FailureQueue implements DeadLetters {
  readonly #client: SQSClient;
  readonly #queueUrl: string;
  readonly #by: 'alert' | 'record';

  constructor(client: SQSClient, queueUrl: string, by: 'alert' | 'record') {
    this.#client = client;
    this.#queueUrl = queueUrl;
    this.#by = by;
  }

  async add(letter: DeadLetter): Promise<void> {
    const MessageBody = JSON.stringify({ by: this.#by, ...letter });
    const command = new SendMessageCommand({ QueueUrl: this.#queueUrl, MessageBody });
    await answered('SQS', this.#client.send(command));
  }
}
