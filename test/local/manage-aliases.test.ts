import { Clock } from '../support/clock.ts';
import { send } from '../support/http.ts';
import { createMonitor, type MonitorAnswer, type Running, start } from '../support/local.ts';
import { manage, missing, noForeignKeys, refusal, uuid } from '../support/manage.ts';

const clock = new Clock(Date.parse('2026-11-20T12:00:00.000Z'));
let host: Running;
let monitor: MonitorAnswer;
let other: MonitorAnswer;

beforeAll(async () => {
  host = await start(clock);
});
afterAll(() => host.close());

beforeEach(async () => {
  // The claims that a test before has left may be taken over after a minute.
  clock.advanceTo(clock.now + 60_001);
  monitor = await createMonitor(host.url, { name: 'Backup' });
  other = await createMonitor(host.url, { name: 'Report' });
});
afterEach(async () => {
  for (const { id } of [monitor, other]) await call('DELETE', `/monitors/${id}`);
});

const aliases = (id = monitor.id) => `/monitors/${id}/aliases`;
const call = (method: string, path: string, body?: object | string) => manage(method, host.url, path, body);
const add = (key: unknown, id = monitor.id) => call('POST', aliases(id), { key });
const remove = (key: string, id = monitor.id) => call('DELETE', `${aliases(id)}/${key}`);
const list = async (id = monitor.id) => (await call('GET', aliases(id))).json?.aliases;
const pingStatus = async (key: string) => (await send('GET', `${host.url}/ping/${key}`)).status;

const taken = {
  status: 409,
  type: 'application/problem+json',
  json: {
    ...{ type: 'about:blank', title: 'The key is taken.', status: 409 },
    errors: [{ field: 'key', message: expect.any(String) }],
  },
};

describe('the aliases of a monitor', () => {
  test('are none at first', async () => {
    expect(await call('GET', aliases())).toMatchObject({ status: 200, json: { aliases: [] } });
  });

  test.each(['KumaToken_10', 'x'.repeat(64), '-_________', uuid])(
    'may be %s, which then pings it',
    async (key) => {
      const shown = { aliases: [{ key, until: null }] };
      expect(await add(key)).toMatchObject({ status: 201, type: 'application/json', json: shown });
      expect(await list()).toEqual(shown.aliases);
      expect(await pingStatus(key)).toBe(200);
    },
  );

  test('take a UUID in any case, and show it in lower case', async () => {
    await add(uuid.toUpperCase());
    expect(await list()).toEqual([{ key: uuid, until: null }]);
    expect([await pingStatus(uuid), await pingStatus(uuid.toUpperCase())]).toEqual([200, 200]);
    expect(await add(uuid, other.id)).toEqual(taken);
    expect(await remove(uuid.toUpperCase())).toMatchObject({ status: 204 });
    expect(await pingStatus(uuid)).toBe(404);
  });

  test('stay as they are if one is added again', async () => {
    await add('KumaToken_10');
    const first = await add('KumaToken_11');
    expect((await add('KumaToken_11')).status).toBe(201);
    expect(await add('KumaToken_11')).toEqual(first);
  });

  test('cannot have a key that another monitor has', async () => {
    await add('KumaToken_10', other.id);
    clock.advanceTo(clock.now + 86_400_000);
    expect(await add('KumaToken_10')).toEqual(taken);
    expect([await list(), await list(other.id)]).toEqual([[], [{ key: 'KumaToken_10', until: null }]]);
  });

  test.each(noForeignKeys)('cannot have the key %j', async (key) => {
    expect(await add(key)).toEqual(refusal('key'));
    expect(await list()).toEqual([]);
  });

  test.each([
    ['', 'key'],
    ['{}', 'key'],
    ['{', 'body'],
    ['[]', 'body'],
    ['{"key": "KumaToken_10", "until": 5}', 'until'],
  ])('are not changed by the body %j', async (body, field) => {
    expect(await call('POST', aliases(), body)).toEqual(refusal(field));
    expect(await list()).toEqual([]);
  });

  test('are no more than ten', async () => {
    for (let number = 1; number <= 10; number += 1) await add(`KumaToken_${number}`);
    expect(await add('KumaToken_11')).toEqual(refusal('key'));
    expect(await list()).toHaveLength(10);
    expect((await add('KumaToken_10')).status).toBe(201);
    await remove('KumaToken_3');
    expect((await add('KumaToken_11')).status).toBe(201);
  });

  test('leave the key that was one too many to others', async () => {
    for (let number = 1; number <= 10; number += 1) await add(`KumaToken_${number}`);
    await add('KumaToken_11');
    expect((await add('KumaToken_11', other.id)).status).toBe(201);
  });

  test('can be removed once, and are unknown then', async () => {
    await add('KumaToken_10');
    expect(await remove('KumaToken_10')).toMatchObject({ status: 204, json: undefined });
    expect(await remove('KumaToken_10')).toEqual(missing('alias'));
    expect([await list(), await pingStatus('KumaToken_10')]).toEqual([[], 404]);
  });

  test.each([
    ['at once if they were added more than a minute before', 60_001, 0],
    ['a minute after they were added', 0, 60_000],
  ])('that were removed are free for others %s', async (_when, beforeMs, afterMs) => {
    await add('KumaToken_10');
    clock.advanceTo(clock.now + beforeMs);
    await remove('KumaToken_10');
    clock.advanceTo(clock.now + afterMs);
    expect((await add('KumaToken_10', other.id)).status).toBe(201);
    expect(await pingStatus('KumaToken_10')).toBe(200);
  });

  test('cannot be removed from another monitor', async () => {
    await add('KumaToken_10', other.id);
    expect(await remove('KumaToken_10')).toEqual(missing('alias'));
    expect(await pingStatus('KumaToken_10')).toBe(200);
  });

  test.each(['nothing-like-it', '%00', 'x', 'x'.repeat(300), '%20'])(
    'have no %.20s to remove',
    async (key) => {
      expect(await remove(key)).toEqual(missing('alias'));
    },
  );

  test('of a deleted monitor are unknown, and free a minute later', async () => {
    await add('KumaToken_10');
    await call('DELETE', `/monitors/${monitor.id}`);
    expect(await pingStatus('KumaToken_10')).toBe(404);
    clock.advanceTo(clock.now + 60_000);
    expect((await add('KumaToken_10', other.id)).status).toBe(201);
    expect(await pingStatus('KumaToken_10')).toBe(200);
  });

  test('are not found where there is no monitor', async () => {
    expect(await call('GET', aliases('nobody'))).toEqual(missing('monitor'));
    expect(await add('KumaToken_10', 'nobody')).toEqual(missing('monitor'));
    expect(await remove('KumaToken_10', 'nobody')).toEqual(missing('monitor'));
    expect((await add('KumaToken_10')).status).toBe(201);
  });
});
