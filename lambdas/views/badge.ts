import { type BadgeStatus, type Tally, totalOf } from '../domain/tally.ts';
import { textWidth } from './text-width.ts';

/** What a badge shows. */
export interface Badge {
  label: string;
  status: BadgeStatus;
  tally: Tally;
}

/** The colours of shields.io: bright green, orange and red, under white text. */
const fills: Record<BadgeStatus, string> = { up: '#4c1', late: '#fe7d37', down: '#e05d44' };
/** The same by shields.io's names. */
const shieldsColors: Record<BadgeStatus, string> = { up: 'success', late: 'important', down: 'critical' };

const heightPx = 20;
/** On either side of a text. */
const paddingPx = 5;
/** The texts stand this much nearer to each other than in the middle. */
const nearerPx = 1;

/** A badge as an image, in the flat style of shields.io: the same places and widths, to the pixel. */
export function badgeSvg({ label, status }: Badge): string {
  const leftPx = oddWidth(label) + 2 * paddingPx;
  const rightPx = oddWidth(status) + 2 * paddingPx;
  const widthPx = leftPx + rightPx;
  const title = escaped(`${label}: ${status}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    '<linearGradient id="s" x2="0" y2="100%"><stop offset="0" stop-color="#bbb" stop-opacity=".1"/><stop offset="1" stop-opacity=".1"/></linearGradient>',
    `<clipPath id="r"><rect width="${widthPx}" height="${heightPx}" rx="3" fill="#fff"/></clipPath>`,
    '<g clip-path="url(#r)">',
    `<rect width="${leftPx}" height="${heightPx}" fill="#555"/>`,
    `<rect x="${leftPx}" width="${rightPx}" height="${heightPx}" fill="${fills[status]}"/>`,
    `<rect width="${widthPx}" height="${heightPx}" fill="url(#s)"/>`,
    '</g>',
    '<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" text-rendering="geometricPrecision" font-size="11">',
    shadowed(label, leftPx / 2 + nearerPx),
    shadowed(status, leftPx + rightPx / 2 - nearerPx),
    '</g></svg>',
  ].join('');
}

/** The width that is kept for a text: an odd number of whole pixels. */
function oddWidth(text: string): number {
  return Math.floor(textWidth(text)) | 1;
}

/** A text and its shadow. Fonts other than Verdana are made to fit, but in scripts of which the width is a guess. */
function shadowed(text: string, middlePx: number): string {
  const fit = isLatin.test(text.normalize('NFD')) ? ` textLength="${oddWidth(text)}"` : '';
  const shown = escaped(text);
  return `<text aria-hidden="true" x="${middlePx}" y="15" fill="#010101" fill-opacity=".3"${fit}>${shown}</text><text x="${middlePx}" y="14"${fit}>${shown}</text>`;
}

const isLatin = /^[\x20-\x7e\p{Mark}]*$/u;

/** A badge in numbers, as Healthchecks' badges have them: `grace` is how many are late. */
export function badgeJson({ status, tally }: Badge): string {
  return JSON.stringify({ status, total: totalOf(tally), grace: tally.late, down: tally.down });
}

/** A badge for shields.io to draw: see https://shields.io/badges/endpoint-badge */
export function shieldsJson({ label, status }: Badge): string {
  return JSON.stringify({ schemaVersion: 1, label, message: status, color: shieldsColors[status] });
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes for XML, in which some characters may not stand at all. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
