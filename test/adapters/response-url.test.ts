import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ResponseUrl } from '../../lambdas/adapters/response-url.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { FakeSystem } from '../support/fake-system.ts';
import { closedEndpoint } from '../support/sdk.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that answers so, one status after the other; its URL, and what it has been sent. */
async function serve(...statuses: number[]) {
  const seen: { method: string | undefined; body: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(async (request, response) => {
    const { method, headers } = request;
    seen.push({ method, headers, body: await text(request) });
    response.writeHead(statuses.shift() ?? 500).end();
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/presigned?secret`, seen };
}

test('an answer is one PUT of JSON, without a type, which the URL is not signed for', async () => {
  const { url, seen } = await serve(200);
  await new ResponseUrl(new FakeSystem()).answer(url, { Status: 'SUCCESS' });
  expect(seen).toMatchObject([{ method: 'PUT', body: '{"Status":"SUCCESS"}' }]);
  expect(seen[0]?.headers).not.toHaveProperty('content-type');
  expect(seen[0]?.headers).toHaveProperty('content-length', '20');
});

test('an answer that is not taken is sent again, after pauses that double', async () => {
  const system = new FakeSystem();
  const { url, seen } = await serve(500, 503, 403, 200);
  await new ResponseUrl(system).answer(url, {});
  expect(seen).toHaveLength(4);
  expect(system.slept).toEqual([200, 400, 800]);
});

test('an answer that is not taken four times is a failure, which names no URL', async () => {
  const { url, seen } = await serve(500, 500, 500, 500, 200);
  const failure = await new ResponseUrl(new FakeSystem()).answer(url, {}).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Unavailable);
  expect(`${failure} ${(failure as Error).cause}`).toContain('answered 500');
  expect(`${failure} ${(failure as Error).cause}`).not.toContain('secret');
  expect(seen).toHaveLength(4);
});

test('nobody there is a failure', async () => {
  const url = `${await closedEndpoint()}/presigned`;
  await expect(new ResponseUrl(new FakeSystem()).answer(url, {})).rejects.toThrow(Unavailable);
});
