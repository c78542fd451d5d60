import { SNSClient } from '@aws-sdk/client-sns';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { patient } from '../adapters/aws-client.ts';
import { fromImage } from '../adapters/monitor-item.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import { SnsTopics } from '../adapters/topics.ts';
import { alertEnvironment, readEnvironment } from '../env.ts';
import { deliverAlerts } from '../usecases/deliver-alerts.ts';
import { writeAlert } from '../views/alert-text.ts';
import { documentClient, historyTable } from './wiring.ts';

const environment = readEnvironment(alertEnvironment, process.env);
const deps = {
  history: historyTable(documentClient(patient), environment),
  topics: new SnsTopics(new SNSClient(patient), environment.CHANNEL_TOPIC_ARNS, environment.EVENTS_TOPIC_ARN),
  telemetry: new CloudWatchTelemetry(environment.INSTALLATION, system.now),
  writeAlert,
};

/** Delivers the flips of a batch. From a record that fails on, the batch comes again. */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }) => {
  const records = Records.map(({ dynamodb }) => ({
    recordId: dynamodb?.SequenceNumber ?? '',
    read: () => fromImage(dynamodb?.NewImage ?? {}),
  }));
  const failed = await deliverAlerts(deps, records);
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
});
