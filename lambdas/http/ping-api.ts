import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Contended, InvalidInput, Unavailable, UnknownMonitor } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import { type RecordPingDeps, recordPing } from '../usecases/record-ping.ts';
import { pingMethods, readPingRequest } from './ping-request.ts';

const pingHeaders = {
  'Content-Type': 'text/plain; charset=utf-8',
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'no-cache, no-store, must-revalidate',
  // Healthchecks' clients cut the output that they send to this; some read 0 as "no limit".
  'Ping-Body-Limit': String(limits.pingBodyBytes),
};

const allowedMethods = [...pingMethods, 'OPTIONS'].join(', ');

/** Answers the public ping routes. Every request gets an answer in plain text that tells nothing about other keys. */
export function createPingHandler(deps: RecordPingDeps) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      const answer = answerOf(request.error);
      if (answer?.statusCode === 503) deps.telemetry.notice('PingNotStored', {}, request.error);
      // Without an answer the error is a defect: the function fails, and its alarm tells.
      if (answer) request.response = answer;
    })
    .handler((event) => answerPing(deps, event));
}

async function answerPing(
  deps: RecordPingDeps,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { method } = event.requestContext.http;
  if (method === 'OPTIONS') return answerPreflight();
  if (!pingMethods.includes(method)) return answer(405, 'method not allowed', { Allow: allowedMethods });
  await recordPing(deps, readPingRequest(event));
  return answer(200, method === 'HEAD' ? '' : 'OK');
}

/** A browser asks before it sends a ping with headers of its own. Asking is no ping. */
function answerPreflight(): APIGatewayProxyStructuredResultV2 {
  return answer(204, '', {
    'Access-Control-Allow-Methods': allowedMethods,
    'Access-Control-Allow-Headers': '*',
  });
}

function answerOf(error: unknown): APIGatewayProxyStructuredResultV2 | undefined {
  if (error instanceof UnknownMonitor) return answer(404, 'not found');
  // The words are Healthchecks'.
  if (error instanceof InvalidInput) return answer(400, 'invalid url format');
  if (error instanceof Contended || error instanceof Unavailable) {
    return answer(503, 'try again', { 'Retry-After': '1' });
  }
  return undefined;
}

function answer(
  statusCode: number,
  body: string,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { ...pingHeaders, ...headers }, body };
}
