import { isDeepStrictEqual } from 'node:util';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { answered } from '../../lambdas/adapters/aws-client.ts';
import { fromAttributes, toAttributes } from '../../lambdas/adapters/monitor-item.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { secondMs } from '../../lambdas/domain/time.ts';
import type {
  ChangeKind,
  Monitors,
  MonitorWrite,
  NewMonitorWrite,
  StoredMonitor,
  System,
} from '../../lambdas/usecases/ports.ts';
import { localTables } from './store.ts';

/** What a save makes that somebody is told of. */
const toldChanges: readonly ChangeKind[] = ['flip', 'reminder', 'settled'];

/** A flip, a reminder or the end of flapping on its way: noted before the save that makes it, and removed once it is delivered. */
interface Note {
  number: number;
  monitor: Monitor;
  change: ChangeKind;
  /** Whether the save creates the monitor. */
  creates: boolean;
}

const TableName = localTables.outbox.name;
const partition = 'pending';
const numberDigits = 15;

/**
 * Stands where the table's stream stands in the cloud: whatever is saved that somebody is told of is delivered, in
 * order, also when the process is killed at any instant. That of one monitor is saved one after another, each noted
 * before. So of the notes that a process leaves behind of a monitor, only the last can be of a save that did not happen.
 */
export class LocalStream {
  readonly #client: DynamoDBDocumentClient;
  readonly #monitors: Monitors;
  readonly #deliver: (note: Pick<Note, 'monitor' | 'change'>) => Promise<boolean>;
  readonly #system: Pick<System, 'sleep'>;
  #lastNumber = 0;
  /** The last save of each monitor that has one under way. */
  readonly #saves = new Map<string, Promise<unknown>>();
  #lastDelivery: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    client: DynamoDBDocumentClient,
    monitors: Monitors,
    system: Pick<System, 'sleep'>,
    deliver: (note: Pick<Note, 'monitor' | 'change'>) => Promise<boolean>,
  ) {
    this.#client = client;
    this.#monitors = monitors;
    this.#system = system;
    this.#deliver = deliver;
  }

  /** Saves a monitor, and delivers afterwards what is told of it, if the save makes such a change. */
  save(write: MonitorWrite): Promise<StoredMonitor | 'lost'> {
    return this.#write(write, false, () => this.#monitors.save(write));
  }

  /** Stores a new monitor, which a ping that creates it may make flip. */
  create(write: NewMonitorWrite): Promise<'created' | 'taken'> {
    return this.#write(write, true, () => this.#monitors.create(write));
  }

  /** Delivers what a process before this one saved and did not deliver. Comes before any save. */
  async resume(): Promise<void> {
    const notes = await this.#notes();
    this.#lastNumber = notes.at(-1)?.number ?? 0;
    const last = new Map(notes.map(({ monitor: { id }, number }) => [id, number]));
    for (const note of notes) {
      const isLast = last.get(note.monitor.id) === note.number;
      if (!isLast || (await this.#mayBeSaved(note))) this.#enqueue(note);
      else await this.#forget(note);
    }
  }

  /** Waits until what has been saved so far is delivered. */
  async delivered(): Promise<void> {
    await this.#lastDelivery;
  }

  /** Waits for the delivery under way; what is left is delivered after the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#saves.values());
    await this.#lastDelivery;
  }

  #write<T>({ change, monitor }: NewMonitorWrite, creates: boolean, write: () => Promise<T>): Promise<T> {
    if (!toldChanges.includes(change)) return write();
    const { id } = monitor;
    const before = this.#saves.get(id) ?? Promise.resolve();
    const written = before.then(() => this.#writeNoted({ monitor, change, creates }, write));
    const save = written
      .catch(() => undefined)
      .then(() => {
        if (this.#saves.get(id) === save) this.#saves.delete(id);
      });
    this.#saves.set(id, save);
    return written;
  }

  async #writeNoted<T>(noted: Omit<Note, 'number'>, write: () => Promise<T>): Promise<T> {
    this.#lastNumber += 1;
    const note = { number: this.#lastNumber, ...noted };
    await this.#put(note);
    try {
      return await write();
    } finally {
      // What the write answered is not asked: it may land and its answer be lost.
      if (await this.#mayBeSaved(note)) this.#enqueue(note);
      else await this.#forget(note);
    }
  }

  /** Whether a monitor holds what was noted. One that is gone may have held it, unless it was never created. */
  async #mayBeSaved({ monitor, creates }: Note): Promise<boolean> {
    const stored = (await this.#monitors.load(monitor.id))?.monitor;
    if (stored?.createdAt !== monitor.createdAt) return !creates;
    const told = ({ flip, settled, reminder }: Monitor) => ({ flip, settled, reminder });
    return isDeepStrictEqual(told(stored), told(monitor));
  }

  #enqueue(note: Note): void {
    this.#lastDelivery = this.#lastDelivery.then(() => this.#deliverUntilDone(note));
  }

  async #deliverUntilDone(note: Note): Promise<void> {
    while (!this.#closed) {
      try {
        if (await this.#deliver(note)) return await this.#forget(note);
      } catch {
        // It could not be forgotten. Delivered again it is not told again.
      }
      await this.#system.sleep(secondMs);
    }
  }

  async #put({ number, monitor, change, creates }: Note): Promise<void> {
    const { id } = monitor;
    const Item = { pk: partition, sk: sortKey(number), id, monitor: toAttributes(monitor), change, creates };
    await answered('The local store', this.#client.send(new PutCommand({ TableName, Item })));
  }

  async #forget({ number }: Note): Promise<void> {
    const Key = { pk: partition, sk: sortKey(number) };
    await answered('The local store', this.#client.send(new DeleteCommand({ TableName, Key })));
  }

  async #notes(): Promise<Note[]> {
    const notes: Note[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const query = new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :partition',
        ExpressionAttributeValues: { ':partition': partition },
        ExclusiveStartKey,
      });
      const { Items = [], LastEvaluatedKey } = await answered('The local store', this.#client.send(query));
      for (const { sk, id, monitor, schedule, change = 'flip', creates } of Items) {
        // An earlier version noted the id within the monitor, the schedule beside it, and flips alone.
        const noted = fromAttributes(id ?? monitor.id, { schedule, ...monitor });
        notes.push({ number: Number(sk), monitor: noted, change, creates });
      }
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return notes;
  }
}

function sortKey(number: number): string {
  return String(number).padStart(numberDigits, '0');
}
