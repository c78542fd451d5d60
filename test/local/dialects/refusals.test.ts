import {
  aHost,
  aMonitor,
  expectNoEffect,
  manage,
  monitorOf,
  type TestMonitor,
} from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { aMonitorAt } from '../../support/ping-effects.ts';
import { sendRaw } from '../../support/raw-http.ts';

const host = aHost();
let pingKey: string;

beforeAll(async () => {
  pingKey = (await manage(host, 'POST', 'ping-key')).ping_key;
});

const unknownKey = `nobodys-job-${'0'.repeat(20)}`;
const notFound = { status: 404, body: 'not found' };
const badUrl = { status: 400, body: 'invalid url format' };
const badRid = { status: 400, body: 'invalid uuid format' };

/** A text with the character at an index replaced by one that may stand in a key too. */
function withOneWrong(text: string, index: number): string {
  const wrong = text.charAt(index) === '7' ? '8' : '7';
  return text.slice(0, index) + wrong + text.slice(index + 1);
}

describe.each(['/KEY', '/ping/UUID'] as const)('%s', (address) => {
  test.each([
    ['GET', '/256'],
    ['POST', '/256'],
    ['GET', '/99999999999'],
    ['POST', '/99999999999'],
  ])('A17: %s KEY%s is malformed, and has no effect', async (method, suffix) => {
    const monitor = await aMonitorAt(host, address);
    const answer = await expectNoEffect(monitor, () => send(method, monitor.url + suffix));
    expect(answer).toMatchObject(badUrl);
  });

  test.each(['/foo', '/-1', '%20/log', '/START', '/1.5', '/%20', '/start/fail', '/toString', '/__proto__'])(
    'A18: GET KEY%s is malformed or unknown, and has no effect',
    async (suffix) => {
      const monitor = await aMonitorAt(host, address);
      const { pathname } = new URL(monitor.url);
      const request = { line: `GET ${pathname}${suffix}` };
      const { status, body } = await expectNoEffect(monitor, () => sendRaw(host.origin, request));
      expect([badUrl, notFound]).toContainEqual({ status, body: body.toString() });
    },
  );

  test('A20: a KEY with one character wrong, wherever it is, is unknown, and has no effect', async () => {
    const monitor = await aMonitorAt(host, address);
    await expectNoEffect(monitor, async () => {
      const { key, url } = monitor;
      const everyThird = Array.from(key, (_, index) => index).filter((index) => index % 3 === 0);
      for (const index of [...everyThird, key.length - 1]) {
        expect(await send('GET', url.replace(key, withOneWrong(key, index)))).toMatchObject(notFound);
      }
    });
  });
});

test('A20: the secret that stands in for an unknown one opens no monitor', async () => {
  const monitor = await aMonitor(host);
  const url = `${host.origin}/${monitor.id}-${'0'.repeat(20)}`;
  expect(await expectNoEffect(monitor, () => send('GET', url))).toMatchObject(notFound);
});

test.each([
  [59_999, 200],
  [60_000, 404],
])('A20: a former key is, %s ms into an overlap of 60 s, answered %s', async (milliseconds, status) => {
  const monitor = await aMonitorAt(host, '/UUID');
  const { unique_key } = await monitorOf(monitor);
  await manage(host, 'POST', `monitors/${monitor.id}/rotate-key`, { overlap_seconds: 60 });
  host.clock.advanceTo(host.clock.now + milliseconds);
  expect(await send('GET', `${host.origin}/${unique_key}`)).toMatchObject({ status });
  expect(await send('GET', monitor.url)).toMatchObject({ status: 200 });
});

test.each(['/x', '/ping/x', '/x/', '/x/start', '//x'])('A20: GET %s is unknown', async (path) => {
  const { status, body } = await sendRaw(host.origin, { line: `GET ${path}` });
  expect({ status, body: body.toString() }).toEqual(notFound);
});

describe.each([unknownKey, '0d9c2b1a-5e4f-4a3b-8c7d-6e5f4a3b2c1d'])('an unknown key such as %s', (key) => {
  test.each(['', '/start', '/fail', '/log', '/0', '/256', '/foo', '/'])(
    'A19: with %s behind it is not found, never malformed',
    async (suffix) => {
      for (const method of ['GET', 'POST']) {
        expect(await send(method, `${host.origin}/${key}${suffix}`)).toMatchObject(notFound);
        expect(await send(method, `${host.origin}/ping/${key}${suffix}`)).toMatchObject(notFound);
      }
    },
  );
});

test.each(['GET', 'HEAD', 'POST'])(
  'rule 7: whatever of an address is wrong, %s is answered the same, byte for byte',
  async (method) => {
    const { id, key } = await aMonitor(host);
    const paths = [
      ...['/x', `/${unknownKey}`, `/${withOneWrong(key, key.length - 1)}`, `/${key.toUpperCase()}`],
      ...[`/${crypto.randomUUID()}`, `/${'y'.repeat(64)}`, `/${'y'.repeat(3_000)}`],
      ...[`/${pingKey}/no-such-job`, `/${withOneWrong(pingKey, 0)}/${id}`, `/${pingKey}x/${id}`],
      ...[`/${unknownKey}/fail`, `/${unknownKey}/256`, `/${unknownKey}?rid=12345`],
      // The first parts of a path that are never a key.
      ...['/api/x', '/ping', '/b/x', '/badge', '/status'],
      // These are for anybody to read.
      ...(method === 'POST' ? ['/badge/x', '/status/x', '/status/start'] : []),
    ];
    const answers = await Promise.all(
      paths
        .flatMap((path) => [path, `/ping${path}`])
        .map((path) => sendRaw(host.origin, { line: `${method} ${path}` })),
    );
    const shown = answers.map(({ head, body }) => `${head.replace(/^date: .*\r\n/im, '')}\n\n${body}`);
    expect(new Set(shown).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
    expect(answers[0]?.body.toString()).toBe(method === 'HEAD' ? '' : 'not found');
  },
);

describe('rule 8: the order of checks', () => {
  const own = ({ key }: TestMonitor) => `/${key}`;
  const unknown = () => `/${unknownKey}`;
  const slug = ({ id }: TestMonitor) => `/${pingKey}/${id}`;
  const wrongSlugKey = ({ id }: TestMonitor) => `/${withOneWrong(pingKey, 5)}/${id}`;
  const upperCaseId = () => `/${pingKey}/FOO`;

  test.each([
    ['an unknown key before a bad rid', unknown, '?rid=12345', notFound],
    ['an unknown key before a bad action and a bad rid', unknown, '/foo?rid=12345', notFound],
    ['an unknown slug key before a bad rid', wrongSlugKey, '?rid=12345', notFound],
    ['an unknown slug key before a bad action', wrongSlugKey, '/256', notFound],
    ['an unknown slug key before a bad id', () => `/${withOneWrong(pingKey, 5)}/FOO`, '', notFound],
    ['an unknown slug before a bad rid', () => `/${pingKey}/no-such-job`, '?rid=12345', notFound],
    ['a bad action before a bad rid', own, '/foo?rid=12345', badUrl],
    ['a bad exit status before a bad rid', own, '/256?rid=12345', badUrl],
    ['a bad action of a slug before a bad rid', slug, '/256?rid=12345', badUrl],
    ['a bad id before a bad rid', upperCaseId, '?rid=12345', badUrl],
    ['a bad rid behind a good action', own, '/start?rid=12345', badRid],
  ])('rule 8: %s', async (_order, pathOf, suffix, expected) => {
    const monitor = await aMonitor(host);
    for (const prefix of ['', '/ping']) {
      const url = host.origin + prefix + pathOf(monitor) + suffix;
      expect(await expectNoEffect(monitor, () => send('GET', url))).toMatchObject(expected);
    }
  });

  const filter = { success: ['done'], default_fail: true };
  test.each([
    ['a sticky pause', {}, true],
    ['a method filter', { post_only: true }, false],
    ['a keyword filter', { body_filter: filter }, false],
    ['all of them', { post_only: true, body_filter: filter }, true],
  ])('rule 8: a malformed ping is refused before %s could ignore it', async (_what, draft, manual_resume) => {
    const monitor = await aMonitor(host, draft);
    if (manual_resume) await manage(host, 'POST', `monitors/${monitor.id}/pause`, { manual_resume });
    const get = (suffix: string) => expectNoEffect(monitor, () => send('GET', monitor.url + suffix));
    expect(await get('/foo?rid=12345')).toMatchObject(badUrl);
    expect(await get('/256')).toMatchObject(badUrl);
    expect(await get('?rid=12345')).toMatchObject(badRid);
  });
});
