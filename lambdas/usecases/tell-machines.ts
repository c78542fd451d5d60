import { TopicRefused } from '../domain/errors.ts';
import { eventIdOf } from '../domain/news.ts';
import type { AlertWriter } from './alert-writer.ts';
import type { Delivery, Entry } from './delivery.ts';
import type { DeliveryMemory } from './delivery-memory.ts';
import type { Machine, Telemetry } from './ports.ts';

export interface TellMachinesDeps {
  machines: readonly Machine[];
  memory: DeliveryMemory;
  telemetry: Telemetry;
  writer: Pick<AlertWriter, 'event'>;
}

/** Publishes all news, each on its own: of one monitor in order, of different monitors side by side. */
export async function tellMachines(
  deps: TellMachinesDeps,
  delivery: Delivery,
  entries: readonly Entry[],
): Promise<void> {
  const each = deps.machines.flatMap((machine) =>
    byMonitor(entries).map((ofOne) => tellInOrder(deps, delivery, machine, ofOne)),
  );
  await Promise.all(each);
}

function byMonitor(entries: readonly Entry[]): Entry[][] {
  const monitors = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { id } = entry.news.monitor;
    monitors.set(id, [...(monitors.get(id) ?? []), entry]);
  }
  return [...monitors.values()];
}

/** Stops where a machine cannot be told now: what comes after must not overtake it, and comes again with it. */
async function tellInOrder(
  { memory, telemetry, writer }: TellMachinesDeps,
  delivery: Delivery,
  machine: Machine,
  entries: readonly Entry[],
): Promise<void> {
  for (const entry of entries) {
    const eventId = eventIdOf(entry.news);
    if (memory.has(machine.name, eventId)) continue;
    try {
      await machine.publish(writer.event(entry.news));
      memory.add(machine.name, eventId);
    } catch (error) {
      // One that refuses for good must not have the others told again with every try.
      if (error instanceof TopicRefused)
        telemetry.notice('TopicRefused', { monitorId: entry.news.monitor.id }, error);
      else if (await delivery.failed(entry, error)) {
        return;
      }
    }
  }
}
