import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { manageRoutes } from '../../lambdas/http/manage-api.ts';
import { version } from '../../lib/cli/version.ts';
import { document, documentText } from '../../lib/openapi/document.ts';
import { documentFile } from '../../lib/openapi/document-file.ts';
import type { JsonSchema } from '../../lib/openapi/json-schema.ts';
import { bodySchemas } from '../../lib/openapi/requests.ts';
import { fakeWorld } from '../support/fakes.ts';
import {
  openApi,
  operations,
  type Response,
  resolved,
  strictValidatorOf,
  validatorOf,
} from '../support/openapi.ts';

test('the document that is kept is the one that the sources make: if not, run `npm run openapi`', () => {
  expect(readFileSync(documentFile, 'utf8')).toBe(documentText());
});

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate({ ...document })).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('the document has the version of the product', () => {
  expect(document.info.version).toBe(version);
});

test('the operations are the routes of the management API, each once', () => {
  const routes = manageRoutes(fakeWorld()).map(({ method, path }) => `${method} ${path}`);
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routes.sort());
});

test('no two operations have the same name', () => {
  const names = operations.map(({ operationId }) => operationId);
  expect(names).toEqual([...new Set(names)]);
});

test('every operation has exactly the parameters that are in its path', () => {
  const inPaths = operations.map(({ path, parameters }) => ({
    path,
    names: parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`),
  }));
  expect(inPaths).toEqual(inPaths.map(({ path }) => ({ path, names: path.match(/\{\w+\}/g) ?? [] })));
});

test('everything that has a name in the document is used', () => {
  const text = JSON.stringify(openApi);
  const names = Object.entries(openApi.components)
    .filter(([kind]) => kind !== 'securitySchemes')
    .flatMap(([kind, named]) => Object.keys(named).map((name) => `"#/components/${kind}/${name}"`));
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
});

interface Example {
  where: string;
  schema: JsonSchema;
  value: unknown;
}

/** The examples that schemas have, of the schemas in a part of the document. */
function examplesOfSchemas(part: unknown, where: string): Example[] {
  if (typeof part !== 'object' || part === null) return [];
  const schema: JsonSchema = { ...part };
  const values = Array.isArray(schema.examples) ? schema.examples : [];
  return [
    ...values.map((value) => ({ where, schema, value })),
    ...Object.entries(part).flatMap(([name, inner]) => examplesOfSchemas(inner, `${where}/${name}`)),
  ];
}

/** The examples of whole bodies and headers. */
function examplesOfMessages(): Example[] {
  const messages: [string, Response][] = [
    ...Object.entries(openApi.components.responses),
    ...operations.flatMap(({ operationId, responses, requestBody }) =>
      [...Object.values(responses), ...(requestBody ? [requestBody] : [])].map(
        (message): [string, Response] => [operationId, message],
      ),
    ),
  ];
  return messages.flatMap(([where, { content = {}, headers = {} }]) =>
    [...Object.values(content), ...Object.values(headers)].flatMap(({ schema, example, examples = {} }) => [
      ...Object.values(examples).map((one) => ({ where, schema, value: resolved(one).value })),
      ...(example === undefined ? [] : [{ where, schema, value: example }]),
    ]),
  );
}

test('every example is what its schema says, with no field that is not documented', () => {
  const all = [...examplesOfMessages(), ...examplesOfSchemas(openApi, '')];
  const wrong = all.flatMap(({ where, schema, value }) => {
    const validate = strictValidatorOf(schema);
    return validate(value) ? [] : [{ where, value, errors: validate.errors }];
  });
  expect(wrong).toEqual([]);
});

test('every schema with a default takes that default', () => {
  const wrong = Object.entries(openApi.components.schemas).flatMap(([name, { properties = {} }]) =>
    Object.values(properties).flatMap((schema) => {
      if (typeof schema !== 'object' || !('default' in schema)) return [];
      return validatorOf(schema)(schema.default) ? [] : [{ name, schema }];
    }),
  );
  expect(wrong).toEqual([]);
});

test('every operation is signed by Signature Version 4, and says how it is refused without', () => {
  const { securitySchemes } = document.components;
  expect(document.security).toEqual([{ sigv4: [] }]);
  expect(securitySchemes.sigv4).toMatchObject({
    ...{ type: 'apiKey', in: 'header', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  });
  for (const { responses } of operations) expect(Object.keys(responses)).toContain('403');
});

test('a body is required where the route can do nothing without', () => {
  const needed = operations.filter(({ requestBody }) => requestBody?.required);
  expect(needed.map(({ operationId }) => operationId)).toEqual([
    ...['createMonitor', 'putMonitor', 'createHeartbeat', 'putHeartbeat', 'addMonitorAlias'],
    ...['addTagBadge', 'putStatusPage'],
  ]);
});

test('no query and no header is required, and everything in a path is', () => {
  for (const { name, in: place, required } of operations.flatMap(({ parameters }) => parameters)) {
    expect({ name, required }).toEqual({ name, required: place === 'path' });
  }
});

test('each answer with one monitor alone has its ETag, for If-Match', () => {
  const tagged = operations.flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, { headers }]) =>
      headers?.ETag?.required ? [`${operationId} ${status}`] : [],
    ),
  );
  expect(tagged).toEqual(
    ['Monitor', 'Heartbeat'].flatMap((one) => [
      ...[`create${one} 201`, `get${one} 200`, `put${one} 200`, `put${one} 201`, `update${one} 200`],
    ]),
  );
});

test('requests with unknown fields are refused, and answers may get new ones', () => {
  const closed = Object.entries(openApi.components.schemas)
    .filter(([, { additionalProperties }]) => additionalProperties === false)
    .map(([name]) => name);
  expect(closed).toEqual(Object.keys(bodySchemas));
});

test('the document names no channel: each installation has its own', () => {
  expect(openApi.components.schemas.NewMonitor?.properties?.channels).toMatchObject({
    items: { type: 'string' },
  });
  expect(openApi.components.schemas.NewMonitor?.properties?.channels).not.toHaveProperty('items.enum');
});

test('the document leaves out what says nothing to a reader', () => {
  expect(JSON.stringify(openApi)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  expect(JSON.stringify(openApi)).not.toMatch(/"format":"date-time","pattern"/);
});
