import { Unavailable } from '../../lambdas/domain/errors.ts';
import { ridOf } from '../../lambdas/events/aws-event.ts';
import { receiveEvent } from '../../lambdas/events/receive-event.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';

/** A success of Downbeat's own dialect, as a rule hands it over. */
const success = {
  ...{
    dialect: 'ping',
    id: 'e-1',
    time: '2026-11-20T11:59:00Z',
    source: 'downbeat.ping',
    detail_type: 'Ping',
  },
  detail: { monitor_id: 'backup' },
};

function worldWithBackup() {
  const world = fakeWorld();
  world.monitors.given(newBackup());
  return world;
}

describe('what a rule hands over', () => {
  test('becomes a ping of its own instant, that names the event', async () => {
    const world = worldWithBackup();
    await receiveEvent(world, success);
    expect(world.history.pings[0]?.ping).toEqual({
      ...{ kind: 'success', at: noon - 60_000, receivedAt: noon },
      ...{ method: 'EVENT', sourceIp: 'downbeat.ping', userAgent: 'Ping (e-1)' },
    });
  });

  test('is for the monitor of the rule, if that names one', async () => {
    const world = worldWithBackup();
    world.monitors.given(newBackup({ id: 'other' }));
    await receiveEvent(world, { ...success, monitor_id: 'other' });
    expect(world.history.pings.map(({ monitorId }) => monitorId)).toEqual(['other']);
  });

  test.each([
    ['no event at all', 'text', 'body'],
    ['an unknown dialect', { ...success, dialect: 'constructor' }, 'dialect'],
    ['no instant', { ...success, time: 'today' }, 'time'],
    ['an event without a monitor', { ...success, detail: {} }, 'monitor_id'],
    ['a field that no ping has', { ...success, detail: { monitor_id: 'backup', status: 'ok' } }, 'status'],
    ['a kind that no ping says', { ...success, detail: { monitor_id: 'backup', kind: 'ok' } }, 'kind'],
    ['a task without an ARN', { ...success, dialect: 'ecs', detail: { lastStatus: 'STOPPED' } }, 'taskArn'],
    ['an empty name of a run', { ...success, detail: { monitor_id: 'backup', rid: '' } }, 'rid'],
  ])('that is %s is refused for good, and it is said why', async (_what, input, field) => {
    const world = worldWithBackup();
    await receiveEvent(world, input);
    expect(world.history.pings).toEqual([]);
    expect(world.telemetry.notices).toMatchObject([
      { notice: 'EventRefused', cause: { faults: [{ field }] } },
    ]);
  });

  test('of an unknown monitor is refused for good, and named', async () => {
    const world = worldWithBackup();
    await receiveEvent(world, { ...success, detail: { monitor_id: 'nobody' } });
    expect(world.telemetry.notices).toMatchObject([
      { notice: 'EventRefused', details: { eventId: 'e-1', monitorId: 'nobody' } },
    ]);
  });

  test.each([
    ['a key in place of its id is told by the id alone', 'nobody-0123456789abcdefghjk', 'nobody'],
    ['what is no id is not told', 'No id', ''],
  ])('with %s', async (_what, monitorId, told) => {
    const world = worldWithBackup();
    await receiveEvent(world, { ...success, detail: { monitor_id: monitorId } });
    expect(world.telemetry.notices).toMatchObject([{ details: { monitorId: told } }]);
  });

  test('comes again if it could not be stored', async () => {
    const world = worldWithBackup();
    world.monitors.failNext('load', 'before');
    await expect(receiveEvent(world, success)).rejects.toBeInstanceOf(Unavailable);
    expect(world.telemetry.notices).toEqual([]);
  });

  test('has no run where none is named', async () => {
    const world = worldWithBackup();
    await receiveEvent(world, success);
    expect(world.history.pings[0]?.ping).not.toHaveProperty('rid');
  });
});

describe('the rid of a run', () => {
  const uuid = '4c7599ae-0a82-49aa-ba5a-4727fcce14a8';

  test.each([
    ['a UUID', uuid],
    ['a UUID in upper case', uuid.toUpperCase()],
    ['a UUID without its dashes', uuid.replaceAll('-', '')],
  ])('whose name is %s is that', (_what, name) => {
    expect(ridOf(name)).toBe(uuid);
  });

  test('of any other name is a UUID of its own, and always the same', () => {
    expect(ridOf('jr_abc')).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(ridOf('jr_abc')).toBe(ridOf('jr_abc'));
    expect(ridOf('jr_abd')).not.toBe(ridOf('jr_abc'));
  });
});
