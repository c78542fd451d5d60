import type { Outcome } from '../../domain/recent.ts';
import { counted } from '../words.ts';
import { type Html, html, raw } from './html.ts';

const markWords: Readonly<Record<Outcome, string>> = {
  success: 'success',
  fail: 'failure',
  start: 'start',
  missed: 'missed',
  timed_out: 'took too long',
};

const barsMax = 20;
const step = 6;
const height = 16;

/**
 * The shape of a mark, from its upper left corner at the top of the strip: none is told by its colour alone. What did not
 * come is hollow, what took too long is broken.
 */
const bars: Readonly<Record<Outcome, string>> = {
  success: 'm0 2h4v12h-4z',
  fail: 'h4v16h-4z',
  start: 'm0 5h4v6h-4z',
  missed: 'h4v16h-4zm1 1v14h2v-14z',
  timed_out: 'h4v7h-4zm0 9h4v7h-4z',
};

/**
 * The newest check-ins as a strip of bars, the last at its right end. It always has the same width, so that the strips of
 * a list stand in line.
 */
export function strip(recent: readonly Outcome[]): Html {
  const shown = recent.slice(-barsMax);
  const width = barsMax * step;
  const offset = barsMax - shown.length;
  const paths = Object.entries(bars).map(([mark, bar]) => {
    const d = shown
      .map((each, index) => (each === mark ? `M${(offset + index) * step + 1} 0${bar}` : ''))
      .join('');
    return d && `<path class="${mark}" d="${d}"/>`;
  });
  const dots = `<path class="none" d="${Array.from({ length: offset }, (_, index) => `M${index * step + 1} 7h4v2h-4z`).join('')}"/>`;
  return html`<svg class="strip" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${stripWords(shown)}">${raw(dots + paths.join(''))}</svg>`;
}

function stripWords(shown: readonly Outcome[]): string {
  const last = shown.at(-1);
  if (last === undefined) return 'No check-ins yet';
  const bad = shown.filter((mark) => mark !== 'success' && mark !== 'start').length;
  const trouble = bad === 0 ? 'no trouble' : `${bad} of them trouble`;
  return `Last ${counted(shown.length, 'check-in')}, ${trouble}; the newest: ${markWords[last]}`;
}
