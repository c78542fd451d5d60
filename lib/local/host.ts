import { AliasesTable } from '../../lambdas/adapters/aliases-table.ts';
import { HistoryArchive } from '../../lambdas/adapters/history-archive.ts';
import { HistoryTable } from '../../lambdas/adapters/history-table.ts';
import { InstallationItem } from '../../lambdas/adapters/installation-item.ts';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { PublicationsTable } from '../../lambdas/adapters/publications-table.ts';
import { SweepItem } from '../../lambdas/adapters/sweep-item.ts';
import { system as machine } from '../../lambdas/adapters/system.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import { createManageHandler } from '../../lambdas/http/manage-api.ts';
import { createPingHandler } from '../../lambdas/http/ping-api.ts';
import { createStatusHandler } from '../../lambdas/http/status-api.ts';
import { checkDeadline } from '../../lambdas/usecases/check-deadline.ts';
import { deliverAlerts } from '../../lambdas/usecases/deliver-alerts.ts';
import type { NewsRecord } from '../../lambdas/usecases/delivery.ts';
import { DeliveryMemory } from '../../lambdas/usecases/delivery-memory.ts';
import { noteSweep } from '../../lambdas/usecases/note-sweep.ts';
import type {
  DeadLetters,
  Meter,
  Monitors,
  SweepMarks,
  System,
  Telemetry,
  WakeUp,
} from '../../lambdas/usecases/ports.ts';
import { recordFlips } from '../../lambdas/usecases/record-flips.ts';
import { PublicMemory } from '../../lambdas/usecases/show-public.ts';
import { SweepMemory, sweep } from '../../lambdas/usecases/sweep.ts';
import { alertWriter } from '../../lambdas/views/alert.ts';
import { Dashboard } from '../dashboard/dashboard.ts';
import { LocalChannels } from './alerts.ts';
import { welcomeOnce } from './demo.ts';
import { createEventsHandler } from './events.ts';
import type { GatewayHandler } from './gateway.ts';
import { managementOver } from './management.ts';
import { type LocalServer, listenLocally } from './server.ts';
import { localRetention, localTables, openStore, openStoreIn, type Store } from './store.ts';
import { LocalStream } from './stream.ts';
import { type After, afterNodeTimeout, LocalTimers } from './timers.ts';

export interface LocalHostOptions {
  /** Where everything is kept. Default: in memory, for as long as the host runs. */
  directory?: string | undefined;
  /** 0 takes a free one. */
  port: number;
  print(text: string): void;
  /** Default: this machine's. */
  system?: System;
  /** Default: Node's timeouts. */
  after?: After;
}

export interface LocalHost {
  url: string;
  close(): Promise<void>;
}

/** What alerts say of an installation that is this machine. */
const here = {
  ...{ name: 'Downbeat', region: 'local', accountId: '000000000000', partition: 'aws' },
  signed: false,
};

/** A record that cannot be delivered is told of as a notice. */
const deadLetters: DeadLetters = { add: async () => {} };

/** The whole product in one process, over an embedded DynamoDB. */
export async function startLocalHost(options: LocalHostOptions): Promise<LocalHost> {
  const server = await listenLocally(options.port);
  try {
    const store = await (options.directory === undefined ? openStore() : openStoreIn(options.directory));
    return await openHost(server, store, options);
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function openHost(server: LocalServer, store: Store, options: LocalHostOptions): Promise<LocalHost> {
  const { print, system = machine, after = afterNodeTimeout } = options;
  const parts = assemble(store, { url: server.url, print, system, after });
  await parts.stream.resume();
  await noteSweep(parts);
  await setTimers(parts);
  let sweeps: Promise<void> = Promise.resolve();
  const sweeping = setInterval(() => {
    sweeps = sweeps.then(() => sweepOnce(parts));
  }, minuteMs);
  const welcome = await welcomeOnce(store.client, parts, server.url);
  if (welcome !== undefined) print(welcome);
  const dashboard = new Dashboard({
    management: managementOver(parts.manage, server.url),
    place: 'this machine',
    links: [
      { href: '/local/alerts', label: 'Alerts so far' },
      { href: '/openapi.json', label: 'The API' },
    ],
    now: system.now,
    report: (error) => print(`DashboardFailed ${String(error)}`),
  });
  server.open({ ...parts, dashboard });
  const close = async () => {
    clearInterval(sweeping);
    await server.close();
    await parts.timers.close();
    await sweeps;
    await parts.stream.close();
    await store.close();
  };
  return { url: server.url, close };
}

function assemble(
  store: Store,
  {
    url,
    print,
    system,
    after,
  }: Pick<Required<LocalHostOptions>, 'print' | 'system' | 'after'> & { url: string },
) {
  const telemetry = printedTelemetry(print);
  const table = new MonitorsTable(store.client, localTables.monitors.name);
  const history = new HistoryTable(store.client, localTables.history.name, localRetention);
  const archive = new HistoryArchive(store.client, localTables.history.name);
  const channels = new LocalChannels(store.client, system, print);
  const writer = alertWriter({ ...here, apiUrl: url });
  const telling = {
    history,
    archive,
    channels,
    writer,
    machines: [],
    deadLetters,
    memory: new DeliveryMemory(),
  };
  const deliver = async (record: NewsRecord): Promise<boolean> => {
    const deps = { ...telling, system, telemetry };
    const failed = (await recordFlips(deps, [record])) ?? (await deliverAlerts(deps, [record]));
    return failed === undefined;
  };
  const stream = new LocalStream(store.client, table, system, async (stored) => {
    const { id, flip } = stored.monitor;
    const recordId = `${id}:${flip?.seq}:${stored.change}`;
    return deliver({ recordId, image: {}, read: () => stored });
  });
  const monitors = withStream(table, stream);
  const timers = new LocalTimers((wakeUp) => wake(wakeUp), after);
  const deps = {
    monitors,
    aliases: new AliasesTable(store.client, localTables.monitors.name),
    installation: new InstallationItem(store.client, localTables.monitors.name),
    publications: new PublicationsTable(store.client, localTables.monitors.name, true),
    history,
    archive,
    channels,
    writer,
    timer: timers,
    system,
    telemetry,
  };
  const wake = async (wakeUp: WakeUp): Promise<void> => {
    try {
      await checkDeadline(deps, wakeUp);
    } catch (error) {
      telemetry.notice('DeadlineNotChecked', { monitorId: wakeUp.monitorId }, error);
      await timers.arm(wakeUp, secondMs, 0);
    }
  };
  return {
    ...deps,
    timers,
    stream,
    sweepMarks: toldFirst(new SweepItem(store.client, localTables.monitors.name), deliver),
    sweepMinutes: 1,
    sweepMemory: new SweepMemory(),
    ping: createPingHandler({
      ...deps,
      maxAutoCreated: limits.autoCreatedDefault,
    }) as unknown as GatewayHandler,
    manage: createManageHandler(deps) as unknown as GatewayHandler,
    events: createEventsHandler(deps),
    status: createStatusHandler({ ...deps, publicMemory: new PublicMemory() }) as unknown as GatewayHandler,
  };
}

/** The Monitors table with every write that may flip a monitor going through the stream. */
function withStream(table: MonitorsTable, stream: LocalStream): Monitors {
  return {
    load: (id) => table.load(id),
    create: (write) => stream.create(write),
    save: (write) => stream.save(write),
    countPing: (id) => table.countPing(id),
    forgetTimer: (id, armedFor) => table.forgetTimer(id, armedFor),
    delete: (id) => table.delete(id),
    deleteUnchanged: (read) => table.deleteUnchanged(read),
    page: (limit, cursor) => table.page(limit, cursor),
    cursorAfter: (id) => table.cursorAfter(id),
    scan: (part) => table.scan(part),
  };
}

/** What nobody looked at is told before it is stored: a process that is killed in between tells it again, under the same id. */
function toldFirst(marks: SweepMarks, deliver: (record: NewsRecord) => Promise<boolean>): SweepMarks {
  return {
    load: () => marks.load(),
    renew: (mark, since) => marks.renew(mark, since),
    async replace(before, mark, blindness) {
      if (blindness && !(await deliver({ recordId: 'blind', image: {}, read: () => ({ blindness }) })))
        return 'lost';
      return marks.replace(before, mark, blindness);
    },
  };
}

async function setTimers({ monitors, timers, system }: ReturnType<typeof assemble>): Promise<void> {
  const now = system.now();
  for await (const { monitor } of monitors.scan()) {
    const wakeAt = wakeUpAt(monitor);
    if (wakeAt !== undefined) await timers.arm({ monitorId: monitor.id }, wakeAt, now);
  }
}

/** Prints what went wrong; what is well counted in the cloud would be noise here. */
function printedTelemetry(print: (text: string) => void): Telemetry & Meter {
  return {
    notice(notice, details, cause) {
      if (notice === 'SweepCompleted') return;
      print(`${notice} ${JSON.stringify(details ?? {})}${cause === undefined ? '' : ` ${String(cause)}`}`);
    },
    measure: () => undefined,
  };
}

async function sweepOnce(parts: ReturnType<typeof assemble>): Promise<void> {
  try {
    await sweep(parts);
  } catch (error) {
    parts.telemetry.notice('SweepFailed', {}, error);
  }
}
