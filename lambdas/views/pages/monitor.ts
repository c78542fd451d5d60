import { formatDuration } from '../../domain/duration.ts';
import { limits } from '../../domain/limits.ts';
import type { Instant } from '../../domain/time.ts';
import { type Html, html } from './html.ts';
import type { Notice, Page } from './layout.ts';
import type { ShownMonitor } from './model.ts';
import { tagLink } from './overview.ts';
import { pingLines } from './ping-lines.ts';
import { stateSentence, statusBadge } from './status.ts';
import { absoluteTime, relativeTime } from './times.ts';

/** A monitor in full, for those who may see its key. */
export interface MonitorDetails extends ShownMonitor {
  pingUrl: string;
  schedule: string;
  timezone: string;
  gracePeriodSeconds: number;
  maxRuntimeSeconds: number | undefined;
  pings: number;
  misses: number;
  failures: number;
  lastSuccessAt: Instant | undefined;
  createdAt: Instant;
  nextOccurrences: readonly Instant[];
  channels: readonly string[];
  runbookUrl: string | undefined;
  /** The stack of the CDK app that defines it. */
  stack: string | undefined;
}

export interface MonitorPage {
  monitor: MonitorDetails;
  now: Instant;
  /** What forms send along, to show that they are ours. */
  token: string;
  notice: Notice | undefined;
  /** What else is told of it, such as its timing and its history, below its state: each a card. */
  sections: readonly Html[];
}

export function monitorPage({ monitor, now, token, notice, sections }: MonitorPage): Page {
  const { name, status, id, pings } = monitor;
  const pingCard = html`<section class="card"><header><h2>Ping URL</h2></header><div class="body">${pingLines(monitor.pingUrl)}</div></section>`;
  // What is not in use yet wants to be put to use first.
  const isUnused = pings === 0;
  return {
    title: name,
    section: 'monitors',
    worst: status,
    notice,
    refreshSeconds: limits.refreshSeconds,
    main: html`<nav class="crumb" aria-label="Where this is"><a href="/">Monitors</a> / <span class="mono">${id}</span></nav>
<div data-live="state"><div class="head"><h1>${name}</h1>${statusBadge(monitor)}</div>
<p class="state">${stateSentence(monitor, now)}</p><div class="toolbar">${actions(monitor, token)}</div></div>
<div class="two"><div class="stack">${isUnused && pingCard}<div class="stack" data-live="sections">${sections}</div>${!isUnused && pingCard}</div><aside class="stack">
<section class="card" data-live="facts"><header><h2>Schedule</h2></header><div class="body">${scheduleFacts(monitor, now)}</div></section>
<section class="card" data-live="numbers"><header><h2>About</h2></header><div class="body">${otherFacts(monitor, now)}</div></section>
</aside></div>`,
  };
}

/** A form of one button. Its id lets the focus stay on it when its part of the page is fetched again. */
function postButton(
  { action, token }: { action: string; token: string },
  label: string,
  duration = '',
): Html {
  const id = `${action.split('/').at(-1)}${duration && `-${duration}`}`;
  const fields = duration !== '' && html`<input type="hidden" name="for" value="${duration}">`;
  return html`<form method="post" action="${action}"><input type="hidden" name="token" value="${token}">${fields}<button type="submit" id="${id}">${label}</button></form>`;
}

function actions({ id, status }: MonitorDetails, token: string): Html {
  const path = `/monitors/${id}`;
  const pause = { action: `${path}/pause`, token };
  return html`${status === 'paused' && postButton({ action: `${path}/resume`, token }, 'Resume')}
<div class="joined" role="group" aria-label="Pause">${postButton(pause, 'Pause 1 h', '1h')}${postButton(pause, '8 h', '8h')}<a class="button" href="${path}/pause">until…</a></div>
${postButton({ action: `${path}/test-alert`, token }, 'Send a test alert')}<a class="button" href="${path}/edit">Edit</a>
<span class="far"><a class="button" href="${path}/rotate-key">Rotate key…</a><a class="button danger" href="${path}/delete">Delete…</a></span>`;
}

function scheduleFacts(monitor: MonitorDetails, now: Instant): Html {
  const { scheduleInWords, dueAt, deadlineAt, gracePeriodSeconds, nextOccurrences } = monitor;
  const due = dueAt !== undefined && html`<dt>Next due</dt><dd>${relativeTime(dueAt, now)}</dd>`;
  const deadline =
    deadlineAt !== undefined && html`<dt>Deadline</dt><dd>${relativeTime(deadlineAt, now)}</dd>`;
  const coming = nextOccurrences.map((at) => html`<li>${absoluteTime(at)}${relativeTime(at, now)}</li>`);
  return html`<dl class="facts"><dt class="hidden">Schedule</dt><dd class="wide">${scheduleInWords}</dd>${due}${deadline}<dt>Grace</dt><dd>${formatDuration(gracePeriodSeconds)}</dd></dl><ol class="next" aria-label="Next occurrences">${coming}</ol>`;
}

function otherFacts(monitor: MonitorDetails, now: Instant): Html {
  const { lastPingAt, lastSuccessAt, pings, createdAt, channels, tags, runbookUrl, stack } = monitor;
  const never = html`<span class="quiet">never</span>`;
  const ago = (at: Instant | undefined) => (at === undefined ? never : relativeTime(at, now));
  const runbook = runbookUrl !== undefined && html`<dt>Runbook</dt><dd>${outsideLink(runbookUrl)}</dd>`;
  const definition = stack !== undefined && html`<dt>Defined in</dt><dd>the stack ${stack}</dd>`;
  const labels = tags.length > 0 && html`<dt>Tags</dt><dd>${tags.map((tag) => html`${tagLink(tag)} `)}</dd>`;
  return html`<dl class="facts"><dt>Last check-in</dt><dd>${ago(lastPingAt)}</dd><dt>Last success</dt><dd>${ago(lastSuccessAt)}</dd><dt>Pings</dt><dd>${pings}</dd><dt>Told to</dt><dd>${channels.join(', ')}</dd>${labels}${runbook}${definition}<dt>Created</dt><dd>${absoluteTime(createdAt)}</dd></dl>`;
}

/** A link that leads away, if it is one to follow. */
function outsideLink(url: string): Html | string {
  if (!/^https?:\/\//i.test(url)) return url;
  return html`<a href="${url}" rel="noreferrer noopener">${url}</a>`;
}
