import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { documentFile } from '../../lib/openapi/document-file.ts';
import type { JsonSchema, Parameter } from '../../lib/openapi/json-schema.ts';

/** As much of OpenAPI's own types as the tests look at. A `$ref` stands for what it names. */
interface Ref {
  $ref?: string;
}

export interface Media {
  schema: JsonSchema;
  example?: unknown;
  examples?: Record<string, Ref & { value?: unknown }>;
}

export interface Response extends Ref {
  headers?: Record<string, Media & { required?: boolean }>;
  content?: Record<string, Media>;
}

export interface DocumentedOperation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, Media> };
  responses: Record<string, Response>;
}

type Path = { parameters?: Parameter[] } & Record<string, DocumentedOperation>;

interface OpenApi {
  paths: Record<string, Path>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, Response>;
    examples: Record<string, { value: unknown }>;
  };
}

/** The document as it is kept. */
export const openApi: OpenApi = JSON.parse(readFileSync(documentFile, 'utf8'));

/** Every operation with its method, in capitals, its path, and the parameters of both. */
export const operations = Object.entries(openApi.paths).flatMap(
  ([path, { parameters: shared = [], ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      parameters: [...shared, ...(operation.parameters ?? [])],
    })),
);

/** What a `$ref` names, or the thing itself. */
export function resolved<T extends Ref>(thing: T): T {
  if (thing.$ref === undefined) return thing;
  const steps = thing.$ref.split('/').slice(1);
  return steps.reduce((at, step) => (at as Record<string, unknown>)[step], openApi as unknown) as T;
}

/** Checks by the schemas of the document as it is, or by others made of them. */
function validators(made: (schema: JsonSchema) => unknown) {
  const ajv = addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }));
  // The components become a schema of their own, which others refer to.
  const converted = (schema: JsonSchema): JsonSchema =>
    JSON.parse(JSON.stringify(made(schema)).replaceAll('#/components/schemas/', 'components#/$defs/'));
  ajv.addSchema(converted({ $id: 'components', $defs: openApi.components.schemas } as JsonSchema));
  return (schema: JsonSchema): ValidateFunction => ajv.compile(converted(schema));
}

/** A schema in which every object that lists its fields has no others. */
function closed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  return parts.type === 'object' && 'properties' in parts ? { ...parts, additionalProperties: false } : parts;
}

/** Checks values by a schema of the document, which may refer to its components. */
export const validatorOf = validators((schema) => schema);

/** The same, but no object may have a field that is not documented. */
export const strictValidatorOf = validators(closed);
