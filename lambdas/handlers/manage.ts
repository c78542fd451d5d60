import { patient } from '../adapters/aws-client.ts';
import { manageEnvironment, readEnvironment } from '../env.ts';
import { createManageHandler } from '../http/manage-api.ts';
import { monitorDeps } from './wiring.ts';

const environment = readEnvironment(manageEnvironment, process.env);

export const handler = createManageHandler({
  ...monitorDeps(environment, patient),
  channels: environment.CHANNELS,
});
