import { deliverAlerts } from '../../lambdas/usecases/deliver-alerts.ts';
import type { NewsRecord } from '../../lambdas/usecases/delivery.ts';
import { recordFlips } from '../../lambdas/usecases/record-flips.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downRecord, heardBy, toldBy } from './alert-world.ts';

const blindness = { from: 1, to: 2 };
const blind: NewsRecord = { recordId: 'blind', image: {}, read: () => ({ blindness }) };

test('that nobody looked is told once in every channel, and to machines', async () => {
  const world = fakeWorld();
  expect(await deliverAlerts(world, [blind])).toBeUndefined();
  expect(toldBy(world).sort()).toEqual(['default: blind', 'night: blind', 'ops: blind']);
  expect(heardBy(world.topic)).toEqual(['blind ']);
});

test('the event bus is told too, and history keeps nothing', async () => {
  const world = fakeWorld();
  expect(await recordFlips({ ...world, machines: [world.bus] }, [blind])).toBeUndefined();
  expect([heardBy(world.bus), world.history.flips]).toEqual([['blind '], []]);
});

test('flips in the same batch are told as ever', async () => {
  const world = fakeWorld();
  await deliverAlerts(world, [blind, downRecord()]);
  expect(toldBy(world)).toContain('ops: down backup');
  expect(world.channels.published).toHaveLength(4);
});

test('a channel that is away is told when the record comes again, and no other twice', async () => {
  const world = fakeWorld();
  world.channels.failNext('publishToChannel', 'before');
  expect(await deliverAlerts(world, [blind])).toBe('blind');
  expect(await deliverAlerts(world, [blind])).toBeUndefined();
  expect(toldBy(world).sort()).toEqual(['default: blind', 'night: blind', 'ops: blind']);
  expect(world.topic.events).toHaveLength(1);
});

test('the events topic that is away is told when the record comes again', async () => {
  const world = fakeWorld();
  world.topic.failNext('publish', 'before');
  expect(await deliverAlerts(world, [blind])).toBe('blind');
  expect(await deliverAlerts(world, [blind])).toBeUndefined();
  expect([world.topic.events.length, world.channels.published.length]).toEqual([1, 3]);
});

test('a channel that refuses for good keeps nothing from the others', async () => {
  const world = fakeWorld();
  world.channels.refusing.push('night');
  expect(await deliverAlerts(world, [blind])).toBeUndefined();
  expect(toldBy(world).sort()).toEqual(['default: blind', 'ops: blind']);
  expect(world.telemetry.notices).toMatchObject([{ notice: 'TopicRefused', details: { name: 'night' } }]);
  expect(world.deadLetters.letters).toEqual([]);
});

test('what every channel refuses is set aside', async () => {
  const world = fakeWorld();
  world.channels.refusing.push('default', 'ops', 'night');
  expect(await deliverAlerts(world, [blind])).toBeUndefined();
  expect(world.deadLetters.letters).toMatchObject([{ recordId: 'blind' }]);
});
