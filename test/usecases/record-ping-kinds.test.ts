import { InvalidInput, Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { keepBody } from '../../lambdas/domain/ping.ts';
import { minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, type PingToSend, pausedBackup, ping, upBackup } from '../support/given.ts';

/** A world with this monitor. */
function worldWith(monitor: Monitor) {
  const world = fakeWorld();
  world.monitors.given(monitor);
  return world;
}

const minuteAgo = noon - minuteMs;
const overdue = upBackup(noon - 70 * minuteMs);
const sticky = { manualResume: true as const };
const bodyFilter = { start: [], success: ['DONE'], fail: ['ERROR'], defaultFail: false };
const body = keepBody(new TextEncoder().encode('as usual'), 'text/plain');
const withBody = { method: 'POST', ...(body && { body }) };

interface Uncounted {
  what: string;
  monitor: Monitor;
  sent: PingToSend;
  kind: 'log' | 'ignored';
}

const logged = { sent: { action: 'log' }, kind: 'log' } as const;
const uncounted: Uncounted[] = [
  { what: 'a log to a new monitor', monitor: newBackup(), ...logged },
  { what: 'a log to a monitor that is up', monitor: upBackup(minuteAgo), ...logged },
  { what: 'a log to a monitor that is down', monitor: downBackup(minuteAgo), ...logged },
  { what: 'a log to a monitor that is paused', monitor: pausedBackup(minuteAgo), ...logged },
  { what: 'a log after a deadline that nobody had noticed', monitor: overdue, ...logged },
  {
    ...{ what: 'a success in a pause that only people end', kind: 'ignored' },
    ...{ monitor: pausedBackup(minuteAgo, sticky), sent: {} },
  },
  {
    ...{ what: 'a fail in a pause that only people end', kind: 'ignored' },
    ...{ monitor: pausedBackup(minuteAgo, sticky), sent: { action: 'fail' } },
  },
  {
    ...{ what: 'a GET to a monitor that takes POST only', kind: 'ignored' },
    ...{ monitor: upBackup(minuteAgo, { postOnly: true }), sent: { action: 'fail' } },
  },
  {
    ...{ what: 'a ping in whose body a filter finds nothing', kind: 'ignored' },
    ...{ monitor: upBackup(minuteAgo, { bodyFilter }), sent: { action: 'fail', ...withBody } },
  },
];

describe.each(uncounted)('$what', ({ monitor, sent, kind }) => {
  test('is one read, one count and one history row', async () => {
    const world = worldWith(monitor);
    await ping(world, sent);
    expect(world.calls).toEqual(['load', 'countPing', 'addPing']);
  });

  test('is counted, and changes nothing else', async () => {
    const world = worldWith(monitor);
    const before = world.monitors.peek('backup');
    await ping(world, sent);
    expect(world.monitors.peek('backup')).toEqual({ ...before, pings: 1 });
  });

  test('is kept as it came, under its number', async () => {
    const world = worldWith(monitor);
    await ping(world, { userAgent: 'wget', ...sent });
    expect(world.history.pings).toMatchObject([
      { monitorId: 'backup', number: 1, ping: { kind, userAgent: 'wget', at: noon } },
    ]);
  });

  test('is answered like any other', async () => {
    const world = worldWith(monitor);
    expect(await ping(world, sent)).toEqual({ monitorName: monitor.name, at: noon, created: false });
  });
});

describe('a ping that is only counted', () => {
  test('is UnknownMonitor if the monitor is deleted meanwhile', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.monitors.interruptNext('countPing', () => world.monitors.remove('backup'));
    await expect(ping(world, { action: 'log' })).rejects.toThrow(UnknownMonitor);
    expect(world.history.pings).toEqual([]);
  });

  test('is refused if it cannot be counted', async () => {
    const world = worldWith(upBackup(minuteAgo));
    world.monitors.failNext('countPing', 'before');
    await expect(ping(world, { action: 'log' })).rejects.toThrow(Unavailable);
    expect(world.history.pings).toEqual([]);
  });
});

describe('a start', () => {
  test('is one read, one write and one history row, and no flip', async () => {
    const world = worldWith(upBackup(minuteAgo));
    await ping(world, { action: 'start' });
    expect(world.calls).toEqual(['load', 'save', 'addPing']);
    expect(world.monitors.stream).toMatchObject([{ change: 'ping', countsPing: true }]);
    expect(world.history.pings).toMatchObject([{ number: 1, ping: { kind: 'start' } }]);
  });

  test('of a new monitor sets its timer and leaves it new', async () => {
    const world = worldWith(newBackup());
    await ping(world, { action: 'start' });
    expect(world.calls).toEqual(['load', 'arm', 'save', 'addPing']);
    expect(world.monitors.peek('backup').monitor.status).toBe('new');
  });

  test('after a deadline that nobody had noticed stores the miss first', async () => {
    const world = worldWith(overdue);
    await ping(world, { action: 'start' });
    expect(world.monitors.stream.map(({ change }) => change)).toEqual(['flip', 'ping']);
    expect(world.monitors.peek('backup').monitor).toMatchObject({
      status: 'down',
      runs: [{ startedAt: noon }],
    });
  });

  test('is one of twenty at once, which open one run and are all acknowledged and kept', async () => {
    const world = worldWith(upBackup(minuteAgo));
    await Promise.all(Array.from({ length: 20 }, () => ping(world, { action: 'start' })));
    const numbers = world.history.pings.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(world.monitors.peek('backup').monitor.runs).toEqual([{ startedAt: noon }]);
  });
});

test('twenty fails at once make one flip and are all acknowledged and kept', async () => {
  const world = worldWith(upBackup(minuteAgo));
  await Promise.all(Array.from({ length: 20 }, () => ping(world, { action: 'fail' })));
  expect(world.history.pings).toHaveLength(20);
  expect(world.monitors.flips().map(({ reason }) => reason)).toEqual(['failed']);
});

describe('a paused monitor', () => {
  test('is up again after a success, whose timer is set first', async () => {
    const world = worldWith(pausedBackup(minuteAgo));
    await ping(world);
    expect(world.calls).toEqual(['load', 'arm', 'save', 'addPing']);
    expect(world.monitors.flips()).toMatchObject([{ from: 'paused', to: 'up', at: noon }]);
  });

  test('is down after a fail', async () => {
    const world = worldWith(pausedBackup(minuteAgo));
    await ping(world, { action: 'fail' });
    expect(world.monitors.flips()).toMatchObject([{ from: 'paused', to: 'down', reason: 'failed' }]);
  });

  test('stays paused after a start', async () => {
    const world = worldWith(pausedBackup(minuteAgo));
    await ping(world, { action: 'start' });
    expect(world.calls).toEqual(['load', 'save', 'addPing']);
    expect(world.monitors.peek('backup').monitor.status).toBe('paused');
  });
});

describe('what is looked at first', () => {
  test('is the key: one that is wrong is told nothing of what else is', async () => {
    const world = worldWith(pausedBackup(minuteAgo, sticky));
    const sent = ping(world, { key: `backup-${'z'.repeat(20)}`, action: 'faill' });
    await expect(sent).rejects.toThrow(UnknownMonitor);
  });

  test.each([
    ['a pause that only people end', pausedBackup(minuteAgo, sticky)],
    ['a filter', upBackup(minuteAgo, { postOnly: true })],
  ])('is the request before %s: a malformed one is not ignored', async (_which, monitor) => {
    const world = worldWith(monitor);
    await expect(ping(world, { action: 'faill' })).rejects.toThrow(InvalidInput);
    expect(world.calls).toEqual(['load']);
  });
});

describe('what a ping brings along', () => {
  const signal = {
    kind: 'success' as const,
    ...{ statusLabel: 'completed', message: 'Processed 1247 records', labels: { region: 'eu' } },
    ...{ rid: 'a', durationMs: 12.5, exitStatus: 0 },
  };

  test('is kept in its history row, body and all', async () => {
    const world = worldWith(upBackup(minuteAgo));
    await ping(world, { signal, ...withBody });
    expect(world.history.pings.map((row) => row.ping)).toEqual([
      { ...signal, ...withBody, at: noon, sourceIp: '192.0.2.7', userAgent: 'curl/8' },
    ]);
  });

  test('is not kept in the monitor, but for its exit status and duration', async () => {
    const world = worldWith(upBackup(minuteAgo));
    await ping(world, { signal, ...withBody });
    expect(world.monitors.peek('backup').monitor.lastPing).toEqual({
      ...{ at: noon, kind: 'success', exitStatus: 0, durationMs: 12.5 },
      ...{ sourceIp: '192.0.2.7', userAgent: 'curl/8' },
    });
  });

  test.each([
    ['DONE', 'fail', 'success'],
    ['ERROR', '', 'fail'],
  ])('decides what it is if the monitor filters bodies: %s', async (text, action, kind) => {
    const world = worldWith(downBackup(minuteAgo, { bodyFilter }));
    const filtered = keepBody(new TextEncoder().encode(text), '');
    await ping(world, { action, ...(filtered && { body: filtered }) });
    expect(world.history.pings).toMatchObject([{ ping: { kind } }]);
    expect(world.monitors.peek('backup').monitor.lastPing?.kind).toBe(kind);
  });
});

describe('a miss that is not the last allowed, noticed by a ping,', () => {
  const patient = upBackup(noon - 66 * minuteMs, { maxMisses: 3 });

  test('costs one write more than the ping alone', async () => {
    const world = worldWith(patient);
    await ping(world);
    expect([...world.calls].sort()).toEqual(['addPing', 'arm', 'load', 'save', 'save']);
  });

  test.each([
    ['', 'ping', 0],
    ['start', 'ping', 1],
    ['fail', 'flip', 1],
  ])('is stored as a miss, and then the ping: /%s', async (action, change, misses) => {
    const world = worldWith(patient);
    await ping(world, { action });
    expect(world.monitors.stream.map((record) => record.change)).toEqual(['miss', change]);
    expect(world.monitors.stream.map((record) => record.monitor.misses)).toEqual([1, misses]);
    expect(world.monitors.peek('backup').pings).toBe(1);
  });

  test('is stored once though the ping loses its race after it', async () => {
    const world = worldWith(patient);
    world.monitors.interruptNext('save', () => {});
    world.monitors.interruptNext('save', () => world.monitors.overtake('backup'));
    await ping(world);
    expect(world.monitors.stream.map((record) => record.change)).toEqual(['miss', 'ping']);
  });

  test('is none for a ping that came in time and was read after the deadline', async () => {
    const world = worldWith(upBackup(noon - 65 * minuteMs + 1, { maxMisses: 3 }));
    world.monitors.interruptNext('load', () => world.system.advance(secondMs));
    await ping(world);
    expect(world.monitors.stream.map((record) => record.change)).toEqual(['ping']);
  });
});
