import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeAll } from './alerts.ts';
import type { Delivery } from './aws.ts';
import { say, step } from './steps.ts';
import { create, type MonitorAnswer, manage, ping, type World } from './world.ts';

const monitorCount = 40;
/** Of the forty, one by one would be forty. The emulator cuts the stream into batches as it likes. */
const fewMessages = 20;

/** What a database that is away does: all its jobs fall silent at once, and come back at once. */
export async function storm(world: World): Promise<void> {
  const monitors = await step('forty monitors are created and pinged at once', () => createAll(world));
  const down = await step(
    'they go down together: machines hear of each once, people of all in a few messages',
    () => hear(world, monitors, 'down'),
  );
  say(`      ${down.channel} messages to the channel, ${down.events} to the events topic`);
  const up = await step('they recover together, and so do the alerts', async () => {
    await Promise.all(monitors.map((monitor) => ping(world, monitor)));
    return hear(world, monitors, 'up');
  });
  say(`      ${up.channel} messages to the channel, ${up.events} to the events topic`);
  await Promise.all(monitors.map(({ id }) => manage(world, 'DELETE', `/monitors/${id}`)));
}

async function createAll(world: World): Promise<MonitorAnswer[]> {
  const monitors: MonitorAnswer[] = [];
  for (let number = 1; number <= monitorCount; number += 1) {
    const id = `storm-${number}`;
    const draft = { id, name: `Storm ${number}`, schedule: 'every 20s', grace_period_seconds: 1 };
    monitors.push(await create(world, draft));
  }
  await Promise.all(monitors.map((monitor) => ping(world, monitor)));
  return monitors;
}

/** Waits until both queues have told of every monitor, and for what might come twice. */
async function hear(
  world: World,
  monitors: readonly MonitorAnswer[],
  kind: 'down' | 'up',
): Promise<{ channel: number; events: number }> {
  const ids = monitors.map(({ id }) => id);
  const events = await takeAll(
    world,
    world.eventsQueue,
    (delivery) => isAbout(delivery, ids, kind),
    (all) => ids.every((id) => all.some((delivery) => toldOf(delivery, kind).includes(id))),
  );
  const alerts = await takeAll(
    world,
    world.channelQueue,
    (delivery) => isAbout(delivery, ids, kind),
    (all) => ids.every((id) => all.some((delivery) => toldOf(delivery, kind).includes(id))),
  );
  await sleep(2_000);
  const byId = new Map(events.map(({ event: { downbeat } }) => [downbeat.event_id, downbeat]));
  assert.equal(byId.size, monitorCount, 'Every flip is an event of its own.');
  assert.ok(alerts.length <= fewMessages, `${alerts.length} messages came for ${monitorCount} monitors.`);
  const told = alerts.flatMap((delivery) => toldOf(delivery, kind));
  assert.deepEqual([...new Set(told)].sort(), [...ids].sort());
  return { channel: alerts.length, events: events.length };
}

function isAbout(delivery: Delivery, ids: readonly string[], kind: string): boolean {
  return toldOf(delivery, kind).some((id) => ids.includes(id));
}

/** The monitors that a message tells of, alone or in a digest. */
function toldOf({ event: { downbeat } }: Delivery, kind: string): string[] {
  if (downbeat.told === false) return [];
  const all = downbeat.kind === 'digest' ? (downbeat.news ?? []) : [downbeat];
  return all.filter((news) => news.kind === kind).flatMap(({ monitor }) => (monitor ? [monitor.id] : []));
}
