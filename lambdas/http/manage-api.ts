import middy from '@middy/core';
import httpRouter, { type Route } from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { InvalidInput } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import {
  createMonitor,
  deleteMonitor,
  getMonitor,
  listMonitors,
  type ManageMonitorsDeps,
} from '../usecases/manage-monitors.ts';
import { monitorJson } from './monitor-json.ts';
import { listSchema, monitorSchema, readWith } from './monitor-schema.ts';
import { problemAnswer } from './problem.ts';

export interface ManageApiDeps extends ManageMonitorsDeps {
  /** The names of the installation's channels. */
  channels: readonly string[];
}

type Answer = APIGatewayProxyStructuredResultV2;
type RouteHandler = (event: APIGatewayProxyEventV2) => Promise<Answer>;

/** The management routes. The gateway (on a laptop: loopback) has already decided who may call them. */
export function createManageHandler(deps: ManageApiDeps) {
  return middy<APIGatewayProxyEventV2, Answer>()
    .onError((request) => {
      const answer = problemAnswer(request.error);
      // Without an answer the error is a defect: the function fails, and its alarm tells.
      if (answer) request.response = answer;
    })
    .handler(
      httpRouter<APIGatewayProxyEventV2, Answer>({ routes: routes(deps), notFoundResponse: noSuchRoute }),
    );
}

function routes(deps: ManageApiDeps): Route<APIGatewayProxyEventV2, Answer>[] {
  const draftSchema = monitorSchema(deps.channels);
  const create: RouteHandler = async (event) => {
    const created = await createMonitor(deps, readWith(draftSchema, readJson(event)));
    return json(201, monitorJson(created, deps.system.now(), originOf(event)));
  };
  const list: RouteHandler = async (event) => {
    const page = await listMonitors(deps, readWith(listSchema, event.queryStringParameters ?? {}));
    const now = deps.system.now();
    const monitors = page.monitors.map((stored) => monitorJson(stored, now, originOf(event)));
    return json(200, { monitors, next_cursor: page.nextCursor ?? null });
  };
  const get: RouteHandler = async (event) => {
    const stored = await getMonitor(deps, idOf(event));
    return json(200, monitorJson(stored, deps.system.now(), originOf(event)));
  };
  const remove: RouteHandler = async (event) => {
    await deleteMonitor(deps, idOf(event));
    return { statusCode: 204 };
  };
  return [
    { method: 'POST', path: '/api/v1/monitors', handler: create },
    { method: 'GET', path: '/api/v1/monitors', handler: list },
    { method: 'GET', path: '/api/v1/monitors/{id}', handler: get },
    { method: 'DELETE', path: '/api/v1/monitors/{id}', handler: remove },
  ];
}

function noSuchRoute(): Answer {
  const body = JSON.stringify({ type: 'about:blank', title: 'There is no such route.', status: 404 });
  return { statusCode: 404, headers: { 'Content-Type': 'application/problem+json' }, body };
}

function json(statusCode: number, body: object): Answer {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(body),
  };
}

function idOf(event: APIGatewayProxyEventV2): string {
  return event.pathParameters?.id ?? '';
}

function readJson(event: APIGatewayProxyEventV2): unknown {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > limits.requestBodyBytes) {
    throw new InvalidInput([{ field: 'body', message: `allowed are ${limits.requestBodyBytes} bytes` }]);
  }
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new InvalidInput([{ field: 'body', message: 'is not JSON; allowed is one JSON object' }]);
  }
}

/** The host that the caller used, so that ping URLs name it too, be it the gateway's own or a custom domain. */
function originOf(event: APIGatewayProxyEventV2): string {
  const { 'x-forwarded-proto': scheme = 'https', host = event.requestContext.domainName } = event.headers;
  return `${scheme}://${host}`;
}
