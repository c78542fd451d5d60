import assert from 'node:assert/strict';
import { awaitAlert, publishedSoonAfter } from './alerts.ts';
import type { Delivery } from './aws.ts';
import { step } from './steps.ts';
import { create, getMonitor, type MonitorAnswer, manage, ping, type World } from './world.ts';

const snoozeMs = 20_000;

interface TimeCases {
  cron: MonitorAnswer;
  patient: MonitorAnswer;
  hanging: MonitorAnswer;
  snoozed: MonitorAnswer & { until: string };
  failing: MonitorAnswer;
}

/** Creates one monitor for each rule of time, whose instants then pass while other things are tried. */
export async function beginTimeCases(world: World): Promise<TimeCases> {
  const cron = await create(world, {
    name: 'Every minute',
    schedule: '* * * * *',
    timezone: 'Asia/Kathmandu',
    grace_period_seconds: 3,
  });
  const patient = await create(world, {
    name: 'Patient',
    schedule: 'every 10s',
    grace_period_seconds: 0,
    max_misses: 3,
  });
  const hanging = await create(world, { name: 'Hanging', schedule: 'every 1h', max_runtime_seconds: 15 });
  const snoozed = await create(world, { name: 'Snoozed', schedule: 'every 10s', grace_period_seconds: 2 });
  const failing = await create(world, { name: 'Failing', schedule: 'every 1h', reminder_seconds: 60 });
  for (const monitor of [cron, patient, snoozed]) await ping(world, monitor);
  await ping(world, hanging, '/start');
  await ping(world, failing, '/fail');
  const until = new Date(Date.now() + snoozeMs).toISOString();
  const paused = await manage(world, 'POST', `/monitors/${snoozed.id}/pause`, { until });
  assert.deepEqual([paused.status, JSON.parse(paused.body).status], [200, 'paused']);
  return {
    cron: await getMonitor(world, cron),
    patient: await getMonitor(world, patient),
    hanging: await getMonitor(world, hanging),
    snoozed: { ...snoozed, until },
    failing,
  };
}

export async function endTimeCases(world: World, cases: TimeCases): Promise<void> {
  const { cron, patient, hanging, snoozed, failing } = cases;
  const down = (monitor: MonitorAnswer) => awaitAlert(world, world.channelQueue, monitor, 'down', 90_000);
  await step('the cron monitor is due at a whole minute, and down 3 s after', async () => {
    const dueAt = Date.parse(cron.next_due_at ?? '');
    assert.equal(dueAt % 60_000, 0);
    assert.equal(cron.schedule_in_words, 'every minute, Asia/Kathmandu');
    expectAt(await down(cron), dueAt + 3_000, 'missed');
  });
  await step('the monitor that may miss twice is down with the third miss', async () => {
    const dueAt = Date.parse(patient.next_due_at ?? '');
    expectAt(await down(patient), dueAt + 20_000, 'missed');
    assert.equal((await getMonitor(world, patient)).misses, 3);
  });
  await step('the run that outlasts its max runtime is told, and goes on', async () => {
    expectAt(await down(hanging), Date.parse(hanging.deadline_at ?? ''), 'timed_out');
    assert.equal((await getMonitor(world, hanging)).running, true);
  });
  await step('the snooze ends by itself: then silence is a miss again', async () => {
    expectAt(await down(snoozed), Date.parse(snoozed.until) + 12_000, 'missed');
  });
  await step('people are reminded of the monitor that failed a minute ago', async () => {
    const { event } = await down(failing);
    const dueAt = Date.parse(event.downbeat.detected_at) + 60_000;
    const reminder = await awaitAlert(world, world.channelQueue, failing, 'reminder', 90_000);
    publishedSoonAfter(dueAt, reminder);
    const { seq, reminder: number } = reminder.event.downbeat;
    assert.deepEqual([seq, number], [event.downbeat.seq, 1]);
  });
}

function expectAt(alert: Delivery, at: number, reason: string): void {
  const { downbeat } = alert.event;
  publishedSoonAfter(at, alert);
  assert.deepEqual([downbeat.at, downbeat.reason], [new Date(at).toISOString(), reason]);
}
