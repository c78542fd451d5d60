import { minuteMs } from '../../lambdas/domain/time.ts';
import { type AlertRecord, deliverAlerts } from '../../lambdas/usecases/deliver-alerts.ts';
import type { ChangeKind } from '../../lambdas/usecases/ports.ts';
import { writeAlert } from '../../lambdas/views/alert-text.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, upBackup } from '../support/given.ts';

const reminder = { number: 2, at: noon };
const down = downBackup(noon - minuteMs, { reminder });

function alertWorld() {
  return { ...fakeWorld(), writeAlert };
}

function recordOf(change: ChangeKind, monitor = down): AlertRecord {
  return { recordId: 'record', read: () => ({ monitor, change }) };
}

describe('the delivery of a reminder', () => {
  test('tells machines before people, and is no row of history', async () => {
    const world = alertWorld();
    expect(await deliverAlerts(world, [recordOf('reminder')])).toBeUndefined();
    expect(world.calls).toEqual(['publishEvent', 'publishToChannel']);
  });

  test('tells everywhere which reminder it is', async () => {
    const world = alertWorld();
    await deliverAlerts(world, [recordOf('reminder')]);
    const told = [...world.topics.events, ...world.topics.published.map(({ message }) => message)];
    if (!down.flip) throw new Error('It is down without a flip.');
    const message = writeAlert(down, down.flip, reminder);
    expect(told).toEqual([message, message]);
    expect(message.event.downbeat).toMatchObject({ kind: 'reminder', reminder: 2, seq: 2 });
  });

  test('answers its record if it cannot be delivered now', async () => {
    const world = alertWorld();
    world.topics.failNext('publishToChannel', 'before');
    expect(await deliverAlerts(world, [recordOf('reminder')])).toBe('record');
  });

  test.each([downBackup(noon), upBackup(noon)])('is nothing without one: $status', async (monitor) => {
    const world = alertWorld();
    expect(await deliverAlerts(world, [recordOf('reminder', monitor)])).toBeUndefined();
    expect(world.calls).toEqual([]);
  });
});

describe('a flip of a monitor', () => {
  test('is told as such, though there is a reminder', async () => {
    const world = alertWorld();
    await deliverAlerts(world, [recordOf('flip')]);
    expect(world.topics.events.map(({ event }) => event.downbeat.kind)).toEqual(['down']);
  });

  test.each(['ping', 'config', 'miss', 'timer'] as const)('is not told again with a %s', async (change) => {
    const world = alertWorld();
    expect(await deliverAlerts(world, [recordOf(change)])).toBeUndefined();
    expect(world.calls).toEqual([]);
  });
});
