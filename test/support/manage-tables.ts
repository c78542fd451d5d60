import { AliasesTable } from '../../lambdas/adapters/aliases-table.ts';
import { HistoryArchive } from '../../lambdas/adapters/history-archive.ts';
import { HistoryTable } from '../../lambdas/adapters/history-table.ts';
import { InstallationItem } from '../../lambdas/adapters/installation-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { PublicationsTable } from '../../lambdas/adapters/publications-table.ts';
import { system } from '../../lambdas/adapters/system.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import { createManageHandler } from '../../lambdas/http/manage-api.ts';
import type { GatewayHandler } from '../../lib/local/gateway.ts';
import { localTables, type Store } from '../../lib/local/store.ts';
import { LocalTimers } from '../../lib/local/timers.ts';
import { plainWriter } from './plain-writer.ts';

/** Answers a GET of the management API, such as `monitors?limit=100`, from a store whose time stands still. */
export function manageTables({ client }: Store, now: Instant) {
  const table = localTables.monitors.name;
  const handler = createManageHandler({
    monitors: new MonitorsTable(client, table),
    aliases: new AliasesTable(client, table),
    installation: new InstallationItem(client, table),
    publications: new PublicationsTable(client, table, true),
    history: new HistoryTable(client, localTables.history.name, { pingDays: 90, flipDays: 400 }),
    archive: new HistoryArchive(client, localTables.history.name),
    timer: new LocalTimers(
      async () => undefined,
      () => () => undefined,
    ),
    system: { ...system, now: () => now },
    telemetry: { notice: () => undefined },
    channels: { channels: ['default'], publishToChannel: async () => '' },
    writer: plainWriter,
  }) as unknown as GatewayHandler;
  return async (pathAndQuery: string): Promise<Record<string, unknown>> => {
    const { pathname: path, searchParams } = new URL(`http://local/api/v1/${pathAndQuery}`);
    const event = {
      version: '2.0',
      rawPath: path,
      headers: {},
      queryStringParameters: Object.fromEntries(searchParams),
      requestContext: { domainName: 'local', http: { method: 'GET', path } },
    };
    const { statusCode, body } = await handler(event as never, {} as never);
    if (statusCode !== 200) throw new Error(`${pathAndQuery}: ${statusCode} ${body}`);
    return JSON.parse(body ?? '');
  };
}
