import { startLocalHost } from '../../../lib/local/host.ts';
import type { After } from '../../../lib/local/timers.ts';
import { Clock } from '../../support/clock.ts';
import { aHost, alertsOf, aMonitor, manage, monitorOf, type TestHost } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { printLog } from '../../support/local.ts';

const host = aHost();
const secret = '[0-9a-hjkmnp-tv-z]{20}';

const post = (body: unknown, { origin }: TestHost = host) =>
  send('POST', `${origin}/api/v1/heartbeats`, { 'content-type': 'application/json' }, JSON.stringify(body));
const create = async (body: object, on?: TestHost) => JSON.parse((await post(body, on)).body);
const list = (query = '') => manage(host, 'GET', `heartbeats${query}`);

test('G18: a heartbeat is created with what was said, and answered with 201', async () => {
  const draft = { name: 'Nightly Backup (EU)', schedule: 'every 24h', grace_period_seconds: 300 };
  const { status, headers, body } = await post(draft);
  expect({ status, type: headers['content-type'] }).toEqual({ status: 201, type: 'application/json' });
  expect(JSON.parse(body)).toEqual({
    ...draft,
    id: 'nightly-backup-eu',
    unique_key: expect.stringMatching(new RegExp(`^nightly-backup-eu-${secret}$`)),
    status: 'new',
  });
});

test('G18: its unique_key is pinged at once, and it is the monitor of the same id', async () => {
  const { id, unique_key: key } = await create({
    name: 'Six hours',
    schedule: 'every 6h',
    grace_period_seconds: 60,
  });
  expect((await send('POST', `${host.origin}/api/v1/heartbeat/${key}`)).status).toBe(200);
  expect(await monitorOf({ host, id })).toMatchObject({
    ...{ id, unique_key: key, status: 'up', pings: 1, channels: ['default'] },
    deadline_at: new Date(host.clock.now + (6 * 3_600 + 60) * 1_000).toISOString(),
  });
});

test('G19: a name is enough: it is due every hour, with five minutes of grace', async () => {
  const { status, body } = await post({ name: 'Jüst a näme' });
  expect(status).toBe(201);
  expect(JSON.parse(body)).toEqual({
    id: 'just-a-name',
    name: 'Jüst a näme',
    schedule: 'every 1h',
    grace_period_seconds: 300,
    unique_key: expect.stringMatching(new RegExp(`^just-a-name-${secret}$`)),
    status: 'new',
  });
});

test('G19: a second one of the same name is another, with a key of its own', async () => {
  const first = await create({ name: 'Twin' });
  const second = await create({ name: 'Twin' });
  expect([first.id, second.id]).toEqual(['twin', 'twin-2']);
  expect(second.unique_key).toMatch(new RegExp(`^twin-2-${secret}$`));
  expect(first.unique_key.slice(-20)).not.toBe(second.unique_key.slice(-20));
});

test.each([
  [{}, 'name'],
  [{ schedule: 'every 24h', grace_period_seconds: 300 }, 'name'],
  [{ name: '' }, 'name'],
  [{ name: 'x', schedule: 'sometimes' }, 'schedule'],
  [{ name: 'x', grace_period_seconds: -1 }, 'grace_period_seconds'],
])('G19: %j is refused with 400, naming what is wrong, and creates nothing', async (draft, field) => {
  const before = await list();
  const { status, headers, body } = await post(draft);
  expect({ status, type: headers['content-type'] }).toEqual({
    status: 400,
    type: 'application/problem+json',
  });
  expect(JSON.parse(body).errors).toEqual([{ field, message: expect.stringMatching(/allowed (is|are)/) }]);
  expect(await list()).toEqual(before);
});

test('G20: the list has every heartbeat once, as its creation answered it, page by page', async () => {
  const created = [await create({ name: 'One' }), await create({ name: 'Two', schedule: 'every 10m' })];
  const { heartbeats, next_cursor: next, ...rest } = await list();
  expect({ next, rest }).toEqual({ next: null, rest: {} });
  expect(heartbeats).toEqual(expect.arrayContaining(created));
  const first = await list('?limit=1');
  const second = await list(`?limit=100&cursor=${first.next_cursor}`);
  expect([...first.heartbeats, ...second.heartbeats]).toEqual(heartbeats);
});

test('G20: the list and a single heartbeat show the status of now', async () => {
  const { id, unique_key: key } = await create({ name: 'Down already' });
  await send('POST', `${host.origin}/api/heartbeat/${key}/fail`);
  const shown = await manage(host, 'GET', `heartbeats/${id}`);
  expect(shown).toMatchObject({ id, unique_key: key, status: 'down' });
  expect((await list()).heartbeats).toContainEqual(shown);
});

test('G20: a heartbeat is late once it is due', async () => {
  const { id, unique_key: key } = await create({ name: 'Late already', schedule: 'every 10s' });
  await send('GET', `${host.origin}/api/v1/heartbeat/${key}`);
  host.clock.advanceTo(host.clock.now + 9_999);
  expect(await manage(host, 'GET', `heartbeats/${id}`)).toMatchObject({ status: 'up' });
  host.clock.advanceTo(host.clock.now + 1);
  expect(await manage(host, 'GET', `heartbeats/${id}`)).toMatchObject({ status: 'late' });
});

test('G21: a heartbeat that is deleted is gone, and its key is unknown', async () => {
  const { id, unique_key: key } = await create({ name: 'Short-lived' });
  const ping = () => send('GET', `${host.origin}/api/v1/heartbeat/${key}`);
  expect((await ping()).status).toBe(200);
  expect(await send('DELETE', `${host.origin}/api/v1/heartbeats/${id}`)).toMatchObject({
    status: 204,
    body: '',
  });
  expect(await ping()).toMatchObject({ status: 404, body: '{"status":"error","error":"not found"}' });
  expect((await list()).heartbeats.map((heartbeat: { id: string }) => heartbeat.id)).not.toContain(id);
  expect((await send('DELETE', `${host.origin}/api/v1/heartbeats/${id}`)).status).toBe(404);
});

test('G21: its timer goes with it', async () => {
  const clock = new Clock(Date.parse('2026-11-20T12:00:00.000Z'));
  const pending = new Set<() => void>();
  const after: After = (milliseconds, run) => {
    const fire = () => {
      pending.delete(fire);
      run();
    };
    pending.add(fire);
    const callOff = clock.after(milliseconds, fire);
    return () => {
      pending.delete(fire);
      callOff();
    };
  };
  const options = {
    port: 0,
    print: printLog,
    system: clock.system,
    after,
  };
  const { url: origin, close } = await startLocalHost(options);
  const watched = { origin, clock };
  try {
    const { id, unique_key: key } = await create({ name: 'Timed', schedule: 'every 1m' }, watched);
    await send('GET', `${origin}/api/v1/heartbeat/${key}`);
    expect(pending.size).toBe(1);
    await send('DELETE', `${origin}/api/v1/heartbeats/${id}`);
    expect(pending.size).toBe(0);
    clock.advanceTo(clock.now + 86_400_000);
    expect(await alertsOf({ host: watched, id })).toEqual([]);
  } finally {
    await close();
  }
});

describe('a rotated key', () => {
  const ping = (key: string) => send('POST', `${host.origin}/api/v1/heartbeat/${key}`);
  const statuses = (...keys: string[]) => Promise.all(keys.map(async (key) => (await ping(key)).status));
  const rotate = async (id: string, body: object) =>
    (await manage(host, 'POST', `monitors/${id}/rotate-key`, body)).unique_key;
  const aliases = async (id: string) => (await manage(host, 'GET', `monitors/${id}/aliases`)).aliases;

  test.each([{ overlap_seconds: 0 }, {}])(
    'G26: with %j the old key is unknown at once, and the new one is not',
    async (body) => {
      const { id, key } = await aMonitor(host);
      const unknown = await ping(`x${key}`);
      const next = await rotate(id, body);
      expect(next).toMatch(new RegExp(`^${id}-${secret}$`));
      const before = await monitorOf({ host, id });
      const answer = await ping(key);
      expect({ ...answer.headers, date: '' }).toEqual({ ...unknown.headers, date: '' });
      expect([answer.status, answer.body]).toEqual([404, unknown.body]);
      expect(await monitorOf({ host, id })).toEqual(before);
      expect(await aliases(id)).toEqual([]);
      expect(await statuses(next)).toEqual([200]);
      expect(await monitorOf({ host, id })).toMatchObject({ pings: 1, unique_key: next });
    },
  );

  test('G26: with an overlap the old key goes on until its instant, and not after', async () => {
    const { id, key } = await aMonitor(host);
    const endsAt = host.clock.now + 3_600_000;
    const next = await rotate(id, { overlap_seconds: 3_600 });
    expect(await statuses(key, next)).toEqual([200, 200]);
    host.clock.advanceTo(endsAt - 1);
    expect(await aliases(id)).toEqual([{ key, until: new Date(endsAt).toISOString() }]);
    expect(await statuses(key, next)).toEqual([200, 200]);
    host.clock.advanceTo(endsAt);
    expect(await aliases(id)).toEqual([]);
    expect(await statuses(key, next)).toEqual([404, 200]);
    expect(await monitorOf({ host, id })).toMatchObject({ pings: 5 });
  });

  test('G26: rotated twice, both old keys are listed and open until their instants', async () => {
    const { id, key: first } = await aMonitor(host);
    const since = host.clock.now;
    const second = await rotate(id, { overlap_seconds: 60 });
    const third = await rotate(id, { overlap_seconds: 30 });
    expect(await aliases(id)).toEqual([
      { key: first, until: new Date(since + 60_000).toISOString() },
      { key: second, until: new Date(since + 30_000).toISOString() },
    ]);
    expect(await statuses(first, second, third)).toEqual([200, 200, 200]);
    host.clock.advanceTo(since + 30_000);
    expect(await statuses(first, second, third)).toEqual([200, 404, 200]);
    host.clock.advanceTo(since + 60_000);
    expect(await statuses(first, second, third)).toEqual([404, 404, 200]);
  });

  test('G26: a key that was brought along is no part of it', async () => {
    const { id, key } = await aMonitor(host);
    const brought = crypto.randomUUID();
    await manage(host, 'POST', `monitors/${id}/aliases`, { key: brought });
    const endsAt = host.clock.now + 1_000;
    await rotate(id, { overlap_seconds: 1 });
    const listed = [
      { key: brought, until: null },
      { key, until: new Date(endsAt).toISOString() },
    ];
    expect(await aliases(id)).toEqual(listed);
    host.clock.advanceTo(endsAt);
    expect(await aliases(id)).toEqual(listed.slice(0, 1));
    expect(await statuses(brought, key)).toEqual([200, 404]);
  });
});
