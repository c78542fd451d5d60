import { patient } from '../adapters/aws-client.ts';
import { system } from '../adapters/system.ts';
import { WatchedTable } from '../adapters/watched-table.ts';
import { readEnvironment, widgetEnvironment } from '../env.ts';
import { createWidgetHandler } from '../http/widget-api.ts';
import { LookMemory } from '../usecases/look.ts';
import { documentClient } from './wiring.ts';

const environment = readEnvironment(widgetEnvironment, process.env);

export const handler = createWidgetHandler({
  watched: new WatchedTable(documentClient(patient), environment.MONITORS_TABLE),
  lookMemory: new LookMemory(),
  system,
});
