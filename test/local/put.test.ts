import { aHost, aMonitor, type MonitorAt, monitorOf } from '../support/dialects.ts';
import { send } from '../support/http.ts';

const host = aHost();

async function put(id: string, body: unknown, resource = 'monitors') {
  const url = `${host.origin}/api/v1/${resource}/${id}`;
  const { status, body: text } = await send('PUT', url, {}, JSON.stringify(body));
  return { status, json: JSON.parse(text) };
}

const nightly = { name: 'Nightly', schedule: '0 2 * * *', timezone: 'Europe/Riga', reminder_seconds: 3_600 };

test('a monitor that there is none of is created under the id', async () => {
  const { status, json } = await put('nightly', nightly);
  expect(status).toBe(201);
  expect(json).toMatchObject({ id: 'nightly', ...nightly, status: 'new', max_misses: 1 });
  expect(await monitorOf({ host, id: 'nightly' })).toEqual(json);
});

test('one that there is gets all settings anew, and keeps its key, its pings and its state', async () => {
  const monitor = await aMonitor(host, { reminder_seconds: 60, post_only: true, max_misses: 3 });
  await send('POST', monitor.url);
  const before = await monitorOf(monitor);
  const { status, json } = await put(monitor.id, { name: 'Anew', schedule: 'every 1h' });
  expect(status).toBe(200);
  expect(json).toEqual({ ...before, name: 'Anew', reminder_seconds: null, post_only: false, max_misses: 1 });
  expect(await monitorOf(monitor)).toEqual(json);
});

test('the same again is answered the same', async () => {
  const first = await put('again', nightly);
  expect(await put('again', nightly)).toEqual({ status: 200, json: first.json });
});

test('of many at once one creates the monitor, and the others find it', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => put('crowded', nightly)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  expect(new Set(answers.map(({ json }) => json.unique_key)).size).toBe(1);
});

test('the heartbeats resource takes it too, in its own shape', async () => {
  const { status, json } = await put('beat', nightly, 'heartbeats');
  expect(status).toBe(201);
  expect(json).toMatchObject({ id: 'beat', status: 'new' });
  expect(json).not.toHaveProperty('ping_url');
});

test.each<[string, unknown, string]>([
  ['nightly-2', {}, 'name'],
  ['nightly-2', { ...nightly, id: 'nightly-2' }, 'id'],
  ['nightly-2', { ...nightly, schedule: 'often' }, 'schedule'],
  ['nightly-2', { ...nightly, schedule: 'every 1h', early_margin_seconds: 5 }, 'early_margin_seconds'],
  ['Not-An-Id', nightly, 'id'],
  ['start', nightly, 'id'],
  ['123', nightly, 'id'],
  ['nightly-2', [], 'body'],
])('%s with the body %j is refused by its field, and creates nothing', async (id, body, field) => {
  const { status, json } = await put(id, body);
  expect(status).toBe(400);
  expect(json.errors).toMatchObject([{ field, message: expect.stringMatching(/allowed|known/) }]);
  const read = await send('GET', `${host.origin}/api/v1/monitors/${id}`);
  expect(read.status).toBe(404);
});

test('what is refused leaves the monitor that there is as it was', async () => {
  const monitor: MonitorAt = await aMonitor(host);
  const before = await monitorOf(monitor);
  expect((await put(monitor.id, { ...nightly, max_failures: 0 })).status).toBe(400);
  expect(await monitorOf(monitor)).toEqual(before);
});
