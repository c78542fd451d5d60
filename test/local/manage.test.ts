import { Clock } from '../support/clock.ts';
import { send } from '../support/http.ts';
import { createMonitor, type MonitorAnswer, type Running, start } from '../support/local.ts';
import { manage, missing, refusal } from '../support/manage.ts';

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

const post = (path: string, body?: object | string) => manage('POST', host.url, path, body);
const get = (path: string) => manage('GET', host.url, path);
const create = (draft: object) => post('/monitors', { name: 'Nightly', ...draft });
const listed = async () => (await get('/monitors')).json?.monitors;

describe('max_misses', () => {
  test.each([1, 2, 10])('may be %d', async (max_misses) => {
    expect(await create({ max_misses })).toMatchObject({ status: 201, json: { max_misses, misses: 0 } });
  });

  test.each([0, -1, 11, 1.5, '3', null, true, [3]])('may not be %j', async (max_misses) => {
    const before = await listed();
    expect(await create({ max_misses })).toEqual(refusal('max_misses'));
    expect(await listed()).toEqual(before);
  });
});

describe('post_only', () => {
  test.each([true, false])('may be %j', async (post_only) => {
    expect(await create({ post_only })).toMatchObject({ status: 201, json: { post_only } });
  });

  test.each(['true', 1, 0, null, {}])('may not be %j', async (post_only) => {
    expect(await create({ post_only })).toEqual(refusal('post_only'));
  });
});

describe('body_filter', () => {
  const none = { start: [], success: [], fail: [], default_fail: false };

  test.each([
    [{ start: ['began'] }, { ...none, start: ['began'] }],
    [
      { success: ['a', 'ä'], default_fail: true },
      { ...none, success: ['a', 'ä'], default_fail: true },
    ],
    [
      { fail: [' '], default_fail: false },
      { ...none, fail: [' '] },
    ],
    [
      { start: [], fail: ['x'.repeat(50)] },
      { ...none, fail: ['x'.repeat(50)] },
    ],
    [{ fail: Array(10).fill('same') }, { ...none, fail: Array(10).fill('same') }],
  ])('may be %.60j, and is shown with its defaults', async (body_filter, shown) => {
    const { status, json } = await create({ body_filter });
    expect([status, json?.body_filter]).toEqual([201, shown]);
    expect((await get(`/monitors/${json?.id}`)).json?.body_filter).toEqual(shown);
  });

  test('may be null, which is none', async () => {
    expect(await create({ body_filter: null })).toMatchObject({ status: 201, json: { body_filter: null } });
  });

  test.each<[unknown, string]>([
    [{}, 'body_filter'],
    [{ default_fail: true }, 'body_filter'],
    [{ start: [], success: [], fail: [] }, 'body_filter'],
    ['began', 'body_filter'],
    [['began'], 'body_filter'],
    [true, 'body_filter'],
    [{ start: 'began' }, 'body_filter.start'],
    [{ start: null }, 'body_filter.start'],
    [{ success: Array(11).fill('x') }, 'body_filter.success'],
    [{ fail: [''] }, 'body_filter.fail.0'],
    [{ fail: ['x', 7] }, 'body_filter.fail.1'],
    [{ start: ['x'.repeat(51)] }, 'body_filter.start.0'],
    [{ start: ['x'], default_fail: 'yes' }, 'body_filter.default_fail'],
    [{ start: ['x'], default_fail: null }, 'body_filter.default_fail'],
  ])('may not be %.60j, and what is wrong is named', async (body_filter, field) => {
    expect(await create({ body_filter })).toEqual(refusal(field));
  });

  test('names every fault at once', async () => {
    const { json } = await create({ max_misses: 0, body_filter: { start: [''], fail: 'x' } });
    const fields = ['max_misses', 'body_filter.start.0', 'body_filter.fail'];
    expect(json?.errors).toEqual(fields.map((field) => ({ field, message: expect.any(String) })));
  });

  test('says which fields it knows if it is given another', async () => {
    const { json } = await create({ body_filter: { start: ['x'], strat: ['x'] } });
    const message = 'is not a known field; allowed are start, success, fail, default_fail';
    expect(json?.errors).toEqual([{ field: expect.stringMatching(/strat$/), message }]);
  });

  test('names a field that it does not know by its whole path', async () => {
    expect(await create({ body_filter: { start: ['x'], strat: ['x'] } })).toEqual(
      refusal('body_filter.strat'),
    );
  });

  test('may not have a keyword with half a character, which no body contains', async () => {
    const draft = '{"name": "Half", "body_filter": {"start": ["\\ud800"]}}';
    expect(await post('/monitors', draft)).toEqual(refusal('body_filter.start.0'));
  });
});

describe('a pause', () => {
  const pause = (body?: object | string) => post(`/monitors/${monitor.id}/pause`, body);
  const resume = (body?: object | string) => post(`/monitors/${monitor.id}/resume`, body);

  test.each([
    [undefined, false],
    [{}, false],
    [{ manual_resume: false }, false],
    [{ manual_resume: true }, true],
  ])('by the body %j is answered with the monitor as it is then', async (body, manual_resume) => {
    await send('GET', monitor.ping_url);
    const { status, json } = await pause(body);
    const shown = { id: monitor.id, status: 'paused', manual_resume, deadline_at: null, next_due_at: null };
    expect({ status, json }).toMatchObject({ status: 200, json: shown });
    expect((await get(`/monitors/${monitor.id}`)).json).toEqual(json);
  });

  test.each([
    ['{', 'body'],
    ['[]', 'body'],
    ['null', 'body'],
    ['"now"', 'body'],
    ['{"manual_resume": "yes"}', 'manual_resume'],
    ['{"manual_resume": null}', 'manual_resume'],
    ['{"manual_resume": 1}', 'manual_resume'],
    ['{"until": "2026-12-01"}', 'until'],
    [`{"manual_resume": false, "x": "${'x'.repeat(300_000)}"}`, 'body'],
  ])('by the body %.40s is refused, and does not pause', async (body, field) => {
    expect(await pause(body)).toEqual(refusal(field));
    expect((await get(`/monitors/${monitor.id}`)).json).toMatchObject({ status: 'new' });
  });

  test('may be said again, and made one that people end', async () => {
    const first = await pause();
    expect(await pause()).toEqual(first);
    expect(await pause({ manual_resume: true })).toMatchObject({
      status: 200,
      json: { manual_resume: true },
    });
  });

  test('ends with a resumption, which awaits the next ping', async () => {
    await pause({ manual_resume: true });
    expect(await resume()).toMatchObject({
      status: 200,
      json: { id: monitor.id, status: 'up', manual_resume: false, deadline_at: '2026-11-20T13:05:00.000Z' },
    });
  });

  test('need not be there to be ended', async () => {
    expect(await resume()).toMatchObject({ status: 200, json: { status: 'new', deadline_at: null } });
  });

  test.each(['pause', 'resume'])('of a monitor that is not there is not found by /%s', async (word) => {
    for (const id of ['nobody', 'Not-An-Id', '123', '%00', `${monitor.id}x`]) {
      expect(await post(`/monitors/${id}/${word}`)).toEqual(missing('monitor'));
    }
  });

  test.each(['GET', 'PUT', 'DELETE'])('is no route by %s', async (method) => {
    expect(await manage(method, host.url, `/monitors/${monitor.id}/pause`)).toEqual(missing('route'));
  });
});

describe('the heartbeats resource', () => {
  const shown = ['grace_period_seconds', 'id', 'name', 'schedule', 'status', 'unique_key'];

  test('creates a monitor from a name alone, and shows it in its own shape', async () => {
    const { status, json } = await post('/heartbeats', { name: 'DB Backup' });
    expect(status).toBe(201);
    expect(json).toEqual({
      ...{
        id: 'db-backup',
        name: 'DB Backup',
        schedule: 'every 1h',
        grace_period_seconds: 300,
        status: 'new',
      },
      unique_key: expect.stringMatching(/^db-backup-[0-9a-hjkmnp-tv-z]{20}$/),
    });
    expect(await get('/heartbeats/db-backup')).toMatchObject({ status: 200, json });
    expect((await send('GET', `${host.url}/ping/${json?.unique_key}`)).status).toBe(200);
  });

  test('lists every monitor in that shape', async () => {
    const { status, json } = await get('/heartbeats?limit=100');
    expect([status, json?.next_cursor]).toEqual([200, null]);
    const heartbeats = json?.heartbeats as Record<string, unknown>[];
    expect(heartbeats.map(({ id }) => id)).toContain(monitor.id);
    for (const heartbeat of heartbeats) expect(Object.keys(heartbeat).sort()).toEqual(shown);
  });

  test.each<[object | string, string]>([
    [{}, 'name'],
    ['', 'name'],
    [{ name: 'x', schedule: 'sometimes' }, 'schedule'],
    [{ name: 'x', grace_period_seconds: -1 }, 'grace_period_seconds'],
    [{ name: 'x', grace: 1 }, 'grace'],
    [{ name: 'x', max_misses: 0 }, 'max_misses'],
    ['name=x', 'body'],
  ])('refuses the body %j, and creates nothing', async (body, field) => {
    const before = await listed();
    expect(await post('/heartbeats', body)).toEqual(refusal(field));
    expect(await listed()).toEqual(before);
  });

  test('refuses a given id that is taken', async () => {
    expect(await post('/heartbeats', { name: 'x', id: monitor.id })).toMatchObject({
      ...{ status: 409, type: 'application/problem+json' },
      json: { title: 'The id is taken.', errors: [{ field: 'id', message: expect.any(String) }] },
    });
  });

  test.each(['limit=0', 'cursor=x', 'page=2'])('refuses a list with %s', async (query) => {
    expect(await get(`/heartbeats?${query}`)).toMatchObject({
      status: 400,
      json: { errors: [{ field: query.split('=')[0] }] },
    });
  });

  test('deletes a monitor once, whose key is unknown then', async () => {
    const path = `/heartbeats/${monitor.id}`;
    expect(await manage('DELETE', host.url, path)).toMatchObject({ status: 204, json: undefined });
    expect(await manage('DELETE', host.url, path)).toEqual(missing('monitor'));
    expect(await get(path)).toEqual(missing('monitor'));
    expect(await send('GET', monitor.ping_url)).toMatchObject({ status: 404, body: 'not found' });
  });

  test('has neither pauses nor keys', async () => {
    for (const word of ['pause', 'resume', 'aliases', 'rotate-key']) {
      expect(await post(`/heartbeats/${monitor.id}/${word}`)).toEqual(missing('route'));
    }
  });
});
