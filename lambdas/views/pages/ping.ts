import { receivedAt } from '../../domain/ping.ts';
import { printed } from '../last-ping.ts';
import { type Html, html } from './html.ts';
import type { Page } from './layout.ts';
import type { ShownMonitor } from './model.ts';
import { bytesText, kindBadge, type ListedPing, labelChips } from './pings.ts';
import { absoluteTime } from './times.ts';
import { took } from './took.ts';

export interface PingModel {
  monitor: Pick<ShownMonitor, 'id' | 'name' | 'status'>;
  number: number;
  /** `undefined`: nothing is known but what came with it. */
  ping: ListedPing | undefined;
  /** What is kept of its body. */
  body: Uint8Array | undefined;
}

/** The page of one ping: all that was kept of it. */
export function pingPage({ monitor, number, ping, body }: PingModel): Page {
  const { id, name, status } = monitor;
  return {
    title: `Ping ${number} of ${name}`,
    section: 'monitors',
    worst: status,
    main: html`<nav class="crumb" aria-label="Where this is"><a href="/">Monitors</a>
/ <a class="mono" href="/monitors/${id}">${id}</a> / ${number}</nav>
<div class="head"><h1>Ping ${number} <span class="quiet">of ${name}</span></h1>${ping && kindBadge(ping.kind)}</div>
<div class="stack">${ping && facts(ping)}${output(`/monitors/${id}/pings/${number}/body`, { ping, body })}</div>`,
  };
}

function facts(ping: ListedPing): Html {
  const { at, durationMs, exitStatus, rid, message, method, sourceIp, userAgent, body } = ping;
  const fact = (name: string, value: Html | string | number | undefined | false) =>
    value !== undefined && value !== false && html`<dt>${name}</dt><dd>${value}</dd>`;
  const labels = labelChips(ping);
  const cameAt = receivedAt(ping);
  return html`<section class="card" aria-label="What it said"><div class="body"><dl class="ping">
${fact('Happened', cameAt !== at && absoluteTime(at, 'second'))}
${fact('Came', absoluteTime(cameAt, 'second'))}
${fact('Took', durationMs !== undefined && took(durationMs))}
${fact('Exit status', exitStatus)}
${fact('Run', rid !== undefined && html`<code>${rid}</code>`)}
${fact('Message', message)}
${fact('Labels', labels.length > 0 && html`${labels}`)}
${fact('From', `${method} from ${sourceIp}`)}
${fact('User agent', userAgent)}
${fact('Output', body && `${bytesText(body.sizeBytes)}, ${body.contentType || 'of no known type'}`)}
</dl></div></section>`;
}

/** What came with it as plain text, never as what it says to be: whoever has a ping URL decides what is in it. */
function output(file: string, { ping, body }: Pick<PingModel, 'ping' | 'body'>): Html {
  const download = body && html`<a class="button small" download href="${file}">Download</a>`;
  const sizeBytes = ping?.body?.sizeBytes ?? 0;
  const isCut = body !== undefined && sizeBytes > body.length;
  const cut =
    isCut &&
    html`<p class="quiet">The first ${body.length} of ${sizeBytes} bytes: the rest was not kept.</p>`;
  return html`<section class="card" id="output" aria-labelledby="output-title">
<header><h2 id="output-title">Output</h2>${download}</header>
<div class="body">${body ? text(body, isCut) : html`<p class="nothing">It brought none.</p>`}${cut}</div></section>`;
}

function text(body: Uint8Array, isCut: boolean): Html {
  const read = utf8(body, isCut);
  if (read === undefined)
    return html`<p class="nothing">These ${body.length} bytes are no text. Download them.</p>`;
  const lines = printed(read);
  if (lines === '') return html`<p class="nothing">Nothing in it can be shown. Download it.</p>`;
  return html`<pre class="printed" tabindex="0">${lines}</pre>`;
}

/** As a stream, the last character may be there in part. */
function utf8(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}
