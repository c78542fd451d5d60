import { AliasTaken, Contended, IdTaken, InvalidInput, Unavailable } from '../../lambdas/domain/errors.ts';
import { problemAnswer } from '../../lambdas/http/problem.ts';
import type { JsonSchema } from '../../lib/openapi/json-schema.ts';
import { aHost } from '../support/dialects.ts';
import { type Answer, send } from '../support/http.ts';
import { openApi, operations, type Response, resolved, strictValidatorOf } from '../support/openapi.ts';
import { type Call, exchanges } from './exchanges.ts';

const host = aHost();

/** What the gateway answers by itself, and what takes a service that is away. */
const notOnALaptop = ['403', '413', '429', '500', '503'];

/** What every answer has, or is said with its media type. */
const unspoken = [
  ...['connection', 'keep-alive', 'date', 'content-length', 'content-type', 'cache-control'],
  'x-content-type-options',
];

function operationOf(id: string) {
  const operation = operations.find(({ operationId }) => operationId === id);
  if (!operation) throw new Error(`There is no operation ${id}.`);
  return operation;
}

function faults(schema: JsonSchema, value: unknown) {
  const validate = strictValidatorOf(schema);
  return validate(value) ? [] : validate.errors;
}

function call(operation: ReturnType<typeof operationOf>, { path = {}, query = '', headers, body }: Call) {
  const route = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => String(path[name]));
  return send(operation.method, host.origin + route + query, headers, body && JSON.stringify(body));
}

/** Proves that an answer has the headers that are documented, and a body as it is documented, and no others. */
function expectDocumented({ headers = {}, content = {} }: Response, answer: Answer) {
  const names = Object.keys(answer.headers).filter((name) => !unspoken.includes(name));
  const documented = Object.keys(headers).map((name) => name.toLowerCase());
  expect(documented).toEqual(expect.arrayContaining(names));
  for (const [name, { required = false, schema }] of Object.entries(headers)) {
    const value = answer.headers[name.toLowerCase()];
    if (required || value !== undefined) expect(faults(schema, value)).toEqual([]);
  }
  const [type = ''] = (answer.headers['content-type'] ?? '').split(';');
  const media = content[type];
  if (!media) {
    expect([content, type, answer.body]).toEqual([{}, '', '']);
    return;
  }
  const isJson = /^application\/(?:problem\+)?json$/.test(type);
  expect(faults(media.schema, isJson ? JSON.parse(answer.body) : answer.body)).toEqual([]);
}

test.each(exchanges)('%s answers %d as it is documented', async (operationId, status, prepare) => {
  const operation = operationOf(operationId);
  const sent = await prepare(host);
  const answer = await call(operation, sent);
  expect([answer.status, answer.body]).toEqual([status, answer.body]);
  expectDocumented(resolved(operation.responses[status] ?? {}), answer);
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema && sent.body && status < 300) expect(faults(schema, sent.body)).toEqual([]);
});

test('every answer that is documented can be had, but for those of the gateway and of services that are away', () => {
  const documented = operations.flatMap(({ operationId, responses }) =>
    Object.keys(responses)
      .filter((status) => !notOnALaptop.includes(status))
      .map((status) => `${operationId} ${status}`),
  );
  const had = new Set(exchanges.map(([operationId, status]) => `${operationId} ${status}`));
  expect(documented.sort()).toEqual([...had].sort());
});

test.each([
  new InvalidInput([{ field: 'body', message: 'is wrong' }]),
  new IdTaken('backup'),
  new AliasTaken(),
  new Contended(),
  new Unavailable('SNS', undefined),
])('the problem of $name is as it is documented', (error) => {
  const { statusCode, headers = {}, body = '' } = problemAnswer(error) ?? {};
  const schema: JsonSchema = { $ref: '#/components/schemas/Problem' };
  expect(faults(schema, JSON.parse(body))).toEqual([]);
  expect('Retry-After' in headers).toBe(statusCode === 503);
});

test('of the answers that refuse, only that of a service that is away says when to try again', () => {
  const withHeaders = Object.entries(openApi.components.responses).filter(([, { headers }]) => headers);
  expect(withHeaders.map(([name, { headers = {} }]) => [name, Object.keys(headers)])).toEqual([
    ['Unavailable', ['Retry-After']],
  ]);
});

test('the local host serves the document as it is', async () => {
  const { status, headers, body } = await send('GET', `${host.origin}/openapi.json`);
  expect([status, headers['content-type']]).toEqual([200, 'application/json']);
  expect(JSON.parse(body)).toEqual(openApi);
  expect((await send('GET', host.origin)).body).toContain('/openapi.json');
});
