import { type Ping, type PingKind, receivedAt } from '../../domain/ping.ts';
import { type Html, html, raw } from './html.ts';

/** A ping as it is listed: with what is known of its body, and not with its bytes. */
export interface ListedPing extends Omit<Ping, 'body'> {
  /** Numbers the pings of a monitor upwards from 1. */
  number: number;
  body?: { contentType: string; sizeBytes: number; keptBytes: number };
}

export const pingKinds = [
  'success',
  'fail',
  'start',
  'log',
  'ignored',
] as const satisfies readonly PingKind[];

export const kindWords: Readonly<Record<PingKind, string>> = {
  success: 'Success',
  fail: 'Failure',
  start: 'Start',
  log: 'Log',
  ignored: 'Ignored',
};

/** Each kind has a form of its own. */
const glyphs: Readonly<Record<PingKind, string>> = {
  success: '<path d="M3.5 8.5l3 3 6-6.5"/>',
  fail: '<path d="M4 4l8 8m0-8l-8 8"/>',
  start: '<path class="solid" d="M5.5 3.5l6.5 4.5-6.5 4.5z"/>',
  log: '<path d="M3.5 4.5h9m-9 3.5h9m-9 3.5h5"/>',
  ignored: '<circle cx="8" cy="8" r="4.75"/><path d="M4.7 11.3l6.6-6.6"/>',
};

/** What a ping was, as an icon and a word. */
export function kindBadge(kind: PingKind): Html {
  const glyph = html`<svg viewBox="0 0 16 16" aria-hidden="true">${raw(glyphs[kind])}</svg>`;
  return html`<span class="kind ${kind}">${glyph}${kindWords[kind]}</span>`;
}

/** The page of one ping. The instant at which it came is in the address, because the API finds pings by that. */
export function pingPath(
  monitorId: string,
  { number, ...ping }: Pick<ListedPing, 'number' | 'at' | 'receivedAt'>,
): string {
  return `/monitors/${monitorId}/pings/${number}?at=${receivedAt(ping)}`;
}

/** Names and values that the sender gave, its own word for its status among them. */
export function labelChips({ statusLabel, labels }: Pick<ListedPing, 'statusLabel' | 'labels'>): Html[] {
  const all = { ...(statusLabel !== undefined && { status: statusLabel }), ...labels };
  return Object.entries(all).map(([name, value]) => html`<span class="label">${name} <b>${value}</b></span>`);
}

/** `850 B`, `9.8 kB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [size, unit] = bytes < 1_000_000 ? [1_000, 'kB'] : [1_000_000, 'MB'];
  return `${Number((bytes / size).toFixed(1))} ${unit}`;
}
