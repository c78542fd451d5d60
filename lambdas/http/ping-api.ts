import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { InvalidInput } from '../domain/errors.ts';
import { keepBody } from '../domain/ping.ts';
import { type PingRequest, type RecordPingDeps, recordPing } from '../usecases/record-ping.ts';
import type { Answer } from './answer.ts';
import { formats, preflight, type Refusal, refusalOf } from './ping-answers.ts';
import { type PingHttpRequest, pingHttpRequest } from './ping-http.ts';
import { matchPing, type PingMatch } from './ping-routes.ts';

/** Answers the public ping routes, each in the format of its dialect. No answer tells anything about other keys. */
export function createPingHandler(deps: RecordPingDeps) {
  return middy<APIGatewayProxyEventV2, Answer>().handler(async (event) => {
    const request = pingHttpRequest(event);
    const answer = await answerPing(deps, request);
    return request.method === 'HEAD' ? { ...answer, body: '' } : answer;
  });
}

async function answerPing(deps: RecordPingDeps, request: PingHttpRequest): Promise<Answer> {
  const match = matchPing(request);
  if (!match) return formats.text.refused({ statusCode: 404, reason: 'not found' });
  const { methods, answers } = match.route;
  const allow = [...methods, 'OPTIONS'].join(', ');
  if (request.method === 'OPTIONS') return preflight(allow);
  if (!methods.includes(request.method)) {
    return formats[answers].refused({
      statusCode: 405,
      reason: 'method not allowed',
      headers: { Allow: allow },
    });
  }
  try {
    return formats[answers].accepted(await recordPing(deps, pingRequest(request, match)));
  } catch (error) {
    return formats[answers].refused(expected(deps, error));
  }
}

/** The refusal that an error means. Another is a defect: the function fails, and its alarm tells. */
function expected(deps: RecordPingDeps, error: unknown): Refusal {
  const refusal = refusalOf(error);
  if (!refusal) throw error;
  if (refusal.statusCode === 503) deps.telemetry.notice('PingNotStored', {}, error);
  return refusal;
}

function pingRequest(request: PingHttpRequest, match: PingMatch): PingRequest {
  const { method, sourceIp, userAgent } = request;
  const body = keepBody(request.body, request.contentType);
  const reading = read(request, match);
  return { target: match.target, reading, method, sourceIp, userAgent, ...(body && { body }) };
}

function read(request: PingHttpRequest, { route, action }: PingMatch): PingRequest['reading'] {
  try {
    return route.read(request, action);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}
