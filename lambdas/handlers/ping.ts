import { hurried, hurriedTimer } from '../adapters/aws-client.ts';
import { MonitorsTable } from '../adapters/monitors-table.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import { pingEnvironment, readEnvironment } from '../env.ts';
import { createPingHandler } from '../http/ping-api.ts';
import { deadlineTimer, documentClient, historyTable } from './wiring.ts';

const environment = readEnvironment(pingEnvironment, process.env);
const telemetry = new CloudWatchTelemetry(environment.INSTALLATION, system.now);
const client = documentClient(hurried);

export const handler = createPingHandler({
  monitors: new MonitorsTable(client, environment.MONITORS_TABLE),
  history: historyTable(client, environment),
  timer: deadlineTimer(environment, hurriedTimer, telemetry),
  system,
  telemetry,
});
