import type { Monitors } from '../../lambdas/usecases/ports.ts';
import type { Store } from '../../lib/local/store.ts';
import { LocalStream } from '../../lib/local/stream.ts';

/**
 * A stream that waits for nothing, and what it has delivered: a flip as `id:seq`, with the number of a reminder, or the
 * end of flapping, behind.
 * The first `failures` deliveries fail.
 */
export function aStreamOver(store: Store, table: Monitors, failures = 0) {
  const delivered: string[] = [];
  let left = failures;
  const stream = new LocalStream(
    store.client,
    table,
    { sleep: async () => undefined },
    async ({ monitor: { id, flip, settled, reminder } }) => {
      left -= 1;
      if (left >= 0) return false;
      const which = `${reminder ? ` reminder ${reminder.number}` : ''}${settled ? ' settled' : ''}`;
      delivered.push(`${id}:${flip?.seq}${which}`);
      return true;
    },
  );
  return { stream, delivered };
}
