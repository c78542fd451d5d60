import middy from '@middy/core';
import { patient } from '../adapters/aws-client.ts';
import { eventsEnvironment, readEnvironment } from '../env.ts';
import { receiveEvent } from '../events/receive-event.ts';
import { documentClient, historyTable, measuring, monitorDeps } from './wiring.ts';

const environment = readEnvironment(eventsEnvironment, process.env);
const deps = {
  ...monitorDeps(environment, patient),
  history: historyTable(documentClient(patient), environment),
};

/** Takes what rules of the event bus hand over. What fails comes again, and in the end goes to the queue of failures. */
export const handler = middy<unknown, void>().handler((event) =>
  measuring(deps.telemetry, receiveEvent(deps, event)),
);
