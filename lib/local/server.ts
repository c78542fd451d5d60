import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalTopics } from './alerts.ts';
import { type GatewayHandler, send, serve } from './gateway.ts';

export interface LocalRoutes {
  ping: GatewayHandler;
  manage: GatewayHandler;
  topics: LocalTopics;
}

export interface LocalServer {
  url: string;
  open(routes: LocalRoutes): void;
  close(): Promise<void>;
}

const welcome = `Downbeat is running.
  /ping/<key>            where jobs ping
  /api/v1/monitors       manage monitors
  /local/alerts          the alerts so far
  /healthz               200 when ready
`;

/**
 * Starts the HTTP side of the local host, on loopback only. It answers 503 until `open` is called: the port is
 * taken first, so that a start that cannot have it changes nothing.
 */
export async function listenLocally(port: number): Promise<LocalServer> {
  let routes: LocalRoutes | undefined;
  const server = createServer((request, response) => {
    if (!routes) return send(response, text(503, 'starting\n'));
    route(routes, request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) send(response, text(500, 'internal error\n'));
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: (opened) => {
      routes = opened;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function route(routes: LocalRoutes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path === '/healthz') return send(response, text(200, 'ready\n'));
  if (path === '/') return send(response, text(200, welcome));
  if (!path.startsWith('/api/') && !path.startsWith('/local/')) return serve(routes.ping, request, response);
  if (!isFromHere(request)) return send(response, text(403, 'only from this machine\n'));
  if (path === '/local/alerts') return send(response, json({ alerts: await routes.topics.list() }));
  if (path.startsWith('/local/')) return send(response, text(404, 'not found'));
  return serve(routes.manage, request, response);
}

/**
 * Whether a request was meant for this machine by a program on it. The server listens on loopback only; a web
 * page elsewhere could still reach it through the user's browser, and is known by its Host or Origin.
 */
function isFromHere({ headers }: IncomingMessage): boolean {
  const isLoopback = (host: string) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
  if (!isLoopback(headers.host ?? '')) return false;
  return headers.origin === undefined || isLoopback(headers.origin.replace(/^https?:\/\//, ''));
}

function text(statusCode: number, body: string) {
  return { statusCode, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body };
}

function json(body: object) {
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
