import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import {
  DeleteScheduleCommand,
  paginateListSchedules,
  ResourceNotFoundException,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Ping } from '../../lambdas/domain/ping.ts';

/** A message as a subscriber's queue gets it from SNS. */
export interface Delivery {
  subject: string;
  publishedAt: number;
  receivedAt: number;
  event: {
    downbeat: {
      event_id: string;
      seq: number;
      reminder: number | null;
      kind: string;
      /** False for what machines alone are told. */
      told?: boolean;
      reason: string;
      at: string;
      detected_at: string;
      /** Not in a digest. */
      monitor?: { id: string };
      /** In a digest. */
      news?: { kind: string; monitor: { id: string } }[];
    };
  };
}

/** What a customer can see of an installation from outside, through AWS's own APIs. */
export class Aws {
  /** For clients of further services. */
  readonly clientConfig: { region: string; endpoint?: string };
  readonly #sqs: SQSClient;
  readonly #sns: SNSClient;
  readonly #scheduler: SchedulerClient;
  readonly #dynamodb: DynamoDBClient;

  constructor(endpoint: string | undefined, region: string) {
    this.clientConfig = { region, ...(endpoint !== undefined && { endpoint }) };
    const config = this.clientConfig;
    this.#sqs = new SQSClient(config);
    this.#sns = new SNSClient(config);
    this.#scheduler = new SchedulerClient(config);
    this.#dynamodb = new DynamoDBClient(config);
  }

  /** Creates a queue that is subscribed to a topic. */
  async subscribeQueue(name: string, topicArn: string): Promise<string> {
    const { url, arn } = await this.createQueueFor('sns.amazonaws.com', name, topicArn);
    await this.#sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arn }));
    return url;
  }

  /** Creates a queue that takes messages of a service, sent for one of its resources. */
  async createQueueFor(
    service: string,
    name: string,
    sourceArn: string,
  ): Promise<{ url: string; arn: string }> {
    const [, , , region, account] = sourceArn.split(':');
    const arn = `arn:aws:sqs:${region}:${account}:${name}`;
    const Policy = JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: service },
          Action: 'sqs:SendMessage',
          Resource: arn,
          Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
        },
      ],
    });
    const command = new CreateQueueCommand({ QueueName: name, Attributes: { Policy } });
    const { QueueUrl: url = '' } = await this.#sqs.send(command);
    return { url, arn };
  }

  /** Takes the alerts that have come, waiting for the first for up to two seconds. */
  async take(queueUrl: string): Promise<Delivery[]> {
    const bodies = await this.takeBodies(queueUrl);
    const receivedAt = Date.now();
    return bodies.map((body) => {
      const { Subject, Message, Timestamp } = JSON.parse(body) as Record<string, string>;
      return {
        subject: Subject ?? '',
        publishedAt: Date.parse(Timestamp ?? ''),
        receivedAt,
        event: JSON.parse(Message ?? ''),
      };
    });
  }

  /** Takes whatever has come in the same way. */
  async takeBodies(queueUrl: string): Promise<string[]> {
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 2, MaxNumberOfMessages: 10 }),
    );
    for (const { ReceiptHandle } of Messages) {
      await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
    return Messages.map(({ Body = '' }) => Body);
  }

  async deleteQueue(queueUrl: string): Promise<void> {
    await this.#sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  }

  /** The names of the schedules that stand for monitors of this stack. */
  async monitorSchedules(stackName: string): Promise<string[]> {
    try {
      return await this.#schedules({ GroupName: `${stackName}-monitors` });
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return [];
      throw error;
    }
  }

  async deleteSchedule(stackName: string, monitorId: string): Promise<void> {
    const command = new DeleteScheduleCommand({ GroupName: `${stackName}-monitors`, Name: monitorId });
    await this.#scheduler.send(command);
  }

  /** The rows of a monitor's pings in the History table, newest first. */
  async pings(stackName: string, monitorId: string): Promise<Ping[]> {
    const history = (await this.#tables(stackName)).find((name) => name.includes('History'));
    const { Items = [] } = await DynamoDBDocumentClient.from(this.#dynamodb).send(
      new QueryCommand({
        TableName: history,
        KeyConditionExpression: 'monitorId = :id AND begins_with(entry, :ping)',
        ExpressionAttributeValues: { ':id': monitorId, ':ping': 'ping#' },
        ScanIndexForward: false,
      }),
    );
    return Items as unknown as Ping[];
  }

  /** What is left of a stack that was destroyed: its schedules, queues and tables. */
  async leftOf(stackName: string): Promise<string[]> {
    const left = [
      ...(await this.monitorSchedules(stackName)),
      ...(await this.#schedules({ NamePrefix: stackName })),
    ];
    const { QueueUrls = [] } = await this.#sqs.send(new ListQueuesCommand({ QueueNamePrefix: stackName }));
    left.push(...QueueUrls);
    left.push(...(await this.#tables(stackName)));
    return left;
  }

  async #tables(stackName: string): Promise<string[]> {
    const tables: string[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client: this.#dynamodb }, {})) {
      tables.push(...TableNames.filter((name) => name.startsWith(stackName)));
    }
    return tables;
  }

  async #schedules(filter: { GroupName: string } | { NamePrefix: string }): Promise<string[]> {
    const names: string[] = [];
    for await (const { Schedules = [] } of paginateListSchedules({ client: this.#scheduler }, filter)) {
      names.push(...Schedules.map(({ Name = '' }) => Name));
    }
    return names;
  }
}
