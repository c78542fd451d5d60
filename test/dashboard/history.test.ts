import { dayMs } from '../../lambdas/domain/time.ts';
import type { ApiCall } from '../../lib/dashboard/management.ts';
import {
  Browser,
  FakeManagement,
  hostile,
  monitorAnswer,
  noHistory,
  noon,
  textOf,
} from '../support/pages.ts';

const iso = (at: number) => new Date(at).toISOString();

/** A ping as the API lists it. */
function pingAnswer(fields: object = {}) {
  return {
    ...{ n: 38, kind: 'success', at: iso(noon), method: 'GET', source_ip: '203.0.113.7', user_agent: 'curl' },
    ...{
      received_at: null,
      exit_status: null,
      rid: null,
      duration_ms: null,
      status_label: null,
      message: null,
      labels: null,
    },
    ...{ body: null, ...fields },
  };
}

function flipAnswer(fields: object = {}) {
  const at = iso(noon - dayMs);
  return { seq: 1, from: 'up', to: 'down', at, detected_at: at, since: at, reason: 'missed', ...fields };
}

/** Durations of runs that all took as long. */
const durationsOf = (ms: number) => ({ min_ms: ms, p50_ms: ms, p95_ms: ms, max_ms: ms, complete: true });

type Routes = ConstructorParameters<typeof FakeManagement>[0];

function given(routes: Routes = {}) {
  const management = new FakeManagement({
    'GET /monitors/backup': () => monitorAnswer(),
    ...noHistory,
    ...routes,
  });
  /** What the API was asked, by route. */
  const asked = (route: string) =>
    management.calls
      .filter((each) => each.route === route)
      .map(({ call }) => Object.fromEntries(call.query ?? []));
  return { browser: new Browser(management), asked };
}

const cursorOf = ({ query = [] }: ApiCall) => query.find(([name]) => name === 'cursor')?.[1];

describe("a monitor's page", () => {
  test('asks for the range that suits its rhythm, or for the one that its address names', async () => {
    const { browser, asked } = given();
    await browser.get('/monitors/backup');
    await browser.get('/monitors/backup?range=7d');
    expect(asked('GET /monitors/backup/durations')).toEqual([
      { from: iso(noon - 30 * dayMs) },
      { from: iso(noon - 7 * dayMs) },
    ]);
    expect(asked('GET /monitors/backup/flips')).toContainEqual({ from: iso(noon - 7 * dayMs), limit: '100' });
  });

  test('reads all flips of its range, and shows where those begin that it could not read', async () => {
    const page = (call: ApiCall) => ({
      flips: [flipAnswer()],
      next_cursor: String(Number(cursorOf(call) ?? 0) + 1),
    });
    const { browser, asked } = given({ 'GET /monitors/backup/flips': page });
    const { body } = await browser.get('/monitors/backup?range=7d');
    const cursors = asked('GET /monitors/backup/flips').filter(({ limit }) => limit === '100');
    expect(cursors.map(({ cursor }) => cursor)).toEqual([
      undefined,
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
    ]);
    expect(body).not.toMatch(/stretch up" x="0%/);
  });

  test('shows how it fared and how long its runs took', async () => {
    const point = { at: iso(noon - 60_000), kind: 'success', duration_ms: 1_500 };
    const took = { ...durationsOf(1_500), points: [point] };
    const month = {
      days: 30,
      from: iso(noon),
      to: iso(noon),
      percent: 99.5,
      up_seconds: 1,
      down_seconds: 60,
      outages: 1,
    };
    const { browser } = given({
      'GET /monitors/backup/uptime': () => ({ spans: [month, { ...month, days: 7, percent: null }] }),
      'GET /monitors/backup/durations': () => took,
      'GET /monitors/backup/flips': () => ({
        flips: [flipAnswer({ from: 'down', to: 'up', reason: 'failed' })],
        next_cursor: null,
      }),
    });
    const text = textOf((await browser.get('/monitors/backup')).body);
    expect(text).toContain('7 days – nothing known 30 days 99.5% 1 outage, 1m');
    expect(text).toContain('One run 1.5s');
    expect(text).toContain('Down → Up job failed');
  });

  test('draws the longest that a run may take', async () => {
    const point = { at: iso(noon - 60_000), kind: 'success', duration_ms: 1_500 };
    const { browser } = given({
      'GET /monitors/backup': () => monitorAnswer({ max_runtime_seconds: 4 }),
      'GET /monitors/backup/durations': () => ({ ...durationsOf(1_500), points: [point] }),
    });
    expect((await browser.get('/monitors/backup')).body).toContain('max runtime 4s');
  });

  test('lists pings of the kind, from the cursor on, that its address names', async () => {
    const { browser, asked } = given({
      'GET /monitors/backup/pings': () => ({
        pings: [pingAnswer({ message: hostile, labels: { host: 'db-1' } })],
        next_cursor: 'a&b',
      }),
    });
    const { body } = await browser.get('/monitors/backup?range=7d&kind=fail&pings=x&flips=y');
    expect(asked('GET /monitors/backup/pings')).toEqual([{ limit: '20', cursor: 'x', kind: 'fail' }]);
    expect(asked('GET /monitors/backup/flips')).toContainEqual({ limit: '10', cursor: 'y' });
    expect(body).toContain('href="?range=7d&amp;kind=fail&amp;pings=a%26b&amp;flips=y#pings">Older');
    expect(body).toContain('href="?range=7d&amp;kind=fail&amp;flips=y#pings">← Newest');
    expect(body).toContain('href="?range=7d&amp;kind=log&amp;flips=y#pings"');
    expect(body).toContain('href="?range=30d&amp;kind=fail&amp;pings=x&amp;flips=y#uptime"');
    expect(body).toContain('href="?range=7d&amp;kind=fail&amp;pings=x#flips">← Newest');
    expect(body).not.toMatch(/<script>alert|<img/);
    expect(textOf(body)).toContain('host db-1');
  });

  test('reads no flips twice', async () => {
    const { browser, asked } = given();
    await browser.get('/monitors/backup');
    expect(asked('GET /monitors/backup/flips')).toHaveLength(2);
  });

  test('takes a kind that there is not for none', async () => {
    const { browser, asked } = given();
    await browser.get('/monitors/backup?kind=%3Cscript%3E');
    expect(asked('GET /monitors/backup/pings')).toEqual([{ limit: '20' }]);
  });
});

describe('the page of a ping', () => {
  const known = (routes: Routes = {}) =>
    given({
      'GET /monitors/backup/pings': () => ({
        pings: [pingAnswer({ n: 39 }), pingAnswer({ message: 'half way' })],
        next_cursor: null,
      }),
      'GET /monitors/backup/pings/38/body': () => [200, hostile],
      ...routes,
    });

  test('shows the ping that has the number, of those of its instant, and its output', async () => {
    const { browser, asked } = known();
    const { status, body } = await browser.get(`/monitors/backup/pings/38?at=${noon}`);
    expect(status).toBe(200);
    expect(asked('GET /monitors/backup/pings')).toEqual([
      { from: iso(noon), to: iso(noon + 1), limit: '100' },
    ]);
    expect(textOf(body)).toContain('Message half way');
    expect(textOf(body)).toContain(hostile);
    expect(body).not.toMatch(/<script>alert|<img/);
  });

  test('is found by the instant at which the ping came, though it happened before', async () => {
    const late = pingAnswer({ at: iso(noon - 60_000), received_at: iso(noon), message: 'late' });
    const { browser } = known({ 'GET /monitors/backup/pings': () => ({ pings: [late], next_cursor: null }) });
    const [, link = ''] =
      /href="([^"]*\/pings\/38[^"#]*)"/.exec((await browser.get('/monitors/backup')).body) ?? [];
    expect(link).toBe(`/monitors/backup/pings/38?at=${noon}`);
    expect(textOf((await browser.get(link)).body)).toContain('Message late');
  });

  test.each(['', '?at=', '?at=x', '?at=-1', '?at=123456789012345'])(
    'shows the output alone with %j',
    async (query) => {
      const { browser, asked } = known();
      const { status, body } = await browser.get(`/monitors/backup/pings/38${query}`);
      expect([status, asked('GET /monitors/backup/pings')]).toEqual([200, []]);
      expect(textOf(body)).toContain(hostile);
    },
  );

  test('shows a ping that brought nothing', async () => {
    const { browser } = known({ 'GET /monitors/backup/pings/38/body': () => [404, {}] });
    const { body } = await browser.get(`/monitors/backup/pings/38?at=${noon}`);
    expect(textOf(body)).toContain('It brought none.');
  });

  test('is not there if nothing is known of it', async () => {
    const { browser } = known({ 'GET /monitors/backup/pings/38/body': () => [404, {}] });
    expect((await browser.get('/monitors/backup/pings/38')).status).toBe(404);
    expect((await browser.get('/monitors/backup/pings/0')).status).toBe(404);
  });

  test('fails if its output cannot be read', async () => {
    const { browser } = known({ 'GET /monitors/backup/pings/38/body': () => [503, {}] });
    expect((await browser.get(`/monitors/backup/pings/38?at=${noon}`)).status).toBe(503);
  });
});

/** All that is sent of a file. */
async function fileOf({ parts = [] }: { parts?: AsyncIterable<Uint8Array | string> | [] }): Promise<string> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(Buffer.from(part));
  return Buffer.concat(all).toString('latin1');
}

describe('a file', () => {
  /** Three parts, of which the second is empty. */
  const parts =
    (of: readonly string[]) =>
    (call: ApiCall): [number, string, Record<string, string>] => {
      const index = Number(cursorOf(call) ?? 0);
      return [200, of[index] ?? '', index + 1 < of.length ? { 'next-cursor': String(index + 1) } : {}];
    };

  test('of pings is put together of its parts', async () => {
    const { browser, asked } = given({ 'GET /monitors/backup/export': parts(['n\r\n1\r\n', '', '2\r\n']) });
    const answer = await browser.get('/monitors/backup/export?format=csv&kind=fail');
    expect(answer.headers).toMatchObject({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="backup-pings-fail.csv"',
    });
    expect(await fileOf(answer)).toBe('n\r\n1\r\n2\r\n');
    expect(asked('GET /monitors/backup/export')).toEqual([
      { format: 'csv', kind: 'fail' },
      { format: 'csv', kind: 'fail', cursor: '1' },
      { format: 'csv', kind: 'fail', cursor: '2' },
    ]);
  });

  test('in JSON is one array', async () => {
    const { browser } = given({
      'GET /monitors/backup/export': parts(['[{"n":3},\n{"n":2}]\n', '[]\n', '[{"n":1}]\n']),
    });
    const answer = await browser.get('/monitors/backup/export?format=json');
    expect(answer.headers['Content-Disposition']).toBe('attachment; filename="backup-pings.json"');
    expect(JSON.parse(await fileOf(answer))).toEqual([{ n: 3 }, { n: 2 }, { n: 1 }]);
  });

  test('in JSON of no pings is an empty array', async () => {
    const { browser } = given({ 'GET /monitors/backup/export': parts(['[]\n']) });
    expect(JSON.parse(await fileOf(await browser.get('/monitors/backup/export?format=json')))).toEqual([]);
  });

  test('is CSV if another format is asked for', async () => {
    const { browser, asked } = given({ 'GET /monitors/backup/export': parts(['']) });
    await browser.get('/monitors/backup/export?format=xls');
    expect(asked('GET /monitors/backup/export')).toEqual([{ format: 'csv' }]);
  });

  test('that cannot be begun is a page that says so', async () => {
    const { browser } = given({ 'GET /monitors/backup/export': () => [503, { title: 'Try again.' }] });
    expect(await browser.get('/monitors/backup/export')).toMatchObject({
      status: 503,
      body: expect.stringContaining('Try again.'),
    });
  });

  test('that cannot be ended breaks off', async () => {
    const failing = (call: ApiCall): [number, string, Record<string, string>] =>
      cursorOf(call) === undefined ? [200, 'n\r\n', { 'next-cursor': '1' }] : [503, '', {}];
    const { browser } = given({ 'GET /monitors/backup/export': failing });
    await expect(fileOf(await browser.get('/monitors/backup/export'))).rejects.toThrow();
  });

  test('of the output of a ping is never shown by a browser', async () => {
    const { browser } = given({ 'GET /monitors/backup/pings/38/body': () => [200, hostile] });
    const answer = await browser.get('/monitors/backup/pings/38/body');
    expect(answer.headers).toMatchObject({
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': 'attachment; filename="backup-38.txt"',
      'X-Content-Type-Options': 'nosniff',
    });
    expect(await fileOf(answer)).toBe(hostile);
  });
});
