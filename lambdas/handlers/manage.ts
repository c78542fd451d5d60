import { patient } from '../adapters/aws-client.ts';
import { MonitorsTable } from '../adapters/monitors-table.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import { manageEnvironment, readEnvironment } from '../env.ts';
import { createManageHandler } from '../http/manage-api.ts';
import { deadlineTimer, documentClient } from './clients.ts';

const environment = readEnvironment(manageEnvironment, process.env);
const telemetry = new CloudWatchTelemetry(environment.INSTALLATION, system.now);

export const handler = createManageHandler({
  monitors: new MonitorsTable(documentClient(patient), environment.MONITORS_TABLE),
  timer: deadlineTimer(environment, patient, telemetry),
  channels: environment.CHANNELS,
  system,
  telemetry,
});
