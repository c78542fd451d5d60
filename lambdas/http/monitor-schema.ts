import * as z from 'zod';
import { idAllowed, parseId } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { parseSchedule, scheduleAllowed } from '../domain/schedule.ts';
import type { MonitorDraft } from '../usecases/manage-monitors.ts';
import { objectWith, refusing, wholeNumber } from './schema.ts';

const nameAllowed = `allowed are 1 to ${limits.nameMaxCharacters} characters, something to see among them, and no control characters`;
const keywordsAllowed = `allowed is a list of up to ${limits.keywordsPerList} keywords of 1 to ${limits.keywordCharacters} characters`;
const limitAllowed = `allowed is a whole number from 1 to ${limits.monitorsPerPage}`;

/** Controls, halves of characters, and marks that turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

const keywords = z
  .array(
    z
      .string(keywordsAllowed)
      .min(1, keywordsAllowed)
      .max(limits.keywordCharacters, keywordsAllowed)
      .refine((keyword) => keyword.isWellFormed(), keywordsAllowed),
    keywordsAllowed,
  )
  .max(limits.keywordsPerList, keywordsAllowed)
  .default([]);

/** What to look for in the bodies of pings. One that could find nothing would ignore every ping. */
const bodyFilter = objectWith({
  start: keywords,
  success: keywords,
  fail: keywords,
  default_fail: z.boolean('allowed are true and false').default(false),
})
  .refine(
    ({ start, success, fail }) => start.length + success.length + fail.length > 0,
    'allowed is a filter with at least one keyword',
  )
  .transform(({ default_fail: defaultFail, ...lists }) => ({ ...lists, defaultFail }));

/**
 * The body that creates a monitor. `schedule` defaults to "every 1h", `grace_period_seconds` to 300, `max_misses` to 1,
 * `channels` to ["default"], `post_only` to false, `body_filter` to none (null), and `id` is made from the name.
 */
export function monitorSchema(channels: readonly string[]) {
  const channelsAllowed = `allowed is a list of 1 to ${limits.channelsPerMonitor} of ${channels.join(', ')}`;
  return objectWith({
    id: z.string(idAllowed).transform(refusing(parseId)).optional(),
    name: z
      .string(nameAllowed)
      .trim()
      .min(1, nameAllowed)
      .max(limits.nameMaxCharacters, nameAllowed)
      .refine((name) => visible.test(name) && !unprintable.test(name), nameAllowed),
    schedule: z.string(scheduleAllowed).default('every 1h').transform(refusing(parseSchedule)),
    grace_period_seconds: wholeNumber(0, limits.graceMaxSeconds, 'whole seconds').default(
      limits.graceDefaultSeconds,
    ),
    max_misses: wholeNumber(1, limits.maxMissesMax).default(1),
    channels: z
      .array(z.enum(channels, channelsAllowed), channelsAllowed)
      .min(1, channelsAllowed)
      .max(limits.channelsPerMonitor, channelsAllowed)
      .transform((names) => [...new Set(names)])
      .default(['default']),
    post_only: z.boolean('allowed are true and false').default(false),
    body_filter: bodyFilter.nullable().default(null),
  }).transform(
    ({
      grace_period_seconds: gracePeriodSeconds,
      max_misses: maxMisses,
      post_only: postOnly,
      body_filter: bodyFilter,
      ...draft
    }): MonitorDraft => ({
      ...draft,
      gracePeriodSeconds,
      maxMisses,
      ...(postOnly && { postOnly }),
      ...(bodyFilter && { bodyFilter }),
    }),
  );
}

/** The body that pauses a monitor. `manual_resume` defaults to false: the next success or fail ends the pause. */
export const pauseSchema = objectWith({
  manual_resume: z.boolean('allowed are true and false').default(false),
}).transform(({ manual_resume: manualResume }) => ({ manualResume }));

/** The query of a list of monitors. */
export const listSchema = objectWith({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, limitAllowed)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= limits.monitorsPerPage, limitAllowed)
    .default(limits.monitorsPerPage),
  cursor: z.string().optional(),
});
