import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AliasesTable } from '../adapters/aliases-table.ts';
import type { hurried } from '../adapters/aws-client.ts';
import { DeadlineTimer } from '../adapters/deadline-timer.ts';
import { HistoryTable } from '../adapters/history-table.ts';
import { InstallationItem } from '../adapters/installation-item.ts';
import { MonitorsTable } from '../adapters/monitors-table.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import type { CommonVariables, InstallationVariables, MonitorsVariables, TimerVariables } from '../env.ts';
import type { Telemetry } from '../usecases/ports.ts';
import type { Installation } from '../views/alert.ts';

type ClientSettings = typeof hurried;

/** Writes what is measured in an invocation as one line, whatever becomes of it. */
export async function measuring<T>(telemetry: CloudWatchTelemetry, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } finally {
    telemetry.flush();
  }
}

/** The DynamoDB client of a function. */
export function documentClient(settings: ClientSettings): DynamoDBDocumentClient {
  // A label may be named `constructor`, and then an object does not look like one to the library.
  const marshallOptions = { removeUndefinedValues: true, convertClassInstanceToMap: true };
  return DynamoDBDocumentClient.from(new DynamoDBClient(settings), { marshallOptions });
}

/** What alerts say of the installation they come from. */
export function installationOf(
  environment: CommonVariables & InstallationVariables & { AWS_REGION: string },
): Installation {
  return {
    name: environment.INSTALLATION,
    apiUrl: environment.API_URL,
    region: environment.AWS_REGION,
    accountId: environment.ACCOUNT_ID,
    partition: environment.PARTITION,
    signed: true,
  };
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

/** The History table of a function. */
export function historyTable(
  client: DynamoDBDocumentClient,
  environment: { HISTORY_TABLE: string; HISTORY_PING_DAYS: number; HISTORY_FLIP_DAYS: number },
): HistoryTable {
  return new HistoryTable(client, environment.HISTORY_TABLE, {
    pingDays: environment.HISTORY_PING_DAYS,
    flipDays: environment.HISTORY_FLIP_DAYS,
  });
}

/** What lies in the Monitors table: monitors, the aliases of their keys, and the installation's own settings. */
export function monitorsTable(
  client: DynamoDBDocumentClient,
  { MONITORS_TABLE }: { MONITORS_TABLE: string },
) {
  return {
    monitors: new MonitorsTable(client, MONITORS_TABLE),
    aliases: new AliasesTable(client, MONITORS_TABLE),
    installation: new InstallationItem(client, MONITORS_TABLE),
  };
}

/** What the use cases need that look after monitors and their timers. */
export function monitorDeps(
  environment: CommonVariables & MonitorsVariables & TimerVariables,
  settings: ClientSettings,
) {
  const telemetry = new CloudWatchTelemetry(environment.INSTALLATION, system.now);
  return {
    ...monitorsTable(documentClient(settings), environment),
    timer: deadlineTimer(environment, settings, telemetry),
    system,
    telemetry,
  };
}
