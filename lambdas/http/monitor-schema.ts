import * as z from 'zod';
import { InvalidInput } from '../domain/errors.ts';
import { idAllowed, parseId } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { parseSchedule, scheduleAllowed } from '../domain/schedule.ts';
import type { MonitorDraft } from '../usecases/manage-monitors.ts';

const nameAllowed = `allowed are 1 to ${limits.nameMaxCharacters} characters, something to see among them, and no control characters`;
const graceAllowed = `allowed are whole seconds from 0 to ${limits.graceMaxSeconds}`;
const limitAllowed = `allowed is a whole number from 1 to ${limits.monitorsPerPage}`;

/** Controls, halves of characters, and marks that turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * The body that creates a monitor. `schedule` defaults to "every 1h", `grace_period_seconds` to 300, `channels`
 * to ["default"], and `id` is made from the name. An unknown field is refused: a typo must not be silence.
 */
export function monitorSchema(channels: readonly string[]) {
  const channelsAllowed = `allowed is a list of 1 to ${limits.channelsPerMonitor} of ${channels.join(', ')}`;
  return z
    .strictObject(
      {
        id: text(idAllowed).transform(refusing(parseId)).optional(),
        name: text(nameAllowed)
          .trim()
          .min(1, nameAllowed)
          .max(limits.nameMaxCharacters, nameAllowed)
          .refine((name) => visible.test(name) && !unprintable.test(name), nameAllowed),
        schedule: text(scheduleAllowed).default('every 1h').transform(refusing(parseSchedule)),
        grace_period_seconds: z
          .int(graceAllowed)
          .min(0, graceAllowed)
          .max(limits.graceMaxSeconds, graceAllowed)
          .default(limits.graceDefaultSeconds),
        channels: z
          .array(z.enum(channels, channelsAllowed), channelsAllowed)
          .min(1, channelsAllowed)
          .max(limits.channelsPerMonitor, channelsAllowed)
          .transform((names) => [...new Set(names)])
          .default(['default']),
      },
      { error: objectOf('id, name, schedule, grace_period_seconds, channels') },
    )
    .transform(
      ({ grace_period_seconds: gracePeriodSeconds, ...draft }): MonitorDraft => ({
        ...draft,
        gracePeriodSeconds,
      }),
    );
}

/** The query of a list of monitors. */
export const listSchema = z.strictObject(
  {
    limit: z
      .string()
      .regex(/^\d{1,3}$/, limitAllowed)
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= limits.monitorsPerPage, limitAllowed)
      .default(limits.monitorsPerPage),
    cursor: z.string().optional(),
  },
  { error: objectOf('limit, cursor') },
);

/** What an object's schema says of something else, and of a field that it does not know. */
function objectOf(fields: string) {
  return (issue: { code?: string | undefined }) =>
    issue.code === 'unrecognized_keys'
      ? `is not a known field; allowed are ${fields}`
      : `allowed is one JSON object with ${fields}`;
}

function text(allowed: string) {
  return z.string(allowed);
}

/** Reads with a schema, or throws InvalidInput that names every failing field, each with one message. */
export function readWith<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const messages = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    const fields = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'body'];
    for (const field of fields) messages.set(field, issue.message);
  }
  throw new InvalidInput([...messages].map(([field, message]) => ({ field, message })));
}

/** Makes a schema step of a domain parser, whose refusal becomes the field's message. */
function refusing<T>(parse: (text: string) => T) {
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
