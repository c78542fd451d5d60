import { checkInStrip, type StripMark } from '../../../lambdas/views/pages/check-in-strip.ts';

function strip(...marks: StripMark[]): string {
  return String(checkInStrip(marks));
}

/** How many marks of a kind are drawn: each is one closed outline, a timeout two. */
function drawn(markup: string, mark: string): number {
  const path = new RegExp(`class="mark-${mark}" d="([^"]*)"`).exec(markup)?.[1] ?? '';
  return path.match(/M/g)?.length ?? 0;
}

/** Where the marks of a kind begin, from the left. */
function placesOf(markup: string, mark: string): number[] {
  const path = new RegExp(`class="mark-${mark}" d="([^"]*)"`).exec(markup)?.[1] ?? '';
  return [...path.matchAll(/M([\d.]+)/g)].map(([, x]) => Number(x));
}

test('a strip says in words what it shows', () => {
  const words = 'Last 5 check-ins: 1 success, 2 failures, 1 start, 1 miss. The newest: start.';
  const markup = strip('success', 'fail', 'missed', 'fail', 'start');
  expect(markup).toContain(`role="img" aria-label="${words}"`);
  expect(markup).toContain(`<title>${words}</title>`);
});

test('several of a kind are told in the plural', () => {
  const markup = strip('missed', 'missed', 'timed_out', 'timed_out', 'success', 'success');
  expect(markup).toContain('Last 6 check-ins: 2 successes, 2 misses, 2 timeouts. The newest: success.');
});

test('a single check-in is told in the singular', () => {
  expect(strip('timed_out')).toContain('Last 1 check-in: 1 timeout. The newest: timeout.');
});

test('a monitor without check-ins has a strip of twenty empty places', () => {
  const markup = strip();
  expect(markup).toContain('No check-in yet.');
  expect(drawn(markup, 'none')).toBe(20);
});

test('the newest stands at the right edge, and empty places before the oldest', () => {
  const markup = strip('fail', 'success');
  expect(placesOf(markup, 'success')).toEqual([152]);
  expect(placesOf(markup, 'fail')).toEqual([144]);
  expect(drawn(markup, 'none')).toBe(18);
});

test('of more than twenty the newest are shown', () => {
  const markup = strip('fail', ...Array<StripMark>(20).fill('success'));
  expect(drawn(markup, 'success')).toBe(20);
  expect(drawn(markup, 'fail')).toBe(0);
  expect(markup).toContain('Last 20 check-ins: 20 successes.');
});

test('a failure is crossed out, so that its colour is not all that tells it', () => {
  expect(placesOf(strip('fail', 'success', 'fail'), 'cross')).toEqual([137.25, 153.25]);
});

test('every kind has a form of its own', () => {
  const kinds = ['success', 'start', 'missed', 'timed_out'] as const;
  const forms = kinds.map((kind) => / d="([^"]*)"\/><\/svg>/.exec(strip(kind))?.[1]);
  expect(new Set(forms).size).toBe(kinds.length);
});
