import type { StatusShown } from '../../domain/deadline.ts';
import { tallyOf } from '../../domain/tally.ts';
import { type Instant, isoInstant } from '../../domain/time.ts';
import type { ShownMonitor, ShownPage } from '../../usecases/show-public.ts';
import { utc } from '../instants.ts';
import { type Html, html, raw } from './html.ts';
import { statusNames } from './status.ts';
import { statusPageStyles } from './status-page-styles.ts';
import { overallOf } from './status-sentence.ts';

/** How often a page asks for itself anew. */
const refreshSeconds = 60;

/** A shape for each status, so that none is told by its colour alone. */
const shapes: Record<StatusShown, string> = {
  up: '<circle cx="10" cy="10" r="9"/><path d="M6 10.4l2.8 2.8L14.2 7.4"/>',
  late: '<circle cx="10" cy="10" r="9"/><path d="M10 5.6V10l3 2"/>',
  down: '<path class="edge" d="M10 1.4 18.6 10 10 18.6 1.4 10z"/><path d="M10 6v4.6M10 13.6v.2"/>',
  new: '<circle class="ring" cx="10" cy="10" r="8"/>',
  paused: '<circle cx="10" cy="10" r="9"/><path d="M7.9 7v6M12.1 7v6"/>',
};

/**
 * A status page as a whole HTML document, which needs no script. `nonce` is what the answer's policy lets the one style
 * in by. What comes from outside is escaped by the template.
 */
export function statusPage(page: ShownPage, nonce: string): string {
  const { title, description, monitors, hasMore, at } = page;
  const overall = overallOf(tallyOf(monitors.map(({ status }) => status)));
  const more = html`<p class="more">Only the first ${monitors.length} jobs are shown, and counted.</p>`;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${refreshSeconds}">
<meta name="color-scheme" content="light dark">
<title>${overall.sentence} · ${title}</title>
<style nonce="${nonce}">${raw(statusPageStyles)}</style>
</head>
<body>
<main>
<header>
<h1 dir="auto">${title}</h1>
${description === undefined ? '' : html`<p class="description" dir="auto">${description}</p>`}
</header>
<p class="overall ${overall.status}" role="status">${icon(overall.status)}<span>${overall.sentence}</span></p>
${monitors.length === 0 ? '' : html`<ul>${monitors.map(row)}</ul>`}
${hasMore ? more : ''}
<footer>Updated ${time(at, 'second')}</footer>
</main>
</body>
</html>
`;
  return String(document);
}

function row({ name, status, since }: ShownMonitor): Html {
  const sinceWords =
    since === undefined ? '' : html`<span class="since">since ${time(since, 'minute')}</span>`;
  return html`
<li class="${status}">${icon(status)}<span class="name" dir="auto">${name}</span><span class="word">${statusNames[status]}</span>${sinceWords}</li>`;
}

/** It says nothing to a screen reader: the word stands beside it. */
function icon(status: StatusShown): Html {
  return html`<svg class="icon ${status}" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${raw(shapes[status])}</svg>`;
}

function time(at: Instant, to: 'minute' | 'second'): Html {
  const text = utc(at).slice(0, to === 'minute' ? -7 : -4);
  return html`<time datetime="${isoInstant(at)}">${text} UTC</time>`;
}
