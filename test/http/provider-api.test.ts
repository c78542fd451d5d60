import { formatKey } from '../../lambdas/domain/key.ts';
import { hourMs } from '../../lambdas/domain/time.ts';
import { monitorJson } from '../../lambdas/http/monitor-json.ts';
import { provide } from '../../lambdas/http/provider-api.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';

const StackId =
  'arn:aws:cloudformation:eu-west-1:123456789012:stack/Jobs/0f9e8d7c-6b5a-4321-8fed-cba987654321';
const never = new Promise<void>(() => undefined);
const settings = { name: 'Backup', schedule: 'every 2h' };

interface Answer {
  url: string;
  Status: string;
  PhysicalResourceId: string;
  Reason?: string;
  NoEcho?: boolean;
  Data?: { PingUrl: string };
}

/** An installation, and a stack that has one resource in it. */
function aStack() {
  const world = fakeWorld();
  const answers: Answer[] = [];
  const asker = {
    answer: async (url: string, outcome: object) => {
      answers.push({ url, ...outcome } as Answer);
    },
  };
  const deps = { ...world, channels: ['default', 'ops'], apiUrl: 'https://api.test', asker };
  const ask = async (RequestType: string, rest: object = {}, outOfTime = never): Promise<Answer> => {
    const request = {
      ...{ RequestType, StackId, RequestId: 'one', LogicalResourceId: 'BackupMonitor' },
      ...{ ResponseURL: 'https://answers.test/presigned', ResourceType: 'Custom::DownbeatMonitor' },
      ...{ ResourceProperties: properties('backup'), ...rest },
    };
    await provide(deps, request, outOfTime);
    const answer = answers.at(-1);
    if (!answer) throw new Error('Nobody answered.');
    return answer;
  };
  return { world, deps, answers, ask };
}

function properties(Id: string, given: object = {}) {
  return { ServiceToken: 'arn', Id, Settings: JSON.stringify({ ...settings, ...given }) };
}

/** An update of what CloudFormation knows by this id. */
function update(PhysicalResourceId: string, after: object, before: object = properties('backup')) {
  return { PhysicalResourceId, ResourceProperties: after, OldResourceProperties: before };
}

const stored = (world: ReturnType<typeof fakeWorld>, id = 'backup') => world.monitors.peek(id).monitor;
const isThere = async (world: ReturnType<typeof fakeWorld>, id: string) =>
  (await world.monitors.load(id)) !== undefined;

describe('a create', () => {
  test('makes the monitor, and answers its ping URL as a secret', async () => {
    const { world, ask } = aStack();
    const answer = await ask('Create');
    const monitor = stored(world);
    expect(monitor).toMatchObject({
      ...{ name: 'Backup', gracePeriodSeconds: 300 },
      managedBy: 'Jobs/0f9e8d7c-6b5a-4321-8fed-cba987654321/BackupMonitor',
    });
    expect(monitorJson(world.monitors.peek('backup'), 0, 'https://api.test').managed_by).toEqual({
      ...{ stack: 'Jobs', resource: 'BackupMonitor' },
    });
    expect(answer).toEqual({
      ...{ url: 'https://answers.test/presigned', Status: 'SUCCESS', PhysicalResourceId: 'backup' },
      ...{ StackId, RequestId: 'one', LogicalResourceId: 'BackupMonitor' },
      ...{ NoEcho: true, Data: { PingUrl: `https://api.test/ping/${formatKey(monitor)}` } },
    });
  });

  test('that is delivered twice makes one monitor, writes once and answers the same', async () => {
    const { world, ask } = aStack();
    const first = await ask('Create');
    const writes = world.monitors.stream.length;
    expect(await ask('Create')).toEqual(first);
    expect(world.monitors.stream).toHaveLength(writes);
  });

  test.each([
    ['before', 'create'],
    ['after', 'arm'],
  ] as const)('whose process dies %s the write is done by the next delivery', async (_when, method) => {
    const { world, ask } = aStack();
    const ResourceProperties = properties('backup', { expect_first_ping: true });
    if (method === 'create') world.monitors.interruptNext(method, () => never);
    else world.timer.interruptNext(method, () => never);
    void ask('Create', { ResourceProperties });
    await new Promise(setImmediate);
    expect(await isThere(world, 'backup')).toBe(method === 'arm');
    const answer = await ask('Create', { ResourceProperties });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'backup' });
    expect(answer.Data?.PingUrl).toBe(`https://api.test/ping/${formatKey(stored(world))}`);
  });

  test('of an id that is taken fails, and the rollback leaves the other monitor alone', async () => {
    const { world, ask } = aStack();
    world.monitors.given(newBackup());
    const refused = await ask('Create');
    expect(refused.Status).toBe('FAILED');
    expect(refused.Reason).toMatch(/^The id "backup" is taken\. .*give another id/);
    const { PhysicalResourceId } = refused;
    expect(await ask('Delete', { PhysicalResourceId })).toMatchObject({ Status: 'SUCCESS' });
    expect(stored(world)).toEqual(newBackup());
  });

  test('by another resource of the same stack is refused', async () => {
    const { ask } = aStack();
    await ask('Create');
    expect(await ask('Create', { LogicalResourceId: 'Other' })).toMatchObject({ Status: 'FAILED' });
  });

  test.each([
    [
      'a setting',
      { Id: 'backup', Settings: '{"name":"B","grace_period_seconds":-1}' },
      'grace_period_seconds: allowed',
    ],
    [
      'settings that do not go together',
      properties('backup', { early_margin_seconds: 5 }),
      'early_margin_seconds: allowed',
    ],
    [
      'a channel',
      properties('backup', { channels: ['night'] }),
      'channels.0: allowed is a list of 1 to 10 of default, ops',
    ],
    ['settings', { Id: 'backup', Settings: '{' }, 'Settings: allowed is the JSON text'],
    ['no settings', { Id: 'backup' }, 'Settings: allowed is the JSON text'],
    ['an id', { Id: 'Ü', Settings: '{}' }, 'Id: is not an id'],
    ['properties', undefined, 'is refused'],
    ['properties', 'text', 'is refused'],
  ])('with %s that is wrong fails with its message, and rolls back cleanly', async (_what, wrong, why) => {
    const { world, ask } = aStack();
    const refused = await ask('Create', { ResourceProperties: wrong });
    expect(refused).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(why) });
    expect(refused.PhysicalResourceId).toMatch(/./);
    const rollback = { ResourceProperties: wrong, PhysicalResourceId: refused.PhysicalResourceId };
    expect(await ask('Delete', rollback)).toMatchObject({ Status: 'SUCCESS' });
    expect(world.monitors.stream).toEqual([]);
  });
});

describe('an update', () => {
  test('changes the monitor in place, which keeps its key', async () => {
    const { world, ask } = aStack();
    const { Data } = await ask('Create');
    const answer = await ask('Update', update('backup', properties('backup', { schedule: 'every 1h' })));
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'backup', Data });
    expect(stored(world).schedule.text).toBe('every 1h');
  });

  test('moves the deadline with the schedule', async () => {
    const { world, ask } = aStack();
    const expecting = (schedule: string) => properties('backup', { schedule, expect_first_ping: true });
    await ask('Create', { ResourceProperties: expecting('every 2h') });
    const { deadlineAt: before = 0 } = stored(world);
    await ask('Update', update('backup', expecting('every 1h')));
    expect(stored(world).deadlineAt).toBe(before - hourMs);
  });

  test('of what somebody deleted by hand creates it anew, and answers its new key', async () => {
    const { world, ask } = aStack();
    const { Data } = await ask('Create');
    world.monitors.remove('backup');
    const answer = await ask('Update', update('backup', properties('backup', { schedule: 'every 1h' })));
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'backup' });
    expect(answer.Data?.PingUrl).toBe(`https://api.test/ping/${formatKey(stored(world))}`);
    expect(answer.Data).not.toEqual(Data);
  });

  test('that is refused keeps its id, changes nothing, and is rolled back', async () => {
    const { world, ask } = aStack();
    await ask('Create');
    const before = stored(world);
    const wrong = properties('backup', { max_misses: 11 });
    const refused = await ask('Update', update('backup', wrong));
    expect(refused).toMatchObject({
      ...{ Status: 'FAILED', PhysicalResourceId: 'backup' },
      Reason: expect.stringContaining('max_misses: allowed is a whole number from 1 to 10'),
    });
    expect(await ask('Update', update('backup', properties('backup'), wrong))).toMatchObject({
      Status: 'SUCCESS',
    });
    expect(stored(world)).toEqual(before);
  });

  test('of the id makes another monitor, and the former one goes when CloudFormation has it deleted', async () => {
    const { world, ask } = aStack();
    await ask('Create');
    const answer = await ask('Update', update('backup', properties('dump')));
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'dump' });
    expect([stored(world).id, stored(world, 'dump').id]).toEqual(['backup', 'dump']);
    await ask('Delete', { PhysicalResourceId: 'backup' });
    expect(await isThere(world, 'backup')).toBe(false);
    expect(await isThere(world, 'dump')).toBe(true);
  });

  test('of the id to one that is taken fails, and the former one stays', async () => {
    const { world, ask } = aStack();
    await ask('Create');
    world.monitors.given({ ...newBackup(), id: 'dump' });
    const refused = await ask('Update', update('backup', properties('dump')));
    expect(refused).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'backup' });
    expect(stored(world).id).toBe('backup');
  });

  test('of the id that was never answered leaves no monitor behind once it is rolled back', async () => {
    const { world, ask } = aStack();
    await ask('Create');
    await ask('Update', update('backup', properties('dump')), Promise.resolve());
    await ask('Update', update('backup', properties('dump')));
    const rollback = update('backup', properties('backup'), properties('dump'));
    expect(await ask('Update', rollback)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'backup' });
    expect(await isThere(world, 'dump')).toBe(false);
    expect(await isThere(world, 'backup')).toBe(true);
  });

  test('back to a channel that the installation has lost is taken, or no rollback could end', async () => {
    const { world, deps, ask } = aStack();
    const told = properties('backup', { channels: ['ops'] });
    await ask('Create', { ResourceProperties: told });
    deps.channels = ['default'];
    expect(await ask('Update', update('backup', told))).toMatchObject({ Status: 'SUCCESS' });
    expect(stored(world).channels).toEqual(['ops']);
  });
});

describe('a delete', () => {
  test('deletes the monitor and its timer', async () => {
    const { world, ask } = aStack();
    await ask('Create');
    expect(await ask('Delete', { PhysicalResourceId: 'backup' })).toMatchObject({
      ...{ Status: 'SUCCESS', PhysicalResourceId: 'backup' },
    });
    expect(await isThere(world, 'backup')).toBe(false);
    expect(world.timer.cancelled).toEqual(['backup']);
  });

  test('of what is gone succeeds', async () => {
    const { ask } = aStack();
    expect(await ask('Delete', { PhysicalResourceId: 'backup' })).toMatchObject({ Status: 'SUCCESS' });
  });

  test('of what somebody deleted by hand and made again leaves theirs alone', async () => {
    const { world, ask } = aStack();
    await ask('Create');
    world.monitors.remove('backup');
    world.monitors.given(newBackup());
    expect(await ask('Delete', { PhysicalResourceId: 'backup' })).toMatchObject({ Status: 'SUCCESS' });
    expect(stored(world)).toEqual(newBackup());
  });

  test('of what was never answered, under a name that CloudFormation made up, finds the monitor', async () => {
    const { world, ask } = aStack();
    await ask('Create');
    await ask('Delete', { PhysicalResourceId: 'Jobs-BackupMonitor-1ABCDEFGHIJKL' });
    expect(await isThere(world, 'backup')).toBe(false);
  });

  test('that fails says so, and succeeds when it is asked for again', async () => {
    const { world, ask } = aStack();
    await ask('Create');
    world.monitors.failNext('load', 'before');
    const failed = await ask('Delete', { PhysicalResourceId: 'backup' });
    expect(failed).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'backup' });
    expect(failed.Reason).toMatch(/is unavailable\. Try again\.$/);
    expect(await ask('Delete', { PhysicalResourceId: 'backup' })).toMatchObject({ Status: 'SUCCESS' });
  });
});

describe('an answer comes', () => {
  test('though the work does not end in time', async () => {
    const { world, ask } = aStack();
    world.monitors.interruptNext('load', () => never);
    const answer = await ask('Create', {}, Promise.resolve());
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'Downbeat is unavailable. Try again.' });
  });

  test('though we have a defect, of which it says nothing', async () => {
    const { deps, ask } = aStack();
    deps.channels = undefined as never;
    const noticed: string[] = [];
    deps.telemetry = { notice: (name: string) => noticed.push(name) } as never;
    const answer = await ask('Create');
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('The log of') });
    expect(answer.Reason).not.toMatch(/iterable|undefined/);
    expect(noticed).toEqual(['MonitorNotProvided']);
  });

  test('with no more of a reason than CloudFormation takes', async () => {
    const { ask } = aStack();
    const wrong = properties(
      'backup',
      Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`x${n}`, n])),
    );
    const { Reason = '' } = await ask('Create', { ResourceProperties: wrong });
    expect(Reason).toHaveLength(1_000);
  });

  test('for nothing that does not say whom to answer', async () => {
    const { world, deps, answers } = aStack();
    for (const event of [undefined, 'text', {}, { RequestType: 'Create', ResponseURL: 'nowhere' }]) {
      await provide(deps, event, never);
    }
    expect(answers).toEqual([]);
    expect(world.telemetry.names()).toEqual(Array.from({ length: 4 }, () => 'AskerUnknown'));
    expect(world.calls).toEqual([]);
  });
});
