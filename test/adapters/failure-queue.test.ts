import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { FailureQueue } from '../../lambdas/adapters/failure-queue.ts';
import { sentTo, unexpected } from '../support/sdk.ts';

const sqs = mockClient(SQSClient);
const queue = new FailureQueue(new SQSClient({ region: 'local' }), 'https://sqs.test/failures', 'alert');
const letter = { recordId: '7', reason: 'TypeError: no monitor', image: { pk: { S: 'monitor#backup' } } };

beforeEach(() => {
  sqs.reset();
  sqs.rejects(unexpected);
});

test('a record that is set aside lies in the queue with its reason and the function that it came from', async () => {
  sqs.on(SendMessageCommand).resolves({});
  await queue.add(letter);
  const MessageBody = JSON.stringify({ by: 'alert', ...letter });
  const message = { QueueUrl: 'https://sqs.test/failures', MessageBody };
  expect(sentTo(sqs)).toEqual([['SendMessageCommand', message]]);
});

test('a queue that is away is Unavailable', async () => {
  sqs.on(SendMessageCommand).rejects(new Error('down'));
  await expect(queue.add(letter)).rejects.toMatchObject({ name: 'Unavailable' });
});
