/**
 * The baseline of the benchmark: the ping function as one would first write it. Each ping reads the monitor, updates
 * it, writes a history row, and sets its schedule, one after another.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

interface NaiveConfig {
  monitorsTable: string;
  historyTable: string;
  scheduleGroup: string;
  queueArn: string;
  roleArn: string;
}

export function createNaiveHandler(
  dynamodb: DynamoDBDocumentClient,
  scheduler: SchedulerClient,
  config: NaiveConfig,
  now: () => number,
) {
  return async (event: APIGatewayProxyEventV2) => {
    const key = event.rawPath.split('/')[2] ?? '';
    const id = key.slice(0, -21);
    const Key = { pk: `monitor#${id}` };
    const { Item } = await dynamodb.send(new GetCommand({ TableName: config.monitorsTable, Key }));
    if (!Item || Item.secret !== key.slice(-20)) return { statusCode: 404, body: 'not found' };
    const at = now();
    const deadlineAt = at + 3_600_000 + Item.gracePeriodSeconds * 1_000;
    await dynamodb.send(
      new UpdateCommand({
        TableName: config.monitorsTable,
        Key,
        UpdateExpression: 'SET #status = :up, checkinAt = :at, deadlineAt = :deadlineAt ADD pings :one',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':up': 'up', ':at': at, ':deadlineAt': deadlineAt, ':one': 1 },
      }),
    );
    const row = { monitorId: id, entry: `ping#${new Date(at).toISOString()}#${Math.random()}` };
    await dynamodb.send(new PutCommand({ TableName: config.historyTable, Item: row }));
    await setSchedule(scheduler, config, id, deadlineAt);
    return { statusCode: 200, body: 'OK' };
  };
}

async function setSchedule(scheduler: SchedulerClient, config: NaiveConfig, id: string, at: number) {
  const schedule = {
    Name: id,
    GroupName: config.scheduleGroup,
    ScheduleExpression: `at(${new Date(at).toISOString().slice(0, 19)})`,
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    Target: { Arn: config.queueArn, RoleArn: config.roleArn, Input: JSON.stringify({ id }) },
  };
  try {
    await scheduler.send(new UpdateScheduleCommand(schedule));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    await scheduler.send(new CreateScheduleCommand(schedule));
  }
}

export const handler = createNaiveHandler(
  DynamoDBDocumentClient.from(new DynamoDBClient({})),
  new SchedulerClient({}),
  {
    monitorsTable: process.env.MONITORS_TABLE ?? '',
    historyTable: process.env.HISTORY_TABLE ?? '',
    scheduleGroup: process.env.SCHEDULE_GROUP ?? '',
    queueArn: process.env.DEADLINE_QUEUE_ARN ?? '',
    roleArn: process.env.SCHEDULE_ROLE_ARN ?? '',
  },
  Date.now,
);
