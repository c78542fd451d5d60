import { ownKeyPattern } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { News } from '../domain/news.ts';
import type { Ping } from '../domain/ping.ts';
import { oneLine } from './words.ts';

/** A monitor's last ping as alerts show it: its texts are safe to print and hold no key. */
export interface ShownPing
  extends Pick<Ping, 'at' | 'kind' | 'exitStatus' | 'durationMs' | 'sourceIp' | 'userAgent'> {
  /** One line. */
  message?: string;
  /** The last lines of its body. */
  output?: string;
}

/** The last ping that the news tell of, or else the last check-in; `undefined` if there was none. */
export function lastPingOf({ monitor, ping }: Pick<News, 'monitor' | 'ping'>): ShownPing | undefined {
  const { lastPing } = monitor;
  const last = ping ?? lastPing;
  if (!last) return undefined;
  // How long a run took, its monitor knows; a ping in full only says what its sender measured.
  const durationMs = last.durationMs ?? (lastPing?.at === last.at ? lastPing.durationMs : undefined);
  const shown = (text: string) => withoutKeys(oneLine(text.replace(colours, '')), monitor);
  const message = shown(ping?.message ?? '');
  const output = endOf(withoutKeys(printed(textOf(ping)), monitor));
  return {
    at: last.at,
    kind: last.kind,
    sourceIp: oneLine(last.sourceIp),
    userAgent: shown(last.userAgent),
    ...(last.exitStatus !== undefined && { exitStatus: last.exitStatus }),
    ...(durationMs !== undefined && { durationMs }),
    ...(message !== '' && { message }),
    ...(output !== '' && { output }),
  };
}

function textOf(ping: Ping | undefined): string {
  return ping?.body ? new TextDecoder().decode(ping.body.bytes) : '';
}

/** What looks like a key of ours, alone or in a ping URL: that of another monitor, an alias, or the key of slug pings. */
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const keyShapes = [
  new RegExp(`(\\b)${ownKeyPattern}`, 'gi'),
  new RegExp(`(https?://[^/\\s]+/)(?:${uuid}|[0-9a-z]{20,})(?![\\w-])`, 'gi'),
  /(\/(?:ping|p|api\/push)\/)[\w-]{10,}/gi,
];

/** A job that prints its commands prints its ping URL too. Whoever reads alerts need not be able to ping. */
function withoutKeys(text: string, { secret, aliases }: Monitor): string {
  // An alias is made of letters, digits, dashes and underscores, and a UUID opens in capitals too.
  const keys = [secret, ...aliases.map(({ key }) => key)].filter((key) => key !== '');
  const own = keys.map((key) => new RegExp(`()${key}`, 'gi'));
  return [...keyShapes, ...own].reduce((rest, shape) => rest.replace(shape, '$1[key]'), text);
}

const escapeSign = String.fromCharCode(0x1b);
/** What sets colours, and moves the cursor, in a terminal. */
const colours = new RegExp(`${escapeSign}\\[[0-9;?]*[ -/]*[@-~]`, 'g');
const lineBreaks = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;

/** A text as a printer would show it. */
export function printed(text: string): string {
  const lines = text.replace(colours, '').replace(lineBreaks, '\n').replaceAll('\t', '    ').split('\n');
  return lines.map(printable).join('\n').trim();
}

/** The last lines of a text that fit. */
function endOf(whole: string): string {
  if (whole.length <= limits.outputCharacters) return whole;
  return `…\n${lastLines(whole, limits.outputCharacters)}`;
}

function printable(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return `${indent}${oneLine(line)}`.trimEnd();
}

/** The end of a text within a bound, from the beginning of a line unless that would leave out half of it. */
export function lastLines(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const end = text.slice(-maxCharacters - 1);
  const lineAt = end.indexOf('\n') + 1;
  return end.slice(lineAt > 0 && lineAt <= maxCharacters / 2 ? lineAt : 1).toWellFormed();
}
