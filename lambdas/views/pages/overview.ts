import type { StatusShown } from '../../domain/deadline.ts';
import type { Instant } from '../../domain/time.ts';
import { counted } from '../words.ts';
import { type Html, html, raw } from './html.ts';
import type { Page } from './layout.ts';
import type { ShownMonitor } from './model.ts';
import { nextWords, statusBadge, statuses, statusIcon, statusNames } from './status.ts';
import { strip } from './strip.ts';
import { relativeTime } from './times.ts';

/** What a list is narrowed down to. */
export interface Filter {
  status: StatusShown | undefined;
  tags: readonly string[];
  /** A part of the name or the id. Empty for any. */
  text: string;
}

export interface Overview {
  now: Instant;
  total: number;
  byStatus: Readonly<Record<StatusShown, number>>;
  filter: Filter;
  /** In the order to be shown: one page of them. */
  monitors: readonly ShownMonitor[];
  /** How many the filter lets through, on all pages. */
  found: number;
  page: number;
  pageSize: number;
  /** There are more than were read. */
  isCut: boolean;
  refreshSeconds: number;
}

/** The list of all monitors, trouble first. */
export function overviewPage(overview: Overview): Page {
  const { byStatus, total, refreshSeconds } = overview;
  const { down, late } = byStatus;
  const trouble = [down > 0 && `${down} down`, late > 0 && `${late} late`].filter((part) => part !== false);
  return {
    title: trouble.length > 0 ? trouble.join(', ') : 'Monitors',
    section: 'monitors',
    worst: statuses.find((status) => byStatus[status] > 0 && status !== 'new') ?? 'new',
    refreshSeconds,
    main: html`<div class="head"><h1>Monitors</h1></div>
${total === 0 ? emptyState : filled(overview)}`,
  };
}

const emptyState = html`<section class="card" data-live="empty"><div class="empty">
<h2>Nothing is watched yet</h2>
<p>A monitor waits for pings of a job. When one is late, people are told. Make the first one, put its ping URL at the end of
the job, and this page shows how it fares.</p>
<div><a class="button primary" href="/new">Make the first monitor</a></div>
</div></section>`;

function filled(overview: Overview): Html {
  const { filter, found, isCut } = overview;
  const words = isCut ? `${found} and more` : counted(found, 'monitor');
  return html`<nav aria-label="By status" data-live="totals">${totals(overview)}</nav>
<form class="filter" action="/" role="search">
<div class="search">${magnifier}<label class="hidden" for="q">Search by name or id</label>
<input id="q" name="q" type="search" maxlength="100" placeholder="Search by name or id" value="${filter.text}" autocomplete="off"></div>
${filter.status !== undefined && html`<input type="hidden" name="status" value="${filter.status}">`}
${filter.tags.map((tag) => html`<input type="hidden" name="tag" value="${tag}">`)}
<button type="submit">Search</button>
${filter.tags.map((tag) => chip(filter, tag))}
<span class="count" data-live="count">${words}</span>
</form>
<section class="card" aria-label="Monitors" data-live="list">${found === 0 ? nothingFound : list(overview)}</section>`;
}

function totals({ total, byStatus, filter }: Overview): Html {
  const link = (status: StatusShown | undefined, count: number, label: string | Html) => {
    const current = filter.status === status && raw(' aria-current="true"');
    return html`<li class="${count === 0 ? 'zero' : ''}"><a href="${listUrl({ ...filter, status })}"${current}><b>${count}</b><span>${label}</span></a></li>`;
  };
  return html`<ul class="totals">${link(undefined, total, 'All')}${statuses.map((status) =>
    link(status, byStatus[status], html`${statusIcon(status)}${statusNames[status]}`),
  )}</ul>`;
}

function chip(filter: Filter, tag: string): Html {
  const without = { ...filter, tags: filter.tags.filter((other) => other !== tag) };
  return html`<a class="chip" href="${listUrl(without)}" title="Show other tags too"><span>${tag}</span><span aria-hidden="true">×</span><span class="hidden">Remove the tag</span></a>`;
}

const nothingFound = html`<div class="empty"><h2>No monitor is like that</h2><p>None fits the search, the tags and the status that are chosen.</p><a class="button" href="/">Show all</a></div>`;

function list(overview: Overview): Html {
  const { monitors, now, filter } = overview;
  return html`<table class="list"><thead><tr>
<th class="c-status" scope="col">Status</th><th class="c-name" scope="col">Monitor</th><th class="c-recent" scope="col">Recent</th><th class="c-last" scope="col">Last ping</th><th class="c-next" scope="col">Next due</th>
</tr></thead><tbody>${monitors.map((monitor) => row(monitor, now, filter))}</tbody></table>${pager(overview)}`;
}

function row(monitor: ShownMonitor, now: Instant, filter: Filter): Html {
  const { id, name, status, tags, scheduleInWords, lastPingAt, recent } = monitor;
  const last =
    lastPingAt === undefined ? html`<span class="quiet">never</span>` : relativeTime(lastPingAt, now);
  return html`<tr class="${status}"><td class="c-status">${statusBadge(monitor)}</td>
<td class="c-name"><a class="name" href="/monitors/${id}" title="${name}">${name}</a><div class="about"><span title="${scheduleInWords}">${scheduleInWords}</span>${tags.length > 0 && html`<span class="tags">${tags.slice(0, tagsShown).map((tag) => tagLink(tag, filter))}${tags.length > tagsShown && html`<span class="tag">+${tags.length - tagsShown}</span>`}</span>`}</div></td>
<td class="c-recent">${strip(recent)}</td><td class="c-last">${last}</td><td class="c-next">${nextWords(monitor, now)}</td></tr>
`;
}

const tagsShown = 3;

/** Narrows the list down to a tag as well. */
export function tagLink(tag: string, filter: Filter = { status: undefined, tags: [], text: '' }): Html {
  return html`<a class="tag" href="${listUrl({ ...filter, tags: [...new Set([...filter.tags, tag])] })}">${tag}</a>`;
}

function pager(overview: Overview): Html | undefined {
  const { found, page, pageSize, filter, isCut } = overview;
  const pages = Math.ceil(found / pageSize);
  if (pages <= 1 && !isCut) return undefined;
  const link = (to: number, words: string) =>
    to >= 1 && to <= pages && html`<a class="button small" href="${listUrl(filter, to)}">${words}</a>`;
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(page * pageSize, found);
  const cut = isCut && html` There are more than are read at once: search for others.`;
  return html`<div class="pager"><span>${first}–${last} of ${found}.${cut}</span><span class="actions">${link(page - 1, 'Previous')}${link(page + 1, 'Next')}</span></div>`;
}

/** Where a list is: the overview, narrowed down. */
export function listUrl({ status, tags, text }: Filter, page = 1): string {
  const query = new URLSearchParams();
  if (status !== undefined) query.set('status', status);
  for (const tag of tags) query.append('tag', tag);
  if (text !== '') query.set('q', text);
  if (page > 1) query.set('page', String(page));
  return query.size === 0 ? '/' : `/?${query}`;
}

const magnifier = raw(
  '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" aria-hidden="true"><circle cx="7" cy="7" r="4.6"/><path d="M10.5 10.5L14 14"/></svg>',
);
