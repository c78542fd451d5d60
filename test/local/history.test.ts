import type { Clock } from '../support/clock.ts';
import { aHost, aMonitor, manage as call, pingsOf, type TestMonitor } from '../support/dialects.ts';
import { send } from '../support/http.ts';
import { type Managed, manage, missing, refusal } from '../support/manage.ts';
import { sendRaw } from '../support/raw-http.ts';

const host = aHost();
const clock: Clock = host.clock;
let monitor: TestMonitor;

beforeEach(async () => {
  clock.advanceTo(clock.now + 3_600_000);
  monitor = await aMonitor(host);
});

interface Ping {
  n: number;
}

const get = (path: string) => manage('GET', host.origin, path);
const list = (what: 'pings' | 'flips', query = '') => get(`/monitors/${monitor.id}/${what}${query}`);
const numbersIn = ({ json }: Managed) => (json?.pings as Ping[] | undefined)?.map(({ n }) => n) ?? [];
const numbers = async (query = '') => numbersIn(await list('pings', query));
const now = () => new Date(clock.now).toISOString();

/** Pings a second later. */
async function ping(action = '', body = '', contentType = 'text/plain'): Promise<void> {
  clock.advanceTo(clock.now + 1_000);
  const { status } = await send('POST', monitor.url + action, { 'content-type': contentType }, body);
  expect(status).toBe(200);
}

const noPing = {
  status: 404,
  type: 'application/problem+json',
  json: { type: 'about:blank', title: 'There is no such ping, or it has no body.', status: 404 },
};

describe('the pings of a monitor', () => {
  test('are shown newest first, with the sizes of their bodies', async () => {
    await ping('/start');
    await ping('/3', 'x'.repeat(10_001), 'text/html');
    const { status, type, json } = await list('pings');
    expect([status, type, json?.next_cursor]).toEqual([200, 'application/json', null]);
    const body = { content_type: 'text/html', size_bytes: 10_001, kept_bytes: 10_000 };
    expect(json?.pings).toEqual([
      expect.objectContaining({ n: 2, kind: 'fail', at: now(), exit_status: 3, duration_ms: 1_000, body }),
      expect.objectContaining({ n: 1, kind: 'start', method: 'POST', exit_status: null, body: null }),
    ]);
  });

  test('are none before the first', async () => {
    expect(await list('pings')).toMatchObject({ status: 200, json: { pings: [], next_cursor: null } });
  });

  test('are those of the range, which has its beginning and not its end', async () => {
    const instants: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      await ping();
      instants.push(now());
    }
    const [first, , last] = instants;
    expect(await numbers(`?from=${first}&to=${last}`)).toEqual([2, 1]);
    expect(await numbers(`?from=${last}`)).toEqual([3]);
    expect(await numbers(`?to=${last?.replace('Z', '%2B00:00')}`)).toEqual([2, 1]);
    expect(await numbers(`?to=${last?.replace('Z', '-01:00')}`)).toEqual([3, 2, 1]);
  });

  test.each([
    ['success', [1]],
    ['fail', [2]],
    ['start', [3]],
    ['log', [4]],
    ['ignored', []],
  ])('are those of the kind: %s', async (kind, expected) => {
    for (const action of ['', '/fail', '/start', '/log']) await ping(action);
    expect(await numbers(`?kind=${kind}`)).toEqual(expected);
  });

  test('come in pages, with none twice and none missing while pings are added', async () => {
    for (let count = 0; count < 5; count += 1) await ping();
    const read: number[] = [];
    let cursor = '';
    for (let pages = 0; pages < 3; pages += 1) {
      const page = await list('pings', `?limit=2${cursor && `&cursor=${cursor}`}`);
      read.push(...numbersIn(page));
      cursor = String(page.json?.next_cursor);
      await ping();
    }
    expect([read, cursor]).toEqual([[5, 4, 3, 2, 1], 'null']);
  });
});

describe('the flips of a monitor', () => {
  /** Its flips are delivered a few milliseconds after the pings behind them. */
  async function flips(count: number, query = '') {
    for (let polls = 0; polls < 500; polls += 1) {
      const { json } = await list('flips', query);
      const shown = (json?.flips ?? []) as { seq: number }[];
      if (shown.length >= count) return { flips: shown, next_cursor: json?.next_cursor };
    }
    throw new Error(`There are still fewer than ${count} flips.`);
  }

  test('are shown newest first, page by page', async () => {
    const createdAt = now();
    await ping();
    const upAt = now();
    await ping('/fail');
    const downAt = now();
    await flips(2);
    const first = await flips(1, '?limit=1');
    expect(first.flips).toEqual([
      { seq: 2, from: 'up', to: 'down', at: downAt, detected_at: downAt, since: upAt, reason: 'failed' },
    ]);
    const second = await flips(1, `?limit=1&cursor=${first.next_cursor}`);
    const at = { at: upAt, detected_at: upAt, since: createdAt };
    expect(second.flips).toEqual([{ seq: 1, from: 'new', to: 'up', ...at, reason: 'first_ping' }]);
    expect((await flips(1, `?to=${downAt}`)).flips.map(({ seq }) => seq)).toEqual([1]);
    expect((await flips(1, `?from=${downAt}`)).flips.map(({ seq }) => seq)).toEqual([2]);
  });
});

describe.each(['pings', 'flips'] as const)('a list of %s', (what) => {
  test.each([
    ['limit=0', ['limit']],
    ['limit=101', ['limit']],
    ['limit=ten', ['limit']],
    ['limit=', ['limit']],
    ['from=yesterday', ['from']],
    ['from=2026-11-20', ['from']],
    ['from=2026-11-20T12:00:00', ['from']],
    ['to=2026-02-30T12:00:00Z', ['to']],
    ['to=1763640000', ['to']],
    ['from=2026-11-20T12:00:00Z&to=2026-11-20T12:00:00Z', ['to']],
    ['from=2026-11-20T12:00:01Z&to=2026-11-20T13:00:00%2B01:00', ['to']],
    ['until=2026-11-20T12:00:00Z', ['until']],
    ['cursor=', ['cursor']],
    ['cursor=garbage', ['cursor']],
    ['limit=0&from=x&to=y&page=2', ['from', 'to', 'limit', 'page']],
  ])('refuses ?%s and says what is allowed', async (query, fields) => {
    expect(await list(what, `?${query}`)).toEqual(refusal(...fields));
  });

  test.each(['limit=1', 'limit=100', 'from=0000-01-01T00:00:00Z', 'to=9999-12-31T23:59:59-23:59'])(
    'takes ?%s',
    async (query) => {
      expect(await list(what, `?${query}`)).toMatchObject({ status: 200, json: { [what]: [] } });
    },
  );

  test.each(['nobody', 'Not-An-Id', '%00', '1'])('of /%s is not there', async (id) => {
    expect(await get(`/monitors/${id}/${what}`)).toEqual(missing('monitor'));
  });

  test('is not there in the other shape of the API', async () => {
    expect(await get(`/heartbeats/${monitor.id}/${what}`)).toEqual(missing('route'));
  });

  test('takes no cursor of another monitor, nor of the other list', async () => {
    for (let count = 0; count < 2; count += 1) await ping();
    const { json } = await list('pings', '?limit=1');
    const cursor = `?cursor=${json?.next_cursor}`;
    const other = await aMonitor(host);
    expect(json?.next_cursor).toEqual(expect.any(String));
    expect(await get(`/monitors/${other.id}/${what}${cursor}`)).toEqual(refusal('cursor'));
    expect((await list(what, cursor)).status).toBe(what === 'pings' ? 200 : 400);
  });
});

test.each(['OK', 'SUCCESS', '', 'success,fail'])('there are no pings of the kind "%s"', async (kind) => {
  expect(await list('pings', `?kind=${kind}`)).toEqual(refusal('kind'));
});

test('flips are of no kind', async () => {
  expect(await list('flips', '?kind=fail')).toEqual(refusal('kind'));
});

describe('the body of a ping', () => {
  const download = (n: number | string, id = monitor.id) =>
    sendRaw(host.origin, { line: `GET /api/v1/monitors/${id}/pings/${n}/body` });

  test('is what came, to the byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
    await send('POST', monitor.url, {}, bytes);
    await ping('', 'another');
    const { status, headers, body } = await download(1);
    expect([status, headers['content-length'], body]).toEqual([200, '512', bytes]);
    expect((await download(2)).body.toString()).toBe('another');
  });

  test('is never served as the page that it may be', async () => {
    await ping('', '<script>alert(1)</script>', 'text/html; charset=utf-8');
    expect((await download(1)).headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'ping-content-type': 'text/html; charset=utf-8',
    });
  });

  test('is served without the type that its sender gave if that is none for a header', async () => {
    await ping('', 'x', 'text/größer');
    const { status, headers, body } = await download(1);
    expect([status, String(body)]).toEqual([200, 'x']);
    expect(headers).not.toHaveProperty('ping-content-type');
  });

  test('is the beginning that is kept of a long one', async () => {
    await ping('', `${'x'.repeat(9_999)}yz`);
    expect(String((await download(1)).body)).toBe(`${'x'.repeat(9_999)}y`);
  });

  test.each([0, 2, '01', -1, '1.0', 'one', '99999999999', '%00', '1%20'])(
    'is not there for a ping %s, when there is one ping',
    async (n) => {
      await ping('', 'x');
      expect(await get(`/monitors/${monitor.id}/pings/${n}/body`)).toEqual(noPing);
    },
  );

  test('is not there when nothing was sent', async () => {
    await ping();
    expect(await get(`/monitors/${monitor.id}/pings/1/body`)).toEqual(noPing);
  });

  test('is not there for a monitor that is not', async () => {
    expect(await get('/monitors/nobody/pings/1/body')).toEqual(missing('monitor'));
  });
});

test('a monitor that is created under the id of a deleted one shows nothing of it', async () => {
  for (let count = 0; count < 3; count += 1) await ping('/fail', 'secret of old');
  const { id } = monitor;
  clock.advanceTo(clock.now + 1);
  await call(host, 'DELETE', `monitors/${id}`);
  const draft = { id, name: 'Again', schedule: 'every 1h' };
  const { ping_url } = await call(host, 'POST', 'monitors', draft);
  expect(await list('pings')).toMatchObject({ status: 200, json: { pings: [], next_cursor: null } });
  expect((await list('flips')).json).toEqual({ flips: [], next_cursor: null });
  monitor = { ...monitor, url: ping_url };
  await ping();
  expect(await numbers('?from=2020-01-01T00:00:00Z')).toEqual([1]);
  expect(await get(`/monitors/${id}/pings/1/body`)).toEqual(noPing);
});

test('deleting a monitor leaves no row of its pings', async () => {
  for (let count = 0; count < 3; count += 1) await ping();
  expect(await pingsOf(monitor)).toHaveLength(3);
  clock.advanceTo(clock.now + 1);
  await call(host, 'DELETE', `monitors/${monitor.id}`);
  expect(await pingsOf(monitor)).toEqual([]);
});
