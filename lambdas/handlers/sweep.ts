import middy from '@middy/core';
import { patient } from '../adapters/aws-client.ts';
import { readEnvironment, sweepEnvironment } from '../env.ts';
import { sweep } from '../usecases/sweep.ts';
import { monitorDeps } from './wiring.ts';

const deps = monitorDeps(readEnvironment(sweepEnvironment, process.env), patient);

export const handler = middy().handler(() => sweep(deps));
