import { isoInstant } from '../../../lambdas/domain/time.ts';
import { Failure } from '../monitors/failure.ts';
import type { QueueName } from './installation.ts';
import { type Plan, type PlanDeps, planFor } from './plan.ts';
import { type Message, Queue } from './queue.ts';

export interface PutBackOptions {
  queues: readonly QueueName[];
  /** The letters that are looked at, of all queues together. */
  limit: number;
  dryRun: boolean;
}

/** What became of a letter, or with `dryRun` what would. */
export interface Row {
  queue: QueueName;
  message_id: string;
  /** ISO 8601, UTC. */
  sent_at: string;
  kind: Plan['kind'] | null;
  what: string;
  changes: { monitor: string; seq: number; to: string }[];
  outcome: 'put_back' | 'removed' | 'left';
  because: string | null;
}

/** Goes through the queues and does with each letter what its plan says. A letter is deleted when that is done. */
export async function* putBack(deps: PlanDeps, options: PutBackOptions): AsyncGenerator<Row[]> {
  let left = options.limit;
  for (const name of options.queues) {
    const queue = new Queue(deps.clients.sqs, deps.installation.queues[name]);
    try {
      while (left > 0) {
        const messages = await queue.take(left);
        if (messages.length === 0) break;
        left -= messages.length;
        for (const message of messages) {
          yield [{ queue: name, ...(await dealWith(deps, queue, message, options.dryRun)) }];
        }
      }
    } finally {
      await queue.close();
    }
  }
}

async function dealWith(
  deps: PlanDeps,
  queue: Queue,
  message: Message,
  dryRun: boolean,
): Promise<Omit<Row, 'queue'>> {
  const row = { message_id: message.id, sent_at: isoInstant(message.sentAt) };
  let described: Omit<Row, 'queue' | 'outcome' | 'because'> = {
    ...row,
    ...{ kind: null, what: 'a letter', changes: [] },
  };
  try {
    const { kind, what, changes, verdict } = await planFor(deps, message);
    const shown = changes.map(({ monitorId: monitor, seq, to }) => ({ monitor, seq, to }));
    described = { ...row, kind, what, changes: shown };
    if (verdict.does === 'leave') return { ...described, outcome: 'left', because: verdict.because };
    if (!dryRun) {
      if (verdict.does === 'put_back') await verdict.run();
      await queue.remove(message);
    }
    if (verdict.does === 'remove') return { ...described, outcome: 'removed', because: verdict.because };
    return { ...described, outcome: 'put_back', because: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...described, outcome: 'left', because: error.message.split('\n')[0] ?? '' };
  }
}
