import { Unavailable, UnknownAlias, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { addAlias, removeAlias } from '../../lambdas/usecases/manage-keys.ts';
import { ping } from '../support/given.ts';
import { claimed, claims, ended, key, listed, live, worldWith } from './aliases.ts';

describe('removing an alias', () => {
  test('takes it from the list, and then gives up its claim', async () => {
    const world = worldWith({ key: 'another-one' }, { key });
    await removeAlias(world, 'backup', key);
    expect(world.calls).toEqual(['load', 'save', 'aliases.release']);
    expect(listed(world)).toEqual([{ key: 'another-one' }]);
    expect(claims(world)).toEqual({ 'another-one': 'backup' });
  });

  test('makes it unknown, and free for another monitor at once', async () => {
    const world = worldWith({ key });
    await removeAlias(world, 'backup', key);
    await expect(ping(world, { key })).rejects.toThrow(UnknownMonitor);
    await addAlias(world, 'other', key);
    expect(listed(world, 'other')).toEqual([{ key }]);
  });

  test('finds a UUID in capitals', async () => {
    const world = worldWith({ key });
    await removeAlias(world, 'backup', key.toUpperCase());
    expect(listed(world)).toEqual([]);
  });

  test.each(['another-one', key.slice(1), ''])('that it has not is UnknownAlias: "%s"', async (text) => {
    const world = worldWith({ key });
    await expect(removeAlias(world, 'backup', text)).rejects.toThrow(UnknownAlias);
    expect(world.calls).toEqual(['load']);
  });

  test('of a monitor that is not there is UnknownMonitor', async () => {
    await expect(removeAlias(worldWith({ key }), 'nobody', key)).rejects.toThrow(UnknownMonitor);
  });

  test('leaves the claim of a monitor that has taken the key over', async () => {
    const world = worldWith(live, { key });
    claimed(world, key, 'other');
    await removeAlias(world, 'backup', key);
    expect(claims(world)).toEqual({ [live.key]: 'backup', [key]: 'other' });
  });

  test('is applied again to what is stored when it loses its race', async () => {
    const world = worldWith({ key });
    world.monitors.interruptNext('save', () => addAlias(world, 'backup', 'another-one'));
    await removeAlias(world, 'backup', key);
    expect(listed(world)).toEqual([{ key: 'another-one' }]);
  });

  test('gives up the claim though the race was lost to its own earlier try', async () => {
    const world = worldWith({ key });
    world.monitors.failNext('save', 'retried');
    await removeAlias(world, 'backup', key);
    expect([listed(world), claims(world)]).toEqual([[], {}]);
  });

  test('succeeds though its claim cannot be given up, with a notice', async () => {
    const world = worldWith({ key });
    world.aliases.failNext('release', 'before');
    await removeAlias(world, 'backup', key);
    const [details, cause] = [{ monitorId: 'backup' }, expect.any(Unavailable)];
    expect(world.telemetry.notices).toEqual([{ notice: 'LeftBehind', details, cause }]);
    await expect(ping(world, { key })).rejects.toThrow(UnknownMonitor);
  });
});

describe('an alias that has ended', () => {
  test('drops out of the list with the next change of it, and is free for others', async () => {
    const world = worldWith(ended, live);
    await addAlias(world, 'backup', key);
    expect(listed(world)).toEqual([live, { key }]);
    expect(claims(world)).toEqual({ [live.key]: 'backup', [key]: 'backup' });
  });

  test('drops out when another is removed', async () => {
    const world = worldWith(ended, live, { key });
    await removeAlias(world, 'backup', key);
    expect(listed(world)).toEqual([live]);
    expect(claims(world)).toEqual({ [live.key]: 'backup' });
  });
});
