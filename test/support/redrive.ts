import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import type { QueueName } from '../../lib/cli/redrive/installation.ts';
import { shown, topicArn } from './dead-letter-bodies.ts';
import { answer, MonitorsWorld, problem } from './monitors-cli.ts';
import { unexpected } from './sdk.ts';

const cloudFormation = mockClient(CloudFormationClient);
const lambda = mockClient(LambdaClient);
const sns = mockClient(SNSClient);
const sqs = mockClient(SQSClient);
const streams = mockClient(DynamoDBStreamsClient);

const outputs: Record<string, string> = {
  ApiUrl: 'https://api.test/',
  DeadLettersQueueUrl: 'https://sqs.test/DeadLetters',
  FailuresQueueUrl: 'https://sqs.test/Failures',
  UndeliveredQueueUrl: 'https://sqs.test/Undelivered',
  DeadlineQueueUrl: 'https://sqs.test/deadlines',
  AlertFunctionName: 'alert-fn',
  RecordFunctionName: 'record-fn',
  EventsFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:events-fn',
  EventsTopicArn: topicArn,
  DefaultChannelTopicArn: 'arn:aws:sns:eu-west-1:123456789012:default',
  AlarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms',
};

interface Lying {
  id: string;
  body: string;
  sentAt: number;
  isHidden: boolean;
}

type Called = { name: string; records: { id: string; image: Record<string, unknown> }[] };

/** The world of `downbeat redrive`: an installation in AWS, and its API. Lives for one test. */
export class RedriveWorld extends MonitorsWorld {
  /** What the API knows, by id. */
  there: Record<string, Record<string, unknown>> = { backup: shown() };
  /** What lies in the stream: pages of sequence numbers and images. */
  stream: [sequence: string, image: object | undefined][][] = [];
  readonly sent: { url: string; body: string }[] = [];
  readonly called: Called[] = [];
  /** What was handed over to the function for events. */
  readonly events: object[] = [];
  readonly published: PublishCommandInput[] = [];
  /** The letters that were shown to others again. */
  readonly released: string[] = [];
  /** Whether a letter that was taken can be taken again at once. */
  showsAgain = false;
  /** How the functions answer. */
  handle: (name: string, event: DynamoDBStreamEvent) => Promise<unknown> = async () => {
    return { batchItemFailures: [] };
  };
  readonly queues: Record<string, Lying[]> = {};
  #count = 0;

  constructor() {
    super();
    this.environment = { AWS_REGION: 'eu-west-1' };
    this.credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' });
    this.call = async (request) => {
      this.requests.push(request);
      const found = this.there[request.url.pathname.split('/').at(-1) ?? ''];
      return found ? answer(200, found) : problem(404, 'There is no such monitor.');
    };
    for (const mock of [cloudFormation, lambda, sns, sqs, streams]) mock.reset().rejects(unexpected);
    this.#answerForStack();
    this.#answerForQueues();
    this.#answerForFunctions();
  }

  /** Lays a letter into a queue, an hour ago by this world's clock. */
  lay(queue: QueueName, body: object | string, sentAt = this.clock - 3_600_000): void {
    this.#count += 1;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const letters = this.#lettersAt(`https://sqs.test/${queue}`);
    letters.push({ id: `m${this.#count}`, body: text, sentAt, isHidden: false });
  }

  /** The bodies of what lies in a queue and can be seen. */
  left(queue: QueueName): unknown[] {
    const seen = this.#lettersAt(`https://sqs.test/${queue}`).filter(({ isHidden }) => !isHidden);
    return seen.map(({ body }) => JSON.parse(body));
  }

  redrive(...args: string[]): Promise<number> {
    return this.downbeat('redrive', ...args);
  }

  #lettersAt(url: string): Lying[] {
    this.queues[url] ??= [];
    return this.queues[url];
  }

  #answerForStack(): void {
    const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
    const stack = {
      StackName: 'Downbeat',
      CreationTime: new Date(0),
      StackStatus: 'CREATE_COMPLETE',
    } as const;
    cloudFormation
      .on(DescribeStacksCommand, { StackName: 'Downbeat' })
      .resolves({ Stacks: [{ ...stack, Outputs }] })
      .on(DescribeStacksCommand, { StackName: 'Other' })
      .resolves({
        Stacks: [{ ...stack, Outputs: Outputs.filter((o) => o.OutputKey !== 'DeadlineQueueUrl') }],
      });
  }

  #answerForQueues(): void {
    sqs.on(ReceiveMessageCommand).callsFake(({ QueueUrl, MaxNumberOfMessages = 1, VisibilityTimeout }) => {
      if (!(VisibilityTimeout > 0)) throw unexpected;
      const letters = this.#lettersAt(QueueUrl)
        .filter(({ isHidden }) => !isHidden)
        .slice(0, MaxNumberOfMessages);
      for (const letter of letters) letter.isHidden = !this.showsAgain;
      const Messages = letters.map(({ id, body, sentAt }) => {
        return {
          ...{ MessageId: id, ReceiptHandle: `receipt ${id}`, Body: body },
          Attributes: { SentTimestamp: String(sentAt) },
        };
      });
      return Promise.resolve({ ...(Messages.length > 0 && { Messages }) });
    });
    sqs.on(DeleteMessageCommand).callsFake(async ({ QueueUrl, ReceiptHandle }) => {
      const letters = this.#lettersAt(QueueUrl);
      const at = letters.findIndex(({ id }) => `receipt ${id}` === ReceiptHandle);
      if (at < 0) throw unexpected;
      letters.splice(at, 1);
      return {};
    });
    sqs.on(ChangeMessageVisibilityCommand).callsFake(async ({ QueueUrl, ReceiptHandle }) => {
      this.released.push(ReceiptHandle);
      const letter = this.#lettersAt(QueueUrl).find(({ id }) => `receipt ${id}` === ReceiptHandle);
      if (letter) letter.isHidden = false;
      return {};
    });
    sqs.on(SendMessageCommand).callsFake(async ({ QueueUrl, MessageBody }) => {
      this.sent.push({ url: QueueUrl, body: MessageBody });
      return {};
    });
  }

  #answerForFunctions(): void {
    lambda.on(InvokeCommand).callsFake(async ({ FunctionName, Payload }: InvokeCommandInput) => {
      const event = JSON.parse(String(Payload)) as DynamoDBStreamEvent & { dialect?: string };
      if (event.dialect !== undefined) this.events.push(event);
      const records = (event.Records ?? []).map(
        ({ dynamodb: { SequenceNumber: id = '', NewImage: image = {} } = {} }) => {
          return { id, image };
        },
      );
      this.called.push({ name: String(FunctionName), records });
      const said = await this.handle(String(FunctionName), event);
      const taken = { batchItemFailures: [] };
      const isError = said instanceof Error;
      const answered = { transformToString: () => JSON.stringify(isError ? taken : said) };
      return { Payload: answered, ...(isError && { FunctionError: 'Unhandled' }) };
    });
    sns.on(PublishCommand).callsFake(async (input: PublishCommandInput) => {
      this.published.push(input);
      return { MessageId: '1' };
    });
    streams
      .on(GetShardIteratorCommand, {
        ...{ StreamArn: 'arn:stream', ShardId: 'shard-1' },
        ...{ SequenceNumber: '10', ShardIteratorType: 'AT_SEQUENCE_NUMBER' },
      })
      .resolves({ ShardIterator: '0' });
    streams.on(GetRecordsCommand).callsFake(async ({ ShardIterator }) => {
      const page = this.stream[Number(ShardIterator)] ?? [];
      const Records = page.map(([SequenceNumber, NewImage]) => {
        return { dynamodb: { SequenceNumber, ...(NewImage && { NewImage }) } };
      });
      // A shard that is open goes on for ever.
      return { Records, NextShardIterator: String(Number(ShardIterator) + 1) };
    });
  }
}

/** The stream no longer has what is asked for. */
export function trimStream(): void {
  const trimmed = Object.assign(new Error('trimmed'), { name: 'TrimmedDataAccessException' });
  streams.on(GetShardIteratorCommand).rejects(trimmed);
}

/** A service that says no. */
export function deny(service: 'SQS' | 'Lambda' | 'SNS' | 'CloudFormation'): void {
  const denied = Object.assign(new Error('User is not authorized'), { name: 'AccessDenied' });
  if (service === 'SQS') sqs.on(SendMessageCommand).rejects(denied);
  if (service === 'Lambda') lambda.on(InvokeCommand).rejects(denied);
  if (service === 'SNS') sns.on(PublishCommand).rejects(denied);
  if (service === 'CloudFormation') cloudFormation.on(DescribeStacksCommand).rejects(denied);
}
