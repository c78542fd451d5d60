import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** What any dialect reads of a request. */
export interface PingHttpRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Uint8Array;
  contentType: string;
  /** The gateway's own view: X-Forwarded-For is whatever the caller writes. */
  sourceIp: string;
  userAgent: string;
}

export function pingHttpRequest(event: APIGatewayProxyEventV2): PingHttpRequest {
  const { http } = event.requestContext;
  return {
    method: http.method,
    path: event.rawPath,
    // Read here, and not by the gateway: a plus is a space, and what is no percent-encoding stays as it is.
    query: new URLSearchParams(event.rawQueryString),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    contentType: event.headers['content-type'] ?? '',
    sourceIp: http.sourceIp,
    userAgent: http.userAgent ?? '',
  };
}
