import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import { readWakeUp } from '../../../lambdas/adapters/deadline-timer.ts';
import { dayMs } from '../../../lambdas/domain/time.ts';
import { streamHandler } from '../../../lambdas/handlers/stream.ts';
import { checkDeadline } from '../../../lambdas/usecases/check-deadline.ts';
import { deliverAlerts } from '../../../lambdas/usecases/deliver-alerts.ts';
import type { NewsRecord } from '../../../lambdas/usecases/delivery.ts';
import { DeliveryMemory } from '../../../lambdas/usecases/delivery-memory.ts';
import { recordFlips } from '../../../lambdas/usecases/record-flips.ts';
import { alertWriter } from '../../../lambdas/views/alert.ts';
import { createdAt, imageOf, item, lostBatch, setAside } from '../../support/dead-letter-bodies.ts';
import { noon } from '../../support/fake-system.ts';
import { fakeWorld } from '../../support/fakes.ts';
import { downBackup, upBackup, windowMs } from '../../support/given.ts';
import { aHistory } from '../../support/history-tables.ts';
import { anInstallation } from '../../support/news.ts';
import { RedriveWorld } from '../../support/redrive.ts';

const tables = aHistory();
const range = (monitorId: string) => ({ monitorId, from: 0, to: noon + dayMs, now: noon, limit: 10 });

/** The functions behind the stream, as they are, each time in a process that remembers nothing. */
function functionsOf(world: ReturnType<typeof fakeWorld>) {
  const deps = () => ({ ...world, memory: new DeliveryMemory(), writer: alertWriter(anInstallation) });
  const deliver: Record<string, (records: readonly NewsRecord[]) => Promise<string | undefined>> = {
    'alert-fn': (records) => deliverAlerts({ ...deps(), machines: [world.topic] }, records),
    'record-fn': (records) =>
      recordFlips({ ...deps(), machines: [world.bus], history: tables.history }, records),
  };
  return async (name: string, event: DynamoDBStreamEvent) => {
    const handler = streamHandler(deliver[name] ?? (() => Promise.reject(new Error(name))));
    return handler(event, {} as Context);
  };
}

/** A world in which what is put back reaches the functions. */
function connected() {
  const redrive = new RedriveWorld();
  const world = fakeWorld();
  world.channels.channels = ['default'];
  redrive.handle = functionsOf(world);
  return { redrive, world };
}

function eventIds({ events }: { events: { event: object }[] }): string[] {
  return events.map(({ event }) => (event as { downbeat: { event_id: string } }).downbeat.event_id);
}

test('a flip that is told twice has the same event_id, to people, on the topic and on the bus', async () => {
  const { redrive, world } = connected();
  for (const by of ['alert', 'record', 'alert', 'record'] as const) redrive.lay('Failures', setAside(by));
  expect(await redrive.redrive()).toBe(0);
  const id = `backup:${createdAt}:3`;
  expect([eventIds(world.topic), eventIds(world.bus)]).toEqual([
    [id, id],
    [id, id],
  ]);
  const told = world.channels.published.map(({ message }) => message);
  expect(eventIds({ events: told })).toEqual([id, id]);
  expect(told[0]).toEqual(told[1]);
});

test('a flip that is kept twice is one row of history, and stays as it is', async () => {
  const { redrive } = connected();
  const { id, pk } = { id: tables.monitorId, pk: `monitor#${tables.monitorId}` };
  redrive.there = { [id]: { ...redrive.there.backup, id } };
  redrive.lay('Failures', setAside('record', { pk }));
  expect(await redrive.redrive()).toBe(0);
  const before = await tables.archive.flips(range(id));
  expect(before.flips).toEqual([item.flip]);
  redrive.lay('Failures', setAside('record', { pk }));
  redrive.lay('Failures', lostBatch('record-fn'));
  redrive.stream = [[['12', imageOf({ pk })]]];
  expect(await redrive.redrive()).toBe(0);
  expect(await tables.archive.flips(range(id))).toEqual(before);
});

test('an alert without the secrets of its monitor shows nothing that its job has printed', async () => {
  const { redrive, world } = connected();
  const lastPing = { at: noon, kind: 'fail', sourceIp: '192.0.2.1', userAgent: 'curl' };
  const body = { bytes: Buffer.from('my alias is BroughtAlong1'), sizeBytes: 25, contentType: 'text/plain' };
  await world.history.addPing('backup', 1, { ...lastPing, kind: 'fail', method: 'POST', body });
  redrive.lay('Failures', setAside('alert', { lastPing }));
  expect(await redrive.redrive()).toBe(0);
  const [told] = world.channels.published;
  expect(told?.message.email).toContain('192.0.2.1, curl');
  expect(JSON.stringify(told)).not.toContain('BroughtAlong1');
});

test('a letter of a deleted monitor tells nobody, keeps nothing, and brings nothing back', async () => {
  const { redrive, world } = connected();
  redrive.there = {};
  const pk = `monitor#${tables.monitorId}`;
  for (const by of ['alert', 'record'] as const) redrive.lay('Failures', setAside(by, { pk }));
  redrive.lay('DeadLetters', { monitorId: tables.monitorId });
  expect(await redrive.redrive()).toBe(0);
  expect([world.topic.events, world.bus.events, world.channels.published]).toEqual([[], [], []]);
  expect((await tables.archive.flips(range(tables.monitorId))).flips).toEqual([]);
  for (const { body } of redrive.sent) expect(await checkDeadline(world, readWakeUp(body))).toBe('gone');
  expect(await world.monitors.load(tables.monitorId)).toBeUndefined();
  expect(world.timer.pending()).toEqual([]);
});

describe('a wake-up that is months old, and doubled,', () => {
  const old = { monitorId: 'backup', armedFor: noon - 90 * dayMs };

  /** Puts it back, each also as Scheduler words it, and answers what the deadline function makes of each. */
  async function putBack(world: ReturnType<typeof fakeWorld>) {
    const redrive = new RedriveWorld();
    for (const body of [old, old]) redrive.lay('DeadLetters', body, noon - 90 * dayMs);
    for (const body of [{ monitorId: 'backup' }, { monitorId: 'backup' }]) redrive.lay('Failures', body);
    expect(await redrive.redrive()).toBe(0);
    const outcomes = [];
    for (const { body } of redrive.sent) outcomes.push(await checkDeadline(world, readWakeUp(body)));
    return outcomes;
  }

  test('changes nothing of a monitor that is up', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon));
    const before = world.monitors.peek('backup');
    expect(await putBack(world)).toEqual(['stale', 'stale', 'postponed', 'postponed']);
    expect(world.monitors.peek('backup')).toEqual(before);
    expect(world.timer.pending()).toHaveLength(1);
    expect(world.timer.armed[0]?.at).toBe(noon + windowMs);
  });

  test('changes nothing of a monitor that is down', async () => {
    const world = fakeWorld();
    world.monitors.given(downBackup(noon - dayMs));
    expect(await putBack(world)).toEqual(['idle', 'idle', 'idle', 'idle']);
    expect([world.monitors.flips(), world.timer.pending()]).toEqual([[], []]);
  });

  test('stores a miss that nobody has noticed, once', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - windowMs));
    expect(await putBack(world)).toEqual(['changed', 'idle', 'idle', 'idle']);
    expect(world.monitors.flips()).toHaveLength(1);
  });
});
