import { formatDuration } from '../../domain/duration.ts';
import { type Instant, secondMs } from '../../domain/time.ts';
import { sentence } from './fields.ts';
import { type Html, html } from './html.ts';
import { absoluteTime, relativeTime } from './times.ts';

export interface SchedulePreview {
  words: string;
  /** When check-ins would be due. */
  occurrences: readonly Instant[];
  /** `undefined` if it cannot be read. */
  graceSeconds: number | undefined;
}

/** How a schedule reads, or what is wrong with it. */
export function previewPanel(preview: SchedulePreview | { faults: readonly string[] }, now: Instant): Html {
  if ('faults' in preview) {
    return html`${preview.faults.map((fault) => html`<p class="soft">${sentence(fault)}.</p>`)}`;
  }
  const { words, occurrences, graceSeconds } = preview;
  const [first] = occurrences;
  const coming = occurrences.map((at) => html`<li>${absoluteTime(at)}${relativeTime(at, now)}</li>`);
  const told =
    first !== undefined &&
    graceSeconds !== undefined &&
    html`<p class="hint quiet">After ${formatDuration(graceSeconds)} of grace the first is missed at ${absoluteTime(first + graceSeconds * secondMs)}.</p>`;
  return html`<p><b>${sentence(words)}</b></p>${told}<ol class="next" aria-label="Next occurrences">${coming}</ol>`;
}
