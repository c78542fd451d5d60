import * as z from 'zod';

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * What a reader needs to know of a field beyond what its schema checks. It is laid over the schema; one with a `type`
 * stands for it, where a query holds as a text what is none.
 */
export interface Note extends JsonSchema {
  description: string;
}

/** A note for every field, none forgotten. */
export type Notes<Fields> = { [Name in keyof Fields]-?: Note };

/** A parameter of a query, of a path, or a header of a request. */
export interface Parameter {
  name: string;
  in: 'query' | 'path' | 'header';
  description: string;
  required: boolean;
  schema: JsonSchema;
  style?: 'form';
  explode?: boolean;
}

/** Where the schemas that have names are. */
const schemaPath = '#/components/schemas/';

export function refTo(name: string): JsonSchema {
  return { $ref: schemaPath + name };
}

/** The JSON Schema of what a request may hold, as the routes read it, with a note on every field. */
export function requestSchema<Schema extends z.ZodType<unknown, object>>(
  schema: Schema,
  notes: Notes<z.input<Schema>>,
): JsonSchema {
  const { $schema: _$schema, ...converted } = z.toJSONSchema(schema, { io: 'input', override: tidy });
  const notesByName: Record<string, Note> = notes;
  const properties = Object.entries(converted.properties ?? {}).map(([name, property]) => [
    name,
    { ...(notesByName[name]?.type === undefined && (property as JsonSchema)), ...notesByName[name] },
  ]);
  return { ...converted, properties: Object.fromEntries(properties) };
}

/** The parameters of a query, as the routes read it. One whose note says `array` may be given several times. */
export function queryParameters<Schema extends z.ZodType<unknown, object>>(
  schema: Schema,
  notes: Notes<z.input<Schema>>,
): Parameter[] {
  const { properties = {}, required = [] } = requestSchema(schema, notes);
  return Object.entries(properties as Record<string, Note>).map(([name, { description, ...property }]) => ({
    name,
    in: 'query',
    description,
    required: required.includes(name),
    schema: property,
    ...(property.type === 'array' && { style: 'form', explode: true }),
  }));
}

/** The JSON Schemas of answers by their names. Each refers to the others where it holds them. */
export function answerSchemas(answers: Record<string, z.ZodType>): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(answers)) registry.add(schema, { id });
  // As input, an object may have fields that are not known: an answer may get another one day.
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => schemaPath + id,
    override: tidy,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _$id, $schema: _$schema, ...schema }]) => [id, schema]),
  );
}

/** Leaves out what says nothing more: how a date is written, and how far a double counts. */
function tidy({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Plain<T[Name]> }
    : T;

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/**
 * Takes the schema of exactly what a function builds: one that lacks a field, has one more, or has one of another type
 * does not compile.
 */
export function schemaOf<Built>() {
  return <Schema extends z.ZodType>(
    schema: Schema & (Same<Plain<z.output<Schema>>, Plain<Built>> extends true ? unknown : never),
  ): Schema => schema;
}
