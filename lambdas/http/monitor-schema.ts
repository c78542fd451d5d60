import * as z from 'zod';
import { InvalidInput } from '../domain/errors.ts';
import { parseId } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { parseSchedule } from '../domain/schedule.ts';
import type { MonitorDraft } from '../usecases/manage-monitors.ts';

/**
 * The body that creates a monitor. `schedule` defaults to "every 1h", `grace_period_seconds` to 300, `channels`
 * to ["default"], and `id` is made from the name. An unknown field is refused: a typo must not be silence.
 */
export function monitorSchema(channels: readonly string[]) {
  return z
    .strictObject({
      id: z.string().transform(refusing(parseId)).optional(),
      name: z
        .string()
        .trim()
        .min(1, `allowed are 1 to ${limits.nameMaxCharacters} characters`)
        .max(limits.nameMaxCharacters, `allowed are 1 to ${limits.nameMaxCharacters} characters`),
      schedule: z.string().default('every 1h').transform(refusing(parseSchedule)),
      grace_period_seconds: z
        .int(graceAllowed)
        .min(0, graceAllowed)
        .max(limits.graceMaxSeconds, graceAllowed)
        .default(limits.graceDefaultSeconds),
      channels: z
        .array(z.enum(channels, `is not a channel; allowed are ${channels.join(', ')}`))
        .min(1, 'names at least one channel')
        .max(limits.channelsPerMonitor, `names at most ${limits.channelsPerMonitor} channels`)
        .default(['default']),
    })
    .transform(
      ({ grace_period_seconds: gracePeriodSeconds, ...draft }): MonitorDraft => ({
        ...draft,
        gracePeriodSeconds,
      }),
    );
}

/** The query of a list of monitors. */
export const listSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(limits.monitorsPerPage).default(limits.monitorsPerPage),
  cursor: z.string().optional(),
});

const graceAllowed = `allowed are whole seconds from 0 to ${limits.graceMaxSeconds}`;

/** Reads with a schema, or throws InvalidInput that names every failing field. */
export function readWith<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    parsed.error.issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') {
        return [{ field: issue.path.join('.') || 'body', message: issue.message }];
      }
      return issue.keys.map((key) => ({ field: key, message: 'is not a known field' }));
    }),
  );
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
