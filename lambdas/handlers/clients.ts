import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { hurried } from '../adapters/aws-client.ts';
import { DeadlineTimer } from '../adapters/deadline-timer.ts';
import { system } from '../adapters/system.ts';
import type { TimerVariables } from '../env.ts';
import type { Telemetry } from '../usecases/ports.ts';

type ClientSettings = typeof hurried;

/** The DynamoDB client of a function. */
export function documentClient(settings: ClientSettings): DynamoDBDocumentClient {
  const marshallOptions = { removeUndefinedValues: true };
  return DynamoDBDocumentClient.from(new DynamoDBClient(settings), { marshallOptions });
}

/** The timer of a function. */
export function deadlineTimer(
  environment: TimerVariables,
  settings: ClientSettings,
  telemetry: Telemetry,
): DeadlineTimer {
  return new DeadlineTimer(
    { scheduler: new SchedulerClient(settings), queue: new SQSClient(settings) },
    {
      queueUrl: environment.DEADLINE_QUEUE_URL,
      queueArn: environment.DEADLINE_QUEUE_ARN,
      failureQueueArn: environment.FAILURE_QUEUE_ARN,
      scheduleGroup: environment.SCHEDULE_GROUP,
      scheduleRoleArn: environment.SCHEDULE_ROLE_ARN,
    },
    system,
    telemetry,
  );
}
