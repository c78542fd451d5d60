import type { StatusShown } from '../../domain/deadline.ts';
import type { Instant } from '../../domain/time.ts';
import { type Html, html, raw } from './html.ts';
import type { ShownMonitor } from './model.ts';
import { absoluteTime, relativeTime, shortSpan, timeLeft, timeTag } from './times.ts';

/** In the order of trouble. */
export const statuses = ['down', 'late', 'new', 'up', 'paused'] as const satisfies readonly StatusShown[];

export const statusNames: Readonly<Record<StatusShown, string>> = {
  down: 'Down',
  late: 'Late',
  new: 'New',
  up: 'Up',
  paused: 'Paused',
};

type Icon = StatusShown | 'running';

/** Each has a shape of its own, so that none is told by its colour alone. */
const shapes: Readonly<Record<Icon, string>> = {
  up: '<circle cx="8" cy="8" r="7" class="fill"/><path d="M4.8 8.3l2.2 2.2 4.2-4.6"/>',
  down: '<path d="M8 .9l7.1 7.1L8 15.1.9 8z" class="fill"/><path d="M8 4.6v4M8 11v.2"/>',
  late: '<circle cx="8" cy="8" r="7" class="fill"/><path d="M8 4.4V8l2.5 1.7"/>',
  new: '<circle cx="8" cy="8" r="6.2" class="ring"/><path d="M8 8v.01"/>',
  paused: '<circle cx="8" cy="8" r="7" class="fill"/><path d="M6.2 5.4v5.2M9.8 5.4v5.2"/>',
  running: '<circle cx="8" cy="8" r="6.2" class="ring"/><path d="M6.8 5.6L10.6 8l-3.8 2.4z" class="solid"/>',
};

/** The icon of a status. It says nothing to a screen reader: the word stands beside it. */
export function statusIcon(icon: Icon): Html {
  return html`<svg class="icon ${icon}" viewBox="0 0 16 16" aria-hidden="true">${raw(shapes[icon])}</svg>`;
}

/** Icon and word. */
export function statusBadge({ status, running }: Pick<ShownMonitor, 'status' | 'running'>): Html {
  const run = running && html` <span class="badge running">${statusIcon('running')}Running</span>`;
  return html`<span class="badge ${status}">${statusIcon(status)}${statusNames[status]}</span>${run}`;
}

/** What is awaited, in two or three words: `in 4h 51m`, `late by 3m`, `down for 2h`. */
export function nextWords(monitor: ShownMonitor, now: Instant): Html {
  const { status, dueAt, statusSince, resumeAt } = monitor;
  const forSpan = (word: string) => timeTag(statusSince, `${word} for ${shortSpan(now - statusSince)}`);
  switch (status) {
    case 'down':
      return forSpan('down');
    case 'late':
      return lateWords(dueAt, now);
    case 'paused':
      return resumeAt === undefined
        ? forSpan('paused')
        : timeTag(resumeAt, `resumes in ${timeLeft(resumeAt, now)}`);
    case 'new':
    case 'up':
      return dueAt === undefined ? html`<span class="quiet">first check-in</span>` : relativeTime(dueAt, now);
  }
}

/** After a miss that was allowed, it is late though the next check-in is not due yet. */
function lateWords(dueAt: Instant | undefined, now: Instant): Html {
  if (dueAt === undefined) return html`late`;
  return dueAt > now
    ? html`late, due ${relativeTime(dueAt, now)}`
    : timeTag(dueAt, `late by ${shortSpan(now - dueAt)}`);
}

/** The state of a monitor in a sentence or two. */
export function stateSentence(monitor: ShownMonitor, now: Instant): Html {
  const { status, statusSince, dueAt, deadlineAt, running } = monitor;
  const since = shortSpan(now - statusSince);
  const run = running && html` A run is in progress.`;
  switch (status) {
    case 'new':
      return html`Waiting for its first check-in${dueAt !== undefined && html`, due ${relativeTime(dueAt, now)}`}.${run}`;
    case 'up':
      return html`Up for ${timeTag(statusSince, since)}${dueAt !== undefined && html`; the next check-in is due ${relativeTime(dueAt, now)}`}.${run}`;
    case 'late':
      return html`It is ${lateWords(dueAt, now)}${deadlineAt !== undefined && html`, and counts as missed ${relativeTime(deadlineAt, now)}`}.${run}`;
    case 'down':
      return html`Down for ${timeTag(statusSince, since)}, since ${absoluteTime(statusSince)}.${run}`;
    case 'paused':
      return html`Paused for ${timeTag(statusSince, since)}; ${pauseEnd(monitor, now)}.`;
  }
}

function pauseEnd({ resumeAt, manualResume }: ShownMonitor, now: Instant): Html {
  const byItself = resumeAt !== undefined && html`resumes ${relativeTime(resumeAt, now)}`;
  if (manualResume)
    return byItself ? html`${byItself}, and ignores pings until then` : html`only you can resume it`;
  return byItself
    ? html`${byItself}, or at its next success or failure`
    : html`its next success or failure resumes it`;
}
