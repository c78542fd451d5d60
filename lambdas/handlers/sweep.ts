import middy from '@middy/core';
import { patient } from '../adapters/aws-client.ts';
import { MonitorsTable } from '../adapters/monitors-table.ts';
import { system } from '../adapters/system.ts';
import { CloudWatchTelemetry } from '../adapters/telemetry.ts';
import { readEnvironment, sweepEnvironment } from '../env.ts';
import { sweep } from '../usecases/sweep.ts';
import { deadlineTimer, documentClient } from './clients.ts';

const environment = readEnvironment(sweepEnvironment, process.env);
const telemetry = new CloudWatchTelemetry(environment.INSTALLATION, system.now);
const deps = {
  monitors: new MonitorsTable(documentClient(patient), environment.MONITORS_TABLE),
  timer: deadlineTimer(environment, patient, telemetry),
  system,
  telemetry,
};

export const handler = middy().handler(() => sweep(deps));
