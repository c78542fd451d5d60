import { type Outcome, outcomes } from '../../../lambdas/domain/recent.ts';
import { html } from '../../../lambdas/views/pages/html.ts';
import type { ShownMonitor } from '../../../lambdas/views/pages/model.ts';
import { listUrl } from '../../../lambdas/views/pages/overview.ts';
import { nextWords, stateSentence, statusBadge, statuses } from '../../../lambdas/views/pages/status.ts';
import { strip } from '../../../lambdas/views/pages/strip.ts';
import { absoluteTime, relative, shortSpan } from '../../../lambdas/views/pages/times.ts';
import { hostile, noon, shownMonitor, textOf } from '../../support/pages.ts';

const minute = 60_000;
const hour = 60 * minute;

test.each([
  [-1, '0s'],
  [0, '0s'],
  [999, '0s'],
  [1_000, '1s'],
  [59_999, '59s'],
  [minute, '1m'],
  [minute + 59_000, '1m'],
  [hour - 1, '59m'],
  [hour, '1h'],
  [4 * hour + 51 * minute + 59_000, '4h 51m'],
  [24 * hour, '1d'],
  [24 * hour + 59 * minute, '1d'],
  [25 * hour, '1d 1h'],
  [400 * 24 * hour, '400d'],
])('%d ms are said as %s', (milliseconds, words) => {
  expect(shortSpan(milliseconds)).toBe(words);
});

test('an instant is told from now, on either side of it', () => {
  expect(relative(noon + 1_000, noon)).toBe('in 1s');
  expect(relative(noon + 1, noon)).toBe('in 1s');
  expect(relative(noon + 59_001, noon)).toBe('in 1m');
  expect(relative(noon + minute + 1, noon)).toBe('in 2m');
  expect(relative(noon + hour - 1, noon)).toBe('in 1h');
  expect(relative(noon, noon)).toBe('just now');
  expect(relative(noon - 999, noon)).toBe('just now');
  expect(relative(noon - 1_000, noon)).toBe('1s ago');
});

test('a time says that it is UTC, and names its instant for machines', () => {
  const time = '<time datetime="2026-11-20T12:00:00.000Z" title="2026-11-20 12:00:00 UTC"';
  expect(String(absoluteTime(noon))).toBe(`${time} data-local="minute">2026-11-20 12:00 UTC</time>`);
  expect(String(absoluteTime(noon, 'second'))).toBe(
    `${time} data-local="second">2026-11-20 12:00:00 UTC</time>`,
  );
});

test.each<[Partial<ShownMonitor>, string, string]>([
  [{ status: 'up' }, 'in 1m', 'Up for 2h ; the next check-in is due in 1m .'],
  [{ status: 'up', dueAt: undefined }, 'first check-in', 'Up for 2h .'],
  [
    { status: 'up', running: true },
    'in 1m',
    'Up for 2h ; the next check-in is due in 1m . A run is in progress.',
  ],
  [{ status: 'new', dueAt: undefined }, 'first check-in', 'Waiting for its first check-in.'],
  [{ status: 'new' }, 'in 1m', 'Waiting for its first check-in, due in 1m .'],
  [
    { status: 'late', dueAt: noon - 3 * minute, deadlineAt: noon + 2 * minute },
    'late by 3m',
    'It is late by 3m , and counts as missed in 2m .',
  ],
  [{ status: 'late' }, 'late, due in 1m', 'It is late, due in 1m , and counts as missed in 6m .'],
  [{ status: 'late', dueAt: undefined, deadlineAt: undefined }, 'late', 'It is late.'],
  [{ status: 'down' }, 'down for 2h', 'Down for 2h , since 2026-11-20 10:00 UTC .'],
  [{ status: 'paused' }, 'paused for 2h', 'Paused for 2h ; its next success or failure resumes it.'],
  [{ status: 'paused', manualResume: true }, 'paused for 2h', 'Paused for 2h ; only you can resume it.'],
  [
    { status: 'paused', resumeAt: noon + hour },
    'resumes in 1h',
    'Paused for 2h ; resumes in 1h , or at its next success or failure.',
  ],
  [
    { status: 'paused', resumeAt: noon + hour, manualResume: true },
    'resumes in 1h',
    'Paused for 2h ; resumes in 1h , and ignores pings until then.',
  ],
])('a monitor with %j is told as: %s', (fields, next, sentence) => {
  const monitor = shownMonitor(fields);
  expect(textOf(String(nextWords(monitor, noon))).trim()).toBe(next);
  expect(textOf(String(stateSentence(monitor, noon))).trim()).toBe(sentence);
});

test('every status has a word and an icon of its own shape', () => {
  const badges = statuses.map((status) => String(statusBadge({ status, running: false })));
  expect(badges.map((badge) => textOf(badge).trim())).toEqual(['Down', 'Late', 'New', 'Up', 'Paused']);
  const shapes = badges.map((badge) => /<svg[^>]*>(.*)<\/svg>/.exec(badge)?.[1]);
  expect(new Set(shapes).size).toBe(5);
  expect(textOf(String(statusBadge({ status: 'up', running: true })))).toMatch(/Up .*Running/);
});

test('the strip says in words what it shows, the newest last', () => {
  const told = (recent: Outcome[]) => /aria-label="([^"]*)"/.exec(String(strip(recent)))?.[1];
  expect(told([])).toBe('No check-ins yet');
  expect(told(['success'])).toBe('Last 1 check-in, no trouble; the newest: success');
  expect(told(['start', 'fail', 'timed_out', 'missed'])).toBe(
    'Last 4 check-ins, 3 of them trouble; the newest: missed',
  );
});

test('the strip draws each kind in its own shape, the newest twenty at its right end', () => {
  const drawn = String(strip([...Array(30).fill('fail'), 'success']));
  expect(drawn.match(/class="fail" d="([^"]*)"/)?.[1]?.split('M')).toHaveLength(20);
  expect(drawn).toContain('class="success" d="M115 0');
  const shapes = outcomes.map(
    (mark) => /class="(?!none)\w+" d="M115 0([^"]*)"/.exec(String(strip([mark])))?.[1],
  );
  expect(new Set(shapes).size).toBe(outcomes.length);
});

test('a text in HTML stays a text, in attributes too', () => {
  const made = String(html`<p title="${hostile}">${hostile}${[hostile]}</p>`);
  expect(made).not.toMatch(/<script|<img|"'>/);
  expect(textOf(made).trim()).toBe(hostile + hostile);
});

test('the URL of a list keeps what it is narrowed down to', () => {
  expect(listUrl({ status: undefined, tags: [], text: '' })).toBe('/');
  expect(listUrl({ status: 'down', tags: ['a&b', 'c'], text: 'x y' }, 2)).toBe(
    '/?status=down&tag=a%26b&tag=c&q=x+y&page=2',
  );
});
