import type { StatusShown } from '../../domain/deadline.ts';
import { limits } from '../../domain/limits.ts';
import { type Tally, tallyOf } from '../../domain/tally.ts';
import type { Instant } from '../../domain/time.ts';
import type { WatchedMonitor } from '../../domain/watched.ts';
import { counted } from '../words.ts';
import { type Html, html } from './html.ts';
import type { ShownMonitor } from './model.ts';
import { rankedMonitor, shownMonitor } from './shown.ts';
import { nextWords, statusBadge, statuses, statusIcon, statusNames } from './status.ts';
import { strip } from './strip.ts';
import { relativeTime } from './times.ts';
import { byTrouble } from './trouble.ts';
import { callButton, framed, type WidgetFrame } from './widget-frame.ts';

/** What the list is narrowed down to. */
export type Narrowing = StatusShown | 'all';

export interface WidgetOverview {
  /** When the monitors were as they are shown. */
  at: Instant;
  monitors: readonly WatchedMonitor[];
  /** There are more than were read. */
  isCut: boolean;
  status: Narrowing;
  /** From 1. One that there is not is the last. */
  page: number;
}

/** One page of the monitors, trouble first, below their number by status. */
export function widgetOverview(frame: WidgetFrame, overview: WidgetOverview): string {
  const { monitors, isCut, at } = overview;
  if (monitors.length === 0 && !isCut) return framed(frame, nothingYet);
  const ranked = monitors.map((monitor) => ({ monitor, ...rankedMonitor(monitor, at) }));
  const found = ranked.filter(({ status }) => overview.status === 'all' || status === overview.status);
  const size = limits.monitorsPerWidget;
  const page = Math.min(overview.page, Math.max(1, Math.ceil(found.length / size)));
  const rows = found.sort(byTrouble).slice((page - 1) * size, page * size);
  const shown = rows.map(({ monitor }) => shownMonitor(monitor, at));
  return framed(
    frame,
    html`${totals(frame, overview, tallyOf(ranked.map(({ status }) => status)))}
${isCut && cutNote(monitors.length)}${shown.length === 0 ? noneLeft : list(frame, shown, at)}
${pager(frame, overview.status, page, found.length)}`,
  );
}

const nothingYet = html`<p class="note">Nothing is watched yet. Make the first monitor with <code>downbeat dashboard</code>, the command line or the API.</p>`;
const noneLeft = html`<p class="note">No monitor is like that.</p>`;

function cutNote(count: number): Html {
  return html`<p class="note">There are more monitors than the ${counted(count, 'monitor')} that were read: neither the numbers nor the list are complete.</p>`;
}

function totals(frame: WidgetFrame, { status, monitors }: WidgetOverview, tally: Tally): Html {
  const total = (narrowing: Narrowing, count: number, words: Html) => {
    const label = html`${words} <b class="${count === 0 && 'zero'}">${count}</b>`;
    const current = narrowing === status;
    return html`<li>${callButton(frame, { call: { status: narrowing }, label, display: 'widget', current })}</li>`;
  };
  return html`<ul class="totals" aria-label="By status">${total('all', monitors.length, html`All`)}${statuses.map(
    (each) => total(each, tally[each], html`${statusIcon(each)}${statusNames[each]}`),
  )}</ul>`;
}

function list(frame: WidgetFrame, monitors: readonly ShownMonitor[], at: Instant): Html {
  return html`<table class="list"><thead><tr><th class="c-status" scope="col">Status</th><th scope="col">Monitor</th><th class="c-recent" scope="col">Recent</th><th class="c-last" scope="col">Last check-in</th><th class="c-next" scope="col">Next due</th></tr></thead><tbody>
${monitors.map((monitor) => row(frame, monitor, at))}</tbody></table>`;
}

function row(frame: WidgetFrame, monitor: ShownMonitor, at: Instant): Html {
  const { id, name, status, lastPingAt, recent } = monitor;
  const last =
    lastPingAt === undefined ? html`<span class="quiet">never</span>` : relativeTime(lastPingAt, at);
  const details = callButton(frame, { call: { monitor: id }, label: name, display: 'popup' });
  return html`<tr class="${status}"><td class="c-status">${statusBadge(monitor)}</td><td title="${name}">${details}</td><td class="c-recent">${strip(recent)}</td><td class="c-last">${last}</td><td class="c-next">${nextWords(monitor, at)}</td></tr>
`;
}

function pager(frame: WidgetFrame, status: Narrowing, page: number, found: number): Html | undefined {
  const size = limits.monitorsPerWidget;
  const last = Math.min(page * size, found);
  if (found <= size) return undefined;
  const to = (other: number, label: string) =>
    callButton(frame, { call: { status, page: other }, label, display: 'widget' });
  const before = page > 1 && to(page - 1, '← Previous');
  const after = last < found && html`and ${found - last} more ${to(page + 1, 'Next →')}`;
  return html`<p class="pager"><span>${(page - 1) * size + 1}–${last} of ${found}</span>${before}${after}</p>`;
}
