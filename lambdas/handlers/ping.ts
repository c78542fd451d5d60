import { hurried, hurriedTimer } from '../adapters/aws-client.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import { pingEnvironment, readEnvironment } from '../env.ts';
import { createPingHandler } from '../http/ping-api.ts';
import { deadlineTimer, documentClient, historyTable, monitorsTable } from './wiring.ts';

const environment = readEnvironment(pingEnvironment, process.env);
const telemetry = new CloudWatchTelemetry(environment.INSTALLATION, system.now);
const client = documentClient(hurried);

export const handler = createPingHandler({
  ...monitorsTable(client, environment),
  history: historyTable(client, environment),
  timer: deadlineTimer(environment, hurriedTimer, telemetry),
  system,
  maxAutoCreated: environment.MAX_AUTO_CREATED,
  telemetry,
});
