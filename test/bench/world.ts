import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { AliasesTable } from '../../lambdas/adapters/aliases-table.ts';
import { hurried } from '../../lambdas/adapters/aws-client.ts';
import { DeadlineTimer } from '../../lambdas/adapters/deadline-timer.ts';
import { HistoryTable } from '../../lambdas/adapters/history-table.ts';
import { InstallationItem } from '../../lambdas/adapters/installation-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { PublicationsTable } from '../../lambdas/adapters/publications-table.ts';
import { system } from '../../lambdas/adapters/system.ts';
import { formatKey } from '../../lambdas/domain/key.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { createPingHandler } from '../../lambdas/http/ping-api.ts';
import { createMonitor } from '../../lambdas/usecases/manage-monitors.ts';
import { localTables, openStore } from '../../lib/local/store.ts';
import { countCalls } from '../support/calls.ts';
import { createNaiveHandler } from './naive-ping.ts';

type Ping = (event: APIGatewayProxyEventV2, context: Context) => Promise<{ statusCode?: number }>;

/** Both ping handlers over dynalite and a stand-in for Scheduler and SQS, on a clock that a benchmark may move. */
export interface World {
  ours: Ping;
  naive: Ping;
  /** Calls since the last `resetCalls`, by operation. */
  calls: Map<string, number>;
  resetCalls(): void;
  setNow(now: number | undefined): void;
  /** Creates a monitor and answers the event of a ping to it. */
  createMonitor(schedule: string, gracePeriodSeconds: number): Promise<APIGatewayProxyEventV2>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const store = await openStore();
  const stub = await startStub();
  const calls = new Map<string, number>();
  let fixedNow: number | undefined;
  const clock = { ...system, now: () => fixedNow ?? Date.now() };
  const config = {
    endpoint: stub.url,
    region: 'local',
    credentials: { accessKeyId: 'b', secretAccessKey: 'b' },
  };
  const scheduler = new SchedulerClient({ ...hurried, ...config });
  const queue = new SQSClient({ ...hurried, ...config });
  for (const client of [store.client, scheduler, queue]) countCalls(client, calls);

  const telemetry = {
    notice(notice: string, _details: unknown, cause: unknown) {
      throw new Error(notice, { cause });
    },
  };
  const monitors = new MonitorsTable(store.client, localTables.monitors.name);
  const history = new HistoryTable(store.client, localTables.history.name, { pingDays: 90, flipDays: 400 });
  const arns = { queueUrl: `${stub.url}/0/q`, queueArn: 'q', failureQueueArn: 'd', scheduleRoleArn: 'r' };
  const timer = new DeadlineTimer({ scheduler, queue }, { ...arns, scheduleGroup: 'g' }, system, telemetry);
  const keys = {
    aliases: new AliasesTable(store.client, localTables.monitors.name),
    installation: new InstallationItem(store.client, localTables.monitors.name),
    publications: new PublicationsTable(store.client, localTables.monitors.name, true),
  };
  const deps = { monitors, ...keys, history, timer, system: clock, telemetry, maxAutoCreated: 1_000 };
  const tables = { monitorsTable: localTables.monitors.name, historyTable: localTables.history.name };
  const naiveConfig = { ...tables, scheduleGroup: 'g', queueArn: 'q', roleArn: 'r' };
  return {
    ours: createPingHandler(deps) as unknown as Ping,
    naive: createNaiveHandler(store.client, scheduler, naiveConfig, clock.now),
    calls,
    resetCalls: () => calls.clear(),
    setNow: (now) => {
      fixedNow = now;
    },
    async createMonitor(schedule, gracePeriodSeconds) {
      const draft = {
        name: 'Bench',
        schedule: parseSchedule(schedule),
        gracePeriodSeconds,
        channels: ['default'],
      };
      const { monitor } = await createMonitor(deps, draft);
      return pingEvent(`/ping/${formatKey(monitor)}`);
    },
    close: async () => {
      await store.close();
      await stub.close();
    },
  };
}

function pingEvent(path: string): APIGatewayProxyEventV2 {
  const http = { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'bench' };
  return { rawPath: path, headers: {}, requestContext: { http } } as APIGatewayProxyEventV2;
}

/** Takes whatever Scheduler and SQS would, and says yes. */
async function startStub(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"ScheduleArn":"arn","MessageId":"id"}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
