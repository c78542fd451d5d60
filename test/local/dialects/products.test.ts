import {
  aHost,
  alertsOf,
  aMonitor,
  expectNoEffect,
  manage,
  monitorOf,
  type TestMonitor,
} from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { expectJson, expectJsonOk, lastPing } from '../../support/json-ok.ts';
import { sendBytes, sendRaw } from '../../support/raw-http.ts';

const host = aHost();
let created = 0;
let monitor: TestMonitor;

beforeEach(async () => {
  created += 1;
  monitor = await aMonitor(host, { name: `Nächtlicher "Job" ${created}` });
});

const secretOf = ({ key, id }: TestMonitor) => key.slice(id.length + 1);
const withWrongEnd = (text: string) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
const to = (method: string, path: string, headers?: Record<string, string>, body?: string | Uint8Array) =>
  send(method, host.origin + path, headers, body);

async function expectUp(kept: object = {}) {
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
  expect(await lastPing(monitor)).toMatchObject({ kind: 'success', ...kept });
}

async function expectDown(kept: object = {}) {
  expect(await monitorOf(monitor)).toMatchObject({ status: 'down', pings: 1 });
  expect(await lastPing(monitor)).toMatchObject({ kind: 'fail', ...kept });
  expect(await alertsOf(monitor)).toMatchObject([
    { kind: 'down', event: { downbeat: { reason: 'failed' } } },
  ]);
}

describe('a monitor id and its secret in the path', () => {
  const path = () => `/api/v1/monitor/${monitor.id}/push/${secretOf(monitor)}`;

  test('G1: a GET is a success', async () => {
    await expectJsonOk(monitor, await to('GET', path()));
    await expectUp({ method: 'GET', body: null });
  });

  test('G1: a GET with a slash at its end is no redirect', async () => {
    await expectJsonOk(monitor, await to('GET', `${path()}/`));
    await expectUp();
  });

  test('G2: an empty POST is a success, with or without a length', async () => {
    await expectJsonOk(monitor, await to('POST', path()));
    await expectUp({ method: 'POST', body: null });
    await expectJsonOk(monitor, await sendRaw(host.origin, { line: `POST ${path()}` }));
    expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 2 });
  });

  test('G2: what a POST says in its body, query and headers decides nothing', async () => {
    const headers = {
      'content-type': 'application/json; charset=nonsense',
      'content-encoding': 'gzip',
      'x-status': 'fail',
      'x-http-method-override': 'DELETE',
      accept: 'image/png',
      origin: 'https://elsewhere.example',
    };
    await expectJsonOk(monitor, await to('POST', `${path()}?status=fail`, headers, 'fail'));
    await expectUp({ status_label: null, body: { text: 'fail' } });
  });

  test('G2: a JSON body is kept, but not read', async () => {
    const json = '{"status":"fail","message":"no","duration":1}';
    await expectJsonOk(monitor, await to('POST', path(), { 'content-type': 'application/json' }, json));
    await expectUp({ status_label: null, message: null, duration_ms: null, body: { text: json } });
  });

  test('G3: a wrong secret and a wrong id are answered the same 404', async () => {
    const other = await aMonitor(host);
    const wrong = [
      `/api/v1/monitor/${monitor.id}/push/${withWrongEnd(secretOf(monitor))}`,
      `/api/v1/monitor/${other.id}/push/${secretOf(monitor)}`,
      `/api/v1/monitor/x${monitor.id}/push/${secretOf(monitor)}`,
      `/api/v1/monitor/${monitor.id}/push/x`,
    ];
    const answers = await expectNoEffect(other, () =>
      expectNoEffect(monitor, () => Promise.all(wrong.map((path) => to('GET', path)))),
    );
    for (const answer of answers) {
      expectJson(answer, { status: 404, body: { status: 'error', error: 'not found' } });
      expect({ ...answer.headers, date: '' }).toEqual({ ...answers[0]?.headers, date: '' });
    }
  });
});

describe.each([
  ['G4', '/api/v1/hb/'],
  ['G7', '/api/heartbeat/'],
  ['G16', '/api/v1/heartbeat/'],
])('a key in the path', (row, prefix) => {
  const path = () => prefix + monitor.key;

  test.each(['GET', 'POST', 'PUT'])(`${row}: a %s to ${prefix}<key> is a success`, async (method) => {
    await expectJsonOk(monitor, await to(method, path(), { 'user-agent': 'job/1.0 (nightly)' }));
    await expectUp({ method, user_agent: 'job/1.0 (nightly)', body: null, exit_status: null });
  });

  test(`${row}: a POST to ${prefix}<key> needs no length, and may end in a slash`, async () => {
    await expectJsonOk(monitor, await sendRaw(host.origin, { line: `POST ${path()}/` }));
    await expectUp({ method: 'POST', body: null });
  });

  test(`${row}: a HEAD to ${prefix}<key> is a success, answered without a body`, async () => {
    const { status, headers, body } = await sendRaw(host.origin, { line: `HEAD ${path()}` });
    expect({ status, body: String(body) }).toEqual({ status: 200, body: '' });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'ping-body-limit': '10000' });
    await expectUp({ method: 'HEAD' });
  });

  test(`${row}: an alias stands for the key in ${prefix}<key>`, async () => {
    const key = crypto.randomUUID();
    await manage(host, 'POST', `monitors/${monitor.id}/aliases`, { key });
    await expectJsonOk(monitor, await to('POST', prefix + key.toUpperCase()));
    await expectUp();
  });

  test(`${row}: a wrong key in ${prefix}<key> is answered 404, also where more is wrong`, async () => {
    const wrong = prefix + withWrongEnd(monitor.key);
    const answers = await expectNoEffect(monitor, async () => [
      await to('POST', wrong),
      await to('POST', `${wrong}/256`),
      await to('POST', `${prefix}nobody-${secretOf(monitor)}/fail`),
    ]);
    for (const answer of answers) {
      expectJson(answer, { status: 404, body: { status: 'error', error: 'not found' } });
    }
  });

  test(`${row}: a DELETE of ${prefix}<key> is refused with 405, naming what is allowed`, async () => {
    const answer = await expectNoEffect(monitor, () => to('DELETE', path()));
    expectJson(answer, { status: 405, body: { status: 'error', error: 'method not allowed' } });
    expect(answer.headers.allow).toBe('GET, HEAD, POST, PUT, PATCH, OPTIONS');
  });
});

test('G7: the address that is kept is the caller’s own, whatever a header says', async () => {
  const headers = {
    'x-forwarded-for': '203.0.113.9',
    forwarded: 'for=203.0.113.9',
    'x-real-ip': '203.0.113.9',
  };
  await expectJsonOk(monitor, await to('POST', `/api/heartbeat/${monitor.key}`, headers));
  await expectUp({ source_ip: '127.0.0.1' });
});

test('G7: HTTP/1.0, which PHP’s file_get_contents speaks, is a success and ends the connection', async () => {
  const head = [`GET /api/heartbeat/${monitor.key} HTTP/1.0`, `Host: ${new URL(host.origin).host}`];
  const answer = await sendBytes(
    host.origin,
    Buffer.from(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n`),
  );
  await expectJsonOk(monitor, answer);
  await expectUp({ user_agent: '' });
});

test.each(['GET', 'POST'])('G8: a %s to …/fail is a fail', async (method) => {
  await expectJsonOk(monitor, await to(method, `/api/heartbeat/${monitor.key}/fail`));
  await expectDown({ method, exit_status: null });
});

test('G8: what is posted to …/fail/ is kept', async () => {
  await expectJsonOk(monitor, await to('POST', `/api/heartbeat/${monitor.key}/fail/`, {}, 'disk full'));
  await expectDown({ body: { text: 'disk full' }, message: null });
});

test('G9: an exit status of 0 is a success', async () => {
  await expectJsonOk(monitor, await to('POST', `/api/heartbeat/${monitor.key}/0`));
  await expectUp({ exit_status: 0 });
});

test.each([1, 255])('G9: an exit status of %d is a fail', async (exitStatus) => {
  await expectJsonOk(monitor, await to('POST', `/api/heartbeat/${monitor.key}/${exitStatus}`));
  await expectDown({ exit_status: exitStatus });
});

test.each(['256', '1000', '-1', 'failure', 'fail/fail', '0/1'])(
  'G9: an action of %s is refused with 400, and has no effect',
  async (action) => {
    const answer = await expectNoEffect(monitor, () =>
      to('POST', `/api/heartbeat/${monitor.key}/${action}`, {}, '{"status":"completed"}'),
    );
    expectJson(answer, {
      status: 400,
      body: {
        status: 'error',
        error: 'invalid url format',
        errors: [{ field: 'path', message: expect.stringContaining('an exit status from 0 to 255') }],
      },
    });
  },
);

test('G16: the User-Agent is kept, cut to 200 characters', async () => {
  const userAgent = 'backup.sh/2 '.repeat(20);
  await expectJsonOk(
    monitor,
    await to('POST', `/api/v1/heartbeat/${monitor.key}`, { 'user-agent': userAgent }),
  );
  await expectUp({ user_agent: userAgent.slice(0, 200) });
});

test.each([
  ['arbitrary JSON', 'application/json', '{"host":"db-1","rows":[1,2,{"deep":null}],"status":{"ok":false}}'],
  ['JSON that is no object', 'application/json', '[1, "two"]'],
  ['plain text', 'text/plain', 'Backup done: 1,247 files\n'],
  ['plain text that is labelled JSON', 'application/json', 'fail'],
  ['JSON that is labelled a form', 'application/x-www-form-urlencoded', '{"done":true}'],
])('G17: %s is kept as it came, and is a success', async (_what, type, text) => {
  const headers = { 'content-type': type };
  await expectJsonOk(monitor, await to('POST', `/api/v1/heartbeat/${monitor.key}`, headers, text));
  const body = { content_type: type, text, size_bytes: text.length, kept_bytes: text.length };
  await expectUp({ body, status_label: null, message: null, duration_ms: null, labels: null });
});

test('G17: bytes that are no text are kept to the byte, the first 10,000 of them', async () => {
  const bytes = Buffer.alloc(100_000, Buffer.from([0xff, 0x00, 0xc3]));
  await expectJsonOk(monitor, await to('POST', `/api/v1/heartbeat/${monitor.key}`, {}, bytes));
  const kept = bytes.subarray(0, 10_000).toString('base64');
  await expectUp({ body: expect.objectContaining({ text: null, base64: kept, size_bytes: 100_000 }) });
});
