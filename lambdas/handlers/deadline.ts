import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { patient } from '../adapters/aws-client.ts';
import { readWakeUp } from '../adapters/deadline-timer.ts';
import { deadlineEnvironment, readEnvironment } from '../env.ts';
import { checkDeadline } from '../usecases/check-deadline.ts';
import { measuring, monitorDeps } from './wiring.ts';

const deps = monitorDeps(readEnvironment(deadlineEnvironment, process.env), patient);

/** Answers the wake-ups of a batch side by side. One that fails comes again by itself. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }) => {
  const looks = Records.map(async ({ body }) => checkDeadline(deps, readWakeUp(body)));
  const outcomes = await measuring(deps.telemetry, Promise.allSettled(looks));
  const batchItemFailures = Records.flatMap(({ messageId }, index) => {
    const outcome = outcomes[index];
    if (outcome?.status !== 'rejected') return [];
    deps.telemetry.notice('DeadlineNotChecked', { messageId }, outcome.reason);
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
});
