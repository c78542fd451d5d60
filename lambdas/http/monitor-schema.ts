import * as z from 'zod';
import type { BodyFilter } from '../domain/filter.ts';
import { idAllowed, parseId } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import type { MonitorSettings } from '../domain/monitor.ts';
import { parseSchedule, type Schedule, scheduleAllowed } from '../domain/schedule.ts';
import { secondMs } from '../domain/time.ts';
import { parseTimezone, timezoneAllowed } from '../domain/timezone.ts';
import type { MonitorDraft } from '../usecases/manage-monitors.ts';
import { settingsJson } from './monitor-json.ts';
import { instant, objectWith, pageLimit, readWith, refusing, wholeNumber } from './schema.ts';

const nameAllowed = `allowed are 1 to ${limits.nameMaxCharacters} characters, something to see among them, and no control characters`;
const keywordsAllowed = `allowed is a list of up to ${limits.keywordsPerList} keywords of 1 to ${limits.keywordCharacters} characters`;
const untilAllowed = 'allowed is null or an instant such as 2026-11-20T06:00:00Z';
const tagsAllowed = `allowed is a list of up to ${limits.tagsPerMonitor} tags of 1 to ${limits.tagCharacters} characters, without spaces and commas`;
const statusAllowed = 'allowed are new, up, late, down and paused';
const runbookUrlAllowed = `allowed is null or an http:// or https:// URL of up to ${limits.runbookUrlCharacters} characters`;
const textAllowed = `allowed is a text of 1 to ${limits.nameMaxCharacters} characters`;

/** Controls, halves of characters, and marks that turn the direction of writing. */
export const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
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

/** A tag; `allowed` is what is said of anything else. */
export function tagSchema(allowed: string) {
  return z
    .string(allowed)
    .min(1, allowed)
    .max(limits.tagCharacters, allowed)
    .refine((text) => !/[\s,]/.test(text) && !unprintable.test(text), allowed);
}

/** A name that people see. */
export const nameSchema = z
  .string(nameAllowed)
  .trim()
  .min(1, nameAllowed)
  .max(limits.nameMaxCharacters, nameAllowed)
  .refine((name) => visible.test(name) && !unprintable.test(name), nameAllowed);

const tag = tagSchema(tagsAllowed);
const tags = z
  .array(tag, tagsAllowed)
  .max(limits.tagsPerMonitor, tagsAllowed)
  .transform((words) => [...new Set(words)])
  .default([]);

/** It stands in alerts, among which are texts of ASCII. */
const runbookUrl = z
  .url({ protocol: /^https?$/, hostname: /^.+$/, error: runbookUrlAllowed })
  .max(limits.runbookUrlCharacters, runbookUrlAllowed)
  .regex(/^[\x21-\x7e]+$/, runbookUrlAllowed);

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

const flag = z.boolean('allowed are true and false').default(false);

/** Whole seconds within bounds, or `null` for none, the default. */
function optionalSeconds(min: number, max: number) {
  return wholeNumber(min, max, 'null or whole seconds').nullable().default(null);
}

/** The settings of a monitor, with their defaults. The channels are those of the installation. */
function settingsShape(channels: readonly string[]) {
  const channelsAllowed = `allowed is a list of 1 to ${limits.channelsPerMonitor} of ${channels.join(', ')}`;
  return {
    name: nameSchema,
    schedule: z.string(scheduleAllowed).default('every 1h').transform(refusing(parseSchedule)),
    timezone: z.string(timezoneAllowed).default('UTC').transform(refusing(parseTimezone)),
    early_margin_seconds: optionalSeconds(0, limits.earlyMarginMaxSeconds),
    grace_period_seconds: wholeNumber(0, limits.graceMaxSeconds, 'whole seconds').default(
      limits.graceDefaultSeconds,
    ),
    max_misses: wholeNumber(1, limits.maxMissesMax).default(1),
    max_failures: wholeNumber(1, limits.maxFailuresMax).default(1),
    recovery_threshold: wholeNumber(1, limits.recoveryThresholdMax).default(1),
    max_runtime_seconds: optionalSeconds(1, limits.runMaxMs / secondMs),
    expect_first_ping: flag,
    reminder_seconds: optionalSeconds(limits.reminderMinSeconds, limits.reminderMaxSeconds),
    runbook_url: runbookUrl.nullable().default(null),
    tags,
    channels: z
      .array(z.enum(channels, channelsAllowed), channelsAllowed)
      .min(1, channelsAllowed)
      .max(limits.channelsPerMonitor, channelsAllowed)
      .transform((names) => [...new Set(names)])
      .default(['default']),
    post_only: flag,
    body_filter: bodyFilter.nullable().default(null),
  };
}

/** The body that creates a monitor: its name, and what else there is. `id` is made from the name. */
export function monitorSchema(channels: readonly string[]) {
  const id = z.string(idAllowed).transform(refusing(parseId)).optional();
  return objectWith({ id, ...settingsShape(channels) }).transform(
    ({ id, ...given }): MonitorDraft => ({ ...settingsOf(given), id }),
  );
}

/** The body that creates a monitor under an id, or replaces all settings of the one that there is. */
export function settingsSchema(channels: readonly string[]) {
  return objectWith(settingsShape(channels)).transform(settingsOf);
}

/** The body that changes some of a monitor's settings: those that are given. */
export function patchSchema(channels: readonly string[]) {
  return objectWith(settingsShape(channels)).partial();
}

/** Reads the body that changes some of a monitor's settings, and answers all of them. Throws InvalidInput. */
export function readPatch(
  patch: unknown,
  before: MonitorSettings,
  channels: readonly string[],
): MonitorSettings {
  const given = readWith(patchSchema(channels), patch);
  // Defaults are for what a new monitor is not given.
  const named = Object.entries(given).filter(([name]) => Object.hasOwn(patch as object, name));
  const { schedule, bodyFilter: body_filter = null } = before;
  return settingsOf({ ...settingsJson(before), schedule, body_filter, ...Object.fromEntries(named) });
}

interface GivenSettings extends Omit<ReturnType<typeof settingsJson>, 'schedule' | 'body_filter'> {
  schedule: Schedule;
  body_filter: BodyFilter | null;
}

function settingsOf(given: GivenSettings): MonitorSettings {
  const { early_margin_seconds, max_runtime_seconds, reminder_seconds, runbook_url, body_filter, ...rest } =
    given;
  return {
    name: rest.name,
    schedule: rest.schedule,
    timezone: rest.timezone,
    ...(early_margin_seconds !== null && { earlyMarginSeconds: early_margin_seconds }),
    gracePeriodSeconds: rest.grace_period_seconds,
    maxMisses: rest.max_misses,
    maxFailures: rest.max_failures,
    recoveryThreshold: rest.recovery_threshold,
    ...(max_runtime_seconds !== null && { maxRuntimeSeconds: max_runtime_seconds }),
    ...(rest.expect_first_ping && { expectFirstPing: true }),
    ...(reminder_seconds !== null && { reminderSeconds: reminder_seconds }),
    ...(runbook_url !== null && { runbookUrl: runbook_url }),
    tags: rest.tags,
    channels: rest.channels,
    ...(rest.post_only && { postOnly: true }),
    ...(body_filter && { bodyFilter: body_filter }),
  };
}

/**
 * The body that pauses a monitor. `manual_resume` defaults to false: the next success or fail ends the pause. `until` is
 * an ISO 8601 instant with a zone, or null, the default: then the pause does not end by itself.
 */
export const pauseSchema = objectWith({
  manual_resume: flag,
  until: instant(untilAllowed).nullable().default(null),
}).transform(({ manual_resume: manualResume, until }) => ({
  manualResume,
  ...(until !== null && { until }),
}));

/**
 * The query of a list of monitors. `tag` may be given several times: all must be there. With `fields=public` the answer
 * holds no keys.
 */
export const listSchema = objectWith({
  limit: pageLimit(limits.monitorsPerPage),
  cursor: z.string().optional(),
  // The gateway joins what is given several times with commas.
  tag: z
    .string()
    .transform((joined) => joined.split(','))
    .pipe(z.array(tag, tagsAllowed).max(limits.tagsPerMonitor, tagsAllowed))
    .optional(),
  status: z.enum(['new', 'up', 'late', 'down', 'paused'], statusAllowed).optional(),
  q: z.string().min(1, textAllowed).max(limits.nameMaxCharacters, textAllowed).optional(),
  fields: z.enum(['all', 'public'], 'allowed are all and public').default('all'),
}).transform(({ tag, q, ...page }) => ({ ...page, tags: tag, text: q }));
