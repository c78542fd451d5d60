import { hurried } from '../adapters/aws-client.ts';
import { PublicationsTable } from '../adapters/publications-table.ts';
import { system } from '../adapters/system.ts';
import { readEnvironment, statusEnvironment } from '../env.ts';
import { createStatusHandler } from '../http/status-api.ts';
import { PublicMemory } from '../usecases/show-public.ts';
import { documentClient } from './wiring.ts';

const environment = readEnvironment(statusEnvironment, process.env);

export const handler = createStatusHandler({
  publications: new PublicationsTable(documentClient(hurried), environment.MONITORS_TABLE, false),
  publicMemory: new PublicMemory(),
  system,
});
