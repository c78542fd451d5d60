import fc from 'fast-check';
import { monitorYaml, usualSettings } from '../../../lib/cli/monitors/dump.ts';
import { readMonitors, type Settings } from '../../../lib/cli/monitors/monitors-file.ts';
import { changedFields } from '../../../lib/cli/monitors/plan.ts';

/** What is said of a file. */
function faultsOf(text: string): string[] {
  try {
    readMonitors(text, 'm.yaml');
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
}

test('a list and a map of monitors are read alike, with the defaults of the API', () => {
  const list =
    'monitors:\n  - {id: backup, name: Backup}\n  - {id: report, name: Report, schedule: EVERY  2h}';
  const map = 'monitors:\n  backup:\n    name: Backup\n  report:\n    name: Report\n    schedule: every 2h';
  const read = readMonitors(list, 'm.yaml');
  expect(read).toEqual(readMonitors(map, 'm.yaml'));
  expect(read.map(({ id, settings }) => [id, settings.schedule, settings.channels])).toEqual([
    ['backup', 'every 1h', ['default']],
    ['report', 'every 2h', ['default']],
  ]);
});

test('JSON is YAML, and anchors may be used', () => {
  expect(readMonitors('{"monitors": [{"id": "backup", "name": "Backup"}]}', 'm.json')).toHaveLength(1);
  const [first, second] = readMonitors(
    'monitors:\n  - {id: a, name: A, tags: &tags [x, y]}\n  - {id: b, name: B, tags: *tags}',
    'm.yaml',
  );
  expect(second?.settings.tags).toEqual(first?.settings.tags);
});

test('any channel name will do, for only the API knows them', () => {
  const [monitor] = readMonitors('monitors: [{id: a, name: A, channels: [oncall, default]}]', 'm.yaml');
  expect(monitor?.settings.channels).toEqual(['oncall', 'default']);
});

test('everything that is wrong is said at once, by line, monitor and field', () => {
  const faults = faultsOf(`
monitors:
  - id: backup
    name: Backup
    schedule: sometimes
    tags: [one, "two words"]
  - name: Nightly Report
    timezone: Europe/Rig
  - id: backup
    name: Again
    graze: 5
  - id: Bad Id
    name: Bad
  - id: early
    name: Early
    schedule: every 2h
    early_margin_seconds: 5
  - just words
`);
  expect(faults.map((fault) => fault.slice(0, 60))).toEqual([
    expect.stringMatching(/^m\.yaml:5: backup: schedule: is not a schedule/),
    expect.stringMatching(/^m\.yaml:6: backup: tags\.1: allowed is a list of up to/),
    expect.stringMatching(/^m\.yaml:7: id: is missing; write one that stays, such as ni/),
    expect.stringMatching(/^m\.yaml:8: timezone: is not a time zone/),
    expect.stringMatching(/^m\.yaml:11: backup: graze: is not a known field/),
    expect.stringMatching(/^m\.yaml:12: Bad Id: id: is not an id/),
    expect.stringMatching(/^m\.yaml:17: early: early_margin_seconds: allowed is null/),
    expect.stringMatching(/^m\.yaml:18: is no monitor; allowed is a map/),
  ]);
  expect(faults[2]).toContain('such as nightly-report');
});

test('an id that is there twice is refused where it is there again', () => {
  expect(faultsOf('monitors:\n  - {id: a, name: A}\n  - {id: b, name: B}\n  - {id: a, name: C}')).toEqual([
    'm.yaml:4: a: id: is there twice',
  ]);
  expect(faultsOf('monitors:\n  a: {name: A}\n  a: {name: B}')).toEqual([
    'm.yaml:3: Map keys must be unique',
  ]);
});

test.each([
  ['', /^m\.yaml:1: monitors: is missing; allowed is monitors: with a list/],
  ['- id: a', /^m\.yaml:1: monitors: is missing/],
  ['monitors:', /^m\.yaml:1: monitors: is not right; allowed is monitors:/],
  ['monitors: []\nversion: 2', /^m\.yaml:2: version: is not known; allowed is monitors$/],
  ['monitors: [\n  {id: a', /^m\.yaml:\d: /],
  ['monitors: []\n---\nmonitors: []', /^m\.yaml:2: Source contains multiple documents/],
  ['monitors:\n  - {id: 7, name: Seven}', /^m\.yaml:2: id: is not an id/],
  ['monitors:\n  - {id: a, name: !env X}', /^m\.yaml:2: Unresolved tag: !env/],
  ['monitors:\n  - {id: a, name: "\\e[31m"}', /^m\.yaml:2: a: name: .*no control characters/],
  ['monitors:\n  - {id: "\\e[31m", name: A}', /^m\.yaml:2: \ufffd\[31m: id: is not an id/],
  [
    'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nmonitors: [*c,*c,*c]',
    /Excessive alias count/,
  ],
])('%j is refused', (text, reason) => {
  const faults = faultsOf(text);
  expect(faults[0]).toMatch(reason);
});

test('a file that holds no monitor is one', () => {
  expect(readMonitors('monitors: []', 'm.yaml')).toEqual([]);
});

const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const drafts = fc.record(
  {
    name: fc.oneof(
      anyText.filter((name) => /[a-z]/i.test(name)),
      fc.constantFrom('yes', 'null', '1e3', '- x', '#x', 'a: b', '"', '\u200e'.concat('left'), '2026-11-20'),
    ),
    schedule: fc.constantFrom('every 2h', '0 2 * * *', '@daily', '0 2 * * *\n0 4 * * *'),
    timezone: fc.constantFrom('UTC', 'Europe/Riga'),
    grace_period_seconds: fc.nat(1_000),
    max_runtime_seconds: fc.option(fc.integer({ min: 1, max: 100 })),
    tags: fc.array(fc.constantFrom('a', 'b', 'true', '1', '*x', '&y')),
    channels: fc.uniqueArray(fc.constantFrom('default', 'ops', 'no'), { minLength: 1 }),
    post_only: fc.boolean(),
    body_filter: fc.option(fc.record({ fail: fc.array(anyText, { minLength: 1, maxLength: 2 }) })),
  },
  { requiredKeys: ['name'] },
);

/** The settings of a draft, where it is a right one. */
function settingsOf(draft: object): Settings | undefined {
  const text = JSON.stringify({ monitors: [{ id: 'it', ...draft }] });
  return faultsOf(text).length > 0 ? undefined : readMonitors(text, 'm.json')[0]?.settings;
}

const usual = usualSettings();

test('what is dumped is read again as it was, and holds nothing that a terminal would obey', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const settings = settingsOf(draft);
      fc.pre(settings !== undefined);
      const before = { id: 'it', ...settings, status: 'up' };
      const yaml = `monitors:\n${monitorYaml(before, usual)}`;
      expect(yaml).not.toMatch(/[^\n\P{Cc}]/u);
      const [read] = readMonitors(yaml, 'm.yaml');
      expect(read && changedFields(before, read.settings)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
