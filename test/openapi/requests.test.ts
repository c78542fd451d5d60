import type * as z from 'zod';
import { limits } from '../../lambdas/domain/limits.ts';
import {
  durationsSchema,
  exportSchema,
  flipsSchema,
  pingsSchema,
} from '../../lambdas/http/history-schema.ts';
import { listSchema } from '../../lambdas/http/monitor-schema.ts';
import type { JsonSchema } from '../../lib/openapi/json-schema.ts';
import { bodySchemas } from '../../lib/openapi/requests.ts';
import { openApi, operations, validatorOf } from '../support/openapi.ts';

// The converter of schemas sees neither what is behind a transformation nor what a query means as a text. What the
// document says of that is written by hand, and compared here with what the routes read.

const { schemas } = openApi.components;
const name = 'Backup';

test.each([
  ['NewMonitor', 15],
  ['MonitorSettings', 15],
  ['MonitorPatch', 0],
  ['Pause', 2],
  ['KeyRotation', 1],
  ['NewAlias', 0],
  ['NewPingKey', 0],
  ['NewTagBadge', 0],
  ['StatusPageSettings', 3],
] as const)('the defaults of %s, %d, are those that the route gives', (body, count) => {
  const fields = Object.entries((schemas[body]?.properties ?? {}) as Record<string, JsonSchema>);
  const defaults = fields.filter(([, schema]) => 'default' in schema);
  expect(defaults).toHaveLength(count);
  const given = Object.fromEntries(defaults.map(([field, schema]) => [field, schema.default]));
  const named = ['name', 'title', 'tag'].filter((field) => schemas[body]?.required?.includes(field));
  const least = Object.fromEntries(named.map((field) => [field, name]));
  expect(bodySchemas[body].safeParse({ ...least, ...given })).toEqual(bodySchemas[body].safeParse(least));
});

const longest = limits.foreignKeyMaxCharacters;
const tags = (count: number, characters = 2) =>
  Array.from({ length: count }, (_none, index) => String(index).padStart(characters, 'x'));
const keywords = { start: [], success: ['OK'], fail: [] };

const bodies: [keyof typeof bodySchemas, object, boolean][] = [
  ['NewMonitor', { name, id: 'x'.repeat(limits.idMaxCharacters) }, true],
  ['NewMonitor', { name, id: 'x'.repeat(limits.idMaxCharacters + 1) }, false],
  ['NewMonitor', { name, id: '' }, false],
  ['NewMonitor', { name, id: 'a--b' }, false],
  ['NewMonitor', { name, id: 'A' }, false],
  ['NewMonitor', { id: 'nameless' }, false],
  ['MonitorSettings', { name, id: 'x' }, false],
  ['MonitorPatch', {}, true],
  ['MonitorPatch', { name: '' }, false],
  ['MonitorPatch', { tags: tags(limits.tagsPerMonitor, limits.tagCharacters) }, true],
  ['MonitorPatch', { tags: tags(limits.tagsPerMonitor + 1) }, false],
  ['MonitorPatch', { tags: tags(1, limits.tagCharacters + 1) }, false],
  ['MonitorPatch', { channels: [] }, false],
  ['MonitorPatch', { channels: ['default'] }, true],
  ['MonitorPatch', { body_filter: keywords }, true],
  ['MonitorPatch', { body_filter: { ...keywords, typo: [] } }, false],
  ['MonitorPatch', { max_misses: limits.maxMissesMax + 1 }, false],
  ['MonitorPatch', { reminder_seconds: limits.reminderMinSeconds - 1 }, false],
  ['MonitorPatch', { grace_period_seconds: null }, false],
  ['MonitorPatch', { max_runtime_seconds: null }, true],
  ['MonitorPatch', { runbook_url: 'https://wiki.example.com/a?b#c' }, true],
  ['MonitorPatch', { runbook_url: 'see the wiki' }, false],
  ['MonitorPatch', { schedule: `${'0 2 * * *\n'.repeat(limits.cronLines - 1)}0 2 * * *` }, true],
  ['MonitorPatch', { schedule: 'every 1h'.padEnd(limits.scheduleMaxCharacters + 1) }, false],
  ['Pause', { until: '2026-11-20T06:00:00+02:00', manual_resume: true }, true],
  ['Pause', { until: '2026-11-20T06:00:00' }, false],
  ['Pause', { until: null }, true],
  ['KeyRotation', { overlap_seconds: limits.overlapMaxSeconds + 1 }, false],
  ['NewAlias', { key: 'x'.repeat(limits.foreignKeyMinCharacters) }, true],
  ['NewAlias', { key: 'x'.repeat(limits.foreignKeyMinCharacters - 1) }, false],
  ['NewAlias', { key: 'x'.repeat(longest) }, true],
  ['NewAlias', { key: 'x'.repeat(longest + 1) }, false],
  ['NewAlias', { key: 'with space in' }, false],
  ['NewAlias', {}, false],
  ['NewPingKey', {}, true],
  ['NewPingKey', { key: 'with/slash/in' }, false],
  ['NewTagBadge', {}, false],
  ['NewTagBadge', { tag: 'x'.repeat(limits.tagCharacters) }, true],
  ['NewTagBadge', { tag: 'x'.repeat(limits.tagCharacters + 1) }, false],
  ['StatusPageSettings', {}, false],
  ['StatusPageSettings', { title: '' }, false],
  ['StatusPageSettings', { title: name, description: null }, true],
  ['StatusPageSettings', { title: name, description: '' }, false],
  ['StatusPageSettings', { title: name, monitors: ['backup', 'report'] }, true],
  ['StatusPageSettings', { title: name, monitors: ['backup', 'backup'] }, false],
  ['StatusPageSettings', { title: name, tags: tags(limits.tagsPerStatusPage) }, true],
  ['StatusPageSettings', { title: name, tags: tags(limits.tagsPerStatusPage + 1) }, false],
  ['StatusPageSettings', { title: name, slug: 'given' }, false],
];

test.each(bodies)('the route and the document agree on the %s %j: %s', (body, value, isRight) => {
  expect(bodySchemas[body].safeParse(value).success).toBe(isRight);
  expect(validatorOf(schemas[body] ?? {})(value)).toBe(isRight);
});

/** What is sent for a value of a parameter: what is given several times, the gateway joins with commas. */
function asText(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

const page = limits.historyRowsPerPage;
const queries: [string, z.ZodType, string, unknown, boolean][] = [
  ['listMonitors', listSchema, 'limit', limits.monitorsPerPage, true],
  ['listMonitors', listSchema, 'limit', limits.monitorsPerPage + 1, false],
  ['listMonitors', listSchema, 'limit', 1, true],
  ['listMonitors', listSchema, 'limit', 0, false],
  ['listMonitors', listSchema, 'limit', 1.5, false],
  ['listMonitors', listSchema, 'tag', tags(limits.tagsPerMonitor, limits.tagCharacters), true],
  ['listMonitors', listSchema, 'tag', tags(limits.tagsPerMonitor + 1), false],
  ['listMonitors', listSchema, 'tag', tags(1, limits.tagCharacters + 1), false],
  ['listMonitors', listSchema, 'tag', [''], false],
  ['listMonitors', listSchema, 'status', 'late', true],
  ['listMonitors', listSchema, 'status', 'gone', false],
  ['listMonitors', listSchema, 'fields', 'public', true],
  ['listMonitorPings', pingsSchema, 'limit', page, true],
  ['listMonitorPings', pingsSchema, 'limit', page + 1, false],
  ['listMonitorPings', pingsSchema, 'kind', 'ignored', true],
  ['listMonitorFlips', flipsSchema, 'limit', page, true],
  ['listMonitorFlips', flipsSchema, 'from', '2026-11-20T06:00:00Z', true],
  ['getMonitorDurations', durationsSchema, 'to', 'today', false],
  ['exportMonitorPings', exportSchema, 'format', 'xml', false],
];

test.each(queries)(
  'the route and the document of %s agree on %#',
  (id, schema, parameter, value, isRight) => {
    const { parameters = [] } = operations.find(({ operationId }) => operationId === id) ?? {};
    const documented = parameters.find((one) => one.name === parameter);
    expect(schema.safeParse({ [parameter]: asText(value) }).success).toBe(isRight);
    expect(documented && validatorOf(documented.schema)(value)).toBe(isRight);
  },
);

test.each([
  ['listMonitors', listSchema, { limit: 100, fields: 'all' }],
  ['listMonitorPings', pingsSchema, { limit: 100 }],
  ['listMonitorFlips', flipsSchema, { limit: 100 }],
  ['exportMonitorPings', exportSchema, { format: 'csv' }],
])('the defaults of the query of %s are those that the route gives', (id, schema, expected) => {
  const { parameters = [] } = operations.find(({ operationId }) => operationId === id) ?? {};
  const defaults = parameters.filter((one) => 'default' in one.schema);
  expect(Object.fromEntries(defaults.map((one) => [one.name, one.schema.default]))).toEqual(expected);
  expect(schema.parse({})).toEqual(expected);
});

test('what may be given several times is sent so, and nothing else', () => {
  const several = operations.flatMap(({ operationId, parameters }) =>
    parameters
      .filter(({ explode }) => explode)
      .map(({ name: parameter, style }) => [operationId, parameter, style]),
  );
  expect(several).toEqual([
    ['listMonitors', 'tag', 'form'],
    ['listHeartbeats', 'tag', 'form'],
  ]);
});
