import type { Monitors } from '../../lambdas/usecases/ports.ts';
import type { Store } from '../../lib/local/store.ts';
import { LocalStream } from '../../lib/local/stream.ts';

/**
 * A stream that waits for nothing, and what it has delivered: a flip as `id:seq`, a reminder with its number behind.
 * The first `failures` deliveries fail.
 */
export function aStreamOver(store: Store, table: Monitors, failures = 0) {
  const delivered: string[] = [];
  let left = failures;
  const stream = new LocalStream(
    store.client,
    table,
    { sleep: async () => undefined },
    async ({ monitor: { id, flip, reminder } }) => {
      left -= 1;
      if (left >= 0) return false;
      delivered.push(`${id}:${flip?.seq}${reminder ? ` reminder ${reminder.number}` : ''}`);
      return true;
    },
  );
  return { stream, delivered };
}
