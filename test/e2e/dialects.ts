import assert from 'node:assert/strict';
import { type Answer, send } from '../support/http.ts';
import { step } from './steps.ts';
import { type MonitorAnswer, manage, type World } from './world.ts';

/** Rows of the ping protocol, by their ids, through the real gateway. */
export async function dialects(world: World): Promise<void> {
  const monitor = await created(world, { name: 'Dialects' });
  await canonical(world, monitor);
  await keys(world, monitor);
  await slugs(world);
  await kuma(world, monitor);
  await products(world, monitor);
  await heartbeats(world);
}

async function canonical(world: World, monitor: MonitorAnswer): Promise<void> {
  const url = `${world.apiUrl}/${monitor.unique_key}`;
  await step(
    'A12, C1: a start opens a run, and the success with its rid ends it with a duration',
    async () => {
      const rid = '9b2ef6b0-3a10-4c3e-9f50-4b4f7c0a0001';
      equals(await send('GET', `${url}/start?rid=${rid}`), 200, 'OK');
      assert.deepEqual(pick(await read(world, monitor), 'status', 'running'), ['new', true]);
      equals(await send('GET', `${url}?rid=${rid.toUpperCase()}`), 200, 'OK');
      assert.deepEqual(pick(await read(world, monitor), 'status', 'running'), ['up', false]);
      const [last] = await world.aws.pings(world.stackName, monitor.id);
      assert.ok(last?.kind === 'success' && Number(last.durationMs) >= 0);
    },
  );
  await step('A3, A11, A22: HEAD, a trailing slash and PUT ping too', async () => {
    equals(await send('HEAD', url), 200, '');
    equals(await send('GET', `${url}/`), 200, 'OK');
    equals(await send('PUT', `${url}/log`, {}, 'a line'), 200, 'OK');
    assert.equal((await read(world, monitor)).pings, 5);
  });
  await step('A10, B1: a body is kept to the byte, up to 10,000', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe, ...Buffer.alloc(10_000, 0x80)]);
    const type = { 'content-type': 'application/octet-stream' };
    equals(await send('POST', `${url}/log`, type, bytes), 200, 'OK');
    const [last] = await world.aws.pings(world.stackName, monitor.id);
    assert.deepEqual(Buffer.from(last?.body?.bytes ?? []), bytes.subarray(0, 10_000));
  });
  await step('A17, A18, A24, C5: what is malformed is refused, and has no effect', async () => {
    const { pings } = await read(world, monitor);
    equals(await send('GET', `${url}/256`), 400, 'invalid url format');
    equals(await send('GET', `${url}/foo`), 400, 'invalid url format');
    equals(await send('GET', `${url}?rid=12345`), 400, 'invalid uuid format');
    equals(await send('DELETE', url), 405, 'method not allowed');
    equals(await send('GET', `${url.slice(0, -1)}_`), 404, 'not found');
    assert.equal((await read(world, monitor)).pings, pings);
  });
  await step('E2: a monitor in a pause that only people end stays paused', async () => {
    assert.equal(
      (await manage(world, 'POST', `/monitors/${monitor.id}/pause`, { manual_resume: true })).status,
      200,
    );
    equals(await send('GET', url), 200, 'OK');
    assert.equal((await read(world, monitor)).status, 'paused');
    assert.equal((await manage(world, 'POST', `/monitors/${monitor.id}/resume`)).status, 200);
    assert.equal((await read(world, monitor)).status, 'up');
  });
}

async function keys(world: World, monitor: MonitorAnswer): Promise<void> {
  const uuid = '5f6a0c1e-8d8b-4b8e-9a55-0123456789ab';
  await step('A21: a UUID that was brought along pings, in either case', async () => {
    const aliases = `/monitors/${monitor.id}/aliases`;
    assert.equal((await manage(world, 'POST', aliases, { key: uuid })).status, 201);
    equals(await send('GET', `${world.apiUrl}/${uuid.toUpperCase()}`), 200, 'OK');
    assert.equal((await manage(world, 'DELETE', `${aliases}/${uuid}`)).status, 204);
    equals(await send('GET', `${world.apiUrl}/${uuid}`), 404, 'not found');
  });
  await step('G26: after a rotation the old key is unknown', async () => {
    const rotated = await created(world, { name: 'Rotated' });
    assert.equal((await manage(world, 'POST', `/monitors/${rotated.id}/rotate-key`)).status, 200);
    equals(await send('GET', `${world.apiUrl}/${rotated.unique_key}`), 404, 'not found');
  });
}

async function slugs(world: World): Promise<void> {
  await step('D3, D4, D5: slug pings are off at first; then eight at once create one monitor', async () => {
    equals(await send('GET', `${world.apiUrl}/0123456789abcdefghjkmnpq/by-slug?create=1`), 404, 'not found');
    const { ping_key: key } = JSON.parse((await manage(world, 'POST', '/ping-key')).body) as {
      ping_key: string;
    };
    const url = `${world.apiUrl}/${key}/by-slug`;
    equals(await send('GET', url), 404, 'not found');
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('GET', `${url}?create=1`)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 200, 200, 201]);
    equals(await send('GET', `${world.apiUrl}/${key}/BY-SLUG`), 400, 'invalid url format');
    const { status, body } = await manage(world, 'GET', '/monitors/by-slug');
    assert.deepEqual([status, JSON.parse(body).pings, JSON.parse(body).schedule], [200, 8, 'every 24h']);
    assert.equal((await manage(world, 'DELETE', '/ping-key')).status, 204);
    equals(await send('GET', url), 404, 'not found');
  });
}

async function kuma(world: World, monitor: MonitorAnswer): Promise<void> {
  const url = `${world.apiUrl}/api/push/${monitor.unique_key}`;
  await step("F1, F2, F4, F6, F7: Uptime Kuma's pushes are understood", async () => {
    equals(await send('GET', `${url}?status=up&msg=OK&ping=`), 200, '{"ok":true}');
    equals(await send('GET', `${url}?status=down&msg=disk+full&ping=12.5`), 200, '{"ok":true}');
    const [last] = await world.aws.pings(world.stackName, monitor.id);
    assert.deepEqual([last?.kind, last?.message, last?.durationMs], ['fail', 'disk full', 12.5]);
    assert.equal((await read(world, monitor)).status, 'down');
    assert.equal((await send('GET', `${url}?ping=-1`)).status, 404);
    equals(await send('GET', `${world.apiUrl}/api/push/nobody`), 404, '{"ok":false,"msg":"not found"}');
    equals(await send('GET', url), 200, '{"ok":true}');
  });
}

async function products(world: World, monitor: MonitorAnswer): Promise<void> {
  const { id, unique_key: key } = monitor;
  const accepted = async (method: string, path: string, body = '') => {
    const { status, body: answer } = await send(method, world.apiUrl + path, {}, body);
    assert.equal(status, 200, `${path}: ${answer}`);
    assert.deepEqual(pick(JSON.parse(answer), 'status', 'monitor'), ['ok', 'Dialects']);
  };
  await step("G1, G3, G4, G16: each product's own URL pings", async () => {
    await accepted('GET', `/api/v1/monitor/${id}/push/${key.slice(id.length + 1)}`);
    await accepted('POST', `/api/v1/hb/${key}`);
    await accepted('POST', `/api/v1/heartbeat/${key}`, 'plain text');
    assert.equal(
      (await send('GET', `${world.apiUrl}/api/v1/monitor/${id}/push/0123456789abcdefghjk`)).status,
      404,
    );
  });
  await step('G9, G10, G12: exit status and metadata are kept', async () => {
    await accepted('POST', `/api/heartbeat/${key}/1`);
    assert.equal((await send('POST', `${world.apiUrl}/api/heartbeat/${key}/256`)).status, 400);
    const json = JSON.stringify({ status: 'failed', duration: 3 });
    await accepted(
      'POST',
      `/api/heartbeat/${key}?status=completed&message=Processed+1247+records&duration=12.5s`,
      json,
    );
    const [last] = await world.aws.pings(world.stackName, id);
    assert.deepEqual(
      [last?.kind, last?.statusLabel, last?.message, last?.durationMs],
      ['success', 'completed', 'Processed 1247 records', 12_500],
    );
  });
  await step('G23, G25: a test result passes or fails, or is refused', async () => {
    await accepted(
      'POST',
      `/api/push/${key}/results`,
      '{"status":"pass","latency_ms":42,"labels":{"suite":"smoke"}}',
    );
    assert.equal((await send('POST', `${world.apiUrl}/api/push/${key}/results`, {}, 'no JSON')).status, 400);
    assert.equal((await send('GET', `${world.apiUrl}/api/push/${key}/results`)).status, 405);
  });
  await step("H2, H4: Cronitor's words are understood", async () => {
    equals(await send('GET', `${world.apiUrl}/ping/${key}/run`), 200, 'OK');
    assert.equal((await read(world, monitor)).running, true);
    equals(await send('GET', `${world.apiUrl}/ping/${key}?state=complete`), 200, 'OK');
    assert.equal((await read(world, monitor)).running, false);
  });
}

async function heartbeats(world: World): Promise<void> {
  await step(
    'G18, G20, G21, G22: heartbeats are created, listed and deleted by signed calls alone',
    async () => {
      const draft = { name: 'Beating', schedule: 'every 24h', grace_period_seconds: 300 };
      const unsigned = [{}, ...(world.emulated ? [] : [{ authorization: 'Bearer token' }])];
      for (const headers of unsigned) {
        const url = `${world.apiUrl}/api/v1/heartbeats`;
        assert.equal((await send('POST', url, headers, JSON.stringify(draft))).status, 403);
        assert.equal((await send('GET', url, headers)).status, 403);
        assert.equal((await send('DELETE', `${url}/dialects`, headers)).status, 403);
      }
      const { status, body } = await manage(world, 'POST', '/heartbeats', draft);
      assert.equal(status, 201, body);
      const beating = JSON.parse(body) as MonitorAnswer;
      assert.ok(JSON.parse((await manage(world, 'GET', '/heartbeats')).body).heartbeats.length > 1);
      equals(await send('GET', `${world.apiUrl}/${beating.unique_key}`), 200, 'OK');
      assert.equal((await manage(world, 'DELETE', `/heartbeats/${beating.id}`)).status, 204);
      equals(await send('GET', `${world.apiUrl}/${beating.unique_key}`), 404, 'not found');
    },
  );
}

async function created(world: World, draft: object): Promise<MonitorAnswer> {
  const { status, body } = await manage(world, 'POST', '/monitors', draft);
  assert.equal(status, 201, body);
  return JSON.parse(body) as MonitorAnswer;
}

async function read(world: World, { id }: MonitorAnswer): Promise<MonitorAnswer> {
  return JSON.parse((await manage(world, 'GET', `/monitors/${id}`)).body) as MonitorAnswer;
}

function pick<T extends object>(from: T, ...names: (keyof T)[]): unknown[] {
  return names.map((name) => from[name]);
}

function equals(answer: Answer, status: number, body: string): void {
  assert.deepEqual([answer.status, answer.body], [status, body]);
}
