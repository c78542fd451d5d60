import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { patient } from '../adapters/aws-client.ts';
import { limits } from '../domain/limits.ts';
import { readEnvironment, sweepEnvironment } from '../env.ts';
import { SweepMemory, sweep } from '../usecases/sweep.ts';
import { monitorDeps } from './wiring.ts';

const deps = {
  ...monitorDeps(readEnvironment(sweepEnvironment, process.env), patient),
  sweepMemory: new SweepMemory(),
};

export const handler = middy().handler((_event: unknown, context: Context) =>
  sweep(deps, deps.system.now() + context.getRemainingTimeInMillis() - limits.sweepReserveMs),
);
