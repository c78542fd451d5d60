import { SNSClient } from '@aws-sdk/client-sns';
import { patient } from '../adapters/aws-client.ts';
import { HistoryArchive } from '../adapters/history-archive.ts';
import { PublicationsTable } from '../adapters/publications-table.ts';
import { system } from '../adapters/system.ts';
import { SnsChannels } from '../adapters/topics.ts';
import { manageEnvironment, readEnvironment } from '../env.ts';
import { createManageHandler } from '../http/manage-api.ts';
import { alertWriter } from '../views/alert.ts';
import { documentClient, historyTable, installationOf, monitorDeps } from './wiring.ts';

const environment = readEnvironment(manageEnvironment, process.env);

export const handler = createManageHandler({
  ...monitorDeps(environment, patient),
  publications: new PublicationsTable(documentClient(patient), environment.MONITORS_TABLE, true),
  history: historyTable(documentClient(patient), environment),
  archive: new HistoryArchive(documentClient(patient), environment.HISTORY_TABLE),
  channels: new SnsChannels(new SNSClient(patient), environment.CHANNEL_TOPIC_ARNS, system),
  writer: alertWriter(installationOf(environment)),
});
