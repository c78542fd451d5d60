import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { patient } from '../adapters/aws-client.ts';
import { EventBus } from '../adapters/event-bus.ts';
import { FailureQueue } from '../adapters/failure-queue.ts';
import { HistoryArchive } from '../adapters/history-archive.ts';
import { fromImage, withoutSecrets } from '../adapters/monitor-item.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import { EventsTopic, SnsChannels } from '../adapters/topics.ts';
import { alertEnvironment, readEnvironment } from '../env.ts';
import { deliverAlerts } from '../usecases/deliver-alerts.ts';
import { DeliveryMemory } from '../usecases/delivery-memory.ts';
import { alertWriter } from '../views/alert.ts';
import { documentClient, historyTable, installationOf } from './wiring.ts';

const environment = readEnvironment(alertEnvironment, process.env);
const tables = documentClient(patient);
const sns = new SNSClient(patient);
const eventsTopic = new EventsTopic(sns, environment.EVENTS_TOPIC_ARN);
const deps = {
  history: historyTable(tables, environment),
  archive: new HistoryArchive(tables, environment.HISTORY_TABLE),
  channels: new SnsChannels(sns, environment.CHANNEL_TOPIC_ARNS),
  machines: environment.EVENT_BUS
    ? [eventsTopic, new EventBus(new EventBridgeClient(patient))]
    : [eventsTopic],
  deadLetters: new FailureQueue(new SQSClient(patient), environment.FAILURE_QUEUE_URL),
  memory: new DeliveryMemory(),
  system,
  telemetry: new CloudWatchTelemetry(environment.INSTALLATION, system.now),
  writer: alertWriter(installationOf(environment)),
};

/** Delivers the news of a batch. From a record that fails on, the batch comes again. */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }) => {
  const records = Records.map(({ dynamodb: { SequenceNumber = '', NewImage = {} } = {} }) => ({
    recordId: SequenceNumber,
    image: withoutSecrets(NewImage),
    read: () => fromImage(NewImage),
  }));
  const failed = await deliverAlerts(deps, records);
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
});
