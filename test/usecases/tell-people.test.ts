import { TopicRefused } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { News } from '../../lambdas/domain/news.ts';
import { deliverAlerts } from '../../lambdas/usecases/deliver-alerts.ts';
import { fakeWorld } from '../support/fakes.ts';
import { type AlertWorld, downRecord, toldBy, upRecord } from './alert-world.ts';

function downs(count: number, channels: string[] = ['ops']) {
  return Array.from({ length: count }, (_, index) => downRecord(`m${index}`, channels));
}

describe('what comes at once for one channel', () => {
  test('is told one by one as long as it is little', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, downs(limits.alertsAtOnce));
    expect(toldBy(world)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4'].map((id) => `ops: down ${id}`));
  });

  test('is told in one digest when it is more, in the order in which it was stored', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, downs(limits.alertsAtOnce + 1));
    expect(toldBy(world)).toEqual(['ops: digest of 6']);
    expect(world.channels.published[0]?.message.attributes.monitor).toEqual([
      'm0',
      'm1',
      'm2',
      'm3',
      'm4',
      'm5',
    ]);
  });

  test('is told in several digests when it is too much for one', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, downs(limits.newsPerDigest + 1));
    expect(toldBy(world)).toEqual([`ops: digest of ${limits.newsPerDigest}`, 'ops: down m40']);
  });

  test('is told to machines one by one all the same', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, downs(40));
    expect(world.topic.events).toHaveLength(40);
  });

  test('is counted for each channel on its own', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, [...downs(6, ['ops', 'night']).slice(0, 5), downRecord('n', ['night'])]);
    expect(toldBy(world).filter((told) => told.startsWith('night'))).toEqual(['night: digest of 6']);
    expect(toldBy(world).filter((told) => told.startsWith('ops'))).toHaveLength(5);
  });

  test('and nobody is told of does not count', async () => {
    const world = fakeWorld();
    const untold = downs(3).map(({ read, ...rest }) => ({
      ...rest,
      read: () => ({
        ...read(),
        monitor: { ...read().monitor, lastAlert: { seq: 1, kind: 'down' as const } },
      }),
    }));
    await deliverAlerts(world, [...untold, ...downs(limits.alertsAtOnce + 3).slice(3)]);
    expect(toldBy(world)).toHaveLength(limits.alertsAtOnce);
  });

  test('comes again as a whole when its digest fails, without what was told elsewhere', async () => {
    const world = fakeWorld();
    world.channels.failNext('publishToChannel', 'before');
    const batch = [...downs(6), downRecord('n', ['night'])];
    expect(await deliverAlerts(world, batch)).toBe('m0 2 flip');
    expect(await deliverAlerts(world, batch)).toBeUndefined();
    expect(toldBy(world)).toEqual(['night: down n', 'ops: digest of 6']);
  });

  test('may tell of one monitor several times', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, [downRecord(), upRecord(), ...downs(4)]);
    expect(world.channels.published[0]?.message.attributes.kind.slice(0, 2)).toEqual(['down', 'up']);
  });
});

describe('a channel that is not there any more', () => {
  test.each([
    ['is replaced by default', ['gone'], ['default']],
    ['is replaced by default once, however many are gone', ['gone', 'lost'], ['default']],
    ['is not replaced when default is told anyway', ['default', 'gone'], ['default']],
    ['does not keep the others from being told', ['gone', 'ops'], ['ops', 'default']],
  ])('%s', async (_behaviour, channels, told) => {
    const world = fakeWorld();
    await deliverAlerts(world, [downRecord('backup', channels)]);
    expect(world.channels.published.map(({ channel }) => channel)).toEqual(told);
  });

  test('gives a notice with its name', async () => {
    const world = fakeWorld();
    await deliverAlerts(world, [downRecord('backup', ['gone', 'ops'])]);
    const details = { monitorId: 'backup', channel: 'gone' };
    expect(world.telemetry.notices).toEqual([{ notice: 'ChannelUnknown', details }]);
  });
});

describe('a channel that refuses for good', () => {
  const refusing = (...channels: string[]) => {
    const world = fakeWorld();
    world.channels.refusing.push(...channels);
    return world;
  };
  const told = (world: AlertWorld) => world.channels.published.map(({ channel }) => channel);

  test.each([
    ['and is one of two is replaced by default', ['ops'], ['ops', 'night'], ['night', 'default']],
    ['and is default does not keep another from being told', ['default'], ['default', 'ops'], ['ops']],
    ['and is the only one is replaced by default', ['ops'], ['ops'], ['default']],
  ])('%s', async (_behaviour, refused, channels, expected) => {
    const world = refusing(...refused);
    expect(await deliverAlerts(world, [downRecord('backup', channels)])).toBeUndefined();
    expect(told(world)).toEqual(expected);
    expect(world.deadLetters.letters).toEqual([]);
  });

  test('is replaced by a digest where there is much to tell', async () => {
    const world = refusing('ops');
    await deliverAlerts(world, downs(6));
    expect(toldBy(world)).toEqual(['default: digest of 6']);
  });

  test('gives a notice', async () => {
    const world = refusing('ops');
    await deliverAlerts(world, [downRecord('backup', ['ops', 'night'])]);
    const cause = expect.any(TopicRefused);
    expect(world.telemetry.notices).toEqual([{ notice: 'TopicRefused', details: { channel: 'ops' }, cause }]);
  });

  test('and leaves nobody told has the record set aside, and holds up nothing', async () => {
    const world = refusing('ops', 'default');
    const batch = [downRecord('backup', ['ops']), downRecord('other', ['night'])];
    expect(await deliverAlerts(world, batch)).toBeUndefined();
    expect(world.deadLetters.letters.map(({ recordId }) => recordId)).toEqual(['backup 2 flip']);
    expect(toldBy(world)).toEqual(['night: down other']);
  });

  test('has nothing set aside that another channel may yet take', async () => {
    const world = refusing('default');
    world.channels.failNext('publishToChannel', 'before');
    expect(await deliverAlerts(world, [downRecord('backup', ['default', 'ops'])])).toBe('backup 2 flip');
    expect(world.deadLetters.letters).toEqual([]);
  });

  test('is replaced by default in the order in which all was stored', async () => {
    const world = refusing('ops');
    await deliverAlerts(world, [downRecord('backup', ['ops']), upRecord('backup', ['default'])]);
    expect(toldBy(world)).toEqual(['default: down backup', 'default: up backup']);
  });

  test('refuses one alert and may yet take the next', async () => {
    const world = fakeWorld();
    world.channels.interruptNext('publishToChannel', () => world.channels.refusing.push('ops'));
    world.channels.interruptNext('publishToChannel', () => world.channels.refusing.pop());
    await deliverAlerts(world, [downRecord('a'), downRecord('b')]);
    expect(toldBy(world)).toEqual(['ops: down b', 'default: down a']);
  });
});

describe('a digest with news in it that cannot be written', () => {
  const cause = new RangeError('Invalid time value');
  const poisoning = (world: AlertWorld) => {
    const check = (all: readonly News[]) => {
      if (all.some(({ monitor }) => monitor.id === 'm7')) throw cause;
    };
    const { alert, digest } = world.writer;
    return {
      ...world.writer,
      alert: (news: News) => {
        check([news]);
        return alert(news);
      },
      digest: (all: readonly News[]) => {
        check(all);
        return digest(all);
      },
    };
  };

  test('sets that aside and nothing else, and tells the others', async () => {
    const world = fakeWorld();
    expect(await deliverAlerts({ ...world, writer: poisoning(world) }, downs(71))).toBeUndefined();
    expect(world.deadLetters.letters.map(({ recordId }) => recordId)).toEqual(['m7 2 flip']);
    const told = world.channels.published.flatMap(({ message }) => message.attributes.monitor);
    expect(new Set(told).size).toBe(70);
    expect(told).toHaveLength(70);
  });
});

describe('a machine that refuses for good', () => {
  test('keeps nobody else from being told, and is not tried again', async () => {
    const world = fakeWorld();
    world.topic.refuses = true;
    const machines = [world.topic, world.bus];
    expect(await deliverAlerts({ ...world, machines }, [downRecord(), upRecord()])).toBeUndefined();
    expect([world.bus.events.length, toldBy(world).length]).toEqual([2, 2]);
    expect(world.telemetry.notices.map(({ notice }) => notice)).toEqual(['TopicRefused', 'TopicRefused']);
  });
});
