import { Unavailable } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { News } from '../domain/news.ts';
import { Delivery, type Entry } from './delivery.ts';
import type { Archive, ChangeKind, DeadLetters, History, System } from './ports.ts';
import { type TellMachinesDeps, tellMachines } from './tell-machines.ts';
import { type TellPeopleDeps, tellPeople } from './tell-people.ts';

export interface DeliverAlertsDeps extends TellPeopleDeps, TellMachinesDeps {
  writer: TellPeopleDeps['writer'] & TellMachinesDeps['writer'];
  history: Pick<History, 'addFlip'>;
  archive: Pick<Archive, 'pings'>;
  deadLetters: DeadLetters;
  system: Pick<System, 'now' | 'sleep'>;
}

/** A record of the stream: its name, what was stored but for secrets, and how to read it. */
export interface AlertRecord {
  recordId: string;
  image: object;
  read(): { monitor: Monitor; change: ChangeKind };
}

/**
 * Delivers the news of a batch: flips to History, flips and reminders to machines, and what people are told of to their
 * channels. Each of them goes on where another cannot be told now. Answers the first record that has to come again,
 * from which on the batch is given again; what was delivered of it before does not come twice, unless the process has
 * ended meanwhile, and then with the same `event_id`. A record that would fail for ever is set aside.
 */
export async function deliverAlerts(
  deps: DeliverAlertsDeps,
  records: readonly AlertRecord[],
): Promise<string | undefined> {
  const delivery = new Delivery(deps);
  const read = await Promise.all(records.map((record) => readEntry(deps, delivery, record)));
  const entries = read.filter((entry) => entry !== undefined);
  await Promise.all([
    ...entries.map((entry) => keepFlip(deps, delivery, entry)),
    tellMachines(deps, delivery, entries),
    tellPeople(deps, delivery, entries),
  ]);
  const failed = records.find(({ recordId }) => delivery.failures.has(recordId))?.recordId;
  if (failed !== undefined) {
    const details = { recordId: failed, records: delivery.failures.size };
    deps.telemetry.notice('AlertNotDelivered', details, delivery.failures.get(failed));
  }
  return failed;
}

/** Answers `undefined` for a record without news. */
async function readEntry(
  deps: DeliverAlertsDeps,
  delivery: Delivery,
  { read, ...record }: AlertRecord,
): Promise<Entry | undefined> {
  try {
    const { monitor, change } = read();
    const news = newsOf(monitor, change);
    if (!news) return undefined;
    const ping = await lastPing(deps, monitor);
    return { ...record, news: { ...news, ...(ping && { ping }) } };
  } catch (cause) {
    await delivery.failed(record, cause);
    return undefined;
  }
}

/** What a change of a monitor has to tell, if anything. */
function newsOf(monitor: Monitor, change: ChangeKind): News | undefined {
  const { flip, reminder, settled } = monitor;
  if (!flip) return undefined;
  if (change === 'flip') return { monitor, flip, change };
  if (change === 'reminder' && reminder) return { monitor, flip, change };
  return change === 'settled' && settled ? { monitor, flip, change } : undefined;
}

/** The whole of a monitor's last ping, with what came in its body: one read. Nobody's alert waits for it. */
async function lastPing(
  { archive, system }: DeliverAlertsDeps,
  { id, lastPing }: Monitor,
): Promise<News['ping']> {
  if (!lastPing) return undefined;
  const range = { monitorId: id, from: lastPing.at, to: lastPing.at + 1, now: system.now() };
  try {
    const { pings } = await archive.pings({ ...range, limit: limits.pingsAtOneInstant });
    return pings.find(({ ping }) => ping.kind === lastPing.kind)?.ping;
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

async function keepFlip(deps: DeliverAlertsDeps, delivery: Delivery, entry: Entry): Promise<void> {
  const { monitor, flip, change } = entry.news;
  if (change !== 'flip') return;
  try {
    await deps.history.addFlip(monitor.id, flip);
  } catch (error) {
    await delivery.failed(entry, error);
  }
}
