import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** A message as a subscriber's queue gets it from SNS. */
export interface Delivery {
  subject: string;
  publishedAt: number;
  receivedAt: number;
  event: {
    downbeat: {
      event_id: string;
      seq: number;
      kind: string;
      reason: string;
      at: string;
      detected_at: string;
      monitor: { id: string };
    };
  };
}

/** What a customer can see of an installation from outside, through AWS's own APIs. */
export class Aws {
  readonly #sqs: SQSClient;
  readonly #sns: SNSClient;
  readonly #scheduler: SchedulerClient;
  readonly #dynamodb: DynamoDBClient;

  constructor(endpoint: string | undefined, region: string) {
    const config = { region, ...(endpoint !== undefined && { endpoint }) };
    this.#sqs = new SQSClient(config);
    this.#sns = new SNSClient(config);
    this.#scheduler = new SchedulerClient(config);
    this.#dynamodb = new DynamoDBClient(config);
  }

  /** Creates a queue that is subscribed to a topic. */
  async subscribeQueue(name: string, topicArn: string): Promise<string> {
    const account = topicArn.split(':')[4];
    const region = topicArn.split(':')[3];
    const queueArn = `arn:aws:sqs:${region}:${account}:${name}`;
    const Policy = JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queueArn,
          Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
        },
      ],
    });
    const { QueueUrl = '' } = await this.#sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }),
    );
    await this.#sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn }));
    return QueueUrl;
  }

  /** Takes the messages that have come, waiting for the first for up to two seconds. */
  async take(queueUrl: string): Promise<Delivery[]> {
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 2, MaxNumberOfMessages: 10 }),
    );
    const receivedAt = Date.now();
    for (const { ReceiptHandle } of Messages) {
      await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
    return Messages.map(({ Body = '' }) => {
      const { Subject, Message, Timestamp } = JSON.parse(Body) as Record<string, string>;
      return {
        subject: Subject ?? '',
        publishedAt: Date.parse(Timestamp ?? ''),
        receivedAt,
        event: JSON.parse(Message ?? ''),
      };
    });
  }

  async deleteQueue(queueUrl: string): Promise<void> {
    await this.#sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  }

  /** The names of the schedules in groups of this stack. */
  async schedules(stackName: string): Promise<string[]> {
    const { Schedules = [] } = await this.#scheduler.send(new ListSchedulesCommand({}));
    return Schedules.filter(({ GroupName, Name }) => `${GroupName} ${Name}`.includes(stackName)).map(
      ({ GroupName, Name }) => `${GroupName}/${Name}`,
    );
  }

  async queues(stackName: string): Promise<string[]> {
    const { QueueUrls = [] } = await this.#sqs.send(new ListQueuesCommand({ QueueNamePrefix: stackName }));
    return QueueUrls;
  }

  async tables(stackName: string): Promise<string[]> {
    const { TableNames = [] } = await this.#dynamodb.send(new ListTablesCommand({}));
    return TableNames.filter((name) => name.startsWith(stackName));
  }
}
