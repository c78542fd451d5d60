import { TopicRefused } from '../domain/errors.ts';
import { isTold } from '../domain/flip.ts';
import { limits } from '../domain/limits.ts';
import { eventIdOf } from '../domain/news.ts';
import { inPortions } from '../domain/portions.ts';
import type { AlertWriter, ChannelMessage } from './alert-writer.ts';
import type { Delivery, Entry } from './delivery.ts';
import type { DeliveryMemory } from './delivery-memory.ts';
import type { Channels, Telemetry } from './ports.ts';

export interface TellPeopleDeps {
  channels: Channels;
  memory: DeliveryMemory;
  telemetry: Telemetry;
  writer: Pick<AlertWriter, 'alert' | 'digest'>;
}

/**
 * Tells people, each channel on its own: what comes at once for one channel is told one by one, or in digests. What a channel
 * refuses for good is told through `default`. If that refuses too, and nobody was told, the record is set aside.
 */
export async function tellPeople(
  deps: TellPeopleDeps,
  delivery: Delivery,
  entries: readonly Entry[],
): Promise<void> {
  const told = entries.filter(({ news }) => news.change !== 'flip' || isTold(news.monitor));
  const trays = traysOf(deps, told);
  const refusedBy = new Map<string, ReadonlySet<Entry>>();
  const others = [...trays].filter(([channel]) => channel !== 'default');
  const tellOne = async ([channel, tray]: [string, Entry[]]) => {
    refusedBy.set(channel, await tellChannel(deps, delivery, channel, tray));
  };
  await Promise.all(others.map(tellOne));
  const isRefused = (entry: Entry) => [...refusedBy.values()].some((refused) => refused.has(entry));
  // In the order in which all was stored, or `default` would hear of a recovery before the outage.
  await tellOne(['default', told.filter((e) => isRefused(e) || trays.get('default')?.includes(e))]);
  for (const entry of refusedBy.get('default') ?? []) {
    const own = [...trays].filter(([, tray]) => tray.includes(entry));
    const reached = own.some(([channel]) => !refusedBy.get(channel)?.has(entry));
    if (!reached) await delivery.lost(entry, new TopicRefused('Every channel', undefined));
  }
}

/** What is to be told through each channel, in the order in which it was stored. */
function traysOf(deps: TellPeopleDeps, entries: readonly Entry[]): Map<string, Entry[]> {
  const trays = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const channel of knownChannels(deps, entry)) {
      trays.set(channel, [...(trays.get(channel) ?? []), entry]);
    }
  }
  return trays;
}

/** A channel that has been taken out of the installation must not swallow an alert: `default` gets it. */
function knownChannels({ channels, telemetry }: TellPeopleDeps, { news }: Entry): ReadonlySet<string> {
  const { id, channels: names } = news.monitor;
  const known = names.map((channel) => {
    if (channels.channels.includes(channel)) return channel;
    telemetry.notice('ChannelUnknown', { monitorId: id, channel });
    return 'default';
  });
  return new Set(known);
}

/**
 * Answers what the channel refused. When it is away, what is left comes again: nothing may overtake what could not be told,
 * and to wait for each of many would outlast the function.
 */
async function tellChannel(
  deps: TellPeopleDeps,
  delivery: Delivery,
  channel: string,
  entries: readonly Entry[],
): Promise<Set<Entry>> {
  const refused = new Set<Entry>();
  const fresh = entries.filter(({ news }) => !deps.memory.has(channel, eventIdOf(news)));
  const unsent = await write(deps, delivery, fresh);
  for (let next = unsent[0]; next; next = unsent[0]) {
    try {
      if (!(await isTaken(deps, channel, next))) for (const entry of next.portion) refused.add(entry);
    } catch (error) {
      for (const entry of unsent.flatMap(({ portion }) => portion)) await delivery.failed(entry, error);
      break;
    }
    unsent.shift();
  }
  return refused;
}

/** Publishes a message, and answers `false` if the channel refuses it for good. */
async function isTaken(
  deps: TellPeopleDeps,
  channel: string,
  { portion, message }: Written,
): Promise<boolean> {
  try {
    await deps.channels.publishToChannel(channel, message);
  } catch (error) {
    if (!(error instanceof TopicRefused)) throw error;
    deps.telemetry.notice('TopicRefused', { channel }, error);
    return false;
  }
  for (const { news } of portion) deps.memory.add(channel, eventIdOf(news));
  return true;
}

interface Written {
  portion: readonly Entry[];
  message: ChannelMessage;
}

/** Each alert on its own while there are few, and digests of many. */
async function write(
  deps: TellPeopleDeps,
  delivery: Delivery,
  entries: readonly Entry[],
): Promise<Written[]> {
  if (entries.length <= limits.alertsAtOnce) return writeEach(deps, delivery, entries);
  const written: Written[] = [];
  for (const portion of inPortions(entries, limits.newsPerDigest)) {
    written.push(...(await writeTogether(deps, delivery, portion)));
  }
  return written;
}

async function writeTogether(
  deps: TellPeopleDeps,
  delivery: Delivery,
  portion: readonly Entry[],
): Promise<Written[]> {
  if (portion.length > 1) {
    try {
      return [{ portion, message: deps.writer.digest(portion.map(({ news }) => news)) }];
    } catch {
      // Then one of them cannot be written, and must not take the others with it.
    }
  }
  return writeEach(deps, delivery, portion);
}

/** What cannot be written is set aside. */
async function writeEach(
  { writer }: TellPeopleDeps,
  delivery: Delivery,
  entries: readonly Entry[],
): Promise<Written[]> {
  const written: Written[] = [];
  for (const entry of entries) {
    try {
      written.push({ portion: [entry], message: writer.alert(entry.news) });
    } catch (error) {
      await delivery.lost(entry, error);
    }
  }
  return written;
}
