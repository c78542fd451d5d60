import { Contended, type Fault, InvalidInput, Unavailable, UnknownMonitor } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import { isoInstant } from '../domain/time.ts';
import type { PingReceipt } from '../usecases/record-ping.ts';
import type { Answer } from './answer.ts';

/** How the clients of a dialect are answered. */
export type AnswerFormat = 'text' | 'json' | 'kuma';

interface Format {
  accepted(receipt: PingReceipt): Answer;
  refused(refusal: Refusal): Answer;
}

/** Why a ping is not taken. The words must not be in the answer to one that is: clients look for them. */
export interface Refusal {
  statusCode: number;
  reason: string;
  faults?: readonly Fault[];
  headers?: Record<string, string>;
}

const commonHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'no-cache, no-store, must-revalidate',
  // Healthchecks' clients cut the output that they send to this; some read 0 as "no limit".
  'Ping-Body-Limit': String(limits.pingBodyBytes),
};

export const formats: Readonly<Record<AnswerFormat, Format>> = {
  text: {
    accepted: ({ created }) => (created ? text(201, 'Created') : text(200, 'OK')),
    refused: ({ statusCode, reason, headers }) => text(statusCode, reason, headers),
  },
  json: {
    accepted: ({ monitorName, at }) =>
      json(200, { status: 'ok', monitor: monitorName, pinged_at: isoInstant(at) }),
    refused: ({ statusCode, reason, faults, headers }) =>
      json(statusCode, { status: 'error', error: reason, ...(faults && { errors: faults }) }, headers),
  },
  kuma: {
    accepted: () => json(200, { ok: true }),
    // Kuma answers 404 for whatever is wrong with a push.
    refused: ({ statusCode, reason, faults, headers }) =>
      json(
        statusCode === 400 ? 404 : statusCode,
        {
          ok: false,
          msg: faults ? faults.map(({ field, message }) => `${field}: ${message}`).join('; ') : reason,
        },
        headers,
      ),
  },
};

/** Answers a browser that asks before it sends a ping with headers of its own. Asking is no ping. */
export function preflight(allow: string): Answer {
  // The wildcard does not stand for Authorization.
  return text(204, '', {
    'Access-Control-Allow-Methods': allow,
    'Access-Control-Allow-Headers': '*, Authorization',
  });
}

/** What is wrong, by the field that is: the words are Healthchecks'. */
const reasons: Readonly<Record<string, string>> = { rid: 'invalid uuid format', body: 'invalid body' };

/** The one table from errors to the refusals of the ping routes; `undefined` for a defect. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof UnknownMonitor) return { statusCode: 404, reason: 'not found' };
  if (error instanceof InvalidInput) {
    const reason = reasons[error.faults[0]?.field ?? ''] ?? 'invalid url format';
    return { statusCode: 400, reason, faults: error.faults };
  }
  if (error instanceof Contended || error instanceof Unavailable) {
    return { statusCode: 503, reason: 'try again', headers: { 'Retry-After': '1' } };
  }
  return undefined;
}

function text(statusCode: number, body: string, headers: Record<string, string> = {}): Answer {
  const contentType = { 'Content-Type': 'text/plain; charset=utf-8' };
  return { statusCode, headers: { ...contentType, ...commonHeaders, ...headers }, body };
}

function json(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  const contentType = { 'Content-Type': 'application/json' };
  return {
    statusCode,
    headers: { ...contentType, ...commonHeaders, ...headers },
    body: JSON.stringify(body),
  };
}
