import type { Context } from 'aws-lambda';
import { hourMs } from '../../lambdas/domain/time.ts';
import { matchPing } from '../../lambdas/http/ping-routes.ts';
import { createStatusHandler, statusPaths } from '../../lambdas/http/status-api.ts';
import { addMonitorBadge, removeMonitorBadge } from '../../lambdas/usecases/manage-badges.ts';
import { putStatusPage } from '../../lambdas/usecases/manage-status-pages.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { upBackup } from '../support/given.ts';

function aWorld() {
  const world = fakeWorld();
  world.monitors.given(upBackup(noon - hourMs, { name: '<script>alert(1)</script>' }));
  const handler = createStatusHandler(world);
  const get = async (path: string, method = 'GET') => {
    const event = { rawPath: path, requestContext: { http: { method } } };
    return handler(event as never, {} as Context) as Promise<{
      statusCode: number;
      headers: Record<string, string>;
      body: string;
    }>;
  };
  return { world, get };
}

const page = { slug: 'jobs', title: 'Jobs', monitorIds: ['backup'], tags: [] };

test.each([
  ['.svg', 'image/svg+xml; charset=utf-8', '>late</text>'],
  ['-2.svg', 'image/svg+xml; charset=utf-8', '>up</text>'],
  ['.json', 'application/json', '{"status":"late","total":1,"grace":1,"down":0}'],
  ['-2.json', 'application/json', '{"status":"up","total":1,"grace":1,"down":0}'],
  ['.shields', 'application/json', '"message":"late","color":"important"'],
  ['-2.shields', 'application/json', '"message":"up","color":"success"'],
])('a badge that ends in %s is %s', async (ending, type, body) => {
  const { world, get } = aWorld();
  const answer = await get(`/badge/${await addMonitorBadge(world, 'backup')}${ending}`);
  expect(answer).toMatchObject({
    statusCode: 200,
    headers: {
      'Content-Type': type,
      'Cache-Control': 'public, max-age=30',
      'X-Content-Type-Options': 'nosniff',
      'Access-Control-Allow-Origin': '*',
      'Content-Security-Policy': "default-src 'none'",
    },
    body: expect.stringContaining(body),
  });
});

test('a status page is HTML under a policy that lets in nothing but its style', async () => {
  const { world, get } = aWorld();
  await putStatusPage(world, page);
  const { statusCode, headers, body } = await get('/status/jobs');
  const nonce = /<style nonce="([0-9a-z]{20})">/.exec(body)?.[1];
  expect([statusCode, headers]).toEqual([
    200,
    {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'public, max-age=30',
      'X-Content-Type-Options': 'nosniff',
    },
  ]);
  expect(body).toContain('The job is late');
  expect((await get('/status/jobs')).body).not.toContain(nonce);
});

test('neither tells keys, ids, tags, schedules, channels or addresses', async () => {
  const { world, get } = aWorld();
  world.monitors.overtake('backup', (monitor) => ({
    ...monitor,
    name: 'Shown',
    tags: ['private-tag'],
    aliases: [{ key: 'private-alias' }],
    channels: ['private-channel'],
    runbookUrl: 'https://private.example',
  }));
  const key = await addMonitorBadge(world, 'backup');
  await putStatusPage(world, { ...page, tags: ['private-tag'] });
  for (const path of ['/status/jobs', `/badge/${key}.svg`, `/badge/${key}.json`, `/badge/${key}.shields`]) {
    const { body } = await get(path);
    expect(body).not.toMatch(/private|0123456789abcdefghjk|backup|every|192\.0\.2|curl/);
  }
});

test('what is switched off, unknown or malformed is answered the same, byte for byte', async () => {
  const { world, get } = aWorld();
  const key = await addMonitorBadge(world, 'backup');
  await removeMonitorBadge(world, 'backup');
  const paths = [
    ...[
      `/badge/${key}.svg`,
      `/badge/${'0'.repeat(20)}.svg`,
      '/badge/x.svg',
      `/badge/${key}.png`,
      `/badge/${key}`,
    ],
    ...[
      `/badge/${key}-3.svg`,
      `/badge/${key.toUpperCase()}.svg`,
      '/status/none',
      '/status/A',
      '/status/a--b',
    ],
    ...[`/status/${'x'.repeat(3_000)}`, '/status/%00', '/status/../badge', '/badge/', '/status', '/other'],
  ];
  const answers = await Promise.all(paths.map((path) => get(path)));
  expect(answers[0]).toEqual({
    statusCode: 404,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'public, max-age=30',
      'X-Content-Type-Options': 'nosniff',
    },
    body: 'not found',
  });
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

test('what can be neither is not looked for', async () => {
  const { world, get } = aWorld();
  const key = '0'.repeat(20);
  for (const path of [
    '/badge/x.svg',
    `/badge/${key}.png`,
    `/badge/${key}0.svg`,
    '/status/A',
    '/status/a_b',
  ]) {
    await get(path);
  }
  expect(world.calls).toEqual([]);
  await get(`/badge/${key}.svg`);
  expect(world.calls).toEqual(['publications.badge']);
});

test('the public writes nothing', async () => {
  const { world, get } = aWorld();
  const key = await addMonitorBadge(world, 'backup');
  await putStatusPage(world, { ...page, tags: ['prod'] });
  world.calls.length = 0;
  for (const path of ['/status/jobs', `/badge/${key}.svg`, '/status/none']) await get(path);
  const reads = ['publications.badge', 'publications.page', 'publications.tags', 'publications.monitors'];
  expect(world.calls.filter((call) => !reads.includes(call))).toEqual([]);
});

test('HEAD is answered as GET, without the body', async () => {
  const { world, get } = aWorld();
  const path = `/badge/${await addMonitorBadge(world, 'backup')}.json`;
  expect(await get(path, 'HEAD')).toEqual({ ...(await get(path)), body: '' });
});

test('while the table is away, the public is asked to come back', async () => {
  const { world, get } = aWorld();
  world.publications.failNext('page', 'before');
  expect(await get('/status/jobs')).toMatchObject({
    statusCode: 503,
    headers: { 'Retry-After': '1', 'Cache-Control': 'no-store' },
    body: 'try again',
  });
});

test('a defect fails the function, whose alarm tells', async () => {
  const { world, get } = aWorld();
  world.publications.interruptNext('page', () => {
    throw new TypeError('defect');
  });
  await expect(get('/status/jobs')).rejects.toThrow('defect');
});

test.each([
  '/status/jobs',
  '/badge/0123456789abcdefghjk.svg',
  '/status/backup-0123456789abcdefghjk',
  '/badge/x',
])('%s can be no ping', (path) => {
  expect(statusPaths.test(path)).toBe(true);
  const query = new URLSearchParams();
  expect(matchPing({ path, query })).toBeUndefined();
});

test.each(['/status/a/b', '/badge/', '/ping/status', '/statuses/a', '/api/push/status', '/status'])(
  '%s is none of the paths of the public',
  (path) => expect(statusPaths.test(path)).toBe(false),
);
