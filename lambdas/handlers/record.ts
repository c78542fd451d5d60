import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { patient } from '../adapters/aws-client.ts';
import { EventBus } from '../adapters/event-bus.ts';
import { FailureQueue } from '../adapters/failure-queue.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import { readEnvironment, recordEnvironment } from '../env.ts';
import { DeliveryMemory } from '../usecases/delivery-memory.ts';
import { recordFlips } from '../usecases/record-flips.ts';
import { alertWriter } from '../views/alert.ts';
import { streamHandler } from './stream.ts';
import { documentClient, historyTable, installationOf, measuring } from './wiring.ts';

const environment = readEnvironment(recordEnvironment, process.env);
const deps = {
  history: historyTable(documentClient(patient), environment),
  machines: environment.EVENT_BUS ? [new EventBus(new EventBridgeClient(patient))] : [],
  deadLetters: new FailureQueue(new SQSClient(patient), environment.FAILURE_QUEUE_URL, 'record'),
  memory: new DeliveryMemory(),
  telemetry: new CloudWatchTelemetry(environment.INSTALLATION, system.now),
  writer: alertWriter(installationOf(environment)),
};

/** Keeps the flips of a batch, and puts them on the event bus. */
export const handler = streamHandler((records) => measuring(deps.telemetry, recordFlips(deps, records)));
