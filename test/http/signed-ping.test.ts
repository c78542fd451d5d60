import { InvalidInput } from '../../lambdas/domain/errors.ts';
import { signedPingRoutes } from '../../lambdas/http/signed-ping.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';

const rid = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

/** Sends a signed ping, as the gateway hands it over. */
async function signed(world: ReturnType<typeof fakeWorld>, body: unknown, id = 'backup') {
  const [route] = signedPingRoutes(world);
  const http = { method: 'POST', path: '', sourceIp: '192.0.2.9', userAgent: 'aws-cli' };
  const event = { headers: {}, pathParameters: { id }, requestContext: { http }, rawQueryString: '' };
  const text = body === undefined ? undefined : JSON.stringify(body);
  return route?.handler({ ...event, body: text } as never);
}

function worldWithBackup() {
  const world = fakeWorld();
  world.monitors.given(newBackup());
  return world;
}

describe('a signed ping', () => {
  test('without a body is a success, at the instant at which it came', async () => {
    const world = worldWithBackup();
    const answer = await signed(world, undefined);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({
      status: 'ok',
      pinged_at: '2026-11-20T12:00:00.000Z',
    });
    expect(world.history.pings[0]?.ping).toEqual({
      ...{ kind: 'success', at: noon, method: 'POST', sourceIp: '192.0.2.9', userAgent: 'aws-cli' },
    });
    expect(world.monitors.peek('backup').monitor.status).toBe('up');
  });

  test('is kept with all that it says', async () => {
    const world = worldWithBackup();
    const said = {
      rid: rid.toUpperCase(),
      exit_status: 3,
      duration_ms: 1.5,
      message: 'Full',
      body: 'No space',
    };
    await signed(world, said);
    expect(world.history.pings[0]?.ping).toMatchObject({
      ...{ kind: 'fail', rid, exitStatus: 3, durationMs: 1.5, message: 'Full' },
      body: { bytes: new TextEncoder().encode('No space'), sizeBytes: 8, contentType: 'text/plain' },
    });
  });

  test.each([
    [{ exit_status: 0 }, 'success'],
    [{ exit_status: 255 }, 'fail'],
    [{ exit_status: 1, kind: 'log' }, 'log'],
    [{ kind: 'start' }, 'start'],
  ])('that says %j is a %s', async (said, kind) => {
    const world = worldWithBackup();
    await signed(world, said);
    expect(world.history.pings[0]?.ping.kind).toBe(kind);
  });

  test.each([
    [{ kind: 'ignored' }, 'kind'],
    [{ exit_status: 256 }, 'exit_status'],
    [{ rid: '12345' }, 'rid'],
    [{ duration_ms: -1 }, 'duration_ms'],
    [{ msg: 'typo' }, 'msg'],
    [[], 'body'],
  ])('that says %j is refused for its %s, and stores nothing', async (said, field) => {
    const world = worldWithBackup();
    const refused = expect(signed(world, said)).rejects;
    await refused.toBeInstanceOf(InvalidInput);
    await expect(signed(world, said)).rejects.toMatchObject({ faults: [{ field }] });
    expect(world.calls).toEqual([]);
  });

  test.each(['nobody', 'monitor#backup', ''])('of no monitor (%s) is refused', async (id) => {
    const world = worldWithBackup();
    await expect(signed(world, {}, id)).rejects.toMatchObject({ name: 'UnknownMonitor' });
    expect(world.history.pings).toEqual([]);
  });
});
