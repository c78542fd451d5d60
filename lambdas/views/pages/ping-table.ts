import type { PingKind } from '../../domain/ping.ts';
import { type Html, html } from './html.ts';
import {
  bytesText,
  kindBadge,
  kindWords,
  type ListedPing,
  labelChips,
  pingKinds,
  pingPath,
} from './pings.ts';
import { recentTime } from './times.ts';
import { took } from './took.ts';

export interface PingsModel {
  monitorId: string;
  /** Newest first. */
  pings: readonly ListedPing[];
  /** The only kind that is shown; all are without it. */
  kind?: PingKind | undefined;
  /** The address of the same page with another kind, or with all. */
  linkTo(kind: PingKind | undefined): string;
  /** The addresses of what is further back, if there is more, and of the newest, if these are not. */
  older?: string | undefined;
  newest?: string | undefined;
  /** Below the table: how to save them. */
  exports: Html;
}

/** The section of the pings of a monitor, newest first. */
export function pingsSection(model: PingsModel): Html {
  return html`<section class="card" id="pings" aria-labelledby="pings-title">
<header><h2 id="pings-title">Pings</h2>${filter(model)}</header>
${model.pings.length === 0 ? nothing(model) : table(model)}
<div class="pager">${paging(model)}${model.exports}</div></section>`;
}

function filter({ kind, linkTo }: PingsModel): Html {
  const link = (each: PingKind | undefined) =>
    html`<a href="${linkTo(each)}"${each === kind && html` aria-current="true"`}>${each ? kindWords[each] : 'All'}</a>`;
  return html`<nav class="choice" aria-label="Which pings">${link(undefined)}${pingKinds.map(link)}</nav>`;
}

function nothing({ kind, older, newest }: PingsModel): Html {
  const words = () => {
    if (older !== undefined) return 'None of these among those looked through so far.';
    if (newest !== undefined) return 'There are no older ones.';
    if (kind !== undefined) return 'There is none of this kind.';
    return 'Nothing came yet. As soon as the job pings its URL, it shows here.';
  };
  return html`<div class="body"><p class="nothing">${words()}</p></div>`;
}

function paging({ older, newest }: PingsModel): Html | false {
  if (older === undefined && newest === undefined) return false;
  const back = newest !== undefined && html`<a class="button small" href="${newest}">← Newest</a>`;
  const on = older !== undefined && html`<a class="button small" rel="next" href="${older}">Older →</a>`;
  return html`<nav class="pages" aria-label="Pages of pings">${back}${on}</nav>`;
}

function table({ monitorId, pings }: PingsModel): Html {
  const numbers = ['No.', 'Took', 'Exit'];
  const heads = ['No.', 'Kind', 'When', 'Took', 'Exit', 'Said', 'From'].map((head) => {
    const kind = numbers.includes(head) && html` class="number"`;
    return html`<th scope="col"${kind}>${head}</th>`;
  });
  return html`<table class="rows"><thead><tr>${heads}</tr></thead>
<tbody>${pings.map((ping) => row(monitorId, ping))}</tbody></table>`;
}

function row(monitorId: string, ping: ListedPing): Html {
  const { number, kind, at, durationMs, exitStatus } = ping;
  const lasted = durationMs !== undefined && took(durationMs);
  return html`<tr class="${kind}">
<td class="number"><a href="${pingPath(monitorId, ping)}">${number}</a></td>
<td>${kindBadge(kind)}</td>
<td>${recentTime(at)}</td>
<td class="number" data-head="took">${lasted}</td>
<td class="number" data-head="exit">${exitStatus}</td>
<td class="said">${said(monitorId, ping)}</td>
<td class="from">${from(ping)}</td></tr>`;
}

/** What it said for itself: its message, its labels, the run it belongs to, and how much output it brought. */
function said(monitorId: string, ping: ListedPing): Html {
  const { message, rid, body } = ping;
  const text = message !== undefined && html`<p>${message}</p>`;
  const run =
    rid !== undefined && html`<span class="label" title="${rid}">run <b>${rid.slice(0, 8)}</b></span>`;
  const output =
    body &&
    html`<a class="output" href="${pingPath(monitorId, ping)}#output">Output, ${bytesText(body.sizeBytes)}</a>`;
  return html`${text}${labelChips(ping)}${run}${output}`;
}

function from({ method, sourceIp, userAgent }: ListedPing): Html {
  return html`<span>${sourceIp}</span><small title="${method} by ${userAgent}">${method} ${userAgent}</small>`;
}
