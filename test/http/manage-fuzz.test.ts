import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import fc from 'fast-check';
import { createManageHandler } from '../../lambdas/http/manage-api.ts';
import type { GatewayHandler } from '../../lib/local/gateway.ts';
import { times } from '../support/times.ts';
import { begin, monitors, rightKeys, type World } from './fuzz-world.ts';

const id = fc.constantFrom(
  ...monitors.map((monitor) => monitor.id),
  'nobody',
  'Not-An-Id',
  '123',
  '',
  '%00',
  '😀',
);
const key = fc.constantFrom(...rightKeys.map(({ text }) => text), 'KumaToken_11', 'x', '', '\0', 'toString');
const route = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PATCH', 'PATCH', 'DELETE', 'PUT'),
    fc.constantFrom(
      '/monitors',
      '/heartbeats',
      '/ping-key',
      '/summary',
      '/monitors/{id}',
      '/heartbeats/{id}',
      '/monitors/{id}/x',
    ),
    fc.constantFrom(
      ...['', '', '/pause', '/resume', '/rotate-key', '/aliases', '/aliases/{key}', '/'],
      ...['/pings', '/flips', '/pings/1/body', '/pings/{key}/body'],
    ),
    id,
    key,
  )
  .map(([method, resource, more, anId, aKey]) => {
    const path = `/api/v1${resource}${more}`.replace('{id}', () => anId).replace('{key}', () => aKey);
    return { method, path };
  });

/** A value that may be right for a field, or anything that JSON has. */
const or = (...right: unknown[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: fc.jsonValue() });
const words = or([], ['ok'], ['x'.repeat(50)], ['x'.repeat(51)], Array(11).fill('x'));
const filter = fc.record(
  { start: words, success: words, fail: words, default_fail: or(true, false) },
  { requiredKeys: [] },
);
const fields = fc.record(
  {
    id: or('a-new-one', 'start', 'fresh', 'A'),
    name: or('Nightly', '  ', 'x'.repeat(101), '\u202e', '😀'),
    schedule: or(
      ...['every 1h', 'EVERY  10s', 'every 9s', 'every 367d', 'every 1h1h'],
      ...['0 2 * * MON-FRI', '@daily\n*/5 * * * *', '0 0 30 2 *', '* * * * * *', '0 0 LW * *'],
    ),
    timezone: or('UTC', 'europe/riga', 'Mars/Olympus', '+02:00', ''),
    early_margin_seconds: or(null, 0, 3_600, 3_601),
    max_failures: or(1, 10, 0, 11),
    recovery_threshold: or(1, 10, 0, 11),
    max_runtime_seconds: or(null, 1, 259_200, 259_201, 0),
    expect_first_ping: or(true, false),
    reminder_seconds: or(null, 60, 59, 31_622_400, 31_622_401),
    runbook_url: or(null, 'https://wiki.test/backup', 'ftp://wiki.test', 'wiki', 7),
    until: or(null, '2026-11-20T12:00:00.001Z', '2026-11-20T12:00:00Z', '2099-01-01T00:00:00+01:00', 'later'),
    grace_period_seconds: or(0, 300, 366 * 86_400, 366 * 86_400 + 1, -0, 1e300),
    max_misses: or(1, 10, 0, 11),
    tags: or([], ['db', 'db'], ['a b'], ['x'.repeat(51)], Array(21).fill('x')),
    channels: or(['default'], ['ops', 'ops'], ['pager'], []),
    post_only: or(true, false),
    body_filter: fc.oneof(filter, or(null)),
    manual_resume: or(true, false),
    overlap_seconds: or(0, 60, 2_592_000, 2_592_001),
    key: or('KumaToken_11', ...rightKeys.map(({ text }) => text)),
    ['__proto__']: or(1),
    constructor: or(1),
  },
  { requiredKeys: [] },
);
const some = fc.subarray([
  'id',
  'name',
  'schedule',
  'key',
  'manual_resume',
  'until',
  'timezone',
  'early_margin_seconds',
  'max_runtime_seconds',
  'reminder_seconds',
  'runbook_url',
  'overlap_seconds',
  'body_filter',
  'max_misses',
]);
const draft = fc.tuple(fields, some, fc.boolean()).map(([all, names, isStrict]) => {
  return isStrict ? Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))) : all;
});
const body = fc.oneof(
  { weight: 6, arbitrary: draft.map((json) => JSON.stringify(json)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.constantFrom('', '{', 'x', '\ufeff{}', '['.repeat(5_000), 'x'.repeat(262_145)) },
);
const query = fc.constantFrom<Record<string, string>>(
  ...[{}, {}, { limit: '2' }, { limit: '0' }, { limit: '1', page: '2' }, { limit: '1', cursor: 'garbage' }],
  ...[{ tag: 'db,x' }, { tag: '' }, { status: 'late' }, { status: 'on' }, { q: 'back' }, { q: '' }],
  ...[{ kind: 'fail' }, { kind: 'no such' }, { from: '2026-11-20T12:00:00Z', to: '2026-11-20T12:00:00Z' }],
);
const request = fc.record({ route, body, query, isBase64Encoded: fc.boolean() });

type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

function eventOf({ route: { method, path }, body: text, query: asked, isBase64Encoded }: Request) {
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.7', userAgent: 'curl' };
  return {
    ...{ version: '2.0', rawPath: path, rawQueryString: '', queryStringParameters: asked, isBase64Encoded },
    body: isBase64Encoded ? Buffer.from(text).toString('base64') : text,
    headers: { host: 'api.example' },
    requestContext: { http, domainName: 'api.example' },
  } as unknown as APIGatewayProxyEventV2;
}

/** What management may change. */
function stored({ monitors: table, aliases, installation }: World) {
  return { writes: table.stream.length, claims: [...aliases.claims], slugKey: installation.slugKey };
}

const fault = { field: expect.any(String), message: expect.stringMatching(/./) };

/** Checks a refusal: problem details, with the fields at fault if any are. */
function expectProblem(statusCode: number, headers: unknown, body: string): void {
  const { errors, ...problem } = JSON.parse(body);
  expect(headers).toEqual({ 'Content-Type': 'application/problem+json' });
  expect(problem).toEqual({ type: 'about:blank', title: expect.stringMatching(/\.$/), status: statusCode });
  // What is not there is no field's fault.
  expect(errors === undefined).toBe(statusCode === 404);
  expect(errors).not.toEqual([]);
  for (const each of errors ?? []) expect(each).toEqual(fault);
}

describe('whatever is sent to the management routes, in whatever order', () => {
  test('is answered, and what is refused is told why and changes nothing', async () => {
    const requests = fc.array(request, { minLength: 1, maxLength: 25, size: 'max' });
    const property = fc.asyncProperty(requests, async (all) => {
      const world = begin({ slugPings: true, maxAutoCreated: 1_000 });
      const handle = createManageHandler(world) as unknown as GatewayHandler;
      for (const one of all) {
        const before = stored(world);
        const { statusCode = 0, headers, body: said = '' } = await handle(eventOf(one), {} as Context);
        expect([200, 201, 204, 400, 404, 409]).toContain(statusCode);
        if (statusCode < 400) continue;
        expectProblem(statusCode, headers, said);
        expect(stored(world)).toEqual(before);
      }
    });
    await fc.assert(property, { numRuns: 40 * times });
  });
});
