import { Unavailable } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { unarmed, upBackup, windowMs } from '../support/given.ts';

const overdue = limits.sweepPatienceMs + 1;

/** A world with so many monitors that are overdue, and which has seen as many monitors as said. */
function worldWith(count: number, seen = 0) {
  const world = fakeWorld();
  for (let index = 0; index < count; index += 1) {
    world.monitors.given(upBackup(noon - windowMs - overdue, { id: `backup-${index}` }));
  }
  world.sweepMemory.monitors = seen;
  return world;
}

function isDown(world: ReturnType<typeof fakeWorld>, id: string): boolean {
  return world.monitors.peek(id).monitor.status === 'down';
}

describe('the parts of a sweep', () => {
  test.each([
    [0, 1],
    [limits.sweepMonitorsPerPart, 1],
    [limits.sweepMonitorsPerPart + 1, 2],
    [limits.sweepMonitorsPerPart * limits.sweepPartsMax, 16],
    [1_000_000, 16],
  ])('after one that saw %i monitors are %i', async (seen, parts) => {
    const world = worldWith(20, seen);
    expect(await sweep(world)).toMatchObject({ monitors: 20, overdue: 20 });
    expect(world.monitors.parts.map(({ index }) => index).sort((a, b) => a - b)).toEqual(
      Array.from({ length: parts }, (_, index) => index),
    );
    expect(new Set(world.monitors.parts.map(({ of }) => of))).toEqual(new Set([parts]));
  });

  test('are one again when the monitors have become few', async () => {
    const world = worldWith(3, 1_000_000);
    await sweep(world);
    world.monitors.parts.length = 0;
    await sweep(world);
    expect(world.monitors.parts).toEqual([{ index: 0, of: 1 }]);
  });

  test('are read four at once', async () => {
    const world = worldWith(0, 1_000_000);
    let [reading, most] = [0, 0];
    jest.spyOn(world.monitors, 'scan').mockImplementation(async function* () {
      reading += 1;
      most = Math.max(most, reading);
      yield* await Promise.resolve([]);
      reading -= 1;
    });
    await sweep(world);
    expect(most).toBe(limits.sweepPartsAtOnce);
  });

  test('begin with another one each time', async () => {
    const world = worldWith(0, 1_000_000);
    jest.spyOn(world.system, 'random').mockReturnValue(0.75);
    await sweep(world);
    expect(world.monitors.parts.map(({ index }) => index)).toEqual([
      ...[12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    ]);
  });

  test('that can be read are swept before one that cannot fails the sweep', async () => {
    const world = worldWith(16, 1_000_000);
    world.monitors.failNext('scan', 'before');
    await expect(sweep(world)).rejects.toThrow(Unavailable);
    expect(world.monitors.flips()).toHaveLength(15);
    expect(world.telemetry.names()).not.toContain('SweepCompleted');
  });
});

describe('a sweep that runs out of time', () => {
  /** Each look takes a second. */
  function slowly(world: ReturnType<typeof fakeWorld>, looks: number) {
    for (let look = 0; look < looks; look += 1) {
      world.monitors.interruptNext('load', () => world.system.advance(1_000));
    }
    return world;
  }

  test('looks at nothing more, and says that it was cut', async () => {
    const world = slowly(worldWith(5), 5);
    const report = await sweep(world, noon + 2_000);
    const left = { partsLeft: 1, timersLeft: 0 };
    expect(report).toEqual({ monitors: 2, overdue: 2, onTime: 0, armed: 0, failures: 0, ...left });
    expect(world.telemetry.notices.at(-1)).toEqual({ notice: 'SweepCut', details: report });
    expect(world.telemetry.names()).not.toContain('SweepCompleted');
  });

  test('has completed if its time ends with its work', async () => {
    const world = slowly(worldWith(2), 2);
    expect(await sweep(world, noon + 2_000)).not.toHaveProperty('partsLeft');
    expect(world.telemetry.names()).toContain('SweepCompleted');
  });

  test('counts the parts that it never began', async () => {
    const world = slowly(worldWith(16, 1_000_000), 16);
    const report = await sweep(world, noon + 1);
    expect(world.monitors.parts).toHaveLength(4);
    // The first of four finished, and took all of the time.
    expect(report).toMatchObject({ partsLeft: 15, overdue: 1 });
  });

  test('is followed by one that reads many parts, beginning with others', async () => {
    const world = slowly(worldWith(32), 1);
    expect(await sweep(world, noon + 1)).toMatchObject({ partsLeft: 1 });
    world.monitors.parts.length = 0;
    expect(await sweep(world)).toMatchObject({ monitors: 32, overdue: 31 });
    expect(world.monitors.parts).toHaveLength(limits.sweepPartsMax);
    expect(isDown(world, 'backup-31')).toBe(true);
  });

  test('leaves no monitor out for good, though each has time for one part only', async () => {
    const world = worldWith(16, 1_000_000);
    world.system.randoms = Array.from({ length: 16 }, (_, round) => [round / 16, 0]).flat();
    for (let round = 0; round < 16 && world.monitors.flips().length < 16; round += 1) {
      slowly(world, 1);
      await sweep(world, world.system.now() + 1);
    }
    expect(world.monitors.flips()).toHaveLength(16);
  });

  test('leaves missing timers to the next one, and counts them', async () => {
    const world = fakeWorld();
    for (const id of ['first', 'second', 'third']) {
      world.monitors.given(unarmed(upBackup(noon - minuteMs, { id })));
    }
    world.timer.interruptNext('arm', () => world.system.advance(1_000));
    const report = await sweep(world, noon + 1_000);
    expect(report).toMatchObject({ armed: 1, timersLeft: 2, partsLeft: 0 });
    expect(world.telemetry.names()).toEqual(['SweepCut']);
    expect(await sweep(world)).toMatchObject({ armed: 2 });
  });

  test('of which timers alone are left does not take the table for large', async () => {
    const world = fakeWorld();
    world.monitors.given(unarmed(upBackup(noon - minuteMs)));
    const whileChoosing = () => {
      world.system.advance(1_000);
      return 0;
    };
    jest.spyOn(world.system, 'random').mockReturnValueOnce(0).mockImplementationOnce(whileChoosing);
    expect(await sweep(world, noon + 1)).toMatchObject({ timersLeft: 1, partsLeft: 0 });
    expect(world.sweepMemory.monitors).toBe(1);
  });
});

describe('somebody who watches from outside', () => {
  /** A watcher, and how often it was told. */
  function watched(world: ReturnType<typeof fakeWorld>, answer: () => Promise<void> = async () => {}) {
    const watcher = { tellAlive: jest.fn(answer) };
    return { deps: { ...world, watcher }, watcher };
  }

  test('is told once of a sweep that has completed, after everything else', async () => {
    const world = worldWith(1);
    const { deps, watcher } = watched(world, async () => {
      expect(world.telemetry.names()).toContain('SweepCompleted');
    });
    await sweep(deps);
    expect(watcher.tellAlive).toHaveBeenCalledTimes(1);
    expect(world.telemetry.names()).toEqual(['DeadlineOverdue', 'SweepCompleted']);
  });

  test('is not told of one that was cut', async () => {
    const { deps, watcher } = watched(worldWith(1));
    await sweep(deps, noon);
    expect(watcher.tellAlive).not.toHaveBeenCalled();
  });

  test('is not told of one that could not read', async () => {
    const world = worldWith(1);
    world.monitors.failNext('scan', 'before');
    const { deps, watcher } = watched(world);
    await expect(sweep(deps)).rejects.toThrow(Unavailable);
    expect(watcher.tellAlive).not.toHaveBeenCalled();
  });

  test('who is away is a notice, and the sweep has completed all the same', async () => {
    const world = worldWith(1);
    const { deps } = watched(world, async () => {
      throw new Unavailable('The outside heartbeat', new Error('answered 500'));
    });
    expect(await sweep(deps)).toMatchObject({ overdue: 1 });
    expect(world.telemetry.names()).toEqual(['DeadlineOverdue', 'SweepCompleted', 'HeartbeatNotSent']);
  });
});
