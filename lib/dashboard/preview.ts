import { parseDurationSeconds } from '../../lambdas/domain/duration.ts';
import { InvalidInput } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { dueInstants, parseSchedule } from '../../lambdas/domain/schedule.ts';
import { checkSettings } from '../../lambdas/domain/settings.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import { parseTimezone } from '../../lambdas/domain/timezone.ts';
import type { FormValues } from '../../lambdas/views/pages/form-values.ts';
import { type Html, html } from '../../lambdas/views/pages/html.ts';
import { previewPanel } from '../../lambdas/views/pages/preview.ts';
import { scheduleInWords } from '../../lambdas/views/schedule-words.ts';
import type { PageHandler } from './context.ts';
import { show } from './exchange.ts';
import { scheduleText, typedValues } from './form-body.ts';

type Scheduled = Pick<FormValues, 'kind' | 'every' | 'cron' | 'timezone' | 'grace'>;

/** How what was typed reads as a schedule, by the code that the API itself reads it with. */
export function previewOf(values: Scheduled, now: Instant): Html {
  try {
    const schedule = parseSchedule(scheduleText(values));
    const timing = { schedule, timezone: parseTimezone(values.timezone.trim()) };
    checkSettings(timing);
    const occurrences = dueInstants({ ...timing, earlyMarginSeconds: 0 }, now, limits.occurrencesShown);
    const graceSeconds = parseDurationSeconds(values.grace.trim());
    return previewPanel({ words: scheduleInWords(timing), occurrences, graceSeconds }, now);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return previewPanel({ faults: error.faults.map(({ message }) => message) }, now);
  }
}

/** The same as a page of its own, of which the form's script takes a part. */
export const preview: PageHandler = ({ request, now }) => {
  const panel = previewOf(typedValues(request.query), now);
  const main = html`<section class="card narrow"><header><h1>Schedule</h1></header><div class="body" data-preview-panel>${panel}</div></section>`;
  return show({ title: 'Schedule', main });
};
