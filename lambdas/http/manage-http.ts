import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { InvalidInput } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import type { Answer } from './answer.ts';

export type RouteHandler = (event: APIGatewayProxyEventV2) => Promise<Answer>;

export interface ManageRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  handler: RouteHandler;
}

export function json(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

export const nothing: Answer = { statusCode: 204 };

/** A parameter of the route's path. */
export function parameter(event: APIGatewayProxyEventV2, name: 'id' | 'key' | 'n' | 'slug'): string {
  return event.pathParameters?.[name] ?? '';
}

/** Reads a JSON body; without one, `{}`. Throws InvalidInput naming `body`. */
export function readJson(event: APIGatewayProxyEventV2): unknown {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > limits.requestBodyBytes) {
    throw new InvalidInput([{ field: 'body', message: `allowed are ${limits.requestBodyBytes} bytes` }]);
  }
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new InvalidInput([{ field: 'body', message: 'is not JSON; allowed is one JSON object' }]);
  }
}

/** The host that the caller used, so that ping URLs name it too, be it the gateway's own or a custom domain. */
export function originOf(event: APIGatewayProxyEventV2): string {
  const { 'x-forwarded-proto': scheme = 'https', host = event.requestContext.domainName } = event.headers;
  return `${scheme}://${host}`;
}
