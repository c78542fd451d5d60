import { parseArgs } from 'node:util';
import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { answered, failedWith } from '../../lambdas/adapters/aws-client.ts';
import { flipRow, pingRow } from '../../lambdas/adapters/history-table.ts';
import { type MonitorItem, monitorPrefix, toAttributes } from '../../lambdas/adapters/monitor-item.ts';
import { type StatusShown, statusShown } from '../../lambdas/domain/deadline.ts';
import { inPortions } from '../../lambdas/domain/portions.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import type { Life } from './life.ts';
import { chanceOf, sampleLife } from './sample.ts';
import { localRetention, localTables, type Store } from './store.ts';

export interface SeedOptions {
  /** How many monitors to add. */
  monitors: number;
  /** The same seed at the same instant gives the same store. */
  seed: number;
}

/** What a store was filled with. */
export interface Seeded {
  byStatus: Record<StatusShown, number>;
  pings: number;
  flips: number;
}

const monitorsMax = 100_000;
const seedMax = 2 ** 32 - 1;
/** Writes under way. More of them make the embedded DynamoDB no faster. */
const atOnce = 16;
/** The most that DynamoDB takes at once. */
const rowsPerWrite = 25;
const idIsFree = 'attribute_not_exists(pk)';

/** Reads the arguments of `npm run seed`. Throws an Error that names the argument and what is allowed. */
export function readSeedArguments(args: readonly string[]): SeedOptions {
  const { monitors, seed } = parsed(args);
  return {
    monitors: whole('--monitors', monitors ?? '1000', { min: 1, max: monitorsMax }),
    seed: whole('--seed', seed ?? '1', { min: 0, max: seedMax }),
  };
}

function parsed(args: readonly string[]) {
  try {
    const options = { monitors: { type: 'string' }, seed: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}. Allowed are --monitors <number> and --seed <number>.`);
  }
}

function whole(name: string, text: string, { min, max }: { min: number; max: number }): number {
  const number = Number(text);
  if (/^\d{1,10}$/.test(text) && number >= min && number <= max) return number;
  throw new Error(`${name}: "${text}" is not allowed; allowed are whole numbers from ${min} to ${max}.`);
}

/**
 * Fills a store with monitors of every status and their history. What happened to them was told at the time: no alert
 * comes of it. Throws an Error if the store has been filled before.
 */
export async function seedStore(
  { client }: Store,
  { monitors, seed }: SeedOptions,
  now: Instant,
): Promise<Seeded> {
  const seeded: Seeded = { byStatus: { new: 0, up: 0, late: 0, down: 0, paused: 0 }, pings: 0, flips: 0 };
  const lives = livesOf(monitors, seed, now);
  const writer = async () => {
    for (const life of lives) {
      await putLife(client, life);
      seeded.byStatus[statusShown(life.stored.monitor, now)] += 1;
      seeded.pings += life.pings.length;
      seeded.flips += life.flips.length;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, writer));
  return seeded;
}

/** Adds a monitor with its history. Throws an Error if the store has its id already. */
export async function putLife(client: Store['client'], life: Life): Promise<void> {
  await putMonitor(client, life);
  for (const rows of inPortions(historyOf(life), rowsPerWrite)) await putRows(client, rows);
}

function* livesOf(monitors: number, seed: number, now: Instant): Generator<Life> {
  const chance = chanceOf(seed);
  for (let number = 1; number <= monitors; number += 1) yield sampleLife(number, chance, now);
}

function historyOf({ stored, pings, flips }: Life): object[] {
  const { id } = stored.monitor;
  return [
    ...pings.map((one) => pingRow(id, one, localRetention)),
    ...flips.map((flip) => flipRow(id, flip, localRetention)),
  ];
}

async function putRows(client: Store['client'], rows: readonly object[]): Promise<void> {
  const puts = rows.map((Item) => ({ PutRequest: { Item } }));
  const write = new BatchWriteCommand({ RequestItems: { [localTables.history.name]: puts } });
  const { UnprocessedItems = {} } = await answered('The local store', client.send(write));
  // The embedded DynamoDB takes what it is given, and there is nobody else to share it with.
  if (Object.keys(UnprocessedItems).length > 0) throw new Error('The local store did not take all rows.');
}

async function putMonitor(client: Store['client'], { stored }: Life): Promise<void> {
  const { monitor, ...counters } = stored;
  const pk = monitorPrefix + monitor.id;
  const Item: MonitorItem = { ...toAttributes(monitor), ...counters, pk, change: 'ping' };
  const put = new PutCommand({ TableName: localTables.monitors.name, Item, ConditionExpression: idIsFree });
  try {
    await answered('The local store', client.send(put));
  } catch (error) {
    if (!failedWith(error, 'ConditionalCheckFailedException')) throw error;
    throw new Error(`The store has "${monitor.id}" already. Choose another directory with DATA_DIR.`);
  }
}
