import { limits } from '../domain/limits.ts';
import { type Ping, receivedAt } from '../domain/ping.ts';
import type { AlertWriter } from './alert-writer.ts';
import { Delivery, type DeliveryDeps, type Entry, type NewsRecord } from './delivery.ts';
import type { Archive, System } from './ports.ts';
import {
  type TellMachinesOfBlindnessDeps,
  type TellPeopleOfBlindnessDeps,
  tellMachinesOfBlindness,
  tellPeopleOfBlindness,
} from './tell-blindness.ts';
import { type TellMachinesDeps, tellMachines } from './tell-machines.ts';
import { type TellPeopleDeps, tellPeople } from './tell-people.ts';

export interface DeliverAlertsDeps
  extends DeliveryDeps,
    TellPeopleDeps,
    TellMachinesDeps,
    TellPeopleOfBlindnessDeps,
    TellMachinesOfBlindnessDeps {
  writer: AlertWriter;
  archive: Pick<Archive, 'pings'>;
  system: Pick<System, 'now'>;
}

/**
 * Delivers the news of a batch: to machines, and what people are told of to their channels. Each of them goes on where
 * another cannot be told now. Answers the first record that has to come again, from which on the batch is given again. What
 * this process has delivered of it does not come twice; in another it may, with the same `event_id`. A record that would
 * fail for ever is set aside.
 */
export async function deliverAlerts(
  deps: DeliverAlertsDeps,
  records: readonly NewsRecord[],
): Promise<string | undefined> {
  const delivery = new Delivery(deps, records);
  const read = await delivery.read();
  const entries = await Promise.all(read.entries.map((entry) => withLastPing(deps, entry)));
  await Promise.all([
    tellMachines(deps, delivery, entries),
    tellPeople(deps, delivery, entries),
    tellMachinesOfBlindness(deps, delivery, read.blind),
    tellPeopleOfBlindness(deps, delivery, read.blind),
  ]);
  return delivery.end();
}

async function withLastPing(deps: DeliverAlertsDeps, entry: Entry): Promise<Entry> {
  const ping = await lastPing(deps, entry);
  return { ...entry, news: { ...entry.news, ...(ping && { ping }) } };
}

/**
 * The whole of a monitor's last ping, with what came in its body: one read. No alert is to be lost or late for it. Without
 * the monitor's secrets nothing could take them out of what its job printed: then it is left out.
 */
async function lastPing(
  { archive, system, telemetry }: DeliverAlertsDeps,
  { news }: Entry,
): Promise<Ping | undefined> {
  const { id, lastPing, secret } = news.monitor;
  if (!lastPing || secret === '') return undefined;
  const cameAt = receivedAt(lastPing);
  const range = { monitorId: id, from: cameAt, to: cameAt + 1, now: system.now() };
  try {
    const { pings } = await archive.pings({ ...range, limit: limits.pingsAtOneInstant });
    return pings.find(({ ping }) => ping.kind === lastPing.kind)?.ping;
  } catch (cause) {
    telemetry.notice('LastPingNotRead', { monitorId: id }, cause);
    return undefined;
  }
}
