import { SNSClient } from '@aws-sdk/client-sns';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { hurried, patient } from '../adapters/aws-client.ts';
import { OutsideHeartbeat } from '../adapters/outside-heartbeat.ts';
import { SweepItem } from '../adapters/sweep-item.ts';
import { TopicAudiences } from '../adapters/topics.ts';
import { limits } from '../domain/limits.ts';
import { readEnvironment, sweepEnvironment } from '../env.ts';
import { SweepMemory, sweep } from '../usecases/sweep.ts';
import { documentClient, measuring, monitorDeps } from './wiring.ts';

const environment = readEnvironment(sweepEnvironment, process.env);
const url = environment.HEARTBEAT_URL;
const deps = {
  ...monitorDeps(environment, patient),
  sweepMarks: new SweepItem(documentClient(patient), environment.MONITORS_TABLE),
  sweepMinutes: environment.SWEEP_MINUTES,
  sweepMemory: new SweepMemory(),
  watcher: url === undefined ? undefined : new OutsideHeartbeat(url, limits.heartbeatTimeoutMs),
  audiences: new TopicAudiences(new SNSClient(hurried), environment.CHANNEL_TOPIC_ARNS),
};

export const handler = middy().handler((_event: unknown, context: Context) =>
  measuring(
    deps.telemetry,
    sweep(deps, deps.system.now() + context.getRemainingTimeInMillis() - limits.sweepReserveMs),
  ),
);
