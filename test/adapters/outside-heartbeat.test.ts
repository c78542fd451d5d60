import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OutsideHeartbeat } from '../../lambdas/adapters/outside-heartbeat.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { closedEndpoint } from '../support/sdk.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that answers so; its URL. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-key`;
}

/** The error of a heartbeat, with its causes. */
async function failureOf(url: string, timeoutMs = 5_000): Promise<string> {
  const failure = await new OutsideHeartbeat(url, timeoutMs).tellAlive().catch((error: unknown) => error);
  if (!(failure instanceof Unavailable)) throw new Error(`That is no Unavailable: ${failure}`);
  return `${failure.message} ${failure.cause}`;
}

test('a heartbeat is one GET of the URL', async () => {
  const seen: string[] = [];
  const url = await serve(({ method, url }, response) => {
    seen.push(`${method} ${url}`);
    response.end('OK');
  });
  await new OutsideHeartbeat(url, 5_000).tellAlive();
  expect(seen).toEqual(['GET /secret-key']);
});

test.each([301, 404, 500])('an answer of %i is a failure, which names no URL', async (status) => {
  const url = await serve((_request, response) => response.writeHead(status, { location: '/else' }).end());
  const failure = await failureOf(url);
  expect(failure).toContain(`answered ${status}`);
  expect(failure).not.toContain('secret-key');
});

test('no answer in time is a failure', async () => {
  const url = await serve(() => {});
  expect(await failureOf(url, 20)).toContain('TimeoutError');
});

test('nobody there is a failure, which names no URL', async () => {
  const failure = await failureOf(`${await closedEndpoint()}/secret-key`);
  expect(failure).toContain('unavailable');
  expect(failure).not.toContain('secret-key');
});
