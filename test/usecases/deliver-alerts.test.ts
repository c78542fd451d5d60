import { Unavailable } from '../../lambdas/domain/errors.ts';
import type { News } from '../../lambdas/domain/news.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { deliverAlerts } from '../../lambdas/usecases/deliver-alerts.ts';
import type { NewsRecord } from '../../lambdas/usecases/delivery.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, pausedBackup, upBackup } from '../support/given.ts';
import { aPing } from '../support/monitors.ts';
import { anUpFlip, downRecord, heardBy, recordOf, toldBy, upRecord } from './alert-world.ts';

const reminder = { number: 2, at: noon };
const reminded = recordOf(downBackup(noon - minuteMs, { channels: ['ops'], reminder }), 'reminder');
const settled = { at: noon, since: noon - minuteMs, flips: 12 };

describe('a flip', () => {
  test('goes to every machine, and to each channel once', async () => {
    const world = fakeWorld();
    const down = downRecord('backup', ['ops', 'night', 'ops']);
    const machines = [world.topic, world.bus];
    expect(await deliverAlerts({ ...world, machines }, [down])).toBeUndefined();
    expect([heardBy(world.topic), heardBy(world.bus)]).toEqual([['down backup'], ['down backup']]);
    expect(toldBy(world)).toEqual(['ops: down backup', 'night: down backup']);
  });

  test.each([
    ['new', 'down', 'failed'],
    ['up', 'down', 'missed'],
    ['down', 'up', 'recovered'],
  ] as const)('from %s to %s is told to people', async (from, to, reason) => {
    const world = fakeWorld();
    await deliverAlerts(world, [recordOf(upBackup(noon, { flip: anUpFlip({ from, to, reason }) }))]);
    expect(world.channels.published).toHaveLength(1);
  });

  test.each([
    ['the first success', upBackup(noon, { flip: anUpFlip({ from: 'new', reason: 'first_ping' }) })],
    ['a pause', pausedBackup(noon, { flip: anUpFlip({ from: 'up', to: 'paused', reason: 'paused' }) })],
  ])('that is %s goes to machines, and tells nobody', async (_what, monitor) => {
    const world = fakeWorld();
    await deliverAlerts(world, [recordOf(monitor)]);
    expect(world.topic.events).toHaveLength(1);
    expect(world.channels.published).toEqual([]);
  });

  test('is told with what came with the last ping', async () => {
    const world = fakeWorld();
    const lastPing = { kind: 'fail' as const, at: noon, sourceIp: '192.0.2.7', userAgent: 'curl' };
    await world.history.addPing('backup', 1, { ...aPing({ at: noon }), kind: 'log', message: 'a log' });
    await world.history.addPing('backup', 2, { ...aPing({ at: noon }), kind: 'fail', message: 'disk full' });
    await world.history.addPing('backup', 3, { ...aPing({ at: noon + 1 }), kind: 'fail', message: 'later' });
    await deliverAlerts(world, [recordOf(downBackup(noon, { lastPing }))]);
    expect(world.channels.published[0]?.message.email).toBe('disk full');
  });

  test('is told without it where it cannot be read', async () => {
    const world = fakeWorld();
    const lastPing = { kind: 'fail' as const, at: noon, sourceIp: '192.0.2.7', userAgent: 'curl' };
    world.archive.failNext('pings', 'before');
    expect(await deliverAlerts(world, [recordOf(downBackup(noon, { lastPing }))])).toBeUndefined();
    expect(toldBy(world)).toEqual(['ops: down backup']);
    expect(world.telemetry.notices.map(({ notice }) => notice)).toEqual(['LastPingNotRead']);
  });

  test('is told without it where the row is none that can be read', async () => {
    const world = fakeWorld();
    const lastPing = { kind: 'fail' as const, at: noon, sourceIp: '192.0.2.7', userAgent: 'curl' };
    const archive = { pings: () => Promise.reject(new TypeError('no row')) };
    await deliverAlerts({ ...world, archive }, [recordOf(downBackup(noon, { lastPing }))]);
    expect(toldBy(world)).toEqual(['ops: down backup']);
  });

  test('that comes twice in a batch is told once', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, [downRecord(), downRecord()]);
    expect([heardBy(world.topic), toldBy(world)]).toEqual([['down backup'], ['ops: down backup']]);
  });

  test('of a monitor without a ping costs no read', async () => {
    const world = fakeWorld();
    const { lastPing: _lastPing, ...unpinged } = downBackup(noon);
    await deliverAlerts(world, [recordOf(unpinged)]);
    expect(world.calls).not.toContain('pings');
  });

  test('is told as such, though there is a reminder', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, [recordOf(reminded.read().monitor, 'flip')]);
    expect(toldBy(world)).toEqual(['ops: down backup']);
  });
});

describe('a reminder', () => {
  test('goes to machines and to people', async () => {
    const world = fakeWorld();
    expect(await deliverAlerts(world, [reminded])).toBeUndefined();
    expect([heardBy(world.topic), toldBy(world)]).toEqual([['reminder backup'], ['ops: reminder backup']]);
  });
});

describe('news that a monitor has settled', () => {
  test('go to people, and to machines that hear only what people do', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, [recordOf(downBackup(noon, { settled }), 'settled')]);
    expect([heardBy(world.topic), toldBy(world)]).toEqual([['settled backup'], ['ops: settled backup']]);
  });
});

test.each<[string, NewsRecord]>([
  ['a monitor without a flip', recordOf(newBackup())],
  ['a reminder that is not there', recordOf(downBackup(noon), 'reminder')],
  ['settling that is not there', recordOf(downBackup(noon), 'settled')],
  ...(['ping', 'config', 'miss', 'timer'] as const).map((change): [string, NewsRecord] => [
    `a ${change}`,
    recordOf(downBackup(noon), change),
  ]),
])('%s is no news', async (_what, record) => {
  const world = fakeWorld();
  expect(await deliverAlerts(world, [record])).toBeUndefined();
  expect(world.calls).toEqual([]);
});

describe('a batch in which something cannot be delivered now', () => {
  const batch = [downRecord('a'), downRecord('b'), downRecord('c')];

  test('tells everybody else, and answers the first record that has to come again', async () => {
    const world = fakeWorld();
    world.channels.failNext('publishToChannel', 'before');
    const mixed = [downRecord('a', ['ops']), downRecord('b', ['night']), downRecord('c', ['ops'])];
    expect(await deliverAlerts(world, mixed)).toBe('a 2 flip');
    expect(toldBy(world)).toEqual(['night: down b']);
    expect(world.topic.events).toHaveLength(3);
  });

  test('does not wait for a channel that is away with each of its alerts', async () => {
    const world = fakeWorld();
    world.channels.interruptNext('publishToChannel', () => {});
    world.channels.interruptNext('publishToChannel', () =>
      world.channels.failNext('publishToChannel', 'before'),
    );
    expect(await deliverAlerts(world, batch)).toBe('b 2 flip');
    expect(toldBy(world)).toEqual(['ops: down a']);
    expect(world.calls.filter((call) => call === 'publishToChannel')).toHaveLength(2);
    await deliverAlerts(world, batch.slice(1));
    expect(toldBy(world)).toEqual(['ops: down a', 'ops: down b', 'ops: down c']);
  });

  test('starts again there, and nobody is told twice', async () => {
    const world = fakeWorld();
    world.topic.failingFor.add('b');
    expect(await deliverAlerts(world, batch)).toBe('b 2 flip');
    expect(await deliverAlerts(world, batch.slice(1))).toBeUndefined();
    expect(heardBy(world.topic)).toEqual(['down a', 'down c', 'down b']);
    expect(toldBy(world)).toEqual(['ops: down a', 'ops: down b', 'ops: down c']);
  });

  test('starts again in another process, with the same event ids', async () => {
    const world = fakeWorld();
    world.channels.failNext('publishToChannel', 'before');
    await deliverAlerts(world, batch);
    const another = { ...world, memory: fakeWorld().memory };
    expect(await deliverAlerts(another, batch)).toBeUndefined();
    const ids = world.topic.events.map(({ event }) => event.downbeat.event_id);
    expect(ids.slice(3)).toEqual(ids.slice(0, 3));
  });

  test.each(['topic', 'channels'] as const)('is answered when %s is away', async (name) => {
    const world = fakeWorld();
    if (name === 'channels') world.channels.failNext('publishToChannel', 'before');
    else world.topic.failNext('publish', 'before');
    expect(await deliverAlerts(world, [downRecord()])).toBe('backup 2 flip');
    expect(await deliverAlerts(world, [downRecord()])).toBeUndefined();
    expect([heardBy(world.topic), toldBy(world)]).toEqual([['down backup'], ['ops: down backup']]);
  });

  test('gives one notice, however much failed', async () => {
    const world = fakeWorld();
    for (const _each of batch) world.topic.failNext('publish', 'before');
    await deliverAlerts(world, batch);
    const details = { recordId: 'a 2 flip', records: 3 };
    const cause = expect.any(Unavailable);
    expect(world.telemetry.notices).toEqual([{ notice: 'AlertNotDelivered', details, cause }]);
  });

  test('never tells of a monitor that it is up before it could tell that it is down', async () => {
    const world = fakeWorld();
    world.channels.failNext('publishToChannel', 'before');
    world.topic.failNext('publish', 'before');
    const story = [downRecord(), upRecord(), downRecord('other', ['night'])];
    expect(await deliverAlerts(world, story)).toBe('backup 2 flip');
    expect([heardBy(world.topic), toldBy(world)]).toEqual([['down other'], ['night: down other']]);
    await deliverAlerts(world, story);
    expect(heardBy(world.topic)).toEqual(['down other', 'down backup', 'up backup']);
    expect(toldBy(world)).toEqual(['night: down other', 'ops: down backup', 'ops: up backup']);
  });
});

describe('a record that would fail for ever', () => {
  const cause = new TypeError('no monitor');
  const poisoned = {
    ...{ recordId: 'poisoned', image: { pk: 'monitor#a' } },
    read: () => {
      throw cause;
    },
  };

  test('is set aside, and those behind it are delivered', async () => {
    const world = fakeWorld();
    expect(await deliverAlerts(world, [poisoned, downRecord('b')])).toBeUndefined();
    expect(toldBy(world)).toEqual(['ops: down b']);
    const letter = { recordId: 'poisoned', reason: 'TypeError: no monitor', image: { pk: 'monitor#a' } };
    expect(world.deadLetters.letters).toEqual([letter]);
    expect(world.telemetry.notices).toEqual([
      { notice: 'AlertLost', details: { recordId: 'poisoned' }, cause },
    ]);
  });

  test('is set aside once, however many ways it fails', async () => {
    const world = fakeWorld();
    const fail = () => {
      throw cause;
    };
    const writer = { ...world.writer, alert: fail, event: fail };
    expect(await deliverAlerts({ ...world, writer }, [downRecord('b')])).toBeUndefined();
    expect(world.deadLetters.letters).toHaveLength(1);
    expect(world.telemetry.notices).toHaveLength(1);
  });

  test('comes again where it cannot even be set aside', async () => {
    const world = fakeWorld();
    world.deadLetters.failNext('add', 'before');
    expect(await deliverAlerts(world, [poisoned])).toBe('poisoned');
  });

  test('is set aside once, however often the batch comes again', async () => {
    const world = fakeWorld();
    for (let tries = 0; tries < 3; tries += 1) {
      world.topic.failingFor.add('b');
      expect(await deliverAlerts(world, [downRecord('b'), poisoned])).toBe('b 2 flip');
    }
    expect(world.deadLetters.letters).toHaveLength(1);
    expect(world.telemetry.notices.filter(({ notice }) => notice === 'AlertLost')).toHaveLength(1);
  });

  test('does not keep later news of its monitor from machines and people', async () => {
    const world = fakeWorld();
    const { alert, event } = world.writer;
    const unless =
      <T>(write: (news: News) => T) =>
      (news: News) => {
        if (news.flip.to === 'down') throw cause;
        return write(news);
      };
    const writer = { ...world.writer, alert: unless(alert), event: unless(event) };
    expect(await deliverAlerts({ ...world, writer }, [downRecord(), upRecord()])).toBeUndefined();
    expect([heardBy(world.topic), toldBy(world)]).toEqual([['up backup'], ['ops: up backup']]);
    expect(world.deadLetters.letters.map(({ recordId }) => recordId)).toEqual(['backup 2 flip']);
  });
});
