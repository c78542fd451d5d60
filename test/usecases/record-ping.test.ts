import { Contended, InvalidInput, Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup, ping, secret, upBackup, windowMs } from '../support/given.ts';

const wrongKey = `backup-${'z'.repeat(20)}`;
const hourAgo = noon - 60 * minuteMs;

describe('an ordinary ping', () => {
  test('is one read, one write and one history row', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    await ping(world);
    expect(world.calls).toEqual(['load', 'save', 'addPing']);
  });

  test('makes one timer call at most', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    await ping(world);
    expect([...world.calls].sort()).toEqual(['addPing', 'arm', 'load', 'save']);
  });

  test('is saved though another came just before, as long as it loses no race', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    await ping(world);
    await ping(world);
    expect(world.calls.slice(3)).toEqual(['load', 'save', 'addPing']);
  });

  test('moves the deadline on from its own instant', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(hourAgo));
    await ping(world);
    expect(world.monitors.peek('backup').monitor.deadlineAt).toBe(noon + windowMs);
  });

  test('never moves the deadline back when the clock is behind the last check-in', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon + secondMs));
    await ping(world);
    expect(world.monitors.peek('backup').monitor.deadlineAt).toBe(noon + secondMs + windowMs);
  });

  test('is stored in history as it came, under its number', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    await ping(world, { action: '3', method: 'POST', sourceIp: '2001:db8::1', userAgent: 'wget' });
    const stored = {
      kind: 'fail',
      exitStatus: 3,
      method: 'POST',
      sourceIp: '2001:db8::1',
      userAgent: 'wget',
    };
    expect(world.history.pings).toEqual([{ monitorId: 'backup', number: 1, ping: { ...stored, at: noon } }]);
  });

  test('keeps 200 characters of the user agent', async () => {
    const world = fakeWorld();
    world.monitors.given(newBackup());
    await ping(world, { userAgent: 'a'.repeat(201) });
    const kept = [
      world.history.pings[0]?.ping.userAgent,
      world.monitors.peek('backup').monitor.lastPing?.userAgent,
    ];
    expect(kept).toEqual(['a'.repeat(200), 'a'.repeat(200)]);
  });

  test('is written as a ping, and one that changes the status as a flip', async () => {
    const world = fakeWorld();
    world.monitors.given(newBackup());
    await ping(world);
    await ping(world);
    await ping(world, { action: 'fail' });
    expect(world.monitors.stream.map(({ change }) => change)).toEqual(['flip', 'ping', 'flip']);
  });
});

describe('a ping with a bad key or action', () => {
  test('throws the same for an unknown id as for a wrong secret, after the same work', async () => {
    const trace = async (key: string) => {
      const world = fakeWorld();
      world.monitors.given(newBackup());
      const error: unknown = await ping(world, { key }).catch((thrown: unknown) => thrown);
      return { error, calls: world.calls, comparisons: world.system.comparisons, slept: world.system.slept };
    };
    const unknownId = await trace(`nobody-${secret}`);
    expect(unknownId).toEqual({
      error: new UnknownMonitor(),
      calls: ['load'],
      comparisons: 1,
      slept: [],
    });
    expect(await trace(wrongKey)).toEqual(unknownId);
  });

  test('gets nowhere on an unknown id with the secret that stands in for the missing one', async () => {
    const world = fakeWorld();
    await expect(ping(world, { key: `nobody-${'0'.repeat(20)}` })).rejects.toThrow(UnknownMonitor);
  });

  test.each(['', 'backup', 'backup-', 'backup.0123456789abcdefghjk', 'k'.repeat(70)])(
    'reads nothing for "%s", which looks like no key',
    async (key) => {
      const world = fakeWorld();
      world.monitors.given(newBackup());
      await expect(ping(world, { key })).rejects.toThrow(UnknownMonitor);
      expect(world.calls).toEqual([]);
    },
  );

  test.each([
    ['a wrong key', wrongKey, UnknownMonitor],
    ['an unknown id', `nobody-${secret}`, UnknownMonitor],
    ['the right key', `backup-${secret}`, InvalidInput],
  ])('stores nothing for a malformed action with %s', async (_which, key, error) => {
    const world = fakeWorld();
    world.monitors.given(newBackup());
    await expect(ping(world, { key, action: 'faill' })).rejects.toThrow(error);
    expect(world.calls).toEqual(['load']);
  });
});

describe('a history row that cannot be written', () => {
  test('does not fail the ping', async () => {
    const world = fakeWorld();
    world.monitors.given(newBackup());
    world.history.failNext('addPing', 'before');
    await ping(world);
    expect(world.monitors.peek('backup').monitor.status).toBe('up');
  });

  test('gives a notice with the number of the ping', async () => {
    const world = fakeWorld();
    world.monitors.given(newBackup());
    world.history.failNext('addPing', 'before');
    await ping(world);
    const [cause, details] = [expect.any(Unavailable), { monitorId: 'backup', number: 1 }];
    expect(world.telemetry.notices).toEqual([{ notice: 'PingRowNotWritten', details, cause }]);
  });
});

describe('a ping that cannot be stored', () => {
  test.each(['load', 'save'] as const)('is not acknowledged when the %s fails', async (method) => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    world.monitors.failNext(method, 'before');
    await expect(ping(world)).rejects.toThrow(Unavailable);
    expect(world.history.pings).toEqual([]);
  });

  test('throws Contended when others win every race for two seconds', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon - minuteMs));
    for (let race = 0; race < 1_000; race += 1) {
      world.monitors.interruptNext('save', () => world.monitors.overtake('backup'));
    }
    const lastPing = upBackup(noon - minuteMs).lastPing;
    await expect(ping(world)).rejects.toThrow(Contended);
    expect(world.system.clock - noon).toBeLessThanOrEqual(limits.contentionBudgetMs);
    expect(world.monitors.peek('backup')).toMatchObject({ pings: 0, monitor: { lastPing } });
    expect(world.history.pings).toEqual([]);
  });
});
