import { join } from 'node:path';
import { AliasesTable } from '../../lambdas/adapters/aliases-table.ts';
import { InstallationItem } from '../../lambdas/adapters/installation-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { localTables, openStore } from '../../lib/local/store.ts';
import { creation } from '../support/monitors.ts';
import { monitors, slugKey, type World } from './fuzz-world.ts';

/** Stores what a world holds at first in the data directory of a local host. */
export async function storeWorld(world: World, directory: string): Promise<void> {
  const store = await openStore(join(directory, 'dynamodb'));
  const { name } = localTables.monitors;
  const [table, aliases] = [new MonitorsTable(store.client, name), new AliasesTable(store.client, name)];
  for (const monitor of monitors) await table.create(creation(monitor, 'given'));
  for (const [key, claim] of world.aliases.claims) await aliases.claim(key, claim, undefined);
  await new InstallationItem(store.client, name).setSlugKey(slugKey);
  await store.close();
}
