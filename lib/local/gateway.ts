import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { limits } from '../../lambdas/domain/limits.ts';

export interface GatewayRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  sourceIp: string;
}

/** A handler as the gateway calls it. */
export type GatewayHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** Hands an HTTP request to a handler in the gateway's own shape (payload format 2.0), and its answer back. */
export async function serve(
  handler: GatewayHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === 'too large') {
    send(response, { statusCode: 413, headers: { Connection: 'close' }, body: 'Request Entity Too Large' });
    return;
  }
  const { method = 'GET', url = '/', headers, socket } = request;
  const event = toEvent({ method, url, headers, body, sourceIp: socket.remoteAddress ?? '' });
  send(response, await handler(event, {} as Context));
}

/** Hands a request that was made in this process to a handler. */
export function callHandler(handler: GatewayHandler, request: GatewayRequest) {
  return handler(toEvent(request), {} as Context);
}

/** Sends a handler's answer. */
export function send(response: ServerResponse, answer: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 200, headers, isBase64Encoded = false } = answer;
  const body = Buffer.from(answer.body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  // The length that a HEAD is answered would be that of the body it does not get.
  const hasLength = statusCode !== 204 && response.req.method !== 'HEAD';
  const length = hasLength && { 'Content-Length': body.length };
  response.writeHead(statusCode, { ...(headers as Record<string, string>), ...length });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limits.gatewayBodyBytes) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toEvent({ method, url, headers: sent, body, sourceIp }: GatewayRequest): APIGatewayProxyEventV2 {
  // Not read as a URL: a path that begins with two slashes would be taken for a host.
  const [rawPath = '/', rawQueryString = ''] = url.split(/\?(.*)/s, 2);
  const path = decodePath(rawPath);
  const headers = Object.entries(sent).map(([name, value]) => [name, String(value)]);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString,
    headers: { ...Object.fromEntries(headers), 'x-forwarded-proto': 'http' },
    queryStringParameters: joined(new URLSearchParams(rawQueryString)),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: sent.host ?? 'localhost',
      domainPrefix: 'local',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: sent['user-agent'] ?? '',
      },
      requestId: 'local',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What is given several times is joined with commas, as the gateway does. */
function joined(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name).join(',')]));
}
