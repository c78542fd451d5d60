import { request } from 'node:http';
import { batchJob, build, ecsTaskStopped, ownPing } from '../support/aws-events.ts';
import { Clock } from '../support/clock.ts';
import { send } from '../support/http.ts';
import { createMonitor, getMonitor, type MonitorAnswer, type Running, start } from '../support/local.ts';

const clock = new Clock(Date.parse('2026-11-20T12:00:00.000Z'));
let host: Running;
let monitor: MonitorAnswer;
let created = 0;

beforeAll(async () => {
  host = await start(clock);
});
afterAll(() => host.close());

beforeEach(async () => {
  created += 1;
  monitor = await createMonitor(host.url, { name: `Job ${created}`, schedule: 'every 1h' });
});

describe('a ping', () => {
  test.each([
    ['GET', ''],
    ['POST', ''],
    ['PUT', ''],
    ['PATCH', ''],
    ['GET', '/'],
    ['POST', '/'],
    ['GET', '/0'],
  ])('by %s to <key>%s is answered 200 OK in plain text, and counts', async (method, suffix) => {
    const answer = await send(method, monitor.ping_url + suffix);
    expect(answer).toMatchObject({
      status: 200,
      body: 'OK',
      headers: {
        'content-type': expect.stringContaining('text/plain'),
        'access-control-allow-origin': '*',
        'cache-control': expect.stringContaining('no-cache'),
        'ping-body-limit': '10000',
      },
    });
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ status: 'up', pings: 1 });
  });

  test('needs no /ping before its key', async () => {
    const answer = await send('GET', monitor.ping_url.replace('/ping/', '/'));
    expect(answer).toMatchObject({ status: 200, body: 'OK' });
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ pings: 1 });
  });

  test('by HEAD is answered without a body, and counts', async () => {
    expect(await send('HEAD', monitor.ping_url)).toMatchObject({ status: 200, body: '' });
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ status: 'up', pings: 1 });
  });

  test.each([
    ['JSON', 'application/json', 'no JSON at all'],
    ['a form', 'application/x-www-form-urlencoded', '{"json": true}'],
    ['nothing', 'text/plain', 'x'.repeat(100_000)],
  ])('with a body that is labelled as %s but is something else is accepted', async (_label, type, body) => {
    const answer = await send('POST', monitor.ping_url, { 'content-type': type }, body);
    expect(answer).toMatchObject({ status: 200, body: 'OK' });
  });

  test.each(['/fail', '/7', '/255'])('to <key>%s makes the monitor down', async (suffix) => {
    expect(await send('GET', monitor.ping_url + suffix)).toMatchObject({ status: 200, body: 'OK' });
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ status: 'down', pings: 1 });
  });

  test.each(['/256', '/99999999999', '/foo', '/-1', '/fail/fail', '/%00'])(
    'to <key>%s is refused with 400, and has no effect',
    async (suffix) => {
      const answer = await send('GET', monitor.ping_url + suffix);
      expect(answer).toMatchObject({ status: 400, body: 'invalid url format' });
      expect(await getMonitor(host.url, monitor.id)).toMatchObject({ status: 'new', pings: 0 });
    },
  );

  test.each(['DELETE', 'TRACE'])('by %s is refused with 405, naming what is allowed', async (method) => {
    const answer = await send(method, monitor.ping_url);
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST, PUT, PATCH, OPTIONS' } });
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ pings: 0 });
  });

  test('that a browser asks about first has no effect until it is sent', async () => {
    const answer = await send('OPTIONS', monitor.ping_url, { origin: 'https://job.example' });
    expect(answer).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': '*' } });
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ pings: 0 });
  });
});

test.each(['//', '//ping', '///', '/%', '/ping/', '/ping', '/?x', '/ping/%zz/%00'])(
  'the path %s is no ping, and is answered 404',
  async (path) => {
    expect(await sendPath(path)).toBe(path === '/?x' ? 200 : 404);
  },
);

/** Sends a path as it is, which a URL would tidy up. */
function sendPath(path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(host.url);
  return new Promise((answered, failed) => {
    const sent = request({ hostname, port, path }, (response) => {
      response.resume().on('end', () => answered(response.statusCode));
    });
    sent.on('error', failed);
    sent.end();
  });
}

describe('a key that is not right', () => {
  const dates = { date: undefined };

  test('is answered the same, byte for byte, whether the id or the secret is wrong', async () => {
    const wrongSecret = `${monitor.ping_url.slice(0, -1)}${monitor.ping_url.endsWith('0') ? '1' : '0'}`;
    const wrongId = monitor.ping_url.replace('/job-', '/jab-');
    const answers = [
      await send('GET', wrongSecret),
      await send('GET', wrongId),
      await send('GET', `${host.url}/x`),
      await send('GET', `${wrongId}/256`),
      await send('GET', `${wrongSecret}/foo`),
    ];
    for (const { headers, ...answer } of answers) {
      expect(answer).toEqual({ status: 404, body: 'not found' });
      expect({ ...headers, ...dates }).toEqual({ ...answers[0]?.headers, ...dates });
    }
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ pings: 0 });
  });
});

describe('management', () => {
  const monitors = () => `${host.url}/api/v1/monitors`;
  const post = (body: string) => send('POST', monitors(), {}, body);

  test('creates a monitor with every default, and answers all of it', async () => {
    const { status, body } = await post('{"name": "Nächtliches Backup"}');
    expect(status).toBe(201);
    expect(JSON.parse(body)).toEqual({
      id: 'nachtliches-backup',
      name: 'Nächtliches Backup',
      schedule: 'every 1h',
      grace_period_seconds: 300,
      timezone: 'UTC',
      early_margin_seconds: null,
      max_misses: 1,
      max_failures: 1,
      recovery_threshold: 1,
      max_runtime_seconds: null,
      expect_first_ping: false,
      reminder_seconds: null,
      runbook_url: null,
      tags: [],
      channels: ['default'],
      post_only: false,
      body_filter: null,
      auto_created: false,
      managed_by: null,
      schedule_in_words: 'every 1 hour',
      next_occurrences: [13, 14, 15, 16, 17].map((hour) => `2026-11-20T${hour}:00:00.000Z`),
      status: 'new',
      status_since: '2026-11-20T12:00:00.000Z',
      manual_resume: false,
      resume_at: null,
      running: false,
      pings: 0,
      misses: 0,
      failures: 0,
      successes: 0,
      last_ping_at: null,
      recent_check_ins: [],
      last_success_at: null,
      next_due_at: null,
      deadline_at: null,
      created_at: '2026-11-20T12:00:00.000Z',
      unique_key: expect.stringMatching(/^nachtliches-backup-[0-9a-hjkmnp-tv-z]{20}$/),
      ping_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/ping\/nachtliches-backup-/),
    });
  });

  test.each([
    ['{', 'body'],
    ['[]', 'body'],
    ['{"schedule": "every 1h"}', 'name'],
    ['{"name": 5}', 'name'],
    ['{"name": ""}', 'name'],
    ['{"name": "  "}', 'name'],
    ['{"name": "\\u0007x"}', 'name'],
    ['{"name": "x\\ud800"}', 'name'],
    ['{"name": "\\u200b"}', 'name'],
    [`{"name": "${'x'.repeat(101)}"}`, 'name'],
    ['{"name": "x", "schedule": "every -5m"}', 'schedule'],
    ['{"name": "x", "schedule": "every 400d"}', 'schedule'],
    ['{"name": "x", "schedule": "sometimes"}', 'schedule'],
    ['{"name": "x", "schedule": 5}', 'schedule'],
    ['{"name": "x", "grace_period_seconds": -1}', 'grace_period_seconds'],
    ['{"name": "x", "grace_period_seconds": 1.5}', 'grace_period_seconds'],
    ['{"name": "x", "channels": ["pager"]}', 'channels.0'],
    ['{"name": "x", "channels": []}', 'channels'],
    ['{"name": "x", "channels": "default"}', 'channels'],
    ['{"name": "x", "id": 5}', 'id'],
    ['{"name": "x", "id": "Not An Id"}', 'id'],
    ['{"name": "x", "id": "start"}', 'id'],
    ['{"name": "x", "id": "123"}', 'id'],
    ['{"name": "x", "grace_seconds": 5}', 'grace_seconds'],
    [`{"name": "${'x'.repeat(300_000)}"}`, 'body'],
  ])('refuses body %#, naming the field and what is allowed, and stores nothing', async (text, field) => {
    const before = (await send('GET', monitors())).body;
    const { status, headers, body } = await post(text);
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 400,
      type: 'application/problem+json',
    });
    const { errors } = JSON.parse(body);
    expect(errors).toEqual([{ field, message: expect.stringMatching(/allowed (is|are)/) }]);
    expect((await send('GET', monitors())).body).toBe(before);
  });

  test('names every field that is wrong at once', async () => {
    const { body } = await post('{"schedule": "sometimes", "grace_period_seconds": "5", "nme": "x"}');
    const fields = JSON.parse(body).errors.map(({ field }: { field: string }) => field);
    expect(fields.sort()).toEqual(['grace_period_seconds', 'name', 'nme', 'schedule']);
  });

  test('refuses a given id that is taken, and numbers one that is made from a name', async () => {
    expect((await post(`{"name": "x", "id": "${monitor.id}"}`)).status).toBe(409);
    const second = await createMonitor(host.url, { name: monitor.id.replace('-', ' ') });
    expect(second.id).toBe(`${monitor.id}-2`);
  });

  test('lists every monitor once, page by page', async () => {
    const ids: string[] = [];
    let cursor = '';
    do {
      const page = JSON.parse((await send('GET', `${monitors()}?limit=3${cursor}`)).body);
      ids.push(...page.monitors.map(({ id }: MonitorAnswer) => id));
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    const all = JSON.parse((await send('GET', monitors())).body).monitors.map(({ id }: MonitorAnswer) => id);
    expect(ids.sort()).toEqual(all.sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'limit=',
    'limit=0x10',
    'cursor=x',
    `cursor=${Buffer.from(`monitor#${'x'.repeat(3_000)}`).toString('base64url')}`,
    'page=2',
    'status=on',
    'fields=some',
    'status=',
    'q=',
    `q=${'x'.repeat(101)}`,
    'tag=',
    'tag=a%20b',
    'tag=a&tag=',
    `tag=${'x'.repeat(51)}`,
    `tag=${Array(21).fill('x').join('&tag=')}`,
  ])('refuses list query %#, naming the field and what is allowed', async (query) => {
    const { status, body } = await send('GET', `${monitors()}?${query}`);
    expect(status).toBe(400);
    const field = query.startsWith('tag') ? expect.stringMatching(/^tag/) : query.split('=')[0];
    expect(JSON.parse(body).errors).toEqual([{ field, message: expect.stringMatching(/allowed (is|are)/) }]);
  });

  test('names no more than twenty fields', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field${index}`, 1]));
    expect(JSON.parse((await post(JSON.stringify(many))).body).errors).toHaveLength(20);
  });

  test('keeps each channel once', async () => {
    const { status, body } = await post('{"name": "Twice", "channels": ["default", "default"]}');
    expect([status, JSON.parse(body).channels]).toEqual([201, ['default']]);
  });

  test('says nothing is due while a monitor is down', async () => {
    await send('GET', `${monitor.ping_url}/fail`);
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ status: 'down', next_due_at: null });
  });

  test('deletes a monitor, whose key then is unknown', async () => {
    expect((await send('DELETE', `${monitors()}/${monitor.id}`)).status).toBe(204);
    expect((await send('GET', `${monitors()}/${monitor.id}`)).status).toBe(404);
    expect((await send('DELETE', `${monitors()}/${monitor.id}`)).status).toBe(404);
    expect(await send('GET', monitor.ping_url)).toMatchObject({ status: 404, body: 'not found' });
  });

  test('has no other routes', async () => {
    const { status, headers } = await send('PUT', monitors());
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 404,
      type: 'application/problem+json',
    });
  });

  test.each([{ host: 'evil.example' }, { origin: 'https://evil.example' }])(
    'is refused to a web page elsewhere, which a browser sends with %j',
    async (headers) => {
      expect((await send('GET', monitors(), headers)).status).toBe(403);
      expect((await send('GET', `${host.url}/local/alerts`, headers)).status).toBe(403);
      expect((await send('POST', `${host.url}/local/events`, headers, '{}')).status).toBe(403);
    },
  );
});

test('/healthz says ready', async () => {
  expect(await send('GET', `${host.url}/healthz`)).toMatchObject({ status: 200 });
});

describe('an event that is posted to the local host', () => {
  const post = async (query: string, event: unknown) => {
    const text = typeof event === 'string' ? event : JSON.stringify(event);
    const { status, body } = await send('POST', `${host.url}/local/events${query}`, {}, text);
    return { status, json: JSON.parse(body) };
  };
  const entry = (detail: object) => ({
    ...{ Source: 'downbeat.ping', DetailType: 'Ping' },
    Detail: JSON.stringify(detail),
  });
  const stopped = ecsTaskStopped({
    containers: [
      { name: 'app', exitCode: 3 },
      { name: 'proxy', exitCode: 0 },
    ],
    stoppedAt: '2026-11-20T11:59:00Z',
  });

  test('of AWS is a ping of the monitor that the query names, when it happened', async () => {
    const answer = await post(`?monitor_id=${monitor.id}`, stopped);
    expect(answer).toEqual({ status: 200, json: { status: 'ok', monitor: `Job ${created}` } });
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ status: 'down' });
    const { body } = await send('GET', `${host.url}/local/pings/${monitor.id}`);
    expect(JSON.parse(body).pings).toMatchObject([
      {
        ...{ at: '2026-11-20T11:59:00.000Z', received_at: '2026-11-20T12:00:00.000Z', source_ip: 'aws.ecs' },
        user_agent: 'ECS Task State Change (8f07966c-b005-4a0f-9ee9-63d2c41448b3)',
      },
    ]);
  });

  test('of ECS is judged by the container that the query names', async () => {
    await post(`?monitor_id=${monitor.id}&container=proxy`, {
      ...stopped,
      detail: { ...stopped.detail, stopCode: null },
    });
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ status: 'up' });
  });

  test('counts for its time where it says no better', async () => {
    await post(`?monitor_id=${monitor.id}`, build({}));
    const { body } = await send('GET', `${host.url}/local/pings/${monitor.id}`);
    // No event is believed to be older than a day.
    expect(JSON.parse(body).pings).toMatchObject([{ at: '2026-11-19T12:00:00.000Z' }]);
  });

  test('as an entry of PutEvents is a ping of the monitor that it names itself, now', async () => {
    await post('', entry({ monitor_id: monitor.id, exit_status: 3 }));
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ status: 'down' });
    const { body } = await send('GET', `${host.url}/local/pings/${monitor.id}`);
    expect(JSON.parse(body).pings).toMatchObject([{ at: '2026-11-20T12:00:00.000Z', received_at: null }]);
  });

  test('that says nothing of a run is no ping', async () => {
    const waits = batchJob({ status: 'RUNNABLE' });
    expect(await post(`?monitor_id=${monitor.id}`, waits)).toEqual({
      status: 200,
      json: { status: 'no ping' },
    });
    expect(await getMonitor(host.url, monitor.id)).toMatchObject({ pings: 0 });
  });

  test.each<[string, unknown, string]>([
    ['no JSON', '{', 'body'],
    ['no object', [1], 'body'],
    ['null', null, 'body'],
    ['of another source', { ...ownPing({}), source: 'acme' }, 'source'],
    ['without a type', { ...ownPing({}), 'detail-type': undefined }, 'detail-type'],
    ['without a detail', { ...ownPing({}), detail: 'text' }, 'detail'],
    ['of no instant', { ...ownPing({}), time: 'today' }, 'time'],
    ['for no monitor', ownPing({}), 'monitor_id'],
    ['of a task without a name', { ...stopped, detail: { lastStatus: 'STOPPED' } }, 'taskArn'],
    ['an entry whose detail is no text', { ...entry({}), Detail: {} }, 'Detail'],
    ['an entry whose detail is no JSON', { ...entry({}), Detail: '{' }, 'Detail'],
    ['an entry whose detail is a list', { ...entry({}), Detail: '[]' }, 'Detail'],
  ])('and is %s is refused by name', async (_what, event, field) => {
    expect(await post('', event)).toMatchObject({ status: 400, json: { errors: [{ field }] } });
  });

  test('for a monitor that is not there is answered 404', async () => {
    expect(await post('?monitor_id=nobody', stopped)).toMatchObject({ status: 404 });
  });

  test('is taken by POST alone', async () => {
    expect(await send('GET', `${host.url}/local/events`)).toMatchObject({ status: 404 });
  });
});
