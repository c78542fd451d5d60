import { reasonWords } from '../reasons.ts';
import { counted } from '../words.ts';
import { type Html, html } from './html.ts';
import type { Stretch } from './timeline-model.ts';
import { absoluteTime, timeSpan } from './times.ts';
import { took } from './took.ts';

const outagesMax = 8;

/** The outages of a timeline in words, newest first. */
export function outageList({
  stretches,
  range,
}: {
  stretches: readonly Stretch[];
  range: { words: string };
}): Html | false {
  const outages = stretches.filter(({ status }) => status === 'down').reverse();
  const wasWatched = stretches.some(({ status }) => status === 'up' || status === 'late');
  if (outages.length === 0) {
    return wasWatched && html`<p class="nothing">No outage in the last ${range.words}.</p>`;
  }
  const more = outages.length - outagesMax;
  return html`<ol class="outages">${outages.slice(0, outagesMax).map(outage)}</ol>
${more > 0 && html`<p class="quiet">And ${counted(more, 'earlier outage')}: see the <a href="#flips">changes of status</a>.</p>`}`;
}

/** `Down 2h 14m, Tue 3 Nov 04:05 – 06:19 UTC, no check-in`. */
function outage({ since, to, isNow, reason }: Stretch): Html {
  const when = isNow ? html`since ${absoluteTime(since)}` : timeSpan(since, to);
  const why = reason && html`<span class="why">${reasonWords[reason]}</span>`;
  return html`<li><b>${isNow ? 'Down for' : 'Down'} ${took(to - since)}</b> <span class="when">${when}</span>${why}</li>`;
}
