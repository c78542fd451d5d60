import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { createManageHandler } from '../../lambdas/http/manage-api.ts';
import type { GatewayHandler } from '../../lib/local/gateway.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';

/** A monitor that tells a channel which the installation has no more. */
function worldWithFormerChannel() {
  const world = fakeWorld();
  world.monitors.given(newBackup({ channels: ['former'] }));
  const handler = createManageHandler(world) as unknown as GatewayHandler;
  const patch = async (body: object) => {
    const path = '/api/v1/monitors/backup';
    const http = { method: 'PATCH', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.7', userAgent: 'curl' };
    const event = {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers: {},
      body: JSON.stringify(body),
      isBase64Encoded: false,
    };
    const requestContext = { http, domainName: 'api.example' };
    const answer = await handler(
      { ...event, requestContext } as unknown as APIGatewayProxyEventV2,
      {} as Context,
    );
    return { status: answer.statusCode, json: JSON.parse(answer.body ?? '{}') };
  };
  return { world, patch };
}

test('a change does not refuse what it does not name', async () => {
  const { patch } = worldWithFormerChannel();
  expect(await patch({ grace_period_seconds: 600 })).toMatchObject({
    status: 200,
    json: { grace_period_seconds: 600, channels: ['former'] },
  });
});

test('a change to a channel that there is none of is refused', async () => {
  const { patch } = worldWithFormerChannel();
  expect(await patch({ channels: ['former'] })).toMatchObject({
    status: 400,
    json: { errors: [{ field: 'channels.0', message: expect.stringContaining('default') }] },
  });
});

test('a change that names a setting by its default sets it', async () => {
  const { patch, world } = worldWithFormerChannel();
  expect(await patch({ channels: ['default'], grace_period_seconds: 300 })).toMatchObject({ status: 200 });
  expect(world.monitors.peek('backup').monitor.channels).toEqual(['default']);
});
