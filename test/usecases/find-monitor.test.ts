import { InvalidInput, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import type { Alias } from '../../lambdas/domain/monitor.ts';
import { findMonitor, type PingTarget } from '../../lambdas/usecases/find-monitor.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup, secret } from '../support/given.ts';

const uuid = '3f2b8c1e-0a9d-4e57-b6c4-9d8e7f605142';
const token = 'aBcDeFgH12';
const slugKey = 'slug-ping-key-of-ours';
const ownKey = `backup-${secret}`;
const formerKey = `backup-${'z'.repeat(20)}`;

type World = ReturnType<typeof fakeWorld>;

/** A world whose one monitor has these aliases, each of them claimed for it. */
function worldWith(...aliases: Alias[]) {
  const world = fakeWorld();
  world.monitors.given(newBackup({ aliases }));
  world.installation.slugKey = slugKey;
  for (const { key } of aliases) claim(world, key, 'backup');
  return world;
}

function claim(world: World, key: string, monitorId: string) {
  world.aliases.claims.set(key, { monitorId, claimedAt: noon });
}

function slug(overrides: Partial<Extract<PingTarget, { slugKey: string }>> = {}): PingTarget {
  return { slugKey, id: 'backup', create: false, ...overrides };
}

/** Looks for the monitor, and answers its id, or what was thrown, and the work it took. */
async function look(world: World, target: PingTarget | string) {
  const found = await findMonitor(world, typeof target === 'string' ? { key: target } : target, noon).then(
    (stored) => stored?.monitor.id,
    (error: unknown) => error,
  );
  return { found, calls: world.calls, comparisons: world.system.comparisons };
}

describe('a monitor’s own key', () => {
  test('opens it with one read', async () => {
    const opened = { found: 'backup', calls: ['load'], comparisons: 1 };
    expect(await look(worldWith({ key: token }), ownKey)).toEqual(opened);
  });

  test('answers what its storage knows', async () => {
    const world = worldWith();
    expect(await findMonitor(world, { key: ownKey }, noon)).toEqual(world.monitors.peek('backup'));
  });

  test('opens no other monitor', async () => {
    const world = worldWith();
    world.monitors.given(newBackup({ id: 'other', secret: '1'.repeat(20) }));
    expect((await look(world, `other-${secret}`)).found).toEqual(new UnknownMonitor());
  });
});

describe('an alias', () => {
  test.each([
    ['a UUID', uuid, uuid],
    ['a UUID in capitals', uuid.toUpperCase(), uuid],
    ['a token', token, token],
  ])('that is %s opens its monitor with two reads', async (_which, sent, key) => {
    const opened = { found: 'backup', calls: ['aliases.load', 'load'], comparisons: 1 };
    expect(await look(worldWith({ key }), sent)).toEqual(opened);
  });

  test('that is a token opens nothing in other letters', async () => {
    expect((await look(worldWith({ key: token }), token.toUpperCase())).found).toEqual(new UnknownMonitor());
  });

  test('opens its monitor wherever it stands in the list', async () => {
    const world = worldWith({ key: uuid, until: noon }, { key: token }, { key: 'another-one' });
    expect((await look(world, token)).found).toBe('backup');
  });

  test('that was the monitor’s own key opens it with one read', async () => {
    const opened = { found: 'backup', calls: ['load'], comparisons: 2 };
    expect(await look(worldWith({ key: formerKey, until: noon + 1 }), formerKey)).toEqual(opened);
  });

  test.each([
    ['a millisecond before its end opens its monitor', noon + 1, 'backup'],
    ['at its end opens nothing', noon, new UnknownMonitor()],
  ])('%s', async (_when, until, found) => {
    expect((await look(worldWith({ key: token, until }), token)).found).toEqual(found);
  });
});

describe('a claim opens nothing', () => {
  test.each([
    ['without its monitor’s list', () => worldWith(), 0],
    ['if the list has another alias', () => worldWith({ key: uuid }), 1],
  ])('%s', async (_why, begin, comparisons) => {
    const world = begin();
    claim(world, token, 'backup');
    expect(await look(world, token)).toEqual({
      found: new UnknownMonitor(),
      calls: ['aliases.load', 'load'],
      comparisons,
    });
  });

  test('if its monitor is deleted', async () => {
    const world = worldWith({ key: token });
    world.monitors.remove('backup');
    expect((await look(world, token)).found).toEqual(new UnknownMonitor());
  });

  test('if it is another monitor’s, though one lists the key', async () => {
    const world = worldWith({ key: token });
    world.monitors.given(newBackup({ id: 'other' }));
    claim(world, token, 'other');
    expect((await look(world, token)).found).toEqual(new UnknownMonitor());
  });
});

test('an alias that is listed and not claimed opens nothing', async () => {
  const world = worldWith({ key: token });
  world.aliases.claims.clear();
  expect((await look(world, token)).found).toEqual(new UnknownMonitor());
});

describe('a key that is wrong', () => {
  test.each([
    ['of an unknown id', `nobody-${secret}`],
    ['with a wrong secret', formerKey],
    ['of an unknown id, with the secret that stands in for the missing one', `nobody-${'0'.repeat(20)}`],
  ])('takes the same work %s', async (_which, key) => {
    expect(await look(worldWith(), key)).toEqual({
      found: new UnknownMonitor(),
      calls: ['load'],
      comparisons: 1,
    });
  });

  test('of an unknown id is compared with something as long as a secret', async () => {
    const world = worldWith();
    const compare = jest.spyOn(world.system, 'sameSecret');
    await look(world, `nobody-${secret}`);
    expect(compare).toHaveBeenCalledWith(expect.stringMatching(/^.{20}$/), secret);
  });

  test('takes one read if it may only be an alias', async () => {
    expect(await look(worldWith({ key: token }), uuid)).toEqual({
      found: new UnknownMonitor(),
      calls: ['aliases.load'],
      comparisons: 0,
    });
  });

  test.each(['', 'backup', 'a.b.c.d.e.f', 'k'.repeat(70), `${token}\n`])(
    'takes no work if it looks like none: %j',
    async (key) => {
      const world = worldWith();
      claim(world, key, 'backup');
      expect(await look(world, key)).toEqual({ found: new UnknownMonitor(), calls: [], comparisons: 0 });
    },
  );
});

describe('the slug ping key', () => {
  const reads = ['installation.load', 'load'];

  test.each([true, false])('opens a monitor by its id; create is %s', async (create) => {
    const opened = { found: 'backup', calls: reads, comparisons: 1 };
    expect(await look(worldWith(), slug({ create }))).toEqual(opened);
  });

  test('lets a ping create a monitor that is not there', async () => {
    const found = await look(worldWith(), slug({ id: 'nobody', create: true }));
    expect(found).toEqual({ found: undefined, calls: reads, comparisons: 1 });
  });

  test.each([
    ['for an unknown id', {}, { id: 'nobody' }],
    ['that is wrong', {}, { slugKey: 'a-wrong-slug-key' }],
    ['that is wrong, for an unknown id', {}, { slugKey: 'a-wrong-slug-key', id: 'nobody' }],
    ['that is wrong, to create', {}, { slugKey: 'a-wrong-slug-key', id: 'nobody', create: true }],
    ['that is a monitor’s secret', {}, { slugKey: secret }],
    ['while slug pings are off', { off: true }, {}],
    ['while slug pings are off, by what stands in for it', { off: true }, { slugKey: '0'.repeat(20) }],
    ['while slug pings are off, to create', { off: true }, { id: 'nobody', create: true }],
  ])(
    'is UnknownMonitor %s, after the same work',
    async (_which, { off = false }: { off?: boolean }, said) => {
      const world = worldWith();
      if (off) world.installation.slugKey = undefined;
      expect(await look(world, slug(said))).toEqual({
        found: new UnknownMonitor(),
        calls: reads,
        comparisons: 1,
      });
    },
  );

  test.each(['', 'wrong', 'k'.repeat(70)])('that cannot be one, as "%s", takes no read', async (wrong) => {
    const { found, calls } = await look(worldWith(), slug({ slugKey: wrong }));
    expect([found, calls]).toEqual([new UnknownMonitor(), []]);
  });

  test.each(['FOO', 'a_b', '123', 'results', ''])('with "%s", which is no id, is malformed', async (id) => {
    const { found, calls } = await look(worldWith(), slug({ id, create: true }));
    expect(found).toBeInstanceOf(InvalidInput);
    expect(found).toMatchObject({ message: expect.stringMatching(/^path: its id is none; allowed are/) });
    expect(calls).toEqual(['installation.load']);
  });

  test.each([{ slugKey: 'a-wrong-slug-key' }, { slugKey: 'a-wrong-slug-key', create: true }])(
    'that is wrong is not told that its id is none: %j',
    async (said) => {
      expect((await look(worldWith(), slug({ id: 'FOO', ...said }))).found).toEqual(new UnknownMonitor());
    },
  );

  test('is read side by side with the monitor', async () => {
    const world = worldWith();
    let release = () => {};
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.installation.interruptNext('load', () => blocked);
    const looking = look(world, slug());
    await new Promise(setImmediate);
    const calls = [...world.calls];
    release();
    await looking;
    expect(calls).toEqual(reads);
  });

  test('is compared with something even while slug pings are off', async () => {
    const world = worldWith();
    world.installation.slugKey = undefined;
    const compare = jest.spyOn(world.system, 'sameSecret');
    await look(world, slug());
    expect(compare).toHaveBeenCalledWith(expect.stringMatching(/^.{20}$/), slugKey);
  });

  test('opens nothing as a key', async () => {
    expect((await look(worldWith(), slugKey)).found).toEqual(new UnknownMonitor());
  });
});
