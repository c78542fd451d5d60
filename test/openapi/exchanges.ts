import type * as z from 'zod';
import { bodyExamples } from '../../lib/openapi/examples.ts';
import type { bodySchemas } from '../../lib/openapi/requests.ts';
import { aMonitor, type TestHost, type TestMonitor } from '../support/dialects.ts';
import { send } from '../support/http.ts';
import { manage } from '../support/manage.ts';

/** What to send to an operation. */
export interface Call {
  /** The parameters in its path. */
  path?: Record<string, string | number>;
  query?: string;
  headers?: Record<string, string>;
  body?: object;
}

type Prepare = (host: TestHost) => Promise<Call> | Call;

/** An operation, the status that it answers, and how to make it. */
export type Exchange = [operationId: string, status: number, prepare: Prepare];

const nobody: Prepare = () => ({ path: { id: 'nobody' } });
const cursor = { query: '?cursor=none' };
const foreignKey = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
/** Every setting as it is not by default. */
const allSettings: Required<z.input<typeof bodySchemas.MonitorSettings>> = {
  ...{ name: 'All', schedule: '0 2 * * *\n0 14 * * SAT', timezone: 'Europe/Riga', early_margin_seconds: 60 },
  ...{ grace_period_seconds: 60, max_misses: 2, max_failures: 2, recovery_threshold: 2 },
  ...{ max_runtime_seconds: 600, expect_first_ping: true, reminder_seconds: 3_600 },
  ...{ runbook_url: 'https://wiki.example.com/all', tags: ['prod'], channels: ['default'], post_only: true },
  body_filter: { start: ['begin'], success: [], fail: ['ERROR'], default_fail: true },
};

/** Calls an operation with a new monitor of its own. */
function ofMonitor(call: Call = {}, draft: object = {}): Prepare {
  return async (host) => {
    const { id } = await aMonitor(host, draft);
    return { ...call, path: { id, ...call.path } };
  };
}

/** Calls an operation with a monitor whose pings have said all that they can, and flipped it twice. */
function ofBusyMonitor(call: Call = {}): Prepare {
  return async (host) => {
    const monitor = await aMonitor(host);
    await haveBusyDay(host, monitor);
    return { ...call, path: { id: monitor.id, ...call.path } };
  };
}

async function haveBusyDay({ clock, origin }: TestHost, { id, url }: TestMonitor): Promise<void> {
  const said = { status: 'ok', message: 'done', duration: '1.5ms', labels: { host: 'db-1' } };
  const pings: [string, string][] = [
    ['', ''],
    [`/start?rid=${foreignKey}`, ''],
    [`/3?rid=${foreignKey}`, 'x'.repeat(10_001)],
    ['/log', 'half way'],
    ['', JSON.stringify(said)],
    ['/start', ''],
  ];
  for (const [action, body] of pings) {
    clock.advanceTo(clock.now + 60_000);
    await send('POST', url + action, { 'content-type': 'text/plain' }, body);
  }
  await untilTold(origin, id);
}

/** Flips are in the history a few milliseconds after the pings behind them. */
async function untilTold(origin: string, id: string): Promise<void> {
  for (let polls = 0; polls < 500; polls += 1) {
    const { json } = await manage('GET', origin, `/monitors/${id}/flips`);
    if (Array.isArray(json?.flips) && json.flips.length === 3) return;
  }
  throw new Error('There are still fewer than three flips.');
}

/** Lists monitors of which there are some. */
function inList(query: string): Prepare {
  return async (host) => {
    for (const name of ['Old backup', 'New backup']) await aMonitor(host, { name, tags: ['db', 'prod'] });
    return { query };
  };
}

/** The operations of one of the two resources of monitors. */
function ofResource(one: 'Monitor' | 'Heartbeat'): Exchange[] {
  const stale = { headers: { 'If-Match': '"stale"' } };
  return [
    [`create${one}`, 201, () => ({ body: allSettings })],
    [`create${one}`, 201, () => ({ body: bodyExamples.NewMonitor })],
    [`create${one}`, 400, () => ({ body: { name: '', tags: ['a b'], unknown: 1 } })],
    [`create${one}`, 409, async (host) => ({ body: { name: 'x', id: (await aMonitor(host)).id } })],
    [`list${one}s`, 200, inList('')],
    [`list${one}s`, 200, inList('?fields=public&limit=1&status=new&tag=prod&tag=db&q=backup')],
    [`list${one}s`, 400, () => cursor],
    [`get${one}`, 200, ofBusyMonitor()],
    [`get${one}`, 404, nobody],
    [`put${one}`, 200, ofMonitor({ body: bodyExamples.MonitorSettings })],
    [`put${one}`, 201, () => ({ path: { id: `new-${one.toLowerCase()}` }, body: { name: 'x' } })],
    [`put${one}`, 400, () => ({ path: { id: 'start' }, body: { name: 'x' } })],
    [`put${one}`, 412, ofMonitor({ body: { name: 'x' }, ...stale })],
    [`update${one}`, 200, ofMonitor({ body: bodyExamples.MonitorPatch })],
    [`update${one}`, 400, ofMonitor({ body: { max_misses: 0 } })],
    [`update${one}`, 404, nobody],
    [`update${one}`, 412, ofMonitor({ body: { name: 'x' }, ...stale })],
    [`put${one}`, 412, ofMonitor({ body: { name: 'x' }, headers: { 'If-None-Match': '*' } })],
    [`delete${one}`, 204, ofMonitor()],
    [`delete${one}`, 400, ofMonitor({ headers: { 'If-None-Match': 'x' } })],
    [`delete${one}`, 412, ofMonitor(stale)],
    [`delete${one}`, 404, nobody],
  ];
}

const ofKeys: Exchange[] = [
  ['rotateMonitorKey', 200, ofMonitor({ body: bodyExamples.KeyRotation })],
  ['rotateMonitorKey', 400, ofMonitor({ body: { overlap_seconds: -1 } })],
  ['rotateMonitorKey', 404, nobody],
  [
    'listMonitorAliases',
    200,
    async (host) => {
      const { id } = await aMonitor(host);
      await manage('POST', host.origin, `/monitors/${id}/rotate-key`, { overlap_seconds: 60 });
      return { path: { id } };
    },
  ],
  ['listMonitorAliases', 404, nobody],
  ['addMonitorAlias', 201, ofMonitor({ body: bodyExamples.NewAlias })],
  ['addMonitorAlias', 400, ofMonitor({ body: { key: 'short' } })],
  ['addMonitorAlias', 404, () => ({ path: { id: 'nobody' }, body: { key: foreignKey } })],
  [
    'addMonitorAlias',
    409,
    async (host) => {
      const { id } = await aMonitor(host);
      await manage('POST', host.origin, `/monitors/${id}/aliases`, { key: foreignKey });
      return ofMonitor({ body: { key: foreignKey } })(host);
    },
  ],
  [
    'removeMonitorAlias',
    204,
    async (host) => {
      const { id } = await aMonitor(host);
      await manage('POST', host.origin, `/monitors/${id}/aliases`, { key: 'to-be-removed' });
      return { path: { id, key: 'to-be-removed' } };
    },
  ],
  ['removeMonitorAlias', 404, ofMonitor({ path: { key: foreignKey } })],
  ['getPingKey', 200, () => ({})],
  ['setPingKey', 201, () => ({ body: bodyExamples.NewPingKey })],
  ['setPingKey', 201, () => ({ body: { key: foreignKey } })],
  ['setPingKey', 400, () => ({ body: { key: '' } })],
  ['getPingKey', 200, () => ({})],
  ['deletePingKey', 204, () => ({})],
];

const ofHistory: Exchange[] = [
  ['listMonitorPings', 200, ofBusyMonitor({ query: '?limit=5' })],
  ['listMonitorPings', 400, ofMonitor(cursor)],
  ['listMonitorPings', 404, nobody],
  ['exportMonitorPings', 200, ofBusyMonitor()],
  ['exportMonitorPings', 200, ofBusyMonitor({ query: '?format=json' })],
  ['exportMonitorPings', 200, ofBusyMonitor({ query: '?format=ndjson' })],
  ['exportMonitorPings', 400, ofMonitor(cursor)],
  ['exportMonitorPings', 404, nobody],
  ['getPingBody', 200, ofBusyMonitor({ path: { n: 3 } })],
  ['getPingBody', 404, ofBusyMonitor({ path: { n: 1 } })],
  ['listMonitorFlips', 200, ofBusyMonitor()],
  ['listMonitorFlips', 400, ofMonitor(cursor)],
  ['listMonitorFlips', 404, nobody],
  ['getMonitorUptime', 200, ofBusyMonitor()],
  ['getMonitorUptime', 200, ofMonitor()],
  ['getMonitorUptime', 404, nobody],
  ['getMonitorDurations', 200, ofBusyMonitor()],
  ['getMonitorDurations', 200, ofMonitor()],
  ['getMonitorDurations', 400, ofMonitor({ query: '?from=yesterday' })],
  ['getMonitorDurations', 404, nobody],
];

/** Calls an operation with a badge of a tag. */
const ofTagBadge: Prepare = async ({ origin }) => {
  const { json } = await manage('POST', origin, '/tag-badges', { tag: 'prod' });
  return { path: { key: String(json?.badge_key) } };
};

/** Calls an operation with a status page. */
function ofStatusPage(call: Call = {}): Prepare {
  return async (host) => {
    const { id } = await aMonitor(host);
    await manage('PUT', host.origin, '/status-pages/jobs', { title: 'Jobs', monitors: [id], tags: ['prod'] });
    return { path: { slug: 'jobs' }, ...call };
  };
}

const ofPublic: Exchange[] = [
  ['getMonitorBadge', 200, ofMonitor()],
  ['getMonitorBadge', 404, nobody],
  ['addMonitorBadge', 201, ofMonitor()],
  ['addMonitorBadge', 404, nobody],
  ['deleteMonitorBadge', 204, ofMonitor()],
  ['deleteMonitorBadge', 404, nobody],
  ['addTagBadge', 201, () => ({ body: bodyExamples.NewTagBadge })],
  ['addTagBadge', 400, () => ({ body: { tag: 'a b' } })],
  ['listTagBadges', 200, ofTagBadge],
  ['deleteTagBadge', 204, ofTagBadge],
  ['deleteTagBadge', 404, () => ({ path: { key: 'none' } })],
  ['putStatusPage', 201, () => ({ path: { slug: 'new' }, body: { title: 'New' } })],
  ['putStatusPage', 200, ofStatusPage({ body: { title: 'Other' } })],
  ['putStatusPage', 400, () => ({ path: { slug: 'A' }, body: { title: 'x' } })],
  ['getStatusPage', 200, ofStatusPage()],
  ['getStatusPage', 404, () => ({ path: { slug: 'none' } })],
  ['listStatusPages', 200, ofStatusPage()],
  ['deleteStatusPage', 204, ofStatusPage()],
  ['deleteStatusPage', 404, () => ({ path: { slug: 'none' } })],
];

/** Every answer of every operation that can be had on a laptop. */
export const exchanges: Exchange[] = [
  ...ofResource('Monitor'),
  ...ofResource('Heartbeat'),
  ['pauseMonitor', 200, ofMonitor({ body: { until: '2026-11-22T06:00:00Z' } })],
  ['pauseMonitor', 200, ofMonitor({ body: { manual_resume: true } })],
  ['pauseMonitor', 400, ofMonitor({ body: { until: 'tomorrow' } })],
  ['pauseMonitor', 404, nobody],
  ['resumeMonitor', 200, ofMonitor()],
  ['resumeMonitor', 404, nobody],
  ['pingMonitor', 200, ofMonitor({ body: bodyExamples.SignedPing })],
  ['pingMonitor', 200, ofMonitor()],
  ['pingMonitor', 400, ofMonitor({ body: { kind: 'ignored' } })],
  ['pingMonitor', 404, nobody],
  ['sendTestAlert', 200, ofMonitor()],
  ['sendTestAlert', 404, nobody],
  ['getSummary', 200, ofMonitor()],
  ...ofKeys,
  ...ofHistory,
  ...ofPublic,
];
