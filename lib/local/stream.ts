import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { secondMs } from '../../lambdas/domain/time.ts';
import type { Monitors, MonitorWrite, StoredMonitor, System } from '../../lambdas/usecases/ports.ts';
import { localTables } from './store.ts';

/** A flip on its way: written before the save that makes it, and removed once it is delivered. */
interface Pending {
  sk: string;
  monitor: Monitor;
}

const partition = 'pending';

/**
 * Stands where the table's stream stands in the cloud. Every flip that is saved is delivered, in order, also when
 * the process is killed at any instant: each is noted before it is saved, and what is noted is looked at on start.
 */
export class LocalStream {
  readonly #client: DynamoDBDocumentClient;
  readonly #monitors: Monitors;
  readonly #deliver: (monitor: Monitor) => Promise<boolean>;
  readonly #system: Pick<System, 'sleep' | 'now'>;
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    client: DynamoDBDocumentClient,
    monitors: Monitors,
    system: Pick<System, 'sleep' | 'now'>,
    deliver: (monitor: Monitor) => Promise<boolean>,
  ) {
    this.#client = client;
    this.#monitors = monitors;
    this.#system = system;
    this.#deliver = deliver;
  }

  /** Saves a monitor, and delivers its flip afterwards if the save makes one. */
  async save(write: MonitorWrite): Promise<StoredMonitor | 'lost'> {
    if (write.change !== 'flip') return this.#monitors.save(write);
    const pending = await this.#note(write);
    const saved = await this.#monitors.save(write);
    if (saved === 'lost') await this.#forget(pending);
    else this.#enqueue(pending);
    return saved;
  }

  /** Delivers what was noted and saved before the process ended. */
  async resume(): Promise<void> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: localTables.outbox.name,
        KeyConditionExpression: 'pk = :partition',
        ExpressionAttributeValues: { ':partition': partition },
      }),
    );
    for (const item of Items) {
      const pending = { sk: item.sk, monitor: { ...item.monitor, schedule: parseSchedule(item.schedule) } };
      if (await this.#wasSaved(pending.monitor)) this.#enqueue(pending);
      else await this.#forget(pending);
    }
  }

  /** Waits for the delivery under way; what is left is delivered after the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  async #wasSaved({ id, createdAt, flip }: Monitor): Promise<boolean> {
    const stored = (await this.#monitors.load(id))?.monitor;
    return stored?.createdAt === createdAt && (stored.flip?.seq ?? 0) >= (flip?.seq ?? 0);
  }

  async #note({ monitor, requestId }: MonitorWrite): Promise<Pending> {
    const { schedule, ...rest } = monitor;
    const pending = { sk: `${String(this.#system.now()).padStart(15, '0')}#${requestId}`, monitor };
    const Item = { pk: partition, sk: pending.sk, monitor: rest, schedule: schedule.text };
    await this.#client.send(new PutCommand({ TableName: localTables.outbox.name, Item }));
    return pending;
  }

  async #forget({ sk }: Pending): Promise<void> {
    const Key = { pk: partition, sk };
    await this.#client.send(new DeleteCommand({ TableName: localTables.outbox.name, Key }));
  }

  #enqueue(pending: Pending): void {
    this.#last = this.#last.then(() => this.#deliverUntilDone(pending));
  }

  async #deliverUntilDone(pending: Pending): Promise<void> {
    while (!this.#closed) {
      if (await this.#deliver(pending.monitor)) return this.#forget(pending);
      await this.#system.sleep(secondMs);
    }
  }
}
