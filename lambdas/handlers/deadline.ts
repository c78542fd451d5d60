import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { patient } from '../adapters/aws-client.ts';
import { readWakeUp } from '../adapters/deadline-timer.ts';
import { MonitorsTable } from '../adapters/monitors-table.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import { deadlineEnvironment, readEnvironment } from '../env.ts';
import { checkDeadline } from '../usecases/check-deadline.ts';
import { deadlineTimer, documentClient } from './clients.ts';

const environment = readEnvironment(deadlineEnvironment, process.env);
const telemetry = new CloudWatchTelemetry(environment.INSTALLATION, system.now);
const deps = {
  monitors: new MonitorsTable(documentClient(patient), environment.MONITORS_TABLE),
  timer: deadlineTimer(environment, patient, telemetry),
  system,
};

/** Answers the wake-ups of a batch side by side. One that fails comes again by itself. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }) => {
  const outcomes = await Promise.allSettled(
    Records.map(async ({ body }) => checkDeadline(deps, readWakeUp(body))),
  );
  const batchItemFailures = Records.flatMap(({ messageId }, index) => {
    const outcome = outcomes[index];
    if (outcome?.status !== 'rejected') return [];
    telemetry.notice('DeadlineNotChecked', { messageId }, outcome.reason);
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
});
