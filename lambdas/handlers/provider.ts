import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { patient } from '../adapters/aws-client.ts';
import { HistoryArchive } from '../adapters/history-archive.ts';
import { PublicationsTable } from '../adapters/publications-table.ts';
import { ResponseUrl } from '../adapters/response-url.ts';
import { system } from '../adapters/system.ts';
import { limits } from '../domain/limits.ts';
import { providerEnvironment, readEnvironment } from '../env.ts';
import { provide } from '../http/provider-api.ts';
import { documentClient, monitorDeps } from './wiring.ts';

const environment = readEnvironment(providerEnvironment, process.env);
const deps = {
  ...monitorDeps(environment, patient),
  publications: new PublicationsTable(documentClient(patient), environment.MONITORS_TABLE, true),
  archive: new HistoryArchive(documentClient(patient), environment.HISTORY_TABLE),
  channels: Object.keys(environment.CHANNEL_TOPIC_ARNS),
  apiUrl: environment.API_URL,
  asker: new ResponseUrl(system),
};

export async function handler(event: unknown, context: Context): Promise<void> {
  const settled = new AbortController();
  const leftMs = Math.max(context.getRemainingTimeInMillis() - limits.providerReserveMs, 0);
  // What is over in time leaves no timer behind, or the function would wait for it.
  const outOfTime = wait(leftMs, undefined, { signal: settled.signal });
  outOfTime.catch(() => undefined);
  try {
    await provide(deps, event, outOfTime);
  } finally {
    settled.abort();
  }
}
