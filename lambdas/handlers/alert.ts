import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { patient } from '../adapters/aws-client.ts';
import { FailureQueue } from '../adapters/failure-queue.ts';
import { HistoryArchive } from '../adapters/history-archive.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import { EventsTopic, SnsChannels } from '../adapters/topics.ts';
import { alertEnvironment, readEnvironment } from '../env.ts';
import { deliverAlerts } from '../usecases/deliver-alerts.ts';
import { DeliveryMemory } from '../usecases/delivery-memory.ts';
import { alertWriter } from '../views/alert.ts';
import { streamHandler } from './stream.ts';
import { documentClient, installationOf } from './wiring.ts';

const environment = readEnvironment(alertEnvironment, process.env);
const sns = new SNSClient(patient);
const deps = {
  archive: new HistoryArchive(documentClient(patient), environment.HISTORY_TABLE),
  channels: new SnsChannels(sns, environment.CHANNEL_TOPIC_ARNS, system),
  machines: [new EventsTopic(sns, environment.EVENTS_TOPIC_ARN)],
  deadLetters: new FailureQueue(new SQSClient(patient), environment.FAILURE_QUEUE_URL, 'alert'),
  memory: new DeliveryMemory(),
  system,
  telemetry: new CloudWatchTelemetry(environment.INSTALLATION, system.now),
  writer: alertWriter(installationOf(environment)),
};

/** Tells people, and machines through the events topic. */
export const handler = streamHandler((records) => deliverAlerts(deps, records));
