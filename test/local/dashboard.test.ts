import { Clock } from '../support/clock.ts';
import { send } from '../support/http.ts';
import { createMonitor, getMonitor, type Running, start } from '../support/local.ts';
import { fieldOf, hostile, sentBack, textOf, tokenIn } from '../support/pages.ts';

// The pages over the real API, in the process of the local host.

const clock = new Clock(Date.parse('2026-11-20T12:00:00.000Z'));
let host: Running;
let token: string;

beforeAll(async () => {
  host = await start(clock);
  token = tokenIn((await get('/new')).body);
});
afterAll(() => host.close());

const get = (path: string, headers: Record<string, string> = {}) => send('GET', host.url + path, headers);

/** Sends a form as a browser does. */
function post(path: string, fields: Record<string, string> = {}) {
  const headers = { origin: host.url, 'content-type': 'application/x-www-form-urlencoded' };
  return send('POST', host.url + path, headers, String(new URLSearchParams({ token, ...fields })));
}

const essentials = { kind: 'every', every: '1h', timezone: 'UTC', grace: '5m', channels: 'default' };
const numbers = { max_misses: '1', max_failures: '1', recovery_threshold: '1' };
const filled = { ...essentials, ...numbers, do: 'save' };

test('the overview shows the monitors of this machine', async () => {
  const { status, headers, body } = await get('/');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(textOf(body)).toMatch(/Monitors this machine .*Demo every 1 minute/);
});

test('HEAD is answered as GET is, without the page', async () => {
  expect(await send('HEAD', `${host.url}/`)).toMatchObject({ status: 200, body: '' });
});

test.each([
  '/monitors/none',
  '/monitors/none/edit',
  '/monitors/none/delete',
  '/monitors/A%20B',
  '/monitors/',
  '/monitors/a/b',
])('the page %s is not found', async (path) => {
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body).toContain('Page not found');
});

test('an address that takes no form says so', async () => {
  expect((await post('/')).status).toBe(405);
  expect((await get('/monitors/demo/resume')).status).toBe(405);
});

test('the form of a new monitor stands where people look for it, unless a monitor is called so', async () => {
  expect(await get('/monitors/new')).toMatchObject({ status: 303, headers: { location: '/new' } });
  await createMonitor(host.url, { name: 'New' });
  expect((await get('/monitors/new')).status).toBe(200);
});

describe('a monitor is created', () => {
  test('with its essentials, and shown with its ping URL', async () => {
    const answer = await post('/new', { ...filled, name: 'Nightly backup' });
    expect(answer).toMatchObject({ status: 303, body: '' });
    const { body } = await get(answer.headers.location ?? '');
    const { ping_url } = await getMonitor(host.url, 'nightly-backup');
    expect(textOf(body)).toContain('Nightly backup is created. Give its ping URL to the job.');
    expect(body).toContain(`data-copy="${ping_url}"`);
    for (const line of [`curl -fsS`, 'import urllib.request', 'await fetch('])
      expect(textOf(body)).toContain(line);
  });

  test('with every setting, which the form to edit it shows again', async () => {
    const all = {
      ...{
        ...filled,
        name: 'All',
        id: 'all',
        kind: 'cron',
        cron: '0 2 * * *\n30 4 1 * *',
        timezone: 'Europe/Riga',
      },
      ...{ grace: '1h30m', tags: 'prod db', runbook_url: 'https://x.example/?a="b', reminder: '1d' },
      ...{
        max_misses: '2',
        max_failures: '3',
        recovery_threshold: '4',
        max_runtime: '2h',
        early_margin: '30s',
      },
      ...{ expect_first_ping: 'on', post_only: 'on', filter_start: 'began\n<b>', filter_success: 'ok' },
      ...{ filter_fail: 'no way', filter_default_fail: 'on', channels: 'default' },
    };
    expect((await post('/new', { ...all, runbook_url: 'https://x.example/run' })).status).toBe(303);
    expect(await getMonitor(host.url, 'all')).toMatchObject({
      ...{
        name: 'All',
        schedule: '0 2 * * *\n30 4 1 * *',
        timezone: 'Europe/Riga',
        grace_period_seconds: 5_400,
      },
      ...{ tags: ['prod', 'db'], runbook_url: 'https://x.example/run', reminder_seconds: 86_400 },
      ...{ max_misses: 2, max_failures: 3, recovery_threshold: 4, max_runtime_seconds: 7_200 },
      ...{ early_margin_seconds: 30, expect_first_ping: true, post_only: true, channels: ['default'] },
      body_filter: { start: ['began', '<b>'], success: ['ok'], fail: ['no way'], default_fail: true },
    });
    const { body } = await get('/monitors/all/edit');
    const { do: _do, id: _id, ...shown } = all;
    expect(sentBack(body)).toMatchObject({ ...shown, every: '1h', runbook_url: 'https://x.example/run' });
  });

  test('not before what is wrong is told at its field, with what was typed', async () => {
    const typed = {
      ...{ ...filled, name: '', every: 'sometimes', timezone: 'Mars', grace: '5m', tags: 'x'.repeat(51) },
      ...{ max_misses: 'many', channels: 'nobody', id: 'Not An Id', filter_default_fail: 'on' },
    };
    const { status, body } = await post('/new', typed);
    expect(status).toBe(400);
    const { do: _do, ...shown } = typed;
    expect(sentBack(body)).toMatchObject(shown);
    const wrong = ['name', 'every', 'timezone', 'tags', 'max_misses', 'channels', 'id', 'filter_fail'];
    for (const name of wrong) {
      expect(fieldOf(body, name)).toMatch(
        new RegExp(`aria-invalid="true"[\\s\\S]*id="${name}-error">[^<]*llowed (?:is|are)`),
      );
      expect(body).toContain(`<a href="#${name}">`);
    }
    expect(body).not.toContain('id="grace-error"');
    expect(body.match(/<details class="group" open>/g)).toHaveLength(4);
  });

  test.each([
    ['grace', ''],
    ['grace', '300'],
    ['grace', '367d'],
    ['reminder', '59s'],
    ['max_runtime', '73h'],
    ['early_margin', '61m'],
  ])('not with a %s of %j, and the field says which durations are allowed', async (name, text) => {
    const { status, body } = await post('/new', {
      ...filled,
      name: 'x',
      kind: 'cron',
      cron: '@daily',
      [name]: text,
    });
    expect(status).toBe(400);
    expect(fieldOf(body, name)).toContain('Allowed is a duration such as 90s, 5m or 1h30m, from');
    expect(body.match(/class="error"/g)).toHaveLength(1);
  });

  test.each([
    ['the least', { grace: '0s', reminder: '60s', max_runtime: '1s', early_margin: '0s' }, [0, 60, 1, 0]],
    [
      'the most',
      { grace: '366d', reminder: '366d', max_runtime: '72h', early_margin: '1h' },
      [31_622_400, 31_622_400, 259_200, 3_600],
    ],
  ])('with %s of each duration', async (id, durations, seconds) => {
    const slug = id.replace(' ', '-');
    const cron = { kind: 'cron', cron: '@daily' };
    expect((await post('/new', { ...filled, ...cron, name: id, id: slug, ...durations })).status).toBe(303);
    const [grace_period_seconds, reminder_seconds, max_runtime_seconds, early_margin_seconds] = seconds;
    const expected = { grace_period_seconds, reminder_seconds, max_runtime_seconds, early_margin_seconds };
    expect(await getMonitor(host.url, slug)).toMatchObject(expected);
  });

  test('though an early margin was typed before the schedule became an interval', async () => {
    expect((await post('/new', { ...filled, name: 'Margin', early_margin: 'x' })).status).toBe(303);
  });

  test('and an interval may be typed with its every', async () => {
    await post('/new', { ...filled, name: 'Every', every: ' Every 5m' });
    expect(await getMonitor(host.url, 'every')).toMatchObject({ schedule: 'every 5m' });
  });

  test('and a preview creates nothing, but shows how its schedule reads', async () => {
    const typed = { ...filled, name: 'Only a look', kind: 'cron', cron: '0 2 * * MON', do: 'preview' };
    const { status, body } = await post('/new', typed);
    expect(status).toBe(200);
    expect(textOf(body)).toContain('At 02:00, only on Monday, UTC');
    expect(textOf(body)).toContain('the first is missed at 2026-11-23 02:05 UTC');
    expect(body.match(/datetime="2026-1[12]-\d\dT02:00:00.000Z"/g)).toHaveLength(5 * 2);
    expect(sentBack(body)).toMatchObject({ name: 'Only a look', cron: '0 2 * * MON' });
    expect((await get('/monitors/only-a-look')).status).toBe(404);
  });
});

test.each([
  ['kind=every&every=90m&timezone=UTC&grace=5m', 'Every 90 minutes'],
  ['kind=cron&cron=0+2+*+*+*&timezone=Europe/Riga&grace=', 'At 02:00, Europe/Riga'],
  ['kind=cron&cron=1+12+*+*+*&timezone=UTC&grace=0s', 'is missed at 2026-11-20 12:01 UTC'],
  ['kind=cron&cron=*/5+2+*+3+7L&timezone=Europe/Berlin', 'never matches in Europe/Berlin'],
  ['kind=every&every=often&timezone=UTC', 'Is not a schedule; allowed are'],
  ['kind=cron&cron=0+2+*+*+*&timezone=Mars', 'Is not a time zone; allowed is'],
  ['kind=cron&cron=0+0+30+2+*&timezone=UTC', 'never matches'],
])('the preview of %s says %s', async (query, words) => {
  const { status, body } = await get(`/preview?${query}`);
  expect(status).toBe(200);
  expect(textOf(/data-preview-panel>([\s\S]*)<\/section>/.exec(body)?.[1] ?? '')).toContain(words);
});

describe('a monitor', () => {
  let id: string;
  let created = 0;

  beforeEach(async () => {
    created += 1;
    id = (
      await createMonitor(host.url, { name: `Job ${created}`, id: `job-${created}`, schedule: 'every 1h' })
    ).id;
  });

  /** Sends a form to the monitor, and answers what the page after it says. */
  async function acted(action: string, fields: Record<string, string> = {}): Promise<string> {
    const { headers } = await post(`/monitors/${id}/${action}`, fields);
    return textOf((await get(headers.location ?? '/none')).body);
  }

  test('is changed, and what the form does not show stays', async () => {
    const form = sentBack((await get(`/monitors/${id}/edit`)).body);
    expect(await acted('edit', { ...form, name: 'Renamed', do: 'save' })).toContain(
      'The settings are saved.',
    );
    expect(await getMonitor(host.url, id)).toMatchObject({ name: 'Renamed', schedule: 'every 1h', tags: [] });
  });

  test('is not changed over what somebody else has changed meanwhile, unless it is said again', async () => {
    const form = sentBack((await get(`/monitors/${id}/edit`)).body);
    await send('PATCH', `${host.url}/api/v1/monitors/${id}`, {}, '{"name": "Theirs"}');
    const refused = await post(`/monitors/${id}/edit`, { ...form, name: 'Ours', do: 'save' });
    expect(refused.status).toBe(412);
    expect(textOf(refused.body)).toContain('Somebody else has changed the settings');
    expect(await getMonitor(host.url, id)).toMatchObject({ name: 'Theirs' });
    await post(`/monitors/${id}/edit`, { ...sentBack(refused.body), do: 'save' });
    expect(await getMonitor(host.url, id)).toMatchObject({ name: 'Ours' });
  });

  test('is not changed by a preview, nor by what is wrong', async () => {
    const form = sentBack((await get(`/monitors/${id}/edit`)).body);
    expect((await post(`/monitors/${id}/edit`, { ...form, every: '2h', do: 'preview' })).body).toContain(
      'Every 2 hours',
    );
    const wrong = await post(`/monitors/${id}/edit`, { ...form, every: '1s', do: 'save' });
    expect(wrong.status).toBe(400);
    expect(fieldOf(wrong.body, 'every')).toContain('Is too short');
    expect(await getMonitor(host.url, id)).toMatchObject({ schedule: 'every 1h' });
  });

  test.each<[Record<string, string>, string | null]>([
    [{ for: '8h' }, '2026-11-20T20:00:00.000Z'],
    [{ until: '2026-11-21T06:00' }, '2026-11-21T06:00:00.000Z'],
    [{ until: '2026-11-21T06:00', until_instant: '2026-11-21T04:00:00.000Z' }, '2026-11-21T04:00:00.000Z'],
    [{ until: '', until_instant: '' }, null],
  ])('is paused by %j', async (fields, resume_at) => {
    expect(await acted('pause', fields)).toMatch(/It is paused\..*Paused for 0s/);
    expect(await getMonitor(host.url, id)).toMatchObject({
      status: 'paused',
      resume_at,
      manual_resume: false,
    });
  });

  test('is paused against pings, and resumed', async () => {
    expect((await get(`/monitors/${id}`)).body).not.toContain('>Resume<');
    await acted('pause', { until: '', manual_resume: 'on' });
    expect((await get(`/monitors/${id}`)).body).toContain('>Resume<');
    expect(await getMonitor(host.url, id)).toMatchObject({ status: 'paused', manual_resume: true });
    expect(await acted('resume')).toContain('It is resumed.');
    expect(await getMonitor(host.url, id)).toMatchObject({ status: 'up' });
  });

  test.each([
    ['soon', 'Allowed is a day and a time.'],
    ['2026-11-20T11:59', 'The end of the pause'],
  ])('is not paused until %s, which is told at its field', async (until, words) => {
    const { status, body } = await post(`/monitors/${id}/pause`, { until });
    expect(status).toBe(400);
    expect(textOf(body)).toContain(words);
    expect(body).toContain(`value="${until}"`);
    expect(await getMonitor(host.url, id)).toMatchObject({ status: 'new' });
  });

  test('sends a test alert, and what became of it is told', async () => {
    expect(await acted('test-alert')).toContain('A test alert was sent. default: sent');
  });

  test('gets a new key after a question, and the old one goes on as long as was asked for', async () => {
    const before = await getMonitor(host.url, id);
    expect((await get(`/monitors/${id}/rotate-key`)).body).toContain('Make a new key');
    expect(await acted('rotate-key', { overlap: '1h' })).toContain('It has a new ping URL.');
    expect((await getMonitor(host.url, id)).ping_url).not.toBe(before.ping_url);
    expect((await send('GET', before.ping_url)).status).toBe(200);
    await acted('rotate-key', { overlap: '' });
    expect((await getMonitor(host.url, id)).ping_url).not.toBe(before.ping_url);
  });

  test.each(['soon', '31d'])('gets no new key with an overlap of %s', async (overlap) => {
    const before = await getMonitor(host.url, id);
    const { status, body } = await post(`/monitors/${id}/rotate-key`, { overlap });
    expect(status).toBe(400);
    expect(textOf(body)).toContain('Allowed is a duration such as 1h or 2d, up to 30d.');
    expect((await getMonitor(host.url, id)).ping_url).toBe(before.ping_url);
  });

  test('is deleted after a question', async () => {
    expect((await get(`/monitors/${id}/delete`)).body).toContain('Delete for good');
    expect((await get(`/monitors/${id}`)).status).toBe(200);
    expect(await acted('delete')).toContain(`The monitor ${id} is deleted.`);
    expect((await get(`/monitors/${id}`)).status).toBe(404);
  });
});

test('what wants to be taken for HTML stays a text on every page', async () => {
  const draft = { name: hostile, tags: ['<b>', '"\'>'], runbook_url: 'https://x.example/?a=1&b=2' };
  const { id } = await createMonitor(host.url, { ...draft, body_filter: { fail: [hostile.slice(0, 50)] } });
  for (const path of ['', '/edit', '/pause', '/rotate-key', '/delete']) {
    const { body } = await get(`/monitors/${id}${path}`);
    expect(body).not.toMatch(/<script>|<img|<b>x|"'>/);
    expect(body).toContain('&lt;script&gt;alert(1)');
    expect(textOf(body)).toContain(hostile);
  }
});

describe('the history of a monitor', () => {
  let path: string;

  beforeAll(async () => {
    const { id, ping_url } = await createMonitor(host.url, { name: 'Historic', max_runtime_seconds: 60 });
    path = `/monitors/${id}`;
    await send('GET', `${ping_url}/start`);
    clock.advanceTo(clock.now + 90_500);
    await send(
      'POST',
      `${ping_url}/3?msg=${encodeURIComponent(hostile)}`,
      {},
      '\u001b[31m<b>no</b>\u001b[0m',
    );
    clock.advanceTo(clock.now + 60_000);
  });

  test('is on its page', async () => {
    const text = textOf((await get(path)).body);
    expect(text).toMatch(
      /24 hours 0% 1 outage, 1m 31s .*Down for 1m 31s since 2026-11-20 12:0\d UTC run took too long/,
    );
    expect(text).toMatch(/One run 1m 31s .*max runtime 1m/);
    expect(text).toMatch(/2 Failure 20 Nov .* UTC 1m 31s 3 .*Output, 18 B .*1 Start/);
    expect(text).toContain('New → Down run took too long');
  });

  test('has a page for each ping, found by its number and its instant', async () => {
    const link = new RegExp(`${path}/pings/2\\?at=\\d+`).exec((await get(path)).body)?.[0] ?? '';
    const { body } = await get(link);
    expect(textOf(body)).toContain('Ping 2 of Historic Failure');
    expect(body).toContain('>&lt;b&gt;no&lt;/b&gt;</pre>');
  });

  test('is saved as it came', async () => {
    const file = await get(`${path}/pings/2/body`);
    expect(file).toMatchObject({ status: 200, body: '\u001b[31m<b>no</b>\u001b[0m' });
    expect(file.headers).toMatchObject({ 'content-type': 'application/octet-stream' });
    const rows: unknown = JSON.parse((await get(`${path}/export?format=json`)).body);
    expect(rows).toMatchObject([{ n: 2 }, { n: 1 }]);
  });
});

test('a form from another site changes nothing', async () => {
  const fields = String(new URLSearchParams({ token }));
  const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await send('POST', `${host.url}/monitors/demo/delete`, foreign, fields)).status).toBe(403);
  expect((await get('/', { host: 'evil.example' })).status).toBe(403);
  expect((await get('/monitors/demo')).status).toBe(200);
});

test('a form that is larger than any is not read', async () => {
  expect((await post('/new', { name: 'x'.repeat(300_000) })).status).toBe(413);
});
