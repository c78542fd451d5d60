import { Clock } from '../support/clock.ts';
import { send } from '../support/http.ts';
import { createMonitor, type MonitorAnswer, type Running, start } from '../support/local.ts';
import { manage, missing, noForeignKeys, refusal, uuid } from '../support/manage.ts';

const clock = new Clock(Date.parse('2026-11-20T12:00:00.000Z'));
let host: Running;
let monitor: MonitorAnswer;

beforeAll(async () => {
  host = await start(clock);
});
afterAll(() => host.close());

beforeEach(async () => {
  monitor = await createMonitor(host.url, { name: 'Backup' });
});
afterEach(() => call('DELETE', `/monitors/${monitor.id}`));

const call = (method: string, path: string, body?: object | string) => manage(method, host.url, path, body);
const pingStatus = async (key: string) => (await send('GET', `${host.url}/ping/${key}`)).status;

describe('the slug ping key', () => {
  const pingKey = (method: string, body?: object | string) => call(method, '/ping-key', body);
  const urlOf = (key: string) => `${host.url}/ping/${key}/{id}`;
  const off = { status: 200, json: { ping_key: null, ping_url: null } };
  const pingBySlug = (key: unknown) => pingStatus(`${key}/${monitor.id}`);

  beforeEach(() => pingKey('DELETE'));

  test('is off at first', async () => {
    expect(await pingKey('GET')).toMatchObject(off);
  });

  test.each([undefined, {}])('is made by a POST with the body %j, and shown', async (body) => {
    const { status, json } = await pingKey('POST', body);
    const key = String(json?.ping_key);
    expect(key).toMatch(/^[0-9a-hjkmnp-tv-z]{24}$/);
    expect({ status, json }).toEqual({ status: 201, json: { ping_key: key, ping_url: urlOf(key) } });
    expect(await pingKey('GET')).toMatchObject({ status: 200, json });
    expect(await pingBySlug(key)).toBe(200);
  });

  test('is replaced by another POST, and the former is unknown at once', async () => {
    const former = (await pingKey('POST')).json?.ping_key;
    const current = (await pingKey('POST')).json?.ping_key;
    expect(current).not.toBe(former);
    expect([await pingBySlug(former), await pingBySlug(current)]).toEqual([404, 200]);
  });

  test.each(['hc_ping_key-0123456789', uuid, 'x'.repeat(64), 'KumaToken_'])(
    'may be %s, brought along',
    async (key) => {
      expect(await pingKey('POST', { key })).toMatchObject({ status: 201, json: { ping_key: key } });
      expect(await pingBySlug(key)).toBe(200);
    },
  );

  test('works as it was brought along, also if it is a UUID in upper case', async () => {
    await pingKey('POST', { key: uuid.toUpperCase() });
    expect(await pingBySlug(uuid.toUpperCase())).toBe(200);
  });

  test.each([`start-${'0'.repeat(20)}`, `2026-${'0'.repeat(20)}`, `--${'0'.repeat(20)}`])(
    'works as it was brought along, or is refused, also if it is %s',
    async (key) => {
      const { status } = await pingKey('POST', { key });
      expect([status, await pingBySlug(key)]).toEqual(status === 400 ? [400, 404] : [201, 200]);
    },
  );

  test.each(noForeignKeys)('may not be %j, and stays as it was', async (key) => {
    const { json } = await pingKey('POST');
    expect(await pingKey('POST', { key })).toEqual(refusal('key'));
    expect((await pingKey('GET')).json).toEqual(json);
  });

  test.each([
    ['{', 'body'],
    ['[]', 'body'],
    ['{"ping_key": "KumaToken_10"}', 'ping_key'],
  ])('is not set by the body %s', async (body, field) => {
    expect(await pingKey('POST', body)).toEqual(refusal(field));
    expect(await pingKey('GET')).toMatchObject(off);
  });

  test('is switched off by DELETE, also if it is off already', async () => {
    const { json } = await pingKey('POST');
    for (let times = 1; times <= 2; times += 1) {
      expect(await pingKey('DELETE')).toMatchObject({ status: 204, json: undefined });
    }
    expect(await pingKey('GET')).toMatchObject(off);
    expect(await pingBySlug(json?.ping_key)).toBe(404);
  });
});

describe('a key that is rotated', () => {
  const aliases = () => `/monitors/${monitor.id}/aliases`;
  const list = async () => (await call('GET', aliases())).json?.aliases;
  const rotate = (body?: object | string, id = monitor.id) =>
    call('POST', `/monitors/${id}/rotate-key`, body);
  const fillAliases = async () => {
    for (let number = 1; number <= 10; number += 1) {
      await call('POST', aliases(), { key: `KumaToken_${number}` });
    }
  };
  const keyOf = (pingUrl: unknown) => String(pingUrl).split('/').at(-1) ?? '';
  const former = () => keyOf(monitor.ping_url);

  test.each([undefined, {}, { overlap_seconds: 0 }])('by the body %j is unknown at once', async (body) => {
    const { status, json } = await rotate(body);
    expect(json).toMatchObject({ id: monitor.id, unique_key: keyOf(json?.ping_url) });
    expect(json?.unique_key).toMatch(/^backup-[0-9a-hjkmnp-tv-z]{20}$/);
    expect(json?.unique_key).not.toBe(former());
    expect([status, await pingStatus(former()), await pingStatus(keyOf(json?.ping_url))]).toEqual([
      200, 404, 200,
    ]);
    expect(await list()).toEqual([]);
  });

  test.each([1, 2_592_000])('with an overlap of %d s works until then', async (overlap_seconds) => {
    const { json } = await rotate({ overlap_seconds });
    const endsAt = clock.now + overlap_seconds * 1_000;
    expect(await list()).toEqual([{ key: former(), until: new Date(endsAt).toISOString() }]);
    clock.advanceTo(endsAt - 1);
    expect(await pingStatus(former())).toBe(200);
    clock.advanceTo(endsAt);
    expect([await pingStatus(former()), await pingStatus(keyOf(json?.ping_url))]).toEqual([404, 200]);
    expect(await list()).toEqual([]);
  });

  test.each<[object | string, string]>([
    [{ overlap_seconds: -1 }, 'overlap_seconds'],
    [{ overlap_seconds: 2_592_001 }, 'overlap_seconds'],
    [{ overlap_seconds: 1.5 }, 'overlap_seconds'],
    [{ overlap_seconds: '60' }, 'overlap_seconds'],
    [{ overlap_seconds: null }, 'overlap_seconds'],
    [{ overlap: 60 }, 'overlap'],
    ['60', 'body'],
    ['{', 'body'],
  ])('by the body %j is not, and goes on', async (body, field) => {
    expect(await rotate(body)).toEqual(refusal(field));
    expect(await pingStatus(former())).toBe(200);
  });

  test('needs a place among the aliases for its overlap', async () => {
    await fillAliases();
    expect(await rotate({ overlap_seconds: 1 })).toMatchObject({ status: 400 });
    expect(await pingStatus(former())).toBe(200);
    expect((await rotate()).status).toBe(200);
  });

  test('is refused by naming the field that asks for the overlap', async () => {
    await fillAliases();
    expect(await rotate({ overlap_seconds: 1 })).toEqual(refusal('overlap_seconds'));
  });

  test('can be taken away before its overlap ends', async () => {
    await rotate({ overlap_seconds: 60 });
    expect((await call('DELETE', `${aliases()}/${former()}`)).status).toBe(204);
    expect(await pingStatus(former())).toBe(404);
  });

  test('is not found where there is no monitor', async () => {
    expect(await rotate({ overlap_seconds: 60 }, 'nobody')).toEqual(missing('monitor'));
  });
});
