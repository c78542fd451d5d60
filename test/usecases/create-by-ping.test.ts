import { InvalidInput, Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { isTold } from '../../lambdas/domain/flip.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { hourMs, secondMs } from '../../lambdas/domain/time.ts';
import { createMonitor } from '../../lambdas/usecases/manage-monitors.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup, type PingToSend, ping } from '../support/given.ts';

const slugKey = 'slug-ping-key-of-ours';
const windowMs = 25 * hourMs;

/** A world where slug pings are on, and pings may create so many monitors. */
function worldThatMayCreate(maxAutoCreated = 1_000) {
  const world = { ...fakeWorld(), maxAutoCreated };
  world.installation.slugKey = slugKey;
  return world;
}

type World = ReturnType<typeof worldThatMayCreate>;

/** Pings a monitor by its id, which creates it if it is not there. */
function create(world: World, sent: PingToSend = {}, id = 'fresh') {
  return ping(world, { target: { slugKey, id, create: true }, ...sent });
}

describe('a slug ping that creates its monitor', () => {
  test('sets the timer first, and then stores both in one write', async () => {
    const world = worldThatMayCreate();
    await create(world);
    expect(world.calls).toEqual([
      ...['installation.load', 'load', 'installation.reserveAutoCreated'],
      ...['arm', 'create', 'addPing'],
    ]);
  });

  test('makes it as Healthchecks does: every day, an hour of grace, named as its id', async () => {
    const world = worldThatMayCreate();
    await create(world);
    expect(world.monitors.peek('fresh').monitor).toMatchObject({
      ...{ id: 'fresh', name: 'fresh', secret: '0123456789abcdefghjk', createdAt: noon },
      ...{ schedule: parseSchedule('every 24h'), gracePeriodSeconds: 3_600, maxMisses: 1 },
      ...{ channels: ['default'], aliases: [], autoCreated: true },
    });
  });

  test('is its first ping: the monitor is up, awaits the next and has a timer', async () => {
    const world = worldThatMayCreate();
    await create(world);
    expect(world.monitors.peek('fresh')).toMatchObject({
      ...{ version: 1, pings: 1, pingNumber: 1 },
      monitor: { status: 'up', deadlineAt: noon + windowMs, armedFor: noon + windowMs },
    });
    const wakeUp = { monitorId: 'fresh', armedFor: noon + windowMs };
    expect(world.timer.armed).toEqual([{ wakeUp, at: noon + windowMs, now: noon }]);
  });

  test('is told that it has created it, and the next ping that it has not', async () => {
    const world = worldThatMayCreate();
    expect(await create(world)).toEqual({ monitorName: 'fresh', at: noon, created: true });
    expect(await create(world)).toEqual({ monitorName: 'fresh', at: noon, created: false });
    expect(world.installation.autoCreated).toBe(1);
  });

  test('has its history row, with its body', async () => {
    const world = worldThatMayCreate();
    const body = { bytes: Uint8Array.of(1, 2), sizeBytes: 2, contentType: '' };
    await create(world, { method: 'POST', body });
    expect(world.history.pings).toMatchObject([
      { monitorId: 'fresh', number: 1, ping: { kind: 'success', at: noon, method: 'POST', body } },
    ]);
  });

  test.each([
    ['', 'flip', 'up', false],
    ['fail', 'flip', 'down', true],
    ['start', 'ping', 'new', false],
    ['log', 'ping', 'new', false],
  ])('/%s is a %s to %s; told: %j', async (action, change, status, told) => {
    const world = worldThatMayCreate();
    await create(world, { action });
    expect(world.monitors.stream).toMatchObject([{ change, monitor: { status }, countsPing: true }]);
    expect(isTold(world.monitors.peek('fresh').monitor)).toBe(told);
  });

  test('with a start opens a run and awaits its end', async () => {
    const world = worldThatMayCreate();
    await create(world, { action: 'start' });
    expect(world.monitors.peek('fresh').monitor).toMatchObject({
      ...{ runs: [{ startedAt: noon }], checkinAt: noon },
      ...{ deadlineAt: noon + windowMs, armedFor: noon + windowMs },
    });
  });

  test.each(['log', 'fail'])('with a %s awaits nothing and sets no timer', async (action) => {
    const world = worldThatMayCreate();
    await create(world, { action });
    expect(world.monitors.peek('fresh').monitor).not.toHaveProperty('deadlineAt');
    expect(world.timer.armed).toEqual([]);
  });

  test('believes in no timer that could not be set, and succeeds', async () => {
    const world = worldThatMayCreate();
    world.timer.failNext('arm', 'before');
    await create(world);
    expect(world.monitors.peek('fresh').monitor).not.toHaveProperty('armedFor');
    expect(world.telemetry.names()).toEqual(['TimerNotArmed']);
  });
});

describe('a slug ping creates nothing', () => {
  test('where it does not ask to', async () => {
    const world = worldThatMayCreate();
    const sent = ping(world, { target: { slugKey, id: 'fresh', create: false } });
    await expect(sent).rejects.toThrow(UnknownMonitor);
    expect(world.calls).toEqual(['installation.load', 'load']);
  });

  test('where it is malformed', async () => {
    const world = worldThatMayCreate();
    await expect(create(world, { action: 'faill' })).rejects.toThrow(InvalidInput);
    expect(world.calls).toEqual(['installation.load', 'load']);
  });

  test('where the monitor is there, whoever made it', async () => {
    const world = worldThatMayCreate();
    world.monitors.given(newBackup({ id: 'fresh' }));
    expect(await create(world)).toMatchObject({ monitorName: newBackup().name, created: false });
    expect([world.installation.autoCreated, world.calls.includes('create')]).toEqual([0, false]);
  });

  test('where its slot cannot be counted', async () => {
    const world = worldThatMayCreate();
    world.installation.failNext('reserveAutoCreated', 'before');
    await expect(create(world)).rejects.toThrow(Unavailable);
    expect(world.monitors.stream).toEqual([]);
  });
});

describe('when pings have created as many monitors as they may', () => {
  const full = () => {
    const world = worldThatMayCreate(2);
    world.installation.autoCreated = 2;
    return world;
  };

  test('one more is UnknownMonitor, with a notice', async () => {
    const world = full();
    await expect(create(world)).rejects.toThrow(UnknownMonitor);
    expect(world.telemetry.notices).toEqual([
      { notice: 'MonitorNotCreated', details: { maxAutoCreated: 2 } },
    ]);
  });

  test('one more neither sets a timer nor stores anything', async () => {
    const world = full();
    await create(world).catch(() => {});
    expect(world.calls).toEqual(['installation.load', 'load', 'installation.reserveAutoCreated', 'load']);
    expect([world.installation.autoCreated, world.monitors.stream]).toEqual([2, []]);
  });

  test('the last one was still created', async () => {
    const world = worldThatMayCreate(2);
    world.installation.autoCreated = 1;
    expect(await create(world)).toMatchObject({ created: true });
    expect(world.installation.autoCreated).toBe(2);
  });

  test('those that are there are still pinged', async () => {
    const world = full();
    world.monitors.given(newBackup({ id: 'fresh' }));
    await create(world);
    expect(world.monitors.peek('fresh').pings).toBe(1);
  });
});

describe('of pings that create one monitor at once', () => {
  test('one creates it, the other pings it, and its slot is given back', async () => {
    const world = worldThatMayCreate();
    world.monitors.interruptNext('create', () => create(world, { userAgent: 'winner' }));
    expect(await create(world, { userAgent: 'loser' })).toMatchObject({ created: false });
    const rows = world.history.pings.map(({ number, ping: { userAgent } }) => [userAgent, number]);
    expect(rows).toEqual([
      ['winner', 1],
      ['loser', 2],
    ]);
    expect(world.installation.autoCreated).toBe(1);
  });

  test('twenty are all acknowledged and kept, one of them as the creator', async () => {
    const world = worldThatMayCreate();
    const receipts = await Promise.all(Array.from({ length: 20 }, () => create(world)));
    expect(receipts.filter(({ created }) => created)).toHaveLength(1);
    const numbers = world.history.pings.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(world.installation.autoCreated).toBe(1);
  });

  test('a success that loses to a fail more than a second before is applied to what that made', async () => {
    const world = worldThatMayCreate();
    world.monitors.interruptNext('create', async () => {
      world.system.clock = noon - 2 * secondMs;
      await create(world, { action: 'fail' });
      world.system.clock = noon;
    });
    await create(world);
    expect(world.monitors.flips().map(({ to }) => to)).toEqual(['down', 'up']);
  });

  test('one that loses to management gives its slot back', async () => {
    const world = worldThatMayCreate();
    const schedule = parseSchedule('every 1h');
    const draft = { id: 'fresh', name: 'Managed', schedule, gracePeriodSeconds: 300, channels: ['ops'] };
    world.monitors.interruptNext('create', () => createMonitor(world, draft));
    expect(await create(world)).toMatchObject({ monitorName: 'Managed', created: false });
    expect(world.installation.autoCreated).toBe(0);
  });
});

describe('a creation whose answer was lost', () => {
  test.each(['after', 'retried'] as const)(
    'has created the monitor once, and keeps its slot: %s',
    async (how) => {
      const world = worldThatMayCreate();
      world.monitors.failNext('create', how);
      expect(await create(world)).toMatchObject({ created: true });
      expect(world.monitors.stream).toHaveLength(1);
      expect(world.history.pings.map(({ number }) => number)).toEqual([1]);
      expect(world.installation.autoCreated).toBe(1);
    },
  );

  test('and which did not happen is refused, and nothing is kept', async () => {
    const world = worldThatMayCreate();
    world.monitors.failNext('create', 'before');
    await expect(create(world)).rejects.toThrow(Unavailable);
    expect([world.monitors.stream, world.history.pings]).toEqual([[], []]);
  });

  test('is refused only once its slot is given back, however long that takes', async () => {
    const world = worldThatMayCreate();
    world.monitors.failNext('create', 'before');
    world.installation.interruptNext('releaseAutoCreated', () => new Promise(setImmediate));
    await expect(create(world)).rejects.toThrow(Unavailable);
    expect(world.installation.autoCreated).toBe(0);
  });
});
