import { IdTaken, SettingsChanged, Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { listMonitors } from '../../lambdas/usecases/list-monitors.ts';
import { createMonitor, deleteMonitor, getMonitor } from '../../lambdas/usecases/manage-monitors.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup, ping, upBackup } from '../support/given.ts';

const draft = {
  name: 'Nightly Backup (EU)',
  schedule: parseSchedule('every 24h'),
  gracePeriodSeconds: 300,
  channels: ['default'],
};

const numbers = Array.from({ length: limits.idNumberMax - 1 }, (_, index) => index + 2);
const numbered = numbers.map((number) => `nightly-backup-eu-${number}`);

/** A world in which these ids are taken. */
function worldWith(...ids: string[]) {
  const world = fakeWorld();
  for (const id of ids) world.monitors.given(newBackup({ id }));
  return world;
}

describe('creating a monitor', () => {
  test('makes its id from the name', async () => {
    const world = fakeWorld();
    expect((await createMonitor(world, draft)).monitor.id).toBe('nightly-backup-eu');
  });

  test.each([
    ['nightly-backup-eu-2', ['nightly-backup-eu']],
    ['nightly-backup-eu-3', ['nightly-backup-eu', 'nightly-backup-eu-2']],
    ['nightly-backup-eu-10', ['nightly-backup-eu', ...numbered.slice(0, -1)]],
  ])('makes the id %s when those before are taken', async (id, taken) => {
    expect((await createMonitor(worldWith(...taken), draft)).monitor.id).toBe(id);
  });

  test('takes the id that is given', async () => {
    expect((await createMonitor(fakeWorld(), { ...draft, id: 'backup' })).monitor.id).toBe('backup');
  });

  test('refuses a given id that is taken', async () => {
    const world = worldWith('backup');
    await expect(createMonitor(world, { ...draft, id: 'backup' })).rejects.toEqual(new IdTaken('backup'));
    expect(world.monitors.stream).toEqual([]);
  });

  test('ends its id in random letters when all numbered ones are taken', async () => {
    const world = worldWith('nightly-backup-eu', ...numbered);
    expect((await createMonitor(world, draft)).monitor.id).toBe('nightly-backup-eu-mnpqrstv');
  });

  test('refuses a name for which every id is taken', async () => {
    const world = worldWith('nightly-backup-eu', ...numbered, 'nightly-backup-eu-mnpqrstv');
    await expect(createMonitor(world, draft)).rejects.toEqual(new IdTaken('nightly-backup-eu'));
  });

  test('stores it new, as a change of configuration', async () => {
    const world = fakeWorld();
    const { monitor } = await createMonitor(world, { ...draft, id: 'backup' });
    expect(world.monitors.stream).toEqual([{ change: 'config', monitor, countsPing: false, storedAt: noon }]);
    const state = {
      status: 'new',
      statusSince: noon,
      createdAt: noon,
      misses: 0,
      failures: 0,
      successes: 0,
      runs: [],
    };
    const defaults = {
      timezone: 'UTC',
      maxMisses: 1,
      maxFailures: 1,
      recoveryThreshold: 1,
      tags: [],
      aliases: [],
      revision: 1,
    };
    expect(monitor).toEqual({
      ...defaults,
      ...draft,
      ...state,
      id: 'backup',
      secret: '0123456789abcdefghjk',
    });
  });

  test('answers what is stored', async () => {
    const world = fakeWorld();
    const created = await createMonitor(world, { ...draft, id: 'backup' });
    expect(world.monitors.peek('backup')).toEqual(created);
  });

  test('stores what else it is to be', async () => {
    const bodyFilter = { start: [], success: ['DONE'], fail: [], defaultFail: true };
    const more = { maxMisses: 3, postOnly: true as const, bodyFilter };
    const { monitor } = await createMonitor(fakeWorld(), { ...draft, ...more });
    expect(monitor).toMatchObject(more);
  });

  test('gives each a secret of its own, of 20 characters', async () => {
    const world = fakeWorld();
    const secrets = [
      (await createMonitor(world, draft)).monitor.secret,
      (await createMonitor(world, draft)).monitor.secret,
    ];
    expect(secrets).toEqual(['0123456789abcdefghjk', 'mnpqrstvwxyz01234567']);
  });

  test('makes no second one when the answer to the first try was lost', async () => {
    const world = fakeWorld();
    world.monitors.failNext('create', 'retried');
    const created = await createMonitor(world, draft);
    expect(world.monitors.peek('nightly-backup-eu')).toEqual(created);
    expect((await listMonitors(world, { limit: 10 })).monitors).toHaveLength(1);
  });

  test('sets no timer', async () => {
    const world = fakeWorld();
    await createMonitor(world, draft);
    expect(world.calls).toEqual(['create']);
  });

  test('throws when it cannot be stored', async () => {
    const world = fakeWorld();
    world.monitors.failNext('create', 'before');
    await expect(createMonitor(world, draft)).rejects.toThrow(Unavailable);
  });
});

describe('reading monitors', () => {
  test('answers one with what its storage knows', async () => {
    const world = worldWith('backup');
    expect(await getMonitor(world, 'backup')).toEqual(world.monitors.peek('backup'));
  });

  test('throws UnknownMonitor for one that is not there', async () => {
    await expect(getMonitor(fakeWorld(), 'backup')).rejects.toThrow(UnknownMonitor);
  });

  test('lists each once, page by page', async () => {
    const world = worldWith('c', 'a', 'b');
    const first = await listMonitors(world, { limit: 2 });
    const second = await listMonitors(world, { limit: 2, cursor: first.nextCursor });
    const ids = [first, second].map(({ monitors }) => monitors.map(({ monitor }) => monitor.id));
    expect(ids).toEqual([['a', 'b'], ['c']]);
  });
});

describe('deleting a monitor', () => {
  test('removes it, and then its timer and its history', async () => {
    const world = worldWith('backup');
    await deleteMonitor(world, 'backup');
    expect(world.calls).toEqual(['delete', 'cancel', 'removeSome', 'removeSome']);
    await expect(getMonitor(world, 'backup')).rejects.toThrow(UnknownMonitor);
  });

  test('leaves no schedule behind', async () => {
    const world = worldWith('backup');
    await ping(world);
    await deleteMonitor(world, 'backup');
    expect(world.timer.pending()).toEqual([]);
  });

  test('throws UnknownMonitor for one that is not there, after removing what a broken-off deletion left', async () => {
    const world = fakeWorld();
    await expect(deleteMonitor(world, 'backup')).rejects.toThrow(UnknownMonitor);
    expect(world.calls).toEqual(['delete', 'cancel', 'removeSome', 'removeSome']);
  });

  test.each(['', 'Not An Id', 'x'.repeat(3_000)])(
    'touches nothing for what is no id: case %#',
    async (id) => {
      const world = fakeWorld();
      await expect(deleteMonitor(world, id)).rejects.toThrow(UnknownMonitor);
      await expect(getMonitor(world, id)).rejects.toThrow(UnknownMonitor);
      expect(world.calls).toEqual([]);
    },
  );

  test('with a check that refuses touches nothing', async () => {
    const world = worldWith('backup');
    const refuse = () => {
      throw new SettingsChanged();
    };
    await expect(deleteMonitor(world, 'backup', refuse)).rejects.toThrow(SettingsChanged);
    expect(world.calls).toEqual(['load']);
  });

  test('with a check removes what was checked, its timer, aliases and history', async () => {
    const world = worldWith('backup');
    world.monitors.overtake('backup', (monitor) => ({ ...monitor, aliases: [{ key: 'first-alias' }] }));
    world.aliases.claims.set('first-alias', { monitorId: 'backup', claimedAt: noon - hourMs });
    await deleteMonitor(world, 'backup', () => undefined);
    expect(world.calls.slice(0, 3)).toEqual(['load', 'deleteUnchanged', 'cancel']);
    expect(world.calls.filter((call) => call === 'removeSome')).toHaveLength(2);
    expect(world.aliases.claims.size).toBe(0);
  });

  test('checks again what somebody changes between the check and the deletion', async () => {
    const world = worldWith('backup');
    const rename = (monitor: Monitor) => ({ ...monitor, name: 'Changed' });
    world.monitors.interruptNext('deleteUnchanged', () => world.monitors.overtake('backup', rename));
    const seen: string[] = [];
    await deleteMonitor(world, 'backup', ({ name }) => void seen.push(name));
    expect(seen).toEqual([newBackup().name, 'Changed']);
    await expect(getMonitor(world, 'backup')).rejects.toThrow(UnknownMonitor);
  });

  test('with a check never deletes what is created after nothing was found to check', async () => {
    const world = fakeWorld();
    world.timer.interruptNext('cancel', () => world.monitors.given(newBackup()));
    const check = jest.fn();
    await expect(deleteMonitor(world, 'backup', check)).rejects.toThrow(UnknownMonitor);
    expect(world.calls).toEqual(['load', 'cancel', 'removeSome', 'removeSome']);
    expect(check).not.toHaveBeenCalled();
  });

  test('succeeds when its timer cannot be removed, with a notice', async () => {
    const world = fakeWorld();
    world.monitors.given(upBackup(noon));
    world.timer.failNext('cancel', 'before');
    await deleteMonitor(world, 'backup');
    const [details, cause] = [{ monitorId: 'backup' }, expect.any(Unavailable)];
    expect(world.telemetry.notices).toEqual([{ notice: 'TimerNotCancelled', details, cause }]);
  });

  test('throws when the deletion itself fails, and leaves the timer', async () => {
    const world = worldWith('backup');
    world.monitors.failNext('delete', 'before');
    await expect(deleteMonitor(world, 'backup')).rejects.toThrow(Unavailable);
    expect(world.calls).toEqual(['delete']);
  });
});

describe('deleting a monitor that has left more behind', () => {
  const aliases = [{ key: 'first-alias' }, { key: 'second-alias', until: noon - 1 }];

  /** A world with a monitor that a ping created, and that has aliases, beside two others like it. */
  function worldWithAliases() {
    const world = fakeWorld();
    world.monitors.given(newBackup({ aliases, autoCreated: true }));
    world.installation.autoCreated = 3;
    for (const { key } of aliases)
      world.aliases.claims.set(key, { monitorId: 'backup', claimedAt: noon - hourMs });
    world.aliases.claims.set('somebody-elses', { monitorId: 'other', claimedAt: noon });
    return world;
  }

  test('gives up the claims of all its aliases, and nobody else’s', async () => {
    const world = worldWithAliases();
    await deleteMonitor(world, 'backup');
    expect([...world.aliases.claims.keys()]).toEqual(['somebody-elses']);
  });

  test('gives its slot back if a ping created it', async () => {
    const world = worldWithAliases();
    await deleteMonitor(world, 'backup');
    expect(world.installation.autoCreated).toBe(2);
  });

  test('gives no slot back if people created it', async () => {
    const world = worldWith('backup');
    world.installation.autoCreated = 3;
    await deleteMonitor(world, 'backup');
    expect(world.installation.autoCreated).toBe(3);
  });

  test('leaves a claim that is less than a minute old: somebody may be making an alias of it', async () => {
    const world = worldWithAliases();
    world.aliases.claims.set('first-alias', { monitorId: 'backup', claimedAt: noon - minuteMs });
    await deleteMonitor(world, 'backup');
    expect([...world.aliases.claims.keys()].sort()).toEqual(['first-alias', 'somebody-elses']);
  });

  test('leaves a claim alone that another monitor has taken over', async () => {
    const world = worldWithAliases();
    world.aliases.claims.set('first-alias', { monitorId: 'other', claimedAt: noon });
    await deleteMonitor(world, 'backup');
    expect([...world.aliases.claims.keys()].sort()).toEqual(['first-alias', 'somebody-elses']);
  });

  test('succeeds with notices though neither claims nor slot can be given back', async () => {
    const world = worldWithAliases();
    world.aliases.failNext('release', 'before');
    world.installation.failNext('releaseAutoCreated', 'before');
    await deleteMonitor(world, 'backup');
    const [details, cause] = [{ monitorId: 'backup' }, expect.any(Unavailable)];
    const notice = { notice: 'LeftBehind', details, cause };
    expect(world.telemetry.notices).toEqual([notice, notice]);
    expect(world.timer.cancelled).toEqual(['backup']);
  });

  test('gives nothing up when the deletion itself fails', async () => {
    const world = worldWithAliases();
    world.monitors.failNext('delete', 'before');
    await expect(deleteMonitor(world, 'backup')).rejects.toThrow(Unavailable);
    expect([world.aliases.claims.size, world.installation.autoCreated]).toEqual([3, 3]);
  });
});
