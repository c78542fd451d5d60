import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetters } from '../usecases/ports.ts';
import { answered } from './aws-client.ts';

/** The queue of what failed for good. An alarm watches it. */
export class FailureQueue implements DeadLetters {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async add(letter: DeadLetter): Promise<void> {
    const command = new SendMessageCommand({ QueueUrl: this.#queueUrl, MessageBody: JSON.stringify(letter) });
    await answered('SQS', this.#client.send(command));
  }
}
