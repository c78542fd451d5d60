import { Contended, InvalidInput, Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import type { Alias } from '../../lambdas/domain/monitor.ts';
import { minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { addAlias, rotateKey } from '../../lambdas/usecases/manage-keys.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { ping, secret, upBackup } from '../support/given.ts';

const formerKey = `backup-${secret}`;
const foreign = { key: 'aBcDeFgH12' };
const ten = Array.from({ length: 10 }, (_, index) => ({ key: `some-key-${index}` }));

/** A world whose monitor has these aliases, and where the random bytes make another secret than it has. */
function worldWith(...aliases: Alias[]) {
  const world = fakeWorld();
  world.monitors.given(upBackup(noon - minuteMs, { aliases }));
  world.system.randomBytes(20);
  return world;
}

type World = ReturnType<typeof worldWith>;

const newSecret = 'mnpqrstvwxyz01234567';

function rotate(world: World, overlapSeconds = 0) {
  return rotateKey(world, 'backup', overlapSeconds);
}

function keys({ monitors }: World) {
  const { secret: own, aliases } = monitors.peek('backup').monitor;
  return { own, aliases };
}

describe('rotating a key without an overlap', () => {
  test('stores a new secret, as a change of configuration', async () => {
    const world = worldWith(foreign);
    const stored = await rotate(world);
    expect(keys(world)).toEqual({ own: newSecret, aliases: [foreign] });
    expect(world.monitors.stream).toMatchObject([{ change: 'config', countsPing: false }]);
    expect(stored).toEqual(world.monitors.peek('backup'));
  });

  test('claims nothing', async () => {
    const world = worldWith();
    await rotate(world);
    expect(world.calls).toEqual(['load', 'load', 'save']);
  });

  test('opens the monitor to the new key, and to the former no longer', async () => {
    const world = worldWith();
    await rotate(world);
    await ping(world, { key: `backup-${newSecret}` });
    await expect(ping(world, { key: formerKey })).rejects.toThrow(UnknownMonitor);
  });

  test('changes nothing else', async () => {
    const world = worldWith();
    const before = world.monitors.peek('backup');
    const { monitor } = await rotate(world);
    expect(monitor).toEqual({ ...before.monitor, secret: newSecret });
  });

  test('takes no room among the aliases', async () => {
    const world = worldWith(...ten);
    await rotate(world);
    expect(keys(world)).toEqual({ own: newSecret, aliases: ten });
  });
});

describe('rotating a key with an overlap', () => {
  test('stores the former key as an alias with its end, in one write', async () => {
    const world = worldWith(foreign);
    await rotate(world, 60);
    expect(world.calls).toEqual(['load', 'load', 'save']);
    const aliases = [foreign, { key: formerKey, until: noon + minuteMs }];
    expect(keys(world)).toEqual({ own: newSecret, aliases });
  });

  test('opens the monitor to both keys, and at its end to the new one alone', async () => {
    const world = worldWith();
    await rotate(world, 60);
    world.system.clock = noon + minuteMs - 1;
    await ping(world, { key: formerKey });
    world.system.clock = noon + minuteMs;
    await expect(ping(world, { key: formerKey })).rejects.toThrow(UnknownMonitor);
    await ping(world, { key: `backup-${newSecret}` });
    expect(world.monitors.peek('backup').pings).toBe(2);
  });

  test('counts the overlap from when the change is made', async () => {
    const world = worldWith();
    world.monitors.interruptNext('load', () => world.system.advance(secondMs));
    await rotate(world, 60);
    expect(keys(world).aliases).toEqual([{ key: formerKey, until: noon + secondMs + minuteMs }]);
  });

  test('of one second is one', async () => {
    const world = worldWith();
    await rotate(world, 1);
    expect(keys(world).aliases).toEqual([{ key: formerKey, until: noon + secondMs }]);
    await ping(world, { key: formerKey });
  });

  test('twice keeps both former keys', async () => {
    const world = worldWith();
    await rotate(world, 60);
    await rotate(world, 60);
    expect(keys(world).aliases.map(({ key }) => key)).toEqual([formerKey, `backup-${newSecret}`]);
  });

  test('is refused where ten aliases leave no room, and nothing is stored', async () => {
    const world = worldWith(...ten);
    await expect(rotate(world, 60)).rejects.toThrow(InvalidInput);
    expect(keys(world)).toEqual({ own: secret, aliases: ten });
    expect(world.calls).toEqual(['load', 'load']);
  });

  test('that breaks off leaves the key as it was', async () => {
    const world = worldWith();
    world.monitors.failNext('save', 'before');
    await expect(rotate(world, 60)).rejects.toThrow(Unavailable);
    expect(keys(world)).toEqual({ own: secret, aliases: [] });
    await ping(world, { key: formerKey });
  });
});

describe.each([0, 60])('a rotation with an overlap of %i s', (overlapSeconds) => {
  test('that meets another is Contended, and the other’s key stands', async () => {
    const world = worldWith();
    world.monitors.interruptNext('save', () => rotate(world, overlapSeconds));
    await expect(rotate(world, overlapSeconds)).rejects.toThrow(Contended);
    expect(keys(world).own).toBe('89abcdefghjkmnpqrstv');
    expect(keys(world).aliases.map(({ key }) => key)).toEqual(overlapSeconds > 0 ? [formerKey] : []);
  });

  test('is applied again to what is stored when it loses its race to a ping', async () => {
    const world = worldWith();
    world.monitors.interruptNext('save', () => ping(world));
    await rotate(world, overlapSeconds);
    expect(world.monitors.peek('backup')).toMatchObject({ pings: 1, monitor: { secret: newSecret } });
  });

  test('keeps an alias that was added meanwhile', async () => {
    const world = worldWith();
    world.monitors.interruptNext('save', () => addAlias(world, 'backup', foreign.key));
    await rotate(world, overlapSeconds);
    expect(keys(world).aliases[0]).toEqual(foreign);
  });

  test('is made once when it lost the race to its own earlier try', async () => {
    const world = worldWith();
    world.monitors.failNext('save', 'retried');
    const { monitor } = await rotate(world, overlapSeconds);
    expect(monitor.secret).toBe(newSecret);
    expect(world.monitors.stream).toHaveLength(1);
  });

  test('of a monitor that is not there is UnknownMonitor', async () => {
    await expect(rotateKey(worldWith(), 'nobody', overlapSeconds)).rejects.toThrow(UnknownMonitor);
  });
});
