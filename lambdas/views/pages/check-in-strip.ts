import { counted } from '../words.ts';
import { type Html, html } from './html.ts';

/** What a strip shows of one check-in, or of one that did not come. */
export type StripMark = 'success' | 'fail' | 'start' | 'missed' | 'timed_out';

const marksMax = 20;
const slotWidth = 8;
const width = marksMax * slotWidth - 2;
const height = 20;

const nouns: Readonly<Record<StripMark, string>> = {
  success: 'success',
  fail: 'failure',
  start: 'start',
  missed: 'miss',
  timed_out: 'timeout',
};

/** Each kind has a form of its own, for those who see no colours: full, crossed, short, hollow, half full. */
const shapes = {
  success: (x) => bar(x, 1, 19),
  fail: (x) => bar(x, 1, 19),
  cross: (x) => `M${x + 1.25} 8.25l3.5 3.5m0-3.5l-3.5 3.5`,
  start: (x) => bar(x, 7, 13),
  missed: (x) => bar(x + 0.75, 1.75, 18.25, 4.5),
  timed_out: (x) => bar(x + 0.75, 1.75, 18.25, 4.5) + bar(x, 10, 19),
  none: (x) => bar(x + 2, 9, 11, 2),
} as const satisfies Record<string, (x: number) => string>;

type Shape = keyof typeof shapes;

/** An upright bar with round ends, from its left edge on. */
function bar(x: number, top: number, bottom: number, across = 6): string {
  const radius = Math.min(2, across / 2);
  const arc = (to: string) => `a${radius} ${radius} 0 0 1 ${to}`;
  const [wide, high] = [across - 2 * radius, bottom - top - 2 * radius];
  return [
    `M${x} ${top + radius}`,
    `${arc(`${radius}-${radius}`)}h${wide}${arc(`${radius} ${radius}`)}v${high}`,
    `${arc(`-${radius} ${radius}`)}h${-wide}${arc(`-${radius}-${radius}`)}z`,
  ].join('');
}

/**
 * The newest check-ins of a monitor, oldest first, as a strip of twenty places: the newest stands at the right edge,
 * however many there are. Its title says the same in words.
 */
export function checkInStrip(marks: readonly StripMark[]): Html {
  const shown = marks.slice(-marksMax);
  const places = [...Array<Shape>(marksMax - shown.length).fill('none'), ...shown];
  const crosses = places.map((mark) => (mark === 'fail' ? 'cross' : undefined));
  const order: Shape[] = ['none', 'success', 'start', 'missed', 'timed_out', 'fail'];
  const words = stripInWords(shown);
  return html`<svg class="strip" role="img" aria-label="${words}"
    width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"
    ><title>${words}</title>${order.map((shape) => path(shape, places))}${path('cross', crosses)}</svg>`;
}

/** All marks of one form as one path: a page may hold a hundred strips. */
function path(shape: Shape, places: readonly (Shape | undefined)[]): Html | undefined {
  const parts = places.map((place, index) => (place === shape ? shapes[shape](index * slotWidth) : ''));
  const drawn = parts.join('');
  return drawn === '' ? undefined : html`<path class="mark-${shape.replace('_', '-')}" d="${drawn}"/>`;
}

/** `Last 3 check-ins: 2 successes, 1 failure. The newest: success.` */
function stripInWords(marks: readonly StripMark[]): string {
  const newest = marks.at(-1);
  if (newest === undefined) return 'No check-in yet.';
  const kinds = Object.keys(nouns) as StripMark[];
  const counts = kinds.flatMap((kind) => {
    const count = marks.filter((mark) => mark === kind).length;
    return count === 0 ? [] : [manyOf(count, nouns[kind])];
  });
  return `Last ${counted(marks.length, 'check-in')}: ${counts.join(', ')}. The newest: ${nouns[newest]}.`;
}

function manyOf(count: number, noun: string): string {
  return noun.endsWith('s') && count !== 1 ? `${count} ${noun}es` : counted(count, noun);
}
