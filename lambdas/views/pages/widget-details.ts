import { formatDuration } from '../../domain/duration.ts';
import type { Flip } from '../../domain/flip.ts';
import type { Instant } from '../../domain/time.ts';
import type { WatchedMonitor } from '../../domain/watched.ts';
import { reasonWords } from '../reasons.ts';
import { type Html, html } from './html.ts';
import { shownMonitor } from './shown.ts';
import { stateSentence, statusBadge, statusNames } from './status.ts';
import { strip } from './strip.ts';
import { absoluteTime, relativeTime } from './times.ts';
import { framed, type WidgetFrame } from './widget-frame.ts';

/** One monitor: its state, its settings in words, and what was last heard of it. */
export function widgetDetails(frame: WidgetFrame, monitor: WatchedMonitor, now: Instant): string {
  const shown = shownMonitor(monitor, now);
  const facts: [string, Html | string | false][] = [
    ['Id', monitor.id],
    ['Schedule', shown.scheduleInWords],
    ['Next due', shown.dueAt !== undefined && at(shown.dueAt, now)],
    ['Deadline', shown.deadlineAt !== undefined && at(shown.deadlineAt, now)],
    ['Grace', formatDuration(monitor.gracePeriodSeconds)],
    ['Goes down', downWords(monitor)],
    ['Comes up', `after ${countOf(monitor.recoveryThreshold, 'success', 'successes in a row')}`],
    [
      'Reminders',
      monitor.reminderSeconds !== undefined && `every ${formatDuration(monitor.reminderSeconds)}`,
    ],
    ['Told to', monitor.channels.join(', ')],
    ['Tags', monitor.tags.length > 0 && monitor.tags.join(', ')],
    ['Last check-in', shown.lastPingAt === undefined ? 'never' : at(shown.lastPingAt, now)],
    ['Last change', monitor.flip !== undefined && flipWords(monitor.flip, now)],
    ['Pings', String(monitor.pings)],
    ['Created', absoluteTime(monitor.createdAt)],
  ];
  return framed(
    frame,
    html`<h2>${shown.name} <span>${statusBadge(shown)}</span></h2>
<p class="note">${stateSentence(shown, now)}</p>${strip(shown.recent)}
<dl class="facts">${facts.map(([term, value]) => value !== false && html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`,
  );
}

function at(instant: Instant, now: Instant): Html {
  return html`${relativeTime(instant, now)}, ${absoluteTime(instant, 'second')}`;
}

function countOf(count: number, one: string, many: string): string {
  return count === 1 ? `one ${one}` : `${count} ${many}`;
}

function downWords({ maxMisses, maxFailures, maxRuntimeSeconds }: WatchedMonitor): string {
  const misses = countOf(maxMisses, 'miss', 'misses');
  const failures = countOf(maxFailures, 'failure', 'failures');
  const run = maxRuntimeSeconds === undefined ? '' : `; a run may take ${formatDuration(maxRuntimeSeconds)}`;
  return `at ${misses} or ${failures} since the last success${run}`;
}

function flipWords({ from, to, at: instant, reason }: Flip, now: Instant): Html {
  return html`${statusNames[from]} → ${statusNames[to]}, ${reasonWords[reason]}, ${at(instant, now)}`;
}
