import { AliasTaken, Contended } from '../../lambdas/domain/errors.ts';
import type { Alias } from '../../lambdas/domain/monitor.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { addAlias, removeAlias, rotateKey } from '../../lambdas/usecases/manage-keys.ts';
import { noon } from '../support/fake-system.ts';
import { ping, secret } from '../support/given.ts';
import { claims, ended, key, listed, worldWith } from './aliases.ts';

describe('an alias that is added again while it is being removed', () => {
  test('opens its monitor if it is added after it was taken from the list', async () => {
    const world = worldWith({ key });
    world.aliases.interruptNext('release', () => addAlias(world, 'backup', key));
    await removeAlias(world, 'backup', key);
    await ping(world, { key });
    expect(listed(world)).toEqual([{ key }]);
  });

  test('opens its monitor if it was claimed before that, and is listed after', async () => {
    const world = worldWith({ key });
    world.aliases.interruptNext('claim', () => undefined);
    // Adding has claimed the key and is about to list it: the removal comes in between, as a whole.
    world.monitors.interruptNext('load', () => undefined);
    world.monitors.interruptNext('load', () => removeAlias(world, 'backup', key));
    await addAlias(world, 'backup', key);
    await ping(world, { key });
    expect(claims(world)).toEqual({ [key]: 'backup' });
  });

  test('opens its monitor though it had ended when another was added', async () => {
    const world = worldWith(ended);
    world.aliases.interruptNext('release', () => addAlias(world, 'backup', ended.key));
    await addAlias(world, 'backup', key);
    await ping(world, { key: ended.key });
    expect(listed(world)).toEqual([{ key }, { key: ended.key }]);
  });
});

describe('a claim whose answer is lost', () => {
  test('is recognised as its own when the library tries it again', async () => {
    const world = worldWith();
    world.aliases.failNext('claim', 'retried');
    await addAlias(world, 'backup', key);
    expect(listed(world)).toEqual([{ key }]);
  });

  test('is not taken for another monitor’s', async () => {
    const world = worldWith();
    world.aliases.interruptNext('claim', () => addAlias(world, 'other', key));
    await expect(addAlias(world, 'backup', key)).rejects.toThrow(AliasTaken);
    expect([listed(world), listed(world, 'other')]).toEqual([[], [{ key }]]);
  });
});

/** A world where the random bytes make another secret than the monitor has. */
function worldToRotate(...aliases: Alias[]) {
  const world = worldWith(...aliases);
  world.system.randomBytes(20);
  return world;
}

describe('a rotation', () => {
  test('that landed, but whose answer was lost and was overtaken, is known for done', async () => {
    const world = worldToRotate();
    world.monitors.failNext('save', 'retried');
    world.monitors.interruptNext('load', () => undefined);
    world.monitors.interruptNext('load', () => undefined);
    world.monitors.interruptNext('load', () => world.monitors.overtake('backup'));
    const { monitor } = await rotateKey(world, 'backup', 60);
    expect(monitor.secret).not.toBe(secret);
    expect(listed(world)).toEqual([{ key: `backup-${secret}`, until: noon + minuteMs }]);
  });

  test('clears away what has ended, so that former keys do not pile up', async () => {
    const world = worldToRotate();
    for (let rotations = 0; rotations < 30; rotations += 1) {
      await rotateKey(world, 'backup', 60);
      world.system.advance(2 * minuteMs);
    }
    expect(listed(world)).toHaveLength(1);
    expect(claims(world)).toEqual({});
  });

  test('with an overlap that finds no room names the overlap', async () => {
    const ten = Array.from({ length: 10 }, (_, index) => ({ key: `some-key-${index}` }));
    await expect(rotateKey(worldToRotate(...ten), 'backup', 60)).rejects.toThrow(
      /^overlap_seconds: .*allowed are 10/,
    );
  });

  test('that meets another is not stored over it', async () => {
    const world = worldToRotate();
    world.monitors.interruptNext('save', () => rotateKey(world, 'backup', 0));
    await expect(rotateKey(world, 'backup', 0)).rejects.toThrow(Contended);
  });
});
