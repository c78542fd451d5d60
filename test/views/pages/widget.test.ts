import type { WatchedMonitor } from '../../../lambdas/domain/watched.ts';
import { html } from '../../../lambdas/views/pages/html.ts';
import { widgetDetails } from '../../../lambdas/views/pages/widget-details.ts';
import { callButton, framed, type WidgetFrame } from '../../../lambdas/views/pages/widget-frame.ts';
import { type WidgetOverview, widgetOverview } from '../../../lambdas/views/pages/widget-overview.ts';
import { widgetStyles } from '../../../lambdas/views/pages/widget-styles.ts';
import { widgetFaults, widgetNote } from '../../../lambdas/views/pages/widget-words.ts';
import { hostile, noon, textOf } from '../../support/pages.ts';
import { aWatched } from '../../support/watched.ts';

const minute = 60_000;
const hour = 60 * minute;
const frame: WidgetFrame = { theme: 'light', width: 1_300, endpoint: 'arn:aws:lambda:x:1:function:w' };

const whole: Omit<WidgetOverview, 'monitors'> = { at: noon, isCut: false, status: 'all', page: 1 };

function overviewOf(monitors: WatchedMonitor[], overview: Partial<WidgetOverview> = {}): string {
  return widgetOverview(frame, { ...whole, monitors, ...overview });
}

/** What the buttons of a widget call it with, as CloudWatch reads it. */
function callsIn(widget: string): unknown[] {
  return [...widget.matchAll(/<cwdb-action [^>]*>([^<]*)<\/cwdb-action>/g)].map(([, json = '']) =>
    JSON.parse(json),
  );
}

const monitorsIn = (widget: string) =>
  callsIn(widget).flatMap((call) => (call as { monitor?: string }).monitor ?? []);

const lastPing = {
  at: noon - 20 * minute,
  kind: 'success',
  sourceIp: '203.0.113.7',
  userAgent: 'curl',
} as const;
const up = { status: 'up', statusSince: noon - 9 * hour, dueAt: noon + hour, lastPing } as const;
const jobs = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aWatched({ id: `job-${String(index).padStart(3, '0')}`, name: 'Job', ...up }),
  );

const oneOfEach = [
  aWatched({ id: 'p', name: 'Release', status: 'paused', statusSince: noon - hour }),
  aWatched({ id: 'u', name: 'Mail', ...up, recent: ['success'] }),
  aWatched({ id: 'n', name: 'Fresh' }),
  aWatched({ id: 'r', name: 'Export', ...up, runs: [{ startedAt: noon - minute }] }),
  aWatched({ id: 'l', name: 'Report', ...up, dueAt: noon - 3 * minute }),
  aWatched({ id: 'd', name: 'Backup', status: 'down', statusSince: noon - 2 * hour, lastPing }),
];

test('the numbers by status stand above the list, trouble first, with what each awaits', () => {
  const text = textOf(overviewOf(oneOfEach))
    .replace(/\{[^}]*\}/g, '')
    .replace(/\s+/g, ' ');
  expect(text).toBe(
    [
      ' All 6 Down 1 Late 1 New 1 Up 2 Paused 1',
      'Status Monitor Recent Last check-in Next due',
      'Down Backup 20m ago down for 2h',
      'Late Report 20m ago late by 3m',
      'Up Running Export 20m ago in 1h',
      'New Fresh never first check-in',
      'Up Mail 20m ago in 1h',
      'Release never paused for 1h ',
    ]
      .join(' ')
      .replace('Release', 'Paused Release'),
  );
});

test('a status is told by an icon and a word, and the check-ins by a strip that says itself in words', () => {
  const widget = overviewOf(oneOfEach);
  expect(widget).toMatch(/<span class="badge down"><svg class="icon down"[^>]*>.*?<\/svg>Down<\/span>/);
  expect(widget).toContain('aria-label="Last 1 check-in, no trouble; the newest: success"');
});

test('a number narrows the list down, in place of the widget', () => {
  const widget = overviewOf(oneOfEach, { status: 'late' });
  expect(monitorsIn(widget)).toEqual(['l']);
  expect(callsIn(widget).slice(0, 6)).toEqual(
    ['all', 'down', 'late', 'new', 'up', 'paused'].map((status) => ({ status })),
  );
  expect(widget.match(/aria-pressed="true">[\s\S]*?<\/button>/g)).toEqual([expect.stringContaining('Late')]);
  expect(widget).toContain(
    '</button><cwdb-action action="call" display="widget" endpoint="arn:aws:lambda:x:1:function:w">{"status":"late"}</cwdb-action>',
  );
});

test('a name opens the details above the widget', () => {
  expect(overviewOf(oneOfEach)).toContain(
    '>Backup</button><cwdb-action action="call" display="popup" endpoint="arn:aws:lambda:x:1:function:w">{"monitor":"d"}</cwdb-action>',
  );
});

test('a list shows fifty monitors, how many more there are, and leads on and back', () => {
  const [full, first, second] = [
    overviewOf(jobs(50)),
    overviewOf(jobs(101)),
    overviewOf(jobs(101), { page: 2 }),
  ];
  expect(monitorsIn(full)).toHaveLength(50);
  expect(textOf(full)).not.toMatch(/of 50|more|Next →/);
  expect(monitorsIn(first).at(-1)).toBe('job-049');
  expect(textOf(first)).toContain('1–50 of 101 and 51 more');
  expect(callsIn(first).at(-1)).toEqual({ status: 'all', page: 2 });
  expect([monitorsIn(second)[0], monitorsIn(second).length]).toEqual(['job-050', 50]);
  expect(textOf(second)).toContain('51–100 of 101');
  expect(callsIn(second).slice(-2)).toEqual([
    { status: 'all', page: 1 },
    { status: 'all', page: 3 },
  ]);
});

test('a page that there is not is the last, which leads on no further, within the same status', () => {
  const widget = overviewOf([...jobs(51), aWatched()], { page: 9, status: 'up' });
  expect(monitorsIn(widget)).toEqual(['job-050']);
  expect(textOf(widget)).toContain('51–51 of 51');
  expect(callsIn(widget).at(-1)).toEqual({ status: 'up', page: 1 });
});

test('a look that did not read all says so', () => {
  expect(textOf(overviewOf(jobs(2), { isCut: true }))).toContain(
    'There are more monitors than the 2 monitors that were read',
  );
  expect(textOf(overviewOf(jobs(2)))).not.toContain('There are more');
});

test('where there is no monitor, it says what to do; where none is left, that', () => {
  expect(textOf(overviewOf([]))).toContain('Nothing is watched yet.');
  expect(textOf(overviewOf([], { isCut: true }))).not.toContain('Nothing is watched yet.');
  expect(textOf(overviewOf(jobs(1), { status: 'down' }))).toContain('No monitor is like that.');
});

test('the details tell the state, the settings in words and the last change', () => {
  const monitor = aWatched({
    ...{ id: 'backup', name: 'Backup', status: 'down', statusSince: noon - 2 * hour, lastPing, pings: 7 },
    ...{
      maxMisses: 2,
      recoveryThreshold: 3,
      maxRuntimeSeconds: 3_600,
      reminderSeconds: 5_400,
      tags: ['a', 'b'],
    },
    flip: {
      seq: 1,
      from: 'up',
      to: 'down',
      at: noon - 2 * hour,
      detectedAt: noon,
      since: 0,
      reason: 'missed',
    },
  });
  const text = textOf(widgetDetails(frame, monitor, noon));
  for (const words of [
    'Backup Down Down for 2h , since 2026-11-20 10:00 UTC .',
    'Id backup Schedule every 24 hours Grace 5m',
    'Goes down at 2 misses or one failure since the last success; a run may take 1h',
    'Comes up after 3 successes in a row Reminders every 1h30m Told to default Tags a, b',
    'Last check-in 20m ago , 2026-11-20 11:40:00 UTC',
    'Last change Up → Down, no check-in, 2h ago , 2026-11-20 10:00:00 UTC',
    'Pings 7 Created 2026-11-16 12:00 UTC',
  ]) {
    expect(text).toContain(words);
  }
});

test('the details tell how a pause ends', () => {
  const paused = { status: 'paused', statusSince: noon - hour } as const;
  const [byAnything, byPeople] = [aWatched(paused), aWatched({ ...paused, manualResume: true })];
  expect(textOf(widgetDetails(frame, byAnything, noon))).toContain('its next success or failure resumes it');
  expect(textOf(widgetDetails(frame, byPeople, noon))).toContain('only you can resume it');
  const timed = aWatched({ ...paused, resumeAt: noon + hour });
  expect(textOf(widgetDetails(frame, timed, noon))).toContain('resumes in 1h');
});

test('the details tell when a deadline with further grace is a miss', () => {
  const waiting = { ...up, deadlineAt: noon - hour, furtherGrace: { from: noon, until: noon + 5 * minute } };
  expect(textOf(widgetDetails(frame, aWatched(waiting), noon))).toContain('Deadline in 5m');
});

test('the details of a monitor without a history leave out what there is not', () => {
  const text = textOf(widgetDetails(frame, aWatched(), noon));
  expect(text).toContain('Last check-in never Pings 0');
  expect(text).not.toMatch(/Tags|Reminders|Last change|Next due|Deadline/);
});

test.each([
  ['the list', overviewOf([aWatched({ name: hostile, tags: [hostile] })])],
  [
    'the details',
    widgetDetails(frame, aWatched({ name: hostile, tags: [hostile], channels: [hostile] }), noon),
  ],
  ['a note', widgetNote(frame, hostile)],
  ['a fault', widgetFaults(frame, [{ field: hostile, message: hostile }])],
  ['a button', String(callButton(frame, { call: { status: hostile }, label: hostile, display: 'popup' }))],
  ['an endpoint', widgetOverview({ ...frame, endpoint: hostile }, { ...whole, monitors: jobs(1) })],
])('%s shows a hostile text as text', (_which, widget) => {
  expect(widget).not.toMatch(/<script|<img/);
  const tags = widget.replace(/"[^"]*"/g, '""').match(/<[^>]*>/g) ?? [];
  expect(tags.filter((tag) => /onerror|alert/.test(tag))).toEqual([]);
});

test('what a button calls with comes back as it was, whatever it is', () => {
  const button = callButton(frame, { call: { status: hostile }, label: 'x', display: 'popup' });
  expect(callsIn(String(button))).toEqual([{ status: hostile }]);
});

test('nothing is in it that CloudWatch takes out: no script, no frame, no `use`, no handler, and nothing from elsewhere', () => {
  const widgets = [overviewOf(oneOfEach), overviewOf(jobs(60)), widgetDetails(frame, aWatched(), noon)].join(
    '',
  );
  expect(widgets).not.toMatch(
    /<(?:script|iframe|use|link|img|object|embed)\b|\son[a-z]+=|https?:|url\(|@import/i,
  );
});

test('it is as light or dark and as narrow as where it is shown', () => {
  expect(framed({ ...frame, theme: 'dark', width: 559 }, html``)).toContain(
    '<div class="downbeat cwdb-no-default-styles dark narrow">',
  );
  expect(framed({ ...frame, width: 560 }, html``)).toContain('cwdb-no-default-styles light wide">');
});

test('its style names nothing outside of it', () => {
  const selectors = [...widgetStyles.matchAll(/([^{}]+)\{[^{}]*\}/g)].flatMap(([, list = '']) =>
    list.split(','),
  );
  expect(selectors.length).toBeGreaterThan(50);
  expect(selectors.filter((selector) => !/^\s*\.downbeat[ .]/.test(selector))).toEqual([]);
});

test('fifty monitors with long names take less than 150 kB', () => {
  const recent = Array.from({ length: 20 }, () => 'missed' as const);
  const long = jobs(50).map((monitor) => ({ ...monitor, name: '<'.repeat(100), recent }));
  expect(overviewOf(long).length).toBeLessThan(150_000);
});
