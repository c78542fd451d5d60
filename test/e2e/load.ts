import assert from 'node:assert/strict';
import { send } from '../support/http.ts';
import { say, step } from './steps.ts';
import { create, getMonitor, type MonitorAnswer, manage, pingUrl, type World } from './world.ts';

const monitorCount = 30;
const pingCount = 300;
const atOnce = 10;
/** What a gateway or a table that has too much to do may answer: the job tries again. */
const busy = [429, 503];

/** What a full hour does, when many jobs ping at once. */
export async function load(world: World): Promise<void> {
  const monitors = await step('thirty more monitors are created', () => createAll(world));
  await step('of 300 pings, ten at once, each that is acknowledged counts once and has its row', async () => {
    const startedAt = Date.now();
    const statuses = await pingAll(world, monitors);
    const seconds = (Date.now() - startedAt) / 1_000;
    const acknowledged = statuses.filter((status) => status === 200).length;
    const refused = statuses.filter((status) => status !== 200);
    say(`      ${acknowledged} acknowledged in ${seconds.toFixed(1)} s, ${refused.length} refused`);
    assert.ok(acknowledged > 0);
    assert.deepEqual(
      refused.filter((status) => !busy.includes(status)),
      [],
    );
    const stored = await Promise.all(monitors.map((monitor) => storedOf(world, monitor)));
    const sum = (of: 'pings' | 'rows') => stored.reduce((total, each) => total + each[of], 0);
    assert.deepEqual([sum('pings'), sum('rows')], [acknowledged, acknowledged]);
  });
  await Promise.all(monitors.map(({ id }) => manage(world, 'DELETE', `/monitors/${id}`)));
}

async function createAll(world: World): Promise<MonitorAnswer[]> {
  const monitors: MonitorAnswer[] = [];
  for (let number = 1; number <= monitorCount; number += 1) {
    monitors.push(
      await create(world, { id: `load-${number}`, name: `Load ${number}`, schedule: 'every 1h' }),
    );
  }
  return monitors;
}

/** Pings the monitors in turns, and answers the statuses. */
async function pingAll(world: World, monitors: readonly MonitorAnswer[]): Promise<number[]> {
  const urls = Array.from({ length: pingCount }, (_, index) => monitors[index % monitors.length]).values();
  const statuses: number[] = [];
  const sender = async () => {
    for (const monitor of urls) {
      if (monitor) statuses.push((await send('GET', pingUrl(world, monitor))).status);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return statuses;
}

/** How many pings a monitor counts, and how many rows there are of them. */
async function storedOf(world: World, monitor: MonitorAnswer): Promise<{ pings: number; rows: number }> {
  const { pings } = await getMonitor(world, monitor);
  const rows = await world.aws.pings(world.stackName, monitor.id);
  return { pings, rows: rows.length };
}
