import type { AnswerName } from './examples.ts';
import { type Parameter, refTo } from './json-schema.ts';
import { type RefusalName, refusals } from './problems.ts';
import { type BodyName, bodySchemas } from './requests.ts';

export const tags = {
  Monitors: 'The watched jobs.',
  Keys: 'What opens a ping URL: keys, aliases, and the key of slug pings.',
  History: 'What has happened to a monitor.',
  Public: 'What anybody may see: badges and status pages. There are none until they are made.',
  Heartbeats: 'The same monitors in the shape that clients of another product expect.',
};

/** What an operation answers when it succeeds. */
export interface Success {
  description: string;
  headers?: object;
  content?: object;
}

interface Plan {
  /** Names the method of a generated client. */
  operationId: string;
  tag: keyof typeof tags;
  summary: string;
  description?: string;
  parameters?: Parameter[];
  body?: BodyName;
  answers: Record<number, Success>;
  /** Besides those that any request can meet. */
  refusals: RefusalName[];
}

/** What any request can meet. */
const always: RefusalName[] = ['Forbidden', 'TooManyRequests', 'Failed', 'Unavailable'];

const etag = {
  ETag: {
    description: 'Names the settings as they are. Pings and pauses leave it as it is.',
    required: true,
    schema: { type: 'string' },
    example: '"mhg2x8rk-1"',
  },
};

/** An answer in JSON. */
export function says(name: AnswerName, description: string): Success {
  return {
    description,
    content: { 'application/json': { schema: refTo(name), examples: exampleOf(name) } },
  };
}

/** One example, kept with the others: a monitor is the answer to many requests. */
function exampleOf(name: AnswerName | BodyName) {
  return { example: { $ref: `#/components/examples/${name}` } };
}

/** An answer in JSON with the ETag of the monitor's settings. */
export function saysTagged(name: AnswerName, description: string): Success {
  return { ...says(name, description), headers: etag };
}

/** An operation as the document has it. */
export function operation({ tag, body, answers, refusals: refused, ...plan }: Plan) {
  const names = [...refused, ...always, ...(body ? (['TooLarge'] as const) : [])];
  const refusing = names.map((name) => [refusals[name].status, { $ref: `#/components/responses/${name}` }]);
  return {
    ...plan,
    tags: [tag],
    ...(body && { requestBody: requestBody(body) }),
    responses: { ...answers, ...Object.fromEntries(refusing) },
  };
}

export type Operation = ReturnType<typeof operation>;

/** The operations of a path by their methods, in lower case, and the parameters of the path. */
export type PathItem = { parameters?: Parameter[] } & Partial<
  Record<'get' | 'post' | 'put' | 'patch' | 'delete', Operation>
>;

/** A body is required if nothing is not enough. */
function requestBody(name: BodyName) {
  return {
    required: !bodySchemas[name].safeParse({}).success,
    content: { 'application/json': { schema: refTo(name), examples: exampleOf(name) } },
  };
}
