import { formatDuration, parseDurationSeconds } from '../../lambdas/domain/duration.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { secondMs } from '../../lambdas/domain/time.ts';
import {
  type FormErrors,
  type FormField,
  type FormValues,
  formFields,
} from '../../lambdas/views/pages/form-values.ts';
import type { SettingsAnswer } from './answers.ts';
import type { FieldFault } from './management.ts';

/** What the form of a new monitor shows: the API's defaults. */
export const newValues: FormValues = {
  ...({ name: '', id: '', kind: 'every', every: '1h', cron: '', timezone: 'UTC' } as const),
  grace: formatDuration(limits.graceDefaultSeconds),
  ...({ tags: '', runbook_url: '', channels: 'default', reminder: '' } as const),
  ...({
    max_misses: '1',
    max_failures: '1',
    recovery_threshold: '1',
    max_runtime: '',
    early_margin: '',
  } as const),
  ...({ expect_first_ping: '', post_only: '' } as const),
  ...({ filter_start: '', filter_success: '', filter_fail: '', filter_default_fail: '' } as const),
};

/** What was typed. A field that was not sent is empty, as a box that is not ticked. */
export function typedValues(form: URLSearchParams): FormValues {
  const typed = Object.fromEntries(formFields.map((name) => [name, form.get(name) ?? '']));
  return { ...newValues, ...typed, kind: form.get('kind') === 'cron' ? 'cron' : 'every' };
}

/** The settings that there are, as the form shows them. */
export function valuesOf(settings: SettingsAnswer): FormValues {
  const interval = /^every (.*)$/.exec(settings.schedule)?.[1];
  const { body_filter: filter } = settings;
  const tick = (isOn: boolean) => (isOn ? 'on' : '');
  const duration = (seconds: number | null) => (seconds === null ? '' : formatDuration(seconds));
  return {
    ...newValues,
    name: settings.name,
    ...(interval === undefined
      ? { kind: 'cron', cron: settings.schedule }
      : { kind: 'every', every: interval }),
    timezone: settings.timezone,
    grace: duration(settings.grace_period_seconds),
    tags: settings.tags.join(' '),
    runbook_url: settings.runbook_url ?? '',
    channels: settings.channels.join(' '),
    reminder: duration(settings.reminder_seconds),
    max_misses: String(settings.max_misses),
    max_failures: String(settings.max_failures),
    recovery_threshold: String(settings.recovery_threshold),
    max_runtime: duration(settings.max_runtime_seconds),
    early_margin: duration(settings.early_margin_seconds),
    expect_first_ping: tick(settings.expect_first_ping),
    post_only: tick(settings.post_only),
    filter_start: filter?.start.join('\n') ?? '',
    filter_success: filter?.success.join('\n') ?? '',
    filter_fail: filter?.fail.join('\n') ?? '',
    filter_default_fail: tick(filter?.default_fail ?? false),
  };
}

/** The schedule as the API takes it. Whoever types `every 5m` as an interval has said the word once too often. */
export function scheduleText({ kind, every, cron }: Pick<FormValues, 'kind' | 'every' | 'cron'>): string {
  return kind === 'cron' ? cron : `every ${every.trim().replace(/^every\b\s*/i, '')}`;
}

/** The fields of durations: what they are to the API, and what they may be. */
const durations = {
  grace: { name: 'grace_period_seconds', min: 0, max: limits.graceMaxSeconds },
  reminder: { name: 'reminder_seconds', min: limits.reminderMinSeconds, max: limits.reminderMaxSeconds },
  max_runtime: { name: 'max_runtime_seconds', min: 1, max: limits.runMaxMs / secondMs },
  early_margin: { name: 'early_margin_seconds', min: 0, max: limits.earlyMarginMaxSeconds },
} as const;

const durationFields = ['grace', 'reminder', 'max_runtime', 'early_margin'] as const;
type DurationField = (typeof durationFields)[number];
const numberFields = ['max_misses', 'max_failures', 'recovery_threshold'] as const;

/** The body that the API takes for what was typed, and what cannot be one already. */
export function bodyOf(values: FormValues): { body: Record<string, unknown>; errors: FormErrors } {
  const errors: Partial<Record<FormField, string>> = {};
  const body: Record<string, unknown> = {
    name: values.name,
    schedule: scheduleText(values),
    timezone: values.timezone.trim(),
    runbook_url: values.runbook_url.trim() || null,
    tags: wordsOf(values.tags),
    channels: wordsOf(values.channels),
    expect_first_ping: values.expect_first_ping !== '',
    post_only: values.post_only !== '',
    body_filter: filterOf(values),
    ...(values.id.trim() !== '' && { id: values.id.trim() }),
  };
  for (const field of numberFields) body[field] = wholeNumber(values[field]);
  for (const field of durationFields) {
    const read = durationOf(values, field);
    if ('error' in read) errors[field] = read.error;
    else body[durations[field].name] = read.seconds;
  }
  return { body, errors };
}

/** A duration that was typed, in seconds; null for none. */
function durationOf(
  values: FormValues,
  field: DurationField,
): { seconds: number | null } | { error: string } {
  // Only cron lines have times to be early for, and the field is hidden for intervals.
  const text = field === 'early_margin' && values.kind === 'every' ? '' : values[field].trim();
  if (text === '' && field !== 'grace') return { seconds: null };
  const { min, max } = durations[field];
  const seconds = parseDurationSeconds(text);
  if (seconds !== undefined && seconds >= min && seconds <= max) return { seconds };
  const bounds = `from ${formatDuration(min)} to ${formatDuration(max)}`;
  return { error: `allowed is a duration such as 90s, 5m or 1h30m, ${bounds}` };
}

/** What is no number is left to the API, which says what is allowed. */
function wholeNumber(text: string): number | string {
  return /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : text;
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

function filterOf(values: FormValues) {
  const lines = (text: string) => text.split(/\r?\n/).filter((line) => line !== '');
  const keywords = {
    start: lines(values.filter_start),
    success: lines(values.filter_success),
    fail: lines(values.filter_fail),
  };
  const isNone =
    Object.values(keywords).every((list) => list.length === 0) && values.filter_default_fail === '';
  return isNone ? null : { ...keywords, default_fail: values.filter_default_fail !== '' };
}

/** Which fields of the form the API's faults are about, and which of them belong to none. */
export function placeFaults(faults: readonly FieldFault[], { kind }: Pick<FormValues, 'kind'>) {
  const places: Readonly<Record<string, FormField>> = {
    ...Object.fromEntries(formFields.map((name) => [name, name])),
    ...Object.fromEntries(durationFields.map((field) => [durations[field].name, field])),
    schedule: kind === 'cron' ? 'cron' : 'every',
    body_filter: 'filter_fail',
    'body_filter.start': 'filter_start',
    'body_filter.success': 'filter_success',
    'body_filter.fail': 'filter_fail',
  };
  const errors: Partial<Record<FormField, string>> = {};
  const problems: string[] = [];
  for (const { field, message } of faults) {
    // `channels.0` is a fault of the list.
    const place = places[field] ?? places[field.replace(/\.\d+$/, '')];
    if (place === undefined) problems.push(`${field}: ${message}`);
    else errors[place] = message;
  }
  return { errors, problems };
}
