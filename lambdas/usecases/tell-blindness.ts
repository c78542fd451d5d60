import { eventIdOfBlindness } from '../domain/blindness.ts';
import { TopicRefused } from '../domain/errors.ts';
import type { AlertWriter } from './alert-writer.ts';
import type { BlindEntry, Delivery } from './delivery.ts';
import type { DeliveryMemory } from './delivery-memory.ts';
import type { Channels, Machine, Telemetry } from './ports.ts';

interface TellDeps {
  memory: DeliveryMemory;
  telemetry: Telemetry;
}

export interface TellPeopleOfBlindnessDeps extends TellDeps {
  channels: Channels;
  writer: Pick<AlertWriter, 'blindness'>;
}

export interface TellMachinesOfBlindnessDeps extends TellDeps {
  machines: readonly Machine[];
  writer: Pick<AlertWriter, 'blindnessEvent'>;
}

/** Tells people that nobody looked for a while, through every channel: whoever waits for alerts may have missed some. */
export async function tellPeopleOfBlindness(
  deps: TellPeopleOfBlindnessDeps,
  delivery: Delivery,
  entries: readonly BlindEntry[],
): Promise<void> {
  const { channels, writer } = deps;
  for (const entry of entries) {
    const message = writer.blindness(entry.blindness);
    const told = channels.channels.map((channel) =>
      tellOnce(deps, delivery, entry, {
        name: channel,
        publish: () => channels.publishToChannel(channel, message),
      }),
    );
    const isRefused = (await Promise.all(told)).every((outcome) => outcome === 'refused');
    if (isRefused) await delivery.lost(entry, new TopicRefused('Every channel', undefined));
  }
}

/** Tells machines the same. */
export async function tellMachinesOfBlindness(
  deps: TellMachinesOfBlindnessDeps,
  delivery: Delivery,
  entries: readonly BlindEntry[],
): Promise<void> {
  for (const entry of entries) {
    const message = deps.writer.blindnessEvent(entry.blindness);
    const told = deps.machines.map((machine) =>
      tellOnce(deps, delivery, entry, { name: machine.name, publish: () => machine.publish(message) }),
    );
    await Promise.all(told);
  }
}

/** One that is away is told when the record comes again; the others are not told twice. */
async function tellOnce(
  { memory, telemetry }: TellDeps,
  delivery: Delivery,
  entry: BlindEntry,
  { name, publish }: { name: string; publish: () => Promise<unknown> },
): Promise<'told' | 'refused' | 'failed'> {
  const eventId = eventIdOfBlindness(entry.blindness);
  if (memory.has(name, eventId)) return 'told';
  try {
    await publish();
  } catch (error) {
    if (!(error instanceof TopicRefused)) {
      await delivery.failed(entry, error);
      return 'failed';
    }
    telemetry.notice('TopicRefused', { name }, error);
    return 'refused';
  }
  memory.add(name, eventId);
  return 'told';
}
