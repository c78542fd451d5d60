import type { Fault } from '../../domain/errors.ts';
import { html } from './html.ts';
import { framed, type WidgetFrame } from './widget-frame.ts';

/** A sentence in place of what cannot be shown. */
export function widgetNote(frame: WidgetFrame, sentence: string): string {
  return framed(frame, html`<p class="note">${sentence}</p>`);
}

/** What is wrong with the parameters of a widget, and what is allowed. */
export function widgetFaults(frame: WidgetFrame, faults: readonly Fault[]): string {
  const lines = faults.map(({ field, message }) => html`<li><b>${field}</b>: ${message}</li>`);
  return framed(
    frame,
    html`<p class="note">The parameters of this widget are not right.</p><ul class="faults">${lines}</ul>`,
  );
}
