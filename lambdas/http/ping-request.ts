import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { PingRequest } from '../usecases/record-ping.ts';

/** The methods that carry a ping. HEAD is one: some clients send nothing else. */
export const pingMethods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH'];

/**
 * Reads a ping from a request to `/ping/<key>[/<action>]` or `/<key>[/<action>]`; a trailing slash is
 * accepted, never redirected. Whether the key is one, and the action known, is not said here.
 */
export function readPingRequest(event: APIGatewayProxyEventV2): PingRequest {
  const { http } = event.requestContext;
  const [key = '', ...action] = event.rawPath
    .replace(/^\/(ping\/)?/, '')
    .replace(/\/$/, '')
    .split('/');
  return {
    key,
    action: action.join('/'),
    method: http.method,
    // The gateway's own view: X-Forwarded-For is whatever the caller writes.
    sourceIp: http.sourceIp,
    userAgent: http.userAgent ?? '',
  };
}
