import { Unavailable } from '../../lambdas/domain/errors.ts';
import { fakeWorld } from '../support/fakes.ts';
import { ping } from '../support/given.ts';

const slugKey = 'slug-ping-key-of-ours';

/** A world where slug pings are on, and pings may create one monitor. */
function worldWithOneSlot() {
  const world = { ...fakeWorld(), maxAutoCreated: 1 };
  world.installation.slugKey = slugKey;
  return world;
}

function create(world: ReturnType<typeof worldWithOneSlot>) {
  return ping(world, { target: { slugKey, id: 'fresh', create: true } });
}

describe('the slot of a monitor that a ping creates', () => {
  test('is given back when the monitor cannot be stored, so that the next try finds it', async () => {
    const world = worldWithOneSlot();
    world.monitors.failNext('create', 'before');
    await expect(create(world)).rejects.toThrow(Unavailable);
    expect(world.installation.autoCreated).toBe(0);
    expect(await create(world)).toMatchObject({ created: true });
  });

  test('is kept when the monitor was stored and only the answer was lost', async () => {
    const world = worldWithOneSlot();
    world.monitors.failNext('create', 'after');
    expect(await create(world)).toMatchObject({ created: true });
    expect(world.installation.autoCreated).toBe(1);
  });

  test('is lost, with a notice, when it cannot be given back, and the ping is not', async () => {
    const world = worldWithOneSlot();
    world.maxAutoCreated = 2;
    world.installation.failNext('releaseAutoCreated', 'before');
    world.monitors.interruptNext('create', () => create(world));
    expect(await create(world)).toMatchObject({ created: false });
    expect(world.telemetry.names()).toEqual(['LeftBehind']);
    expect(world.monitors.peek('fresh').pings).toBe(2);
  });

  test('may be the last, and whoever asks for the same monitor meanwhile pings it', async () => {
    const world = worldWithOneSlot();
    world.installation.interruptNext('reserveAutoCreated', () => create(world));
    expect(await create(world)).toMatchObject({ created: false });
    expect(world.monitors.peek('fresh').pings).toBe(2);
    expect(world.telemetry.names()).toEqual([]);
  });
});
