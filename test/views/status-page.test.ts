import type { StatusShown } from '../../lambdas/domain/deadline.ts';
import { tallyOf } from '../../lambdas/domain/tally.ts';
import type { ShownMonitor, ShownPage } from '../../lambdas/usecases/show-public.ts';
import { statusPage } from '../../lambdas/views/pages/status-page.ts';
import { statusPageStyles } from '../../lambdas/views/pages/status-page-styles.ts';
import { overallOf } from '../../lambdas/views/pages/status-sentence.ts';
import { noon } from '../support/fake-system.ts';

const up: ShownMonitor = { name: 'Backup', status: 'up', since: noon - 60_000 };

function page(overrides: Partial<ShownPage> = {}): string {
  return statusPage({ title: 'Jobs', monitors: [up], hasMore: false, at: noon, ...overrides }, 'nonce-of-1');
}

const many = (count: number, status: StatusShown): StatusShown[] => Array(count).fill(status);

test.each<[StatusShown[], string, string]>([
  [many(12, 'up'), 'up', 'All 12 jobs are on time'],
  [[...many(10, 'up'), ...many(2, 'down')], 'down', '2 of 12 jobs are down'],
  [[...many(11, 'up'), 'down'], 'down', '1 of 12 jobs is down'],
  [[...many(9, 'up'), ...many(2, 'down'), 'late'], 'down', '2 of 12 jobs are down, and 1 is late'],
  [['down', 'late', 'late'], 'down', '1 of 3 jobs is down, and 2 are late'],
  [[...many(11, 'up'), 'late'], 'late', '1 of 12 jobs is late'],
  [many(3, 'late'), 'late', 'All 3 jobs are late'],
  [[...many(9, 'up'), 'paused', 'new', 'new'], 'up', '9 of 12 jobs are on time; 1 paused, 2 new'],
  [['up', 'new', 'down'], 'down', '1 of 3 jobs is down'],
  [['up'], 'up', 'The job is on time'],
  [['down'], 'down', 'The job is down'],
  [['new'], 'new', 'Nothing is awaited; 1 new'],
  [['paused', 'paused'], 'paused', 'Nothing is awaited; 2 paused'],
  [[], 'new', 'There is nothing to show yet'],
])('of %j, the page says %s: %s', (statuses, status, sentence) => {
  expect(overallOf(tallyOf(statuses))).toEqual({ status, sentence });
});

test('each monitor has its name, an icon, a word, and since when', () => {
  const statuses = ['up', 'late', 'down', 'new', 'paused'] as const;
  const shown = page({
    monitors: statuses.map((status) => ({ name: `Job ${status}`, status, since: noon })),
  });
  const rows = shown.split('<li ').slice(1);
  expect(rows).toHaveLength(5);
  const shapes = rows.map((row) => /<svg[^>]*aria-hidden="true">(.*?)<\/svg>/.exec(row)?.[1]);
  expect(new Set(shapes).size).toBe(5);
  for (const [index, word] of ['Up', 'Late', 'Down', 'New', 'Paused'].entries()) {
    expect(rows[index]).toContain(`>Job ${statuses[index]}</span>`);
    expect(rows[index]).toContain(`<span class="word">${word}</span>`);
    expect(rows[index]).toContain(
      'since <time datetime="2026-11-20T12:00:00.000Z">2026-11-20 12:00 UTC</time>',
    );
  }
});

test('where it is not known since when, nothing is said of it', () => {
  expect(page({ monitors: [{ name: 'Backup', status: 'late' }] })).not.toContain('since <time');
});

test('the page says when it was so, and asks for itself anew each minute', () => {
  expect(page()).toContain(
    'Updated <time datetime="2026-11-20T12:00:00.000Z">2026-11-20 12:00:00 UTC</time>',
  );
  expect(page()).toContain('<meta http-equiv="refresh" content="60">');
  expect(page()).toContain('<title>The job is on time · Jobs</title>');
});

test('the description stands there, if there is one', () => {
  expect(page({ description: 'What runs at night.' })).toContain('>What runs at night.</p>');
  expect(page()).not.toContain('class="description"');
});

test('that there are more monitors is said', () => {
  expect(page({ hasMore: true })).toContain('Only the first 1 jobs are shown');
  expect(page()).not.toContain('Only the first');
});

test('a page of nothing has no list', () => {
  expect(page({ monitors: [] })).not.toContain('<ul');
});

const hostile = `<script>alert(1)</script>"onload='x' &amp; </style>`;

test('nothing that comes from outside is markup', () => {
  const shown = page({ title: hostile, description: hostile, monitors: [{ ...up, name: hostile }] });
  expect(shown).not.toMatch(/<script|<\/style>[^\n]*alert|"onload/);
  expect(
    shown.split('&lt;script&gt;alert(1)&lt;/script&gt;&quot;onload=&#39;x&#39; &amp;amp; &lt;/style&gt;'),
  ).toHaveLength(5);
});

test('names in any script are shown in their own direction', () => {
  const names = ['نسخة احتياطية', '🎉 Party 👩‍👩‍👧‍👦', '日本語'];
  const shown = page({ monitors: names.map((name) => ({ ...up, name })) });
  for (const name of names) expect(shown).toContain(`<span class="name" dir="auto">${name}</span>`);
});

test('there is no script, no style but the one that the policy lets in, and nothing is loaded', () => {
  const shown = page();
  expect(shown).not.toMatch(/<script|<link|<img|<iframe|<form|style="|\bon\w+="|src=|href=|url\(|@import/);
  expect(shown.match(/<style[^>]*>/g)).toEqual(['<style nonce="nonce-of-1">']);
});

test('a page of a hundred monitors is small', () => {
  const monitors = Array.from({ length: 100 }, (_, index) => ({
    ...up,
    name: `Job ${index}`.padEnd(100, 'x'),
  }));
  expect(page({ monitors }).length).toBeLessThan(80_000);
});

/** The contrast of two colours after WCAG 2. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex;
  const channels = [1, 3, 5].map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe.each(['light', 'dark'])('in the %s palette', (palette) => {
  const [light = '', dark = ''] = statusPageStyles.split('@media (prefers-color-scheme: dark)');
  const block = palette === 'light' ? light : (dark.split('}')[0] ?? '');
  const colors = Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]+);/g)].map(([, name, hex]) => [name, hex]),
  );
  const color = (name: string) => colors[name] ?? '';

  test.each([
    ...[
      ['text', 'bg'],
      ['soft', 'bg'],
      ['text', 'surface'],
      ['soft', 'surface'],
    ],
    ...['up', 'late', 'down', 'new', 'paused'].flatMap((status) => [
      [`${status}-text`, 'surface'],
      [`${status}-text`, `${status}-soft`],
    ]),
  ])('%s on %s can be read (AA)', (text, ground) => {
    expect(contrast(color(`${text}`), color(`${ground}`))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['up', 'late', 'down', 'new', 'paused'])('the icon of %s can be seen (AA)', (status) => {
    expect(contrast(color(status), color('surface'))).toBeGreaterThanOrEqual(3);
    expect(contrast(color(status), color(`${status}-soft`))).toBeGreaterThanOrEqual(3);
    expect(contrast(color('on-status'), color(status))).toBeGreaterThanOrEqual(3);
  });
});
