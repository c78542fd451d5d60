import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits } from '../../lambdas/domain/limits.ts';
import { secondMs } from '../../lambdas/domain/time.ts';
import { managePaths } from '../../lambdas/http/manage-api.ts';
import { pingJson } from '../../lambdas/http/ping-json.ts';
import { statusMethods, statusPaths } from '../../lambdas/http/status-api.ts';
import type { Archive, System } from '../../lambdas/usecases/ports.ts';
import type { Dashboard } from '../dashboard/dashboard.ts';
import { dashboardPaths } from '../dashboard/routes.ts';
import { documentFile } from '../openapi/document-file.ts';
import type { LocalChannels } from './alerts.ts';
import { type GatewayHandler, send, serve } from './gateway.ts';
import type { LocalStream } from './stream.ts';

export interface LocalRoutes {
  ping: GatewayHandler;
  manage: GatewayHandler;
  /** Takes events in place of the event bus. */
  events: GatewayHandler;
  /** The pages. It refuses other sites by itself. */
  dashboard: Pick<Dashboard, 'serve'>;
  status: GatewayHandler;
  channels: LocalChannels;
  stream: Pick<LocalStream, 'delivered'>;
  archive: Pick<Archive, 'pings'>;
  system: Pick<System, 'now'>;
}

export interface LocalServer {
  url: string;
  open(routes: LocalRoutes): void;
  close(): Promise<void>;
}

/** For how long the host bears with a client. */
export interface Patience {
  /** Until the head of a request has come. */
  headMs: number;
  /** Until the whole request has come. */
  requestMs: number;
  /** How often it looks who takes too long. */
  lookEveryMs: number;
}

const patience: Patience = {
  headMs: limits.localHeadMs,
  requestMs: limits.localRequestMs,
  lookEveryMs: secondMs,
};

/**
 * Starts the HTTP side of the local host, on loopback only. It answers 503 until `open` is called: the port is
 * taken first, so that a start that cannot have it changes nothing.
 */
export async function listenLocally(port: number, bears: Patience = patience): Promise<LocalServer> {
  let routes: LocalRoutes | undefined;
  const times = {
    headersTimeout: bears.headMs,
    requestTimeout: bears.requestMs,
    connectionsCheckingInterval: bears.lookEveryMs,
  };
  const server = createServer(times, (request, response) => {
    if (!routes) return send(response, text(503, 'starting\n'));
    route(routes, request, response).catch((error: unknown) => {
      // Whoever breaks off a request waits for no answer.
      if (!request.complete) return;
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
  if (path === '/openapi.json') return send(response, json(JSON.parse(await readFile(documentFile, 'utf8'))));
  if (dashboardPaths.test(path)) return routes.dashboard.serve(request, response);
  if (statusPaths.test(path) && statusMethods.includes(request.method ?? '')) {
    return serve(routes.status, request, response);
  }
  const isLocal = path.startsWith('/local/');
  if (!isLocal && !managePaths.test(path)) return serve(routes.ping, request, response);
  if (!isFromHere(request)) return send(response, text(403, 'only from this machine\n'));
  if (isLocal) return serveLocal(routes, path, { request, response });
  return serve(routes.manage, request, response);
}

async function serveLocal(
  routes: LocalRoutes,
  path: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  if (path === '/local/events' && request.method === 'POST') return serve(routes.events, request, response);
  send(response, await answerLocal(routes, path));
}

/** What only the local host shows. */
async function answerLocal({ channels, archive, stream, system }: LocalRoutes, path: string) {
  if (path === '/local/alerts') {
    // Whoever has just pinged sees what came of it.
    await stream.delivered();
    return json({ alerts: await channels.list() });
  }
  const id = /^\/local\/pings\/([a-z0-9-]+)$/.exec(path)?.[1];
  if (id === undefined) return text(404, 'not found');
  const range = { from: 0, to: Number.POSITIVE_INFINITY, limit: limits.localPingsShown, now: system.now() };
  const { pings } = await archive.pings({ monitorId: id, ...range });
  return json({ pings: pings.map(pingJson) });
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
