import type { StatusShown } from '../../domain/deadline.ts';
import { type Html, html, raw } from './html.ts';
import { liveScript } from './scripts.ts';
import { sectionStyles } from './section-styles.ts';
import { statusIcon } from './status.ts';
import { styles } from './styles.ts';

/** What every page has in common. */
export interface Shell {
  /** Lets the page's own style and script in, and no others. */
  nonce: string;
  /** Whose monitors these are: `this machine`, or the host of an installation. */
  place: string;
  /** What else there is to look at, in the footer. */
  links?: readonly { href: string; label: string }[];
}

/** What was just done, or could not be. */
export interface Notice {
  kind: 'good' | 'bad';
  text: string;
  /** A line each. */
  details?: readonly string[];
}

export interface Page {
  title: string;
  /** Which part of the navigation it is. */
  section?: 'monitors' | 'new';
  /** Colours the icon of the browser's tab. */
  worst?: StatusShown;
  notice?: Notice | undefined;
  main: Html;
  /** Seconds after which the parts marked with `data-live` are fetched again. Without scripts, the page is. */
  refreshSeconds?: number;
}

const tabColours: Readonly<Record<StatusShown, string>> = {
  down: '#d0313f',
  late: '#b36b00',
  new: '#4b45c6',
  up: '#1c8352',
  paused: '#74757f',
};

/** A document: head, navigation, the page's own part, and the footer. */
export function layout({ nonce, place, links = [] }: Shell, page: Page): Html {
  const { title, section, worst = 'new', notice, main, refreshSeconds } = page;
  const current = (name: Page['section']) => section === name && raw(' aria-current="page"');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} · Downbeat</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${tabIcon(tabColours[worst])}">
<style nonce="${nonce}">${raw(styles + sectionStyles)}</style>
${refreshSeconds !== undefined && html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`}
</head>
<body${refreshSeconds !== undefined && html` data-refresh="${refreshSeconds}"`}>
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="wrap">
<a class="brand" href="/">${logo}Downbeat</a>
<nav aria-label="Pages"><a href="/"${current('monitors')}>Monitors</a></nav>
<span class="place" title="Whose monitors these are">${place}</span><a class="button primary small" href="/new"${current('new')}>New monitor</a>
</div></header>
<main id="main" class="wrap">
${notice && noticeBox(notice)}
${main}
</main>
<footer class="foot"><div class="wrap"><span data-zone>Times are in UTC.</span>${links.map(({ href, label }) => html`<a href="${href}">${label}</a>`)}<span data-freshness></span></div></footer>
<script nonce="${nonce}">${raw(liveScript)}</script>
</body>
</html>`;
}

function noticeBox({ kind, text, details = [] }: Notice): Html {
  const list = details.length > 0 && html`<ul>${details.map((line) => html`<li>${line}</li>`)}</ul>`;
  const role = kind === 'bad' ? 'alert' : 'status';
  return html`<div class="notice ${kind}" role="${role}">${statusIcon(kind === 'bad' ? 'down' : 'up')}<div>${text}${list}</div></div>`;
}

/** Three beats and the one that falls. */
const logo = raw(
  '<svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true"><rect x="1" y="7" width="3.4" height="6" rx="1.7"/><rect x="5.9" y="4" width="3.4" height="12" rx="1.7"/><rect x="10.8" y="1" width="3.4" height="18" rx="1.7"/><rect x="15.7" y="12.5" width="3.4" height="6.5" rx="1.7" opacity=".45"/></svg>',
);

function tabIcon(colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="${colour}"><rect x="1" y="7" width="3.4" height="6" rx="1.7"/><rect x="5.9" y="4" width="3.4" height="12" rx="1.7"/><rect x="10.8" y="1" width="3.4" height="18" rx="1.7"/><rect x="15.7" y="12.5" width="3.4" height="6.5" rx="1.7"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
