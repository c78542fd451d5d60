import assert from 'node:assert/strict';
import { send } from '../support/http.ts';
import { awaitAlert, inTime } from './alerts.ts';
import type { Delivery } from './aws.ts';
import { awsEvents } from './aws-events.ts';
import { commandLine } from './command-line.ts';
import { dialects } from './dialects.ts';
import { eventBus } from './event-bus.ts';
import { awaitSweep, faults, loseTimer } from './faults.ts';
import { load } from './load.ts';
import { readLogs } from './logs.ts';
import { manageMonitors } from './manage.ts';
import { patterns } from './patterns.ts';
import { badgesAndStatusPages } from './public.ts';
import { redrive } from './redrive.ts';
import { say, step } from './steps.ts';
import { storm } from './storm.ts';
import { beginTimeCases, endTimeCases } from './time.ts';
import {
  create,
  getMonitor,
  type MonitorAnswer,
  type MonitorDraft,
  manage,
  ping,
  pingUrl,
  type World,
} from './world.ts';

/** The life of monitors, from outside. Leaves one behind, with its schedule, for the destruction of the stack. */
export async function drive(world: World): Promise<void> {
  await refusals(world);
  // Far enough for EventBridge Scheduler, which then does its part while the quick monitor is driven.
  const slow = await createAndPing(world, {
    name: 'Slow job',
    schedule: 'every 80s',
    grace_period_seconds: 15,
  });
  await step('the slow monitor has a one-shot schedule', async () => {
    assert.ok(await hasSchedule(world, slow));
  });
  const timeCases = await step('monitors of every kind of time are created and pinged', () =>
    beginTimeCases(world),
  );
  const lost = await loseTimer(world);
  await lifeOfQuickMonitor(world);
  await dialects(world);
  await manageMonitors(world);
  await badgesAndStatusPages(world);
  await commandLine(world);
  const slowDown = await step('so is the slow monitor, whose timer was Scheduler', async () =>
    inTime(await awaitAlert(world, world.channelQueue, slow, 'down', 120_000)),
  );
  explainDelay(slowDown);
  await endTimeCases(world, timeCases);
  await storm(world);
  await load(world);
  await eventBus(world);
  await awsEvents(world);
  await patterns(world);
  await faults(world);
  await redrive(world);
  await awaitSweep(world, lost);
  await step('a deleted monitor takes its schedule with it', async () => {
    assert.equal((await manage(world, 'DELETE', `/monitors/${slow.id}`)).status, 204);
    assert.equal(await hasSchedule(world, slow), false);
  });
  await createAndPing(world, { name: 'Left behind', schedule: 'every 1h' });
  await readLogs(world);
}

async function refusals(world: World): Promise<void> {
  await step('an unsigned management call is refused', async () => {
    assert.equal((await send('GET', `${world.apiUrl}/api/v1/monitors`)).status, 403);
  });
  await step('an unknown key is answered 404', async () => {
    const answer = await send('GET', `${world.apiUrl}/ping/nobody-00000000000000000000`);
    assert.deepEqual([answer.status, answer.body], [404, 'not found']);
  });
  await step('a bad schedule is refused by name, and nothing is created', async () => {
    const answer = await manage(world, 'POST', '/monitors', { name: 'Bad', schedule: 'every -5m' });
    assert.equal(answer.status, 400);
    assert.equal(JSON.parse(answer.body).errors[0].field, 'schedule');
    assert.deepEqual(JSON.parse((await manage(world, 'GET', '/monitors')).body).monitors, []);
  });
}

async function lifeOfQuickMonitor(world: World): Promise<void> {
  const quick = await createAndPing(world, {
    name: 'Quick job',
    schedule: 'every 10s',
    grace_period_seconds: 5,
  });
  const down = await step('it falls silent, and the channel is told within 10 s of the deadline', async () =>
    inTime(await awaitAlert(world, world.channelQueue, quick, 'down', 40_000)),
  );
  explainDelay(down);
  await step('the events topic tells the same', async () => {
    const event = await awaitAlert(world, world.eventsQueue, quick, 'down', 5_000);
    assert.equal(event.event.downbeat.event_id, down.event.downbeat.event_id);
  });
  await step('it pings again, and both are told of the recovery, numbered higher', async () => {
    await ping(world, quick);
    for (const queue of [world.channelQueue, world.eventsQueue]) {
      const up = await awaitAlert(world, queue, quick, 'up', 20_000);
      assert.ok(up.event.downbeat.seq > down.event.downbeat.seq);
    }
  });
  await step('it fails with exit status 3, and the channel is told', async () => {
    await ping(world, quick, '/3');
    const failed = await awaitAlert(world, world.channelQueue, quick, 'down', 20_000);
    assert.equal(failed.event.downbeat.reason, 'failed');
  });
  await step('it is deleted, and its key answers 404', async () => {
    assert.equal((await manage(world, 'DELETE', `/monitors/${quick.id}`)).status, 204);
    assert.equal((await manage(world, 'GET', `/monitors/${quick.id}`)).status, 404);
    assert.equal((await send('GET', pingUrl(world, quick))).status, 404);
  });
}

async function createAndPing(world: World, draft: MonitorDraft): Promise<MonitorAnswer> {
  const created = await step(`the monitor "${draft.name}" is created by a signed call`, () =>
    create(world, draft),
  );
  return step('a job pings it, and it is up', async () => {
    await ping(world, created);
    const monitor = await getMonitor(world, created);
    assert.deepEqual([monitor.status, monitor.pings], ['up', 1]);
    return monitor;
  });
}

async function hasSchedule(world: World, monitor: MonitorAnswer): Promise<boolean> {
  return (await world.aws.monitorSchedules(world.stackName)).includes(monitor.id);
}

function explainDelay({ event, publishedAt, receivedAt }: Delivery): void {
  const deadline = Date.parse(event.downbeat.at);
  const noticed = Date.parse(event.downbeat.detected_at);
  // MiniStack writes SNS's timestamp in whole seconds, which cannot split the second part.
  const told =
    publishedAt > noticed
      ? `${publishedAt - noticed} published (stream, alert function) + ${receivedAt - publishedAt} received (SNS, SQS, polling)`
      : `${receivedAt - noticed} told (stream, alert function, SNS, SQS, polling)`;
  say(`      delay ${receivedAt - deadline} ms = ${noticed - deadline} noticed (timer, queue) + ${told}`);
}
