import { Delivery, type DeliveryDeps, type Entry, type NewsRecord } from './delivery.ts';
import type { History, Meter, Telemetry } from './ports.ts';
import { type TellMachinesOfBlindnessDeps, tellMachinesOfBlindness } from './tell-blindness.ts';
import { type TellMachinesDeps, tellMachines } from './tell-machines.ts';

export interface RecordFlipsDeps extends DeliveryDeps, TellMachinesDeps, TellMachinesOfBlindnessDeps {
  writer: TellMachinesDeps['writer'] & TellMachinesOfBlindnessDeps['writer'];
  history: Pick<History, 'addFlip'>;
  telemetry: Telemetry & Meter;
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
  const again = delivery.end();
  measureFlips(deps, entries, doneBefore(records, again));
  return again;
}

/** The records that do not come again: those before the first that does. */
function doneBefore(records: readonly NewsRecord[], again: string | undefined): ReadonlySet<string> {
  const ids = records.map(({ recordId }) => recordId);
  return new Set(again === undefined ? ids : ids.slice(0, ids.indexOf(again)));
}

function measureFlips(
  { telemetry }: RecordFlipsDeps,
  entries: readonly Entry[],
  done: ReadonlySet<string>,
): void {
  for (const { recordId, news } of entries) {
    if (!done.has(recordId) || news.change !== 'flip') continue;
    const { at, detectedAt, reason } = news.flip;
    telemetry.measure('Flips', 1);
    if (reason === 'missed' || reason === 'timed_out') telemetry.measure('EvaluationDelay', detectedAt - at);
  }
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
