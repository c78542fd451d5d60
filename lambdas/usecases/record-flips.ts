import { Delivery, type DeliveryDeps, type Entry, type NewsRecord } from './delivery.ts';
import type { History } from './ports.ts';
import { type TellMachinesOfBlindnessDeps, tellMachinesOfBlindness } from './tell-blindness.ts';
import { type TellMachinesDeps, tellMachines } from './tell-machines.ts';

export interface RecordFlipsDeps extends DeliveryDeps, TellMachinesDeps, TellMachinesOfBlindnessDeps {
  writer: TellMachinesDeps['writer'] & TellMachinesOfBlindnessDeps['writer'];
  history: Pick<History, 'addFlip'>;
}

/**
 * Keeps the flips of a batch in History and tells them to machines that nobody's alert may wait for. Answers the first
 * record that has to come again, like `deliverAlerts`.
 */
export async function recordFlips(
  deps: RecordFlipsDeps,
  records: readonly NewsRecord[],
): Promise<string | undefined> {
  const delivery = new Delivery(deps, records);
  const { entries, blind } = await delivery.read();
  await Promise.all([
    ...entries.map((entry) => keepFlip(deps, delivery, entry)),
    tellMachines(deps, delivery, entries),
    tellMachinesOfBlindness(deps, delivery, blind),
  ]);
  return delivery.end();
}

async function keepFlip({ history }: RecordFlipsDeps, delivery: Delivery, entry: Entry): Promise<void> {
  const { monitor, flip, change } = entry.news;
  if (change !== 'flip') return;
  try {
    await history.addFlip(monitor.id, flip);
  } catch (error) {
    await delivery.failed(entry, error);
  }
}
