import { Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import type { CheckInKind } from '../../lambdas/domain/ping.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../../lambdas/domain/time.ts';
import { deliverAlerts } from '../../lambdas/usecases/deliver-alerts.ts';
import { getPingBody } from '../../lambdas/usecases/read-history.ts';
import { recordEvent } from '../../lambdas/usecases/record-event.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, ping, upBackup, windowMs } from '../support/given.ts';

type World = ReturnType<typeof fakeWorld>;

function happened(world: World, kind: CheckInKind, happenedAt: Instant, rid?: string) {
  return recordEvent(world, {
    ...{ monitorId: 'backup', happenedAt, method: 'EVENT', sourceIp: 'aws.ecs', userAgent: 'Event' },
    reading: { kind, ...(rid !== undefined && { rid }) },
  });
}

function worldWith(monitor = upBackup(noon - hourMs)): World {
  const world = fakeWorld();
  world.monitors.given(monitor);
  return world;
}

describe('a ping that tells when it happened', () => {
  test('moves the deadline on from then, and not from when it came', async () => {
    const world = worldWith();
    await happened(world, 'success', noon - 10 * minuteMs);
    expect(world.monitors.peek('backup').monitor.deadlineAt).toBe(noon - 10 * minuteMs + windowMs);
  });

  test('sets a timer for a deadline that is to come, as of now', async () => {
    const world = worldWith(newBackup());
    await happened(world, 'success', noon - minuteMs);
    expect(world.timer.armed).toMatchObject([{ at: noon - minuteMs + windowMs, now: noon }]);
  });

  test('is in time if it happened before a deadline that nobody has looked at', async () => {
    const world = worldWith(upBackup(noon - windowMs - minuteMs));
    await happened(world, 'success', noon - 2 * minuteMs);
    expect(world.monitors.flips()).toEqual([]);
    expect(world.monitors.peek('backup').monitor.status).toBe('up');
  });

  test('comes after a miss if it happened at the deadline', async () => {
    const world = worldWith(upBackup(noon - windowMs - minuteMs));
    await happened(world, 'success', noon - minuteMs);
    expect(world.monitors.flips().map(({ to }) => to)).toEqual(['down', 'up']);
  });

  test('costs as many calls as any other where nothing has passed since', async () => {
    const world = worldWith(upBackup(noon - minuteMs));
    await happened(world, 'success', noon - 10_000);
    expect(world.calls).toEqual(['load', 'save', 'addPing']);
  });

  test('sets a timer for a deadline that has passed already, for when that has waited', async () => {
    const world = worldWith(newBackup());
    await happened(world, 'success', noon - windowMs);
    expect(world.monitors.flips().map(({ to, at }) => [to, at])).toEqual([['up', noon - windowMs]]);
    expect(world.timer.armed).toMatchObject([{ at: noon + 10 * minuteMs }]);
    expect(world.calls).toEqual(['load', 'arm', 'save', 'addPing']);
  });

  test('is followed by what time has made of the monitor since', async () => {
    const world = worldWith(upBackup(noon - windowMs - minuteMs));
    await happened(world, 'start', noon - windowMs - 2 * minuteMs);
    expect(world.monitors.flips().map(({ to, at }) => [to, at])).toEqual([['down', noon - minuteMs]]);
  });

  test('is followed by a wake-up for what comes next, where time has changed the monitor', async () => {
    const world = worldWith(upBackup(noon - windowMs - minuteMs, { maxMisses: 2 }));
    await happened(world, 'start', noon - windowMs - 2 * minuteMs);
    expect(world.monitors.peek('backup').monitor).toMatchObject({ status: 'up', misses: 1 });
    expect(world.timer.pending()).toHaveLength(1);
  });

  test('is followed by that wake-up too where somebody else has looked meanwhile, whose own may have been stale', async () => {
    const world = worldWith(upBackup(noon - windowMs - minuteMs, { maxMisses: 2 }));
    world.monitors.interruptNext('load', () => {});
    world.monitors.interruptNext('load', () =>
      world.monitors.overtake('backup', (monitor) => applyTime(monitor, noon)?.monitor ?? monitor),
    );
    await happened(world, 'start', noon - windowMs - 2 * minuteMs);
    expect(world.monitors.peek('backup').monitor).toMatchObject({ status: 'up', misses: 1 });
    expect(world.timer.pending()).toHaveLength(1);
  });

  test('is stored though the look after it fails', async () => {
    const world = worldWith(upBackup(noon - windowMs));
    world.monitors.interruptNext('load', () => {});
    world.monitors.interruptNext('load', () => {
      throw new Unavailable('DynamoDB', new Error('away'));
    });
    await happened(world, 'start', noon - windowMs - minuteMs);
    expect(world.history.pings).toHaveLength(1);
    expect(world.telemetry.notices.map(({ notice }) => notice)).toEqual(['DeadlineNotChecked']);
  });

  test('is one row of history when it comes twice, and counts once', async () => {
    const world = worldWith(newBackup({ maxFailures: 3 }));
    await happened(world, 'fail', noon - minuteMs, 'a');
    world.system.clock += 1_000;
    await happened(world, 'fail', noon - minuteMs, 'a');
    expect(world.history.pings).toHaveLength(1);
    expect(world.monitors.peek('backup')).toMatchObject({ pings: 1, monitor: { failures: 1 } });
  });

  test('has its row though the answer to its save is lost, and somebody overtakes it', async () => {
    const world = worldWith();
    world.monitors.failNext('save', 'after');
    world.monitors.interruptNext('load', () => undefined);
    world.monitors.interruptNext('load', () => world.monitors.overtake('backup'));
    await happened(world, 'fail', noon - minuteMs, 'a');
    expect(world.history.pings.map(({ ping: { kind, rid } }) => [kind, rid])).toEqual([['fail', 'a']]);
    expect(world.monitors.peek('backup').monitor.failures).toBe(1);
  });

  test('has the duration of its run, also when another has happened since', async () => {
    const world = worldWith();
    await happened(world, 'start', noon - 10 * minuteMs, 'a');
    await happened(world, 'start', noon - minuteMs, 'b');
    await happened(world, 'success', noon - 3 * minuteMs, 'a');
    expect(world.history.pings[2]?.ping.durationMs).toBe(7 * minuteMs);
    expect(world.monitors.peek('backup').monitor.lastPing).toMatchObject({ kind: 'start' });
  });

  test('has no duration of a run that is not its own', async () => {
    const world = worldWith();
    await happened(world, 'start', noon - 10 * minuteMs, 'a');
    await happened(world, 'success', noon - minuteMs, 'a');
    await happened(world, 'success', noon - 5 * minuteMs, 'b');
    expect(world.history.pings[2]?.ping).not.toHaveProperty('durationMs');
  });

  test('has no duration of another run, also where the answer to its save is lost', async () => {
    const world = worldWith();
    await happened(world, 'start', noon - 10 * minuteMs, 'a');
    await happened(world, 'success', noon - minuteMs, 'a');
    world.monitors.failNext('save', 'retried');
    await happened(world, 'success', noon - 5 * minuteMs, 'b');
    expect(world.history.pings[2]?.ping).not.toHaveProperty('durationMs');
  });

  test('is saved, and not only counted, when it loses its race to another of its kind', async () => {
    const world = worldWith();
    world.monitors.interruptNext('save', () => ping(world));
    await happened(world, 'success', noon, 'a');
    expect(world.monitors.peek('backup').monitor.endedRuns).toEqual([{ rid: 'a', at: noon }]);
  });

  test('of an unknown monitor is refused', async () => {
    const world = fakeWorld();
    await expect(happened(world, 'success', noon)).rejects.toBeInstanceOf(UnknownMonitor);
    expect(world.calls).toEqual(['load']);
  });

  test('is found in history by its number, however long ago it happened', async () => {
    const world = worldWith(upBackup(noon - hourMs, { createdAt: noon - 30 * dayMs }));
    const body = { bytes: new Uint8Array([1]), sizeBytes: 1, contentType: '' };
    for (let minute = 0; minute < 40; minute += 1) {
      world.system.clock += minuteMs;
      await ping(world, { body });
    }
    const [monitorId, method, sourceIp, userAgent] = ['backup', 'EVENT', 'aws.ecs', ''];
    const happenedAt = noon - 20 * hourMs;
    const late = { bytes: new Uint8Array([2]), sizeBytes: 1, contentType: '' };
    await recordEvent(world, {
      ...{ monitorId, method, sourceIp, userAgent, happenedAt, body: late, reading: { kind: 'log' } },
    });
    world.system.clock += 40 * dayMs;
    expect((await getPingBody(world, 'backup', 41)).bytes).toEqual(late.bytes);
    expect((await getPingBody(world, 'backup', 20)).bytes).toEqual(body.bytes);
  });

  test('is shown in the alert that it makes', async () => {
    const world = worldWith(downBackup(noon - hourMs));
    await happened(world, 'success', noon - 5 * minuteMs);
    const [record] = world.monitors.stream.filter(({ change }) => change === 'flip');
    if (!record) throw new Error('There is no flip.');
    await deliverAlerts(world, [{ recordId: '1', image: {}, read: () => record }]);
    const { from, to } = world.archive.asked[0] ?? {};
    expect([from, to]).toEqual([noon, noon + 1]);
  });
});
