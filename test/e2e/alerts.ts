import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from './aws.ts';
import type { MonitorAnswer, World } from './world.ts';

const alertWithinMs = 10_000;
const allWithinMs = 90_000;
/** Deliveries that were taken from a queue while another was awaited. */
const inbox: Record<string, Delivery[]> = {};

/** Takes messages until the monitor's alert of this kind is among them. Those of other monitors are kept for later. */
export async function awaitAlert(
  world: World,
  queue: string,
  monitor: MonitorAnswer,
  kind: 'down' | 'up' | 'reminder',
  withinMs: number,
): Promise<Delivery> {
  const giveUpAt = Date.now() + withinMs;
  while (Date.now() < giveUpAt) {
    inbox[queue] = [...(inbox[queue] ?? []), ...(await world.aws.take(queue))];
    const waiting = inbox[queue];
    const index = waiting.findIndex(
      ({ event: { downbeat } }) =>
        downbeat.monitor?.id === monitor.id && downbeat.kind === kind && downbeat.told !== false,
    );
    const [found] = index < 0 ? [] : waiting.splice(index, 1);
    if (found) return found;
    await sleep(100);
  }
  throw new Error(`No "${kind}" alert for ${monitor.id} came within ${withinMs} ms.`);
}

/** Takes messages until there are enough of those that are looked for. The others are kept for later. */
export async function takeAll(
  world: World,
  queue: string,
  isWanted: (delivery: Delivery) => boolean,
  isEnough: (wanted: readonly Delivery[]) => boolean,
): Promise<Delivery[]> {
  const wanted: Delivery[] = [];
  const giveUpAt = Date.now() + allWithinMs;
  while (!isEnough(wanted)) {
    assert.ok(Date.now() < giveUpAt, `Only ${wanted.length} messages came within ${allWithinMs} ms.`);
    const taken = [...(inbox[queue] ?? []), ...(await world.aws.take(queue))];
    wanted.push(...taken.filter(isWanted));
    inbox[queue] = taken.filter((delivery) => !isWanted(delivery));
  }
  return wanted;
}

/** What has come of a monitor so far, of any kind. It is kept for later. */
export async function heardOf(world: World, queue: string, { id }: { id: string }): Promise<string[]> {
  inbox[queue] = [...(inbox[queue] ?? []), ...(await world.aws.take(queue))];
  return inbox[queue].flatMap(({ event: { downbeat } }) =>
    downbeat.monitor?.id === id ? [downbeat.kind] : [],
  );
}

export function inTime(alert: Delivery): Delivery {
  const delayMs = alert.receivedAt - Date.parse(alert.event.downbeat.at);
  assert.ok(delayMs <= alertWithinMs, `The alert came ${delayMs} ms after the deadline.`);
  return alert;
}

/** Proves that an alert was published soon after an instant, though it may have waited for us in its queue. */
export function publishedSoonAfter(at: number, { publishedAt }: Delivery, withinMs = alertWithinMs): void {
  const delayMs = publishedAt - at;
  // MiniStack writes SNS's timestamp in whole seconds.
  assert.ok(delayMs > -1_000 && delayMs <= withinMs, `The alert came ${delayMs} ms after its instant.`);
}
