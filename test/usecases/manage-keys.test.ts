import { AliasTaken, InvalidInput, Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { addAlias, setSlugKey } from '../../lambdas/usecases/manage-keys.ts';
import { noon } from '../support/fake-system.ts';
import { newBackup, ping } from '../support/given.ts';
import { claimed, claims, ended, key, listed, live, longAgo, worldWith } from './aliases.ts';

const nine = Array.from({ length: 9 }, (_, index) => ({ key: `some-key-${index}` }));

describe('adding an alias', () => {
  test('claims the key, and then lists it, as a change of configuration', async () => {
    const world = worldWith();
    const stored = await addAlias(world, 'backup', key);
    expect(world.calls).toEqual(['load', 'aliases.load', 'aliases.claim', 'load', 'save']);
    expect(world.aliases.claims.get(key)).toEqual({ monitorId: 'backup', claimedAt: noon });
    expect(listed(world)).toStrictEqual([{ key }]);
    expect(world.monitors.stream).toMatchObject([{ change: 'config', countsPing: false }]);
    expect(stored).toEqual(world.monitors.peek('backup'));
  });

  test('makes the monitor answer to it', async () => {
    const world = worldWith();
    await addAlias(world, 'backup', key);
    await ping(world, { key });
    expect(world.monitors.peek('backup').pings).toBe(1);
  });

  test('again leaves it there once, beside the others', async () => {
    const world = worldWith({ key: 'another-one' });
    await addAlias(world, 'backup', key);
    await addAlias(world, 'backup', key);
    expect(listed(world)).toEqual([{ key: 'another-one' }, { key }]);
  });

  test.each([live, ended])('again makes one permanent that ends: %j', async (alias) => {
    const world = worldWith(alias);
    await addAlias(world, 'backup', alias.key);
    expect(listed(world)).toStrictEqual([{ key: alias.key }]);
    expect(claims(world)).toEqual({ [alias.key]: 'backup' });
  });

  test('mends what a try left that broke off between the two writes', async () => {
    const world = worldWith();
    world.monitors.failNext('save', 'before');
    await expect(addAlias(world, 'backup', key)).rejects.toThrow(Unavailable);
    expect([claims(world), listed(world)]).toEqual([{ [key]: 'backup' }, []]);
    await addAlias(world, 'backup', key);
    expect(listed(world)).toEqual([{ key }]);
  });

  test('to a monitor that is not there is UnknownMonitor, and claims nothing', async () => {
    const world = worldWith();
    await expect(addAlias(world, 'nobody', key)).rejects.toThrow(UnknownMonitor);
    expect(world.calls).toEqual(['load']);
  });

  test('is applied again to what is stored when it loses its race', async () => {
    const world = worldWith();
    world.monitors.interruptNext('save', () => addAlias(world, 'backup', 'another-one'));
    await addAlias(world, 'backup', key);
    expect(listed(world)).toEqual([{ key: 'another-one' }, { key }]);
  });

  test('changes nothing of what pings and time have made of the monitor', async () => {
    const world = worldWith();
    await ping(world);
    const before = world.monitors.peek('backup');
    const after = await addAlias(world, 'backup', key);
    expect(after.monitor).toEqual({ ...before.monitor, aliases: [{ key }] });
    expect([after.pings, after.version]).toEqual([1, before.version + 1]);
  });
});

describe('a key is taken', () => {
  test.each([
    ['if another monitor lists it', [{ key }], longAgo],
    ['if another monitor lists it for a while yet', [{ key, until: noon + 1 }], longAgo],
    ['if another monitor claimed it less than a minute ago', [], noon - minuteMs + 1],
  ])('%s', async (_why, aliases, claimedAt) => {
    const world = worldWith();
    world.monitors.given(newBackup({ id: 'other', aliases }));
    claimed(world, key, 'other', claimedAt);
    await expect(addAlias(world, 'backup', key)).rejects.toThrow(AliasTaken);
    expect([claims(world), listed(world), listed(world, 'other')]).toEqual([{ [key]: 'other' }, [], aliases]);
  });

  test('if another monitor claims it at the same time', async () => {
    const world = worldWith();
    world.aliases.interruptNext('claim', () => addAlias(world, 'other', key));
    await expect(addAlias(world, 'backup', key)).rejects.toThrow(AliasTaken);
    expect([claims(world), listed(world), listed(world, 'other')]).toEqual([
      { [key]: 'other' },
      [],
      [{ key }],
    ]);
  });

  test('for one of two that replace a stale claim at the same time', async () => {
    const world = worldWith();
    claimed(world, key, 'gone');
    world.aliases.interruptNext('claim', () => addAlias(world, 'other', key));
    await expect(addAlias(world, 'backup', key)).rejects.toThrow(AliasTaken);
    expect(claims(world)).toEqual({ [key]: 'other' });
  });
});

describe('a claim is replaced', () => {
  test.each([
    ['of a monitor that never listed the key, after a minute', 'other', [], noon - minuteMs],
    ['of a monitor that lists other keys only', 'other', [{ key: 'another-one' }], longAgo],
    ['of a monitor whose alias has ended', 'other', [{ key, until: noon }], longAgo],
    ['of a monitor that is gone', 'gone', [], longAgo],
    ['of its own, however young', 'backup', [], noon],
  ])('%s', async (_which, monitorId, aliases, claimedAt) => {
    const world = worldWith();
    world.monitors.given(newBackup({ id: 'other', aliases }));
    claimed(world, key, monitorId, claimedAt);
    await addAlias(world, 'backup', key);
    expect(world.aliases.claims.get(key)).toEqual({ monitorId: 'backup', claimedAt: noon });
    expect(listed(world)).toEqual([{ key }]);
  });
});

describe('a monitor has at most ten aliases', () => {
  const tooMany = new InvalidInput([{ field: 'key', message: 'the monitor has 10 aliases; allowed are 10' }]);

  test('of which the tenth can be added', async () => {
    const world = worldWith(...nine);
    await addAlias(world, 'backup', key);
    expect(listed(world)).toEqual([...nine, { key }]);
  });

  test('and an eleventh is refused and not claimed', async () => {
    const world = worldWith(...nine, live);
    await expect(addAlias(world, 'backup', key)).rejects.toEqual(tooMany);
    expect(world.calls).toEqual(['load']);
  });

  test('of which one can be added again', async () => {
    const world = worldWith(...nine, { key });
    await addAlias(world, 'backup', key);
    expect(listed(world)).toHaveLength(10);
  });

  test('that have not ended', async () => {
    const world = worldWith(...nine, ended);
    await addAlias(world, 'backup', key);
    expect(listed(world)).toEqual([...nine, { key }]);
  });

  test('also when two are added at the same time', async () => {
    const world = worldWith(...nine);
    world.monitors.interruptNext('save', () => addAlias(world, 'backup', 'another-one'));
    await expect(addAlias(world, 'backup', key)).rejects.toEqual(tooMany);
    expect(listed(world)).toEqual([...nine, { key: 'another-one' }]);
  });
});

describe('the slug ping key', () => {
  test('is made of 24 random characters', async () => {
    const world = worldWith();
    expect(await setSlugKey(world, undefined)).toBe('0123456789abcdefghjkmnpq');
    expect(world.installation.slugKey).toBe('0123456789abcdefghjkmnpq');
  });

  test('may be brought along', async () => {
    const world = worldWith();
    expect(await setSlugKey(world, 'aBcDeFgH12')).toBe('aBcDeFgH12');
    expect(world.installation.slugKey).toBe('aBcDeFgH12');
  });

  test('is not answered before it is stored', async () => {
    const world = worldWith();
    world.installation.failNext('setSlugKey', 'before');
    await expect(setSlugKey(world, undefined)).rejects.toThrow(Unavailable);
  });
});
