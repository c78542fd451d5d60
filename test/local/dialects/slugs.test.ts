import {
  aHost,
  alertsOf,
  allMonitors,
  aMonitor,
  expectNoEffect,
  manage,
  type TestMonitor,
} from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { expectPing } from '../../support/ping-effects.ts';
import { sendRaw } from '../../support/raw-http.ts';

const host = aHost();
let pingKey: string;

beforeAll(async () => {
  pingKey = (await manage(host, 'POST', 'ping-key')).ping_key;
});

const notFound = { status: 404, body: 'not found' };
const badUrl = { status: 400, body: 'invalid url format' };

/** A new monitor whose URL is that of its slug pings. */
async function aSlug(prefix = '', draft: object = {}): Promise<TestMonitor> {
  const monitor = await aMonitor(host, draft);
  return { ...monitor, url: `${host.origin}${prefix}/${pingKey}/${monitor.id}` };
}

describe.each([
  ['/PK/ID', ''],
  ['/ping/PK/ID', '/ping'],
])('%s', (_form, prefix) => {
  test('D1: GET makes it up, and counts', async () => {
    const monitor = await aSlug(prefix);
    const row = await expectPing(monitor, 'success', () => send('GET', monitor.url));
    expect(row).toMatchObject({ method: 'GET', exit_status: null, rid: null, body: null });
  });

  test('D1: HEAD does what GET does, without a body', async () => {
    const monitor = await aSlug(prefix);
    const { pathname } = new URL(monitor.url);
    const head = () => sendRaw(host.origin, { line: `HEAD ${pathname}` });
    expect(await expectPing(monitor, 'success', head, { body: '' })).toMatchObject({ method: 'HEAD' });
  });

  test('D1: POST keeps its body exactly', async () => {
    const monitor = await aSlug(prefix);
    const bytes = Buffer.from([0xff, 0x00, 0x68, 0x69]);
    const { method, body } = await expectPing(monitor, 'success', () =>
      send('POST', monitor.url, { 'content-type': 'text/plain' }, bytes),
    );
    expect(method).toBe('POST');
    expect(body).toEqual({
      base64: bytes.toString('base64'),
      content_type: 'text/plain',
      ...{ size_bytes: 4, kept_bytes: 4, text: null },
    });
  });

  test.each([
    ['/start', 'start', null],
    ['/fail', 'fail', null],
    ['/log', 'log', null],
    ['/0', 'success', 0],
    ['/123', 'fail', 123],
  ] as const)('D2: %s is a %s with the exit status %s', async (suffix, kind, exit_status) => {
    for (const method of ['GET', 'POST']) {
      const monitor = await aSlug(prefix);
      const row = await expectPing(monitor, kind, () => send(method, monitor.url + suffix));
      expect(row).toMatchObject({ method, exit_status });
    }
  });

  test('D2: one alert tells of a fail', async () => {
    const monitor = await aSlug(prefix);
    await expectPing(monitor, 'start', () => send('GET', `${monitor.url}/start`));
    await expectPing(monitor, 'fail', () => send('GET', `${monitor.url}/fail`), { running: false });
    await expectPing(monitor, 'fail', () => send('GET', `${monitor.url}/7`));
    expect(await alertsOf(monitor)).toMatchObject([{ kind: 'down' }]);
  });

  test.each(['/256', '/99999999999', '/foo', '/-1'])(
    'D2: %s is malformed, and has no effect',
    async (suffix) => {
      const monitor = await aSlug(prefix);
      expect(await expectNoEffect(monitor, () => send('GET', monitor.url + suffix))).toMatchObject(badUrl);
    },
  );

  test('D2: a run is named by its rid', async () => {
    const monitor = await aSlug(prefix);
    const rid = crypto.randomUUID();
    await expectPing(monitor, 'start', () => send('GET', `${monitor.url}/start?rid=${rid}`));
    const ended = await expectPing(monitor, 'success', () => send('GET', `${monitor.url}?rid=${rid}`), {
      running: false,
    });
    expect(ended).toMatchObject({ rid, duration_ms: 1_000 });
  });

  test.each(['', '?create=0', '?create=true', '?create=', '?create', '?create=11', '?CREATE=1'])(
    'D3: an unknown ID with the query "%s" is not found, and nothing is created',
    async (query) => {
      const before = await allMonitors(host);
      for (const suffix of ['', '/start', '/fail', '/256']) {
        const url = `${host.origin}${prefix}/${pingKey}/no-such-job${suffix}${query}`;
        expect(await send('GET', url)).toMatchObject(notFound);
        expect(await send('POST', url)).toMatchObject(notFound);
      }
      expect(await allMonitors(host)).toEqual(before);
    },
  );

  test.each(['', '?create=1'])('D3: a wrong PK with the query "%s" is not found', async (query) => {
    const monitor = await aSlug(prefix);
    const before = await allMonitors(host);
    const flipped = pingKey.startsWith('7') ? '8' : '7';
    const wrong = [flipped + pingKey.slice(1), pingKey.slice(0, -1), `${pingKey}0`, pingKey.toUpperCase()];
    await expectNoEffect(monitor, async () => {
      for (const key of [...wrong, '0'.repeat(20), 'undefined']) {
        for (const id of [monitor.id, 'no-such-job']) {
          const url = `${host.origin}${prefix}/${key}/${id}${query}`;
          expect(await send('GET', url)).toMatchObject(notFound);
        }
      }
    });
    expect(await allMonitors(host)).toEqual(before);
  });

  test.each(['FOO', 'Foo', 'fOO-bar', 'FOO/start', 'FOO?create=1', 'FOO/fail?create=1', 'a_b?create=1'])(
    'D10: GET with the id %s is malformed, and nothing is created',
    async (id) => {
      const before = await allMonitors(host);
      expect(await send('GET', `${host.origin}${prefix}/${pingKey}/${id}`)).toMatchObject(badUrl);
      expect(await allMonitors(host)).toEqual(before);
    },
  );

  test('D10: the id of a monitor in upper case is malformed, and has no effect', async () => {
    const monitor = await aSlug(prefix);
    const url = `${host.origin}${prefix}/${pingKey}/${monitor.id.toUpperCase()}`;
    expect(await expectNoEffect(monitor, () => send('GET', url))).toMatchObject(badUrl);
  });

  test.each([
    ['/', 'success'],
    ['/start/', 'start'],
    ['/fail/', 'fail'],
  ] as const)('D13: %s at the end is no redirect', async (suffix, kind) => {
    const monitor = await aSlug(prefix);
    await expectPing(monitor, kind, () => send('GET', monitor.url + suffix));
  });
});

test('D3: after a rotation of PK the former one is wrong', async () => {
  const monitor = await aSlug();
  const { ping_key } = await manage(host, 'POST', 'ping-key', { key: 'a-key-brought-along' });
  expect(await expectNoEffect(monitor, () => send('GET', monitor.url))).toMatchObject(notFound);
  const url = `${host.origin}/${ping_key}/${monitor.id}`;
  await expectPing(monitor, 'success', () => send('GET', url));
  await manage(host, 'POST', 'ping-key', { key: pingKey });
});

describe('D3: slug pings that are not switched on', () => {
  const other = aHost();
  const keys = ['0'.repeat(20), '0'.repeat(24), 'undefined', 'null', 'a-key-of-nobody'];

  async function expectNobody(): Promise<void> {
    const monitor = await aMonitor(other);
    const before = await allMonitors(other);
    const ids = [monitor.id, `${monitor.id}?create=1`, 'new-job', 'new-job?create=1', 'FOO'];
    await expectNoEffect(monitor, async () => {
      for (const path of keys.flatMap((key) => [`/${key}`, `/ping/${key}`])) {
        for (const id of ids)
          expect(await send('GET', `${other.origin}${path}/${id}`)).toMatchObject(notFound);
      }
    });
    expect(await allMonitors(other)).toEqual(before);
  }

  test('D3: slug pings that were never switched on are not found, and create nothing', expectNobody);

  test('D3: slug pings that were switched off again are not found, and create nothing', async () => {
    const { ping_key } = await manage(other, 'POST', 'ping-key', { key: 'a-key-of-nobody' });
    const monitor = await aMonitor(other);
    await expectPing(monitor, 'success', () => send('GET', `${other.origin}/${ping_key}/${monitor.id}`));
    await manage(other, 'DELETE', 'ping-key');
    await expectNobody();
  });
});
