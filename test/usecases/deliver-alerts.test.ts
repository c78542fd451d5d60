import { TopicRefused, Unavailable } from '../../lambdas/domain/errors.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { type AlertRecord, deliverAlerts } from '../../lambdas/usecases/deliver-alerts.ts';
import type { ChangeKind } from '../../lambdas/usecases/ports.ts';
import { writeAlert } from '../../lambdas/views/alert-text.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, upBackup } from '../support/given.ts';

function alertWorld() {
  return { ...fakeWorld(), writeAlert };
}

/** The record of a monitor that went down, to be told in these channels. */
function downRecord(id = 'backup', channels: string[] = ['ops']): AlertRecord {
  return recordOf(downBackup(noon - minuteMs, { id, channels }));
}

function record(flip: Flip): AlertRecord {
  return recordOf(upBackup(noon, { flip }));
}

function recordOf(monitor: Monitor, change: ChangeKind = 'flip'): AlertRecord {
  return { recordId: `record-of-${monitor.id}`, read: () => ({ monitor, change }) };
}

const flip: Flip = {
  ...{ seq: 3, from: 'down', to: 'up', reason: 'recovered' },
  ...{ at: noon, detectedAt: noon, since: noon - minuteMs },
};

describe('the delivery of a flip', () => {
  test('stores it in history before anybody is told, and tells machines before people', async () => {
    const world = alertWorld();
    expect(await deliverAlerts(world, [downRecord()])).toBeUndefined();
    expect(world.calls).toEqual(['addFlip', 'publishEvent', 'publishToChannel']);
  });

  test('stores the flip itself', async () => {
    const world = alertWorld();
    const down = downRecord();
    await deliverAlerts(world, [down]);
    const { flip: stored } = down.read().monitor;
    expect(world.history.flips).toEqual([{ monitorId: 'backup', flip: stored }]);
  });

  test.each([
    ['new', 'down', 'failed'],
    ['up', 'down', 'missed'],
    ['down', 'up', 'recovered'],
  ] as const)('from %s to %s is told', async (from, to, reason) => {
    const world = alertWorld();
    await deliverAlerts(world, [record({ ...flip, from, to, reason })]);
    expect(world.calls).toEqual(['addFlip', 'publishEvent', 'publishToChannel']);
  });

  test('from new to up goes to history only', async () => {
    const world = alertWorld();
    await deliverAlerts(world, [record({ ...flip, from: 'new', reason: 'first_ping' })]);
    expect(world.calls).toEqual(['addFlip']);
  });

  test('reaches the events topic once and each channel once', async () => {
    const world = alertWorld();
    await deliverAlerts(world, [downRecord('backup', ['ops', 'night', 'ops'])]);
    const channels = world.topics.published.map(({ channel }) => channel);
    expect([world.topics.events.length, channels]).toEqual([1, ['ops', 'night']]);
  });

  test('tells the same everywhere', async () => {
    const world = alertWorld();
    const down = downRecord('backup', ['ops', 'night']);
    await deliverAlerts(world, [down]);
    const { monitor } = down.read();
    const message = writeAlert(monitor, monitor.flip ?? flip);
    const told = [...world.topics.events, ...world.topics.published.map((published) => published.message)];
    expect(told).toEqual([message, message, message]);
  });

  test('has the same event id when it is repeated', async () => {
    const world = alertWorld();
    await deliverAlerts(world, [downRecord()]);
    await deliverAlerts(world, [downRecord()]);
    const ids = world.topics.events.map(({ event }) => event.downbeat.event_id);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  test('does nothing for a record without one', async () => {
    const world = alertWorld();
    expect(await deliverAlerts(world, [recordOf(newBackup())])).toBeUndefined();
    expect(world.calls).toEqual([]);
  });
});

describe('a channel that is not there any more', () => {
  test.each([
    ['is replaced by default', ['gone'], ['default']],
    ['is replaced by default once, however many are gone', ['gone', 'lost'], ['default']],
    ['is not replaced when default is told anyway', ['default', 'gone'], ['default']],
    ['does not keep the others from being told', ['gone', 'ops'], ['default', 'ops']],
  ])('%s', async (_behaviour, channels, told) => {
    const world = alertWorld();
    await deliverAlerts(world, [downRecord('backup', channels)]);
    expect(world.topics.published.map(({ channel }) => channel)).toEqual(told);
  });

  test('gives a notice with its name', async () => {
    const world = alertWorld();
    await deliverAlerts(world, [downRecord('backup', ['gone', 'ops'])]);
    const details = { monitorId: 'backup', channel: 'gone' };
    expect(world.telemetry.notices).toEqual([{ notice: 'ChannelUnknown', details }]);
  });
});

describe('a batch', () => {
  const batch = [downRecord('a'), downRecord('b'), downRecord('c')];
  const failures = [
    ['history', (world: ReturnType<typeof alertWorld>) => world.history.failNext('addFlip', 'before')],
    [
      'the events topic',
      (world: ReturnType<typeof alertWorld>) => world.topics.failNext('publishEvent', 'before'),
    ],
    [
      'a channel',
      (world: ReturnType<typeof alertWorld>) => world.topics.failNext('publishToChannel', 'before'),
    ],
  ] as const;

  /** A world in which delivery fails in the second record of the batch. */
  const failingInB = (fail: (typeof failures)[number][1]) => {
    const world = alertWorld();
    world.history.interruptNext('addFlip', () => {});
    world.history.interruptNext('addFlip', () => fail(world));
    return world;
  };

  test('is delivered in order', async () => {
    const world = alertWorld();
    await deliverAlerts(world, batch);
    expect(world.topics.published.map(({ message }) => message.event.downbeat.monitor.id)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test.each(failures)('answers the record in which %s failed', async (_what, fail) => {
    expect(await deliverAlerts(failingInB(fail), batch)).toBe('record-of-b');
  });

  test.each(failures)('delivers nothing after the record in which %s failed', async (_what, fail) => {
    const world = failingInB(fail);
    await deliverAlerts(world, batch);
    expect(world.topics.published.map(({ message }) => message.event.downbeat.monitor.id)).toEqual(['a']);
  });

  test.each(failures)(
    'that starts again where %s failed tells people of each flip once',
    async (_what, fail) => {
      const world = failingInB(fail);
      const failed = await deliverAlerts(world, batch);
      const rest = batch.slice(batch.findIndex(({ recordId }) => recordId === failed));
      expect(await deliverAlerts(world, rest)).toBeUndefined();
      expect(world.topics.published.map(({ message }) => message.event.downbeat.monitor.id)).toEqual([
        'a',
        'b',
        'c',
      ]);
    },
  );

  test('that starts again stores each flip once', async () => {
    const world = failingInB((deps) => deps.topics.failNext('publishEvent', 'before'));
    await deliverAlerts(world, batch);
    await deliverAlerts(world, batch.slice(1));
    expect(world.history.flips.map(({ monitorId }) => monitorId)).toEqual(['a', 'b', 'c']);
  });

  test('gives a notice of what it could not deliver', async () => {
    const world = failingInB((deps) => deps.topics.failNext('publishToChannel', 'before'));
    await deliverAlerts(world, batch);
    const details = { recordId: 'record-of-b', monitorId: 'b' };
    const cause = expect.any(Unavailable);
    expect(world.telemetry.notices).toEqual([{ notice: 'AlertNotDelivered', details, cause }]);
  });
});

test('a record that cannot be read is given up with a notice, and those behind it are delivered', async () => {
  const world = alertWorld();
  const cause = new TypeError('no monitor');
  const read = () => {
    throw cause;
  };
  const failed = await deliverAlerts(world, [{ recordId: 'poisoned', read }, downRecord('b')]);
  expect([failed, world.topics.published.length]).toEqual([undefined, 1]);
  expect(world.telemetry.notices).toEqual([
    { notice: 'AlertLost', details: { recordId: 'poisoned' }, cause },
  ]);
});

describe('a topic that refuses for good', () => {
  const refusing = (...topics: string[]) => {
    const world = alertWorld();
    world.topics.refusing.push(...topics);
    return world;
  };
  const toldChannels = (world: ReturnType<typeof alertWorld>) =>
    world.topics.published.map(({ channel }) => channel);

  test.each([
    ['of one of two channels is replaced by default', ['ops'], ['ops', 'night'], ['night', 'default']],
    ['of default does not keep another channel from being told', ['default'], ['default', 'ops'], ['ops']],
    ['of the only channel is replaced by default', ['ops'], ['ops'], ['default']],
    ['for events does not keep people from being told', ['events'], ['ops'], ['ops']],
  ])('%s', async (_behaviour, topics, channels, told) => {
    const world = refusing(...topics);
    expect(await deliverAlerts(world, [downRecord('backup', channels)])).toBeUndefined();
    expect(toldChannels(world)).toEqual(told);
  });

  test('gives a notice', async () => {
    const world = refusing('ops');
    await deliverAlerts(world, [downRecord('backup', ['ops', 'night'])]);
    const details = { monitorId: 'backup' };
    const cause = expect.any(TopicRefused);
    expect(world.telemetry.notices).toEqual([{ notice: 'TopicRefused', details, cause }]);
  });

  test('and leaves nobody told fails the record', async () => {
    const world = refusing('ops', 'default');
    expect(await deliverAlerts(world, [downRecord('backup', ['ops'])])).toBe('record-of-backup');
  });
});
