import * as z from 'zod';
import {
  AliasTaken,
  IdTaken,
  InvalidInput,
  SettingsChanged,
  Unavailable,
  UnknownAlias,
  UnknownBadge,
  UnknownBody,
  UnknownMonitor,
  UnknownStatusPage,
} from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { problemAnswer } from '../../lambdas/http/problem.ts';
import { type JsonSchema, refTo } from './json-schema.ts';

/** What refusals say, by the names that they have in the document. */
export const problemSchemas = {
  Problem: z
    .object({
      type: z.literal('about:blank'),
      title: z.string().meta({ description: 'What is wrong, in one sentence.' }),
      status: z.int().min(400).max(599).meta({ description: 'The status of the answer.' }),
      errors: z
        .array(
          z.object({
            field: z.string().meta({ description: 'The field, with dots between names, or `body`.' }),
            message: z.string().meta({ description: 'What is wrong with it, and what is allowed.' }),
          }),
        )
        .max(limits.faultsShown)
        .optional()
        .meta({ description: `The fields that are wrong, the first ${limits.faultsShown}.` }),
    })
    .meta({ description: 'Problem details after RFC 9457.' }),
  GatewayMessage: z
    .object({ message: z.string().nullable() })
    .meta({ description: 'What the gateway says by itself.' }),
};

/** An answer that refuses a request, and its status. */
interface Refusal {
  status: number;
  response: {
    description: string;
    headers?: object;
    content: Record<string, { schema: JsonSchema; example: unknown }>;
  };
}

/** What this product answers to an error: that very answer is the example. */
function problem(error: Error, description: string): Refusal {
  const { statusCode: status = 0, body = 'null' } = problemAnswer(error) ?? {};
  const content = { 'application/problem+json': { schema: refTo('Problem'), example: JSON.parse(body) } };
  return { status, response: { description, content } };
}

/** What the gateway answers before or instead of the function. */
function gateway(status: number, message: string, description: string): Refusal {
  const content = { 'application/json': { schema: refTo('GatewayMessage'), example: { message } } };
  return { status, response: { description, content } };
}

/** Whoever is busy says when to come back; a gateway that cannot reach the function does not. */
function unavailable(): Refusal {
  const { status, response } = problem(
    new Unavailable('DynamoDB', undefined),
    'A service is unavailable, or others keep changing the monitor. Trying again is safe.',
  );
  const headers = {
    'Retry-After': { description: 'After how many seconds to try again.', schema: { type: 'integer' } },
  };
  const { content } = gateway(status, 'Service Unavailable', '').response;
  return { status, response: { ...response, headers, content: { ...response.content, ...content } } };
}

/** The answers that refuse a request, by the names that they have in the document. */
export const refusals = {
  BadRequest: problem(
    new InvalidInput([{ field: 'max_misses', message: 'allowed is a whole number from 1 to 10' }]),
    'The request is not valid. `errors` names the fields and what is allowed. Unknown fields are refused.',
  ),
  NoMonitor: problem(new UnknownMonitor(), 'There is no such monitor.'),
  NoAlias: problem(new UnknownAlias(), 'There is no such monitor, or it has no such alias.'),
  NoStatusPage: problem(new UnknownStatusPage(), 'There is no such status page.'),
  NoBadge: problem(new UnknownBadge(), 'No tag has a badge of this key.'),
  NoBody: problem(new UnknownBody(), 'There is no such monitor or ping, or the ping has no body.'),
  IdIsTaken: problem(new IdTaken('nightly-backup'), 'The id is taken.'),
  KeyIsTaken: problem(new AliasTaken(), 'Another monitor has the key.'),
  ConditionFails: problem(
    new SettingsChanged(),
    '`If-Match` does not name the settings as they are, or `If-None-Match` does.',
  ),
  Forbidden: gateway(403, 'Forbidden', 'The request is not signed, or the caller may not invoke the API.'),
  TooLarge: gateway(
    413,
    'Request Entity Too Large',
    `The gateway takes no more than 10 MB. A body of more than ${limits.requestBodyBytes} bytes is answered 400.`,
  ),
  TooManyRequests: gateway(429, 'Too Many Requests', 'More requests at once than the API takes.'),
  Failed: gateway(500, 'Internal Server Error', 'A defect.'),
  Unavailable: unavailable(),
} satisfies Record<string, Refusal>;

export type RefusalName = keyof typeof refusals;
