import { TopicRefused } from '../domain/errors.ts';
import { isTold } from '../domain/flip.ts';
import { limits } from '../domain/limits.ts';
import { eventIdOf } from '../domain/news.ts';
import type { AlertWriter, ChannelMessage } from './alert-writer.ts';
import type { Delivery, Entry } from './delivery.ts';
import type { DeliveryMemory } from './delivery-memory.ts';
import type { Channels, System, Telemetry } from './ports.ts';

export interface TellPeopleDeps {
  channels: Channels;
  memory: DeliveryMemory;
  system: Pick<System, 'sleep'>;
  telemetry: Telemetry;
  writer: Pick<AlertWriter, 'alert' | 'digest'>;
}

/** What became of news in one channel. What failed comes again. */
type Outcome = 'told' | 'refused' | 'failed';

/**
 * Tells people, each channel on its own: what comes at once for one channel is told one by one, or in a digest. A
 * channel that refuses for good is replaced by `default`. If that refuses too, and nobody was told, the record is set
 * aside.
 */
export async function tellPeople(
  deps: TellPeopleDeps,
  delivery: Delivery,
  entries: readonly Entry[],
): Promise<void> {
  const told = entries.filter(({ news }) => news.change !== 'flip' || isTold(news.monitor));
  const trays = traysOf(deps, told);
  const outcomes = await Promise.all(
    [...trays].map(([channel, tray]) => tellChannel(deps, delivery, channel, tray)),
  );
  const refused = told.filter((entry) => outcomes.some((ofChannel) => ofChannel.get(entry) === 'refused'));
  const elsewhere = refused.filter((entry) => !trays.get('default')?.includes(entry));
  outcomes.push(await tellChannel(deps, delivery, 'default', elsewhere));
  for (const entry of refused) {
    const reached = outcomes.some((ofChannel) => (ofChannel.get(entry) ?? 'refused') !== 'refused');
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

async function tellChannel(
  deps: TellPeopleDeps,
  delivery: Delivery,
  channel: string,
  entries: readonly Entry[],
): Promise<Map<Entry, Outcome>> {
  const outcomes = new Map<Entry, Outcome>(entries.map((entry) => [entry, 'told']));
  const fresh = entries.filter(({ news }) => !deps.memory.has(channel, eventIdOf(news)));
  const portions = inPortions(fresh, fresh.length > limits.alertsAtOnce ? limits.newsPerDigest : 1);
  const stopped = new Set<string>();
  for (const [index, portion] of portions.entries()) {
    // What comes after news that could not be told must not overtake them.
    if (portion.some(({ news }) => stopped.has(news.monitor.id))) continue;
    if (index > 0) await deps.system.sleep(limits.alertPauseMs);
    const outcome = await tell(deps, delivery, channel, portion);
    for (const entry of portion) {
      outcomes.set(entry, outcome);
      if (outcome === 'failed') stopped.add(entry.news.monitor.id);
    }
  }
  return outcomes;
}

function inPortions(entries: readonly Entry[], size: number): Entry[][] {
  const count = Math.ceil(entries.length / size);
  return Array.from({ length: count }, (_, index) => entries.slice(index * size, (index + 1) * size));
}

/** Publishes news in one message. */
async function tell(
  deps: TellPeopleDeps,
  delivery: Delivery,
  channel: string,
  portion: readonly Entry[],
): Promise<Outcome> {
  try {
    await deps.channels.publishToChannel(channel, write(deps.writer, portion));
    for (const { news } of portion) deps.memory.add(channel, eventIdOf(news));
    return 'told';
  } catch (error) {
    if (error instanceof TopicRefused) {
      deps.telemetry.notice('TopicRefused', { channel }, error);
      return 'refused';
    }
    for (const entry of portion) await delivery.failed(entry, error);
    return 'failed';
  }
}

function write(writer: TellPeopleDeps['writer'], portion: readonly Entry[]): ChannelMessage {
  const [only, ...others] = portion;
  return only && others.length === 0
    ? writer.alert(only.news)
    : writer.digest(portion.map(({ news }) => news));
}
