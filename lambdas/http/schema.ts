import * as z from 'zod';
import { InvalidInput } from '../domain/errors.ts';

/** An object with these fields and no other: a typo must not be silence. */
export function objectWith<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: objectOf(Object.keys(shape).join(', ')) });
}

/** A whole number within bounds, both included. */
export function wholeNumber(min: number, max: number, what = 'a whole number') {
  const allowed = `allowed is ${what} from ${min} to ${max}`;
  return z.int(allowed).min(min, allowed).max(max, allowed);
}

/** The `limit` of a list, as a query says it: from 1 to the most that a page holds, which is the default. */
export function pageLimit(max: number) {
  const allowed = `allowed is a whole number from 1 to ${max}`;
  return z
    .string()
    .regex(/^\d{1,3}$/, allowed)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= max, allowed)
    .default(max);
}

/** What an object's schema says of something else, and of a field that it does not know. */
function objectOf(fields: string) {
  return (issue: { code?: string | undefined }) =>
    issue.code === 'unrecognized_keys'
      ? `is not a known field; allowed are ${fields}`
      : `allowed is one JSON object with ${fields}`;
}

/** An instant in ISO 8601 with a zone, in milliseconds. */
export function instant(allowed: string) {
  return z.iso.datetime({ offset: true, error: allowed }).transform(Date.parse);
}

/** Reads with a schema, or throws InvalidInput that names every failing field, each with one message. */
export function readWith<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const messages = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    const fields =
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => [...issue.path, key].join('.'))
        : [issue.path.join('.') || 'body'];
    for (const field of fields) messages.set(field, issue.message);
  }
  throw new InvalidInput([...messages].map(([field, message]) => ({ field, message })));
}

/** Makes a schema step of a domain parser, whose refusal becomes the field's message. */
export function refusing<T>(parse: (text: string) => T) {
  return (text: string, context: z.RefinementCtx): T => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      for (const fault of error.faults)
        context.issues.push({ code: 'custom', message: fault.message, input: text });
      return z.NEVER;
    }
  };
}
