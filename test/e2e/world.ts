import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, send } from '../support/http.ts';
import type { Aws } from './aws.ts';
import { sendSigned } from './signed.ts';

/** A deployed stack, and the queues that hear its alerts. */
export interface World {
  aws: Aws;
  stackName: string;
  region: string;
  /** The emulator takes any Authorization header for a signature. */
  emulated: boolean;
  apiUrl: string;
  eventsFunctionArn: string;
  channelQueue: string;
  eventsQueue: string;
  /** The stack's own, by their URLs. */
  queues: { deadLetters: string; failures: string };
}

export interface MonitorDraft {
  id?: string;
  name: string;
  schedule?: string;
  grace_period_seconds?: number;
  timezone?: string;
  tags?: string[];
  max_misses?: number;
  max_runtime_seconds?: number;
  reminder_seconds?: number;
}

export interface MonitorAnswer {
  id: string;
  name: string;
  unique_key: string;
  status: string;
  running: boolean;
  pings: number;
  misses: number;
  next_due_at: string | null;
  deadline_at: string | null;
  schedule: string;
  schedule_in_words: string;
}

/** A signed call to the management API, below `/api/v1`. */
export function manage(world: World, method: string, path: string, body?: object): Promise<Answer> {
  return sendSigned(method, `${world.apiUrl}/api/v1${path}`, world.region, body);
}

export function pingUrl(world: World, monitor: MonitorAnswer): string {
  return `${world.apiUrl}/ping/${monitor.unique_key}`;
}

export async function create(world: World, draft: MonitorDraft): Promise<MonitorAnswer> {
  const answer = await manage(world, 'POST', '/monitors', draft);
  assert.equal(answer.status, 201, answer.body);
  return JSON.parse(answer.body) as MonitorAnswer;
}

export async function getMonitor(world: World, { id }: { id: string }): Promise<MonitorAnswer> {
  return JSON.parse((await manage(world, 'GET', `/monitors/${id}`)).body) as MonitorAnswer;
}

/** Waits until a monitor has a status, for half a minute at most. */
export async function awaitStatus(world: World, monitor: { id: string }, status: string): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const now = (await getMonitor(world, monitor)).status;
    if (now === status) return;
    if (Date.now() > giveUpAt) throw new Error(`${monitor.id} is ${now} after 30 s, not ${status}.`);
    await sleep(200);
  }
}

/** Pings a monitor, which must be taken: as `curl --retry 3` does, where a busy emulator says to try again. */
export async function ping(world: World, monitor: MonitorAnswer, action = ''): Promise<void> {
  let answer = await send('GET', pingUrl(world, monitor) + action);
  for (let retries = 1; answer.status === 503 && retries <= 3; retries += 1) {
    await sleep(1_000);
    answer = await send('GET', pingUrl(world, monitor) + action);
  }
  assert.deepEqual([answer.status, answer.body], [200, 'OK']);
}
