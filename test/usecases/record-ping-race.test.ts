import { Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { lookAtMonitor } from '../../lambdas/usecases/check-deadline.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, ping, upBackup, windowMs } from '../support/given.ts';

const hourAgo = noon - 60 * minuteMs;

describe('a ping that loses its race', () => {
  test('is applied again to what is stored by now', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.interruptNext('save', () => ping(world, { action: 'fail' }));
    await ping(world);
    const flips = world.monitors.flips().map(({ seq, to }) => ({ seq, to }));
    expect(flips).toEqual([
      { seq: 2, to: 'down' },
      { seq: 3, to: 'up' },
    ]);
  });

  test('counts once when the race was lost to its own earlier try', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.failNext('save', 'retried');
    await ping(world);
    expect(world.monitors.peek('backup').pings).toBe(1);
    expect(world.history.pings.map(({ number }) => number)).toEqual([1]);
  });

  test('keeps its own number when others have counted themselves since its earlier try', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.failNext('save', 'retried');
    world.monitors.interruptNext('load', () => {});
    world.monitors.interruptNext('load', () => world.monitors.countPing('backup'));
    await ping(world);
    expect(world.history.pings.map(({ number }) => number)).toEqual([1]);
  });

  test('flips once when a flip was lost to its own earlier try', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.failNext('save', 'retried');
    await ping(world, { action: 'fail' });
    expect(world.monitors.flips()).toHaveLength(1);
  });

  test.each([
    [-999, 'countPing'],
    [999, 'countPing'],
    [-1_000, 'save'],
    [1_000, 'save'],
  ])('to another success %i ms away ends in a %s', async (awayMs, write) => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.interruptNext('save', async () => {
      world.system.clock = noon + awayMs;
      await ping(world);
      world.system.clock = noon;
    });
    await ping(world);
    expect(world.calls.slice(-3)).toEqual(['load', write, 'addPing']);
  });

  test('to another success is numbered after it', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.interruptNext('save', () => ping(world, { userAgent: 'winner' }));
    await ping(world, { userAgent: 'loser' });
    const numbers = world.history.pings.map(({ number, ping: { userAgent } }) => [userAgent, number]);
    expect(numbers).toEqual([
      ['winner', 1],
      ['loser', 2],
    ]);
  });

  test('to a success is applied all the same if it is a fail', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.interruptNext('save', () => ping(world));
    await ping(world, { action: 'fail' });
    expect(world.monitors.peek('backup')).toMatchObject({ pings: 2, monitor: { status: 'down' } });
  });

  test('to a deletion is UnknownMonitor', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.interruptNext('save', () => world.monitors.remove('backup'));
    await expect(ping(world)).rejects.toThrow(UnknownMonitor);
    expect(world.calls).toEqual(['load', 'save', 'load']);
  });

  test('and then only has to be counted, but the monitor is deleted, is UnknownMonitor', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.interruptNext('save', () => ping(world));
    world.monitors.interruptNext('countPing', () => world.monitors.remove('backup'));
    await expect(ping(world)).rejects.toThrow(UnknownMonitor);
  });

  test('to its deadline, which passed meanwhile, ends the outage no earlier than it began', async () => {
    const world = fakeWorld();
    const deadlineAt = noon + 1;
    world.monitors.given(upBackup(deadlineAt - windowMs));
    world.monitors.interruptNext('save', async () => {
      world.system.clock = deadlineAt;
      await lookAtMonitor(world, 'backup');
    });
    await ping(world);
    expect(world.monitors.flips().map(({ to, at }) => ({ to, at }))).toEqual([
      { to: 'down', at: deadlineAt },
      { to: 'up', at: deadlineAt },
    ]);
  });
});

describe('a ping whose save landed, but whose answer was lost for good', () => {
  const world = fakeWorld();

  beforeAll(async () => {
    world.monitors.given(upBackup(hourAgo));
    world.monitors.failNext('save', 'after');
    await ping(world);
  });

  test('is acknowledged, counted once and written to history', () => {
    expect(world.monitors.peek('backup').pings).toBe(1);
    expect(world.history.pings.map(({ number }) => number)).toEqual([1]);
  });

  test('has its timer set', () => {
    expect(world.timer.armed.map(({ at }) => at)).toEqual([noon + windowMs]);
  });

  test('costs one read more, and no pause', () => {
    expect([...world.calls].sort()).toEqual(['addPing', 'arm', 'load', 'load', 'save']);
    expect(world.system.slept).toEqual([]);
  });
});

test('a ping whose save did not land is refused, and stores nothing', async () => {
  const world = fakeWorld();
  world.monitors.given(upBackup(hourAgo));
  world.monitors.failNext('save', 'before');
  await expect(ping(world)).rejects.toThrow(Unavailable);
  expect([world.monitors.stream, world.history.pings]).toEqual([[], []]);
});

describe('a ping after a deadline that nobody had noticed', () => {
  const deadlineAt = hourAgo + windowMs;
  const late = () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    world.system.clock = deadlineAt + 20 * secondMs;
    return world;
  };

  test('stores the miss and then the recovery, as two flips of the stream', async () => {
    const world = late();
    await ping(world);
    expect(world.monitors.stream.map(({ change }) => change)).toEqual(['flip', 'flip']);
    const { clock } = world.system;
    const since = noon - 24 * 60 * minuteMs;
    expect(world.monitors.flips()).toEqual([
      { seq: 2, from: 'up', to: 'down', at: deadlineAt, detectedAt: clock, since, reason: 'missed' },
      {
        seq: 3,
        from: 'down',
        to: 'up',
        at: clock,
        detectedAt: clock,
        since: deadlineAt,
        reason: 'recovered',
      },
    ]);
  });

  test('is counted once', async () => {
    const world = late();
    await ping(world);
    expect(world.monitors.peek('backup').pings).toBe(1);
  });

  test('stores the miss alone if it is a fail', async () => {
    const world = late();
    await ping(world, { action: 'fail' });
    expect(world.monitors.flips().map(({ reason }) => reason)).toEqual(['missed']);
  });

  test.each([
    [-1, []],
    [0, ['missed', 'recovered']],
  ])('is one that comes from the deadline itself on: %i ms after it', async (afterMs, reasons) => {
    const world = late();
    world.system.clock = deadlineAt + afterMs;
    await ping(world);
    expect(world.monitors.flips().map(({ reason }) => reason)).toEqual(reasons);
  });

  test('stores one miss when the answer to its save was lost', async () => {
    const world = late();
    world.monitors.failNext('save', 'retried');
    await ping(world);
    expect(world.monitors.flips().map(({ reason }) => reason)).toEqual(['missed', 'recovered']);
  });

  test('is one of twenty at once, which make one miss and one recovery', async () => {
    const world = late();
    await Promise.all(Array.from({ length: 20 }, () => ping(world)));
    expect(world.monitors.flips().map(({ reason }) => reason)).toEqual(['missed', 'recovered']);
  });
});

describe.each([
  ['new', newBackup()],
  ['up', upBackup(noon - minuteMs)],
  ['down', downBackup(noon - minuteMs)],
])('twenty pings at once to a monitor that is %s', (_status, monitor) => {
  test('are all acknowledged, with twenty numbers and twenty history rows', async () => {
    const world = fakeWorld();
    world.monitors.given(monitor);
    await Promise.all(Array.from({ length: 20 }, () => ping(world)));
    const numbers = world.history.pings.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});
