import { alertFor, type Flip } from '../../domain/flip.ts';
import { secondMs } from '../../domain/time.ts';
import { reasonWords } from '../reasons.ts';
import { type Html, html } from './html.ts';
import { statusIcon, statusNames } from './status.ts';
import { absoluteTime } from './times.ts';
import { took } from './took.ts';

export interface FlipsModel {
  /** Newest first. */
  flips: readonly Flip[];
  /** The address of earlier ones, if there are more. */
  older?: string | undefined;
  newest?: string | undefined;
}

/** The section of the changes of status. */
export function flipsSection({ flips, older, newest }: FlipsModel): Html {
  const back = newest !== undefined && html`<a class="button small" href="${newest}">← Newest</a>`;
  const on = older !== undefined && html`<a class="button small" rel="next" href="${older}">Older →</a>`;
  const pages =
    (back || on) &&
    html`<div class="pager"><nav class="pages" aria-label="Pages of changes">${back}${on}</nav></div>`;
  return html`<section class="card" id="flips" aria-labelledby="flips-title">
<header><h2 id="flips-title">Changes of status</h2></header>
${flips.length === 0 ? nothing : list(flips)}${pages}</section>`;
}

const toldNote = 'By the rules of alerts. While a monitor flaps, people are not told one by one.';
const nothing = html`<div class="body"><p class="nothing">It has not changed yet.</p></div>`;

function list(flips: readonly Flip[]): Html {
  return html`<ol class="flips">${flips.map((flip, index) => item(flip, flips[index + 1]))}</ol>`;
}

function item(flip: Flip, before: Flip | undefined): Html {
  const { from, to, at, detectedAt, since, reason } = flip;
  const badge = html`<span class="badge ${to}">${statusIcon(to)}${statusNames[to]}</span>`;
  const late = detectedAt - at;
  const noticed = late >= secondMs && html`<span>noticed ${took(late)} later</span>`;
  return html`<li>
<span class="change"><span class="quiet">${statusNames[from]}</span> → ${badge}</span>
<span class="why">${reasonWords[reason]}<small>after ${took(at - since)} ${from}</small></span>
<span class="when">${absoluteTime(at, 'second')}<small>${noticed}</small></span>
<span class="told" title="${toldNote}">${toldWords(flip, before)}</span></li>`;
}

/**
 * Whether people are told of a flip, by the rule of alerts: for the end of a pause it depends on what was before. That a
 * monitor flaps, which keeps alerts back, is not kept with its flips.
 */
function toldWords(flip: Flip, before: Flip | undefined): string {
  if (flip.from === 'paused' && before === undefined) return '';
  const lastAlert =
    flip.from === 'paused' && before?.from === 'down'
      ? { seq: before.seq, kind: 'down' as const }
      : undefined;
  return alertFor(flip, lastAlert) ? 'alert' : 'no alert';
}
