import { Unavailable } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { deleteMonitor } from '../../lambdas/usecases/manage-monitors.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';
import { aPing } from '../support/monitors.ts';

/** A world with a monitor that has been pinged, and another. */
async function pingedWorld() {
  const world = fakeWorld();
  world.monitors.given(newBackup());
  const [from, to, reason] = ['new', 'up', 'first_ping'] as const;
  const at = noon - 1;
  for (const id of ['backup', 'other']) {
    await world.history.addPing(id, 1, aPing({ at }));
    await world.history.addFlip(id, { seq: 1, from, to, at, detectedAt: at, since: at, reason });
  }
  world.calls.length = 0;
  return world;
}

const ids = (rows: { monitorId: string }[]) => rows.map(({ monitorId }) => monitorId);

describe('deleting a monitor', () => {
  test('removes its history and nobody else’s', async () => {
    const world = await pingedWorld();
    await deleteMonitor(world, 'backup');
    expect([ids(world.history.pings), ids(world.history.flips)]).toEqual([['other'], ['other']]);
    expect(world.telemetry.notices).toEqual([]);
  });

  test('leaves the rows of a monitor that is created under its id meanwhile', async () => {
    const world = await pingedWorld();
    world.monitors.interruptNext('delete', async () => {
      world.system.advance(5);
      await world.history.addPing('backup', 1, aPing({ at: world.system.now() }));
      world.system.advance(5);
    });
    await deleteMonitor(world, 'backup');
    expect(world.history.pings.map(({ ping }) => ping.at)).toEqual([noon - 1, noon + 5]);
  });

  test('goes on as long as there is more', async () => {
    const world = await pingedWorld();
    world.archive.answers.push('more', 'more', 'more');
    await deleteMonitor(world, 'backup');
    expect(ids(world.history.pings)).toEqual(['other']);
    expect(world.system.slept).toEqual([]);
  });

  test('waits a little where the table does not take all, and then goes on', async () => {
    const world = await pingedWorld();
    world.archive.answers.push('throttled', 'throttled');
    await deleteMonitor(world, 'backup');
    expect(ids(world.history.pings)).toEqual(['other']);
    expect(world.system.slept).toEqual([100, 100]);
  });

  test.each([
    [limits.historyDeletionMs - 1, 0],
    [limits.historyDeletionMs, 1],
  ])('leaves the rest when it has taken %d ms: %d notices', async (milliseconds, notices) => {
    const world = await pingedWorld();
    world.archive.answers.push('more');
    world.archive.interruptNext('removeSome', () => world.system.advance(milliseconds));
    await deleteMonitor(world, 'backup');
    const notice = { notice: 'LeftBehind', details: { monitorId: 'backup' } };
    expect(world.telemetry.notices).toEqual(Array(notices).fill(notice));
    expect(ids(world.history.pings)).toEqual(notices === 1 ? ['backup', 'other'] : ['other']);
  });

  test('succeeds with a notice though the table does not answer', async () => {
    const world = await pingedWorld();
    world.archive.failNext('removeSome', 'before');
    await deleteMonitor(world, 'backup');
    const [details, cause] = [{ monitorId: 'backup' }, expect.any(Unavailable)];
    expect(world.telemetry.notices).toEqual([{ notice: 'LeftBehind', details, cause }]);
  });

  test('removes nothing when the deletion itself fails', async () => {
    const world = await pingedWorld();
    world.monitors.failNext('delete', 'before');
    await expect(deleteMonitor(world, 'backup')).rejects.toThrow(Unavailable);
    expect(ids(world.history.pings)).toEqual(['backup', 'other']);
  });
});
