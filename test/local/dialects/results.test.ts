import {
  aHost,
  alertsOf,
  aMonitor,
  expectNoEffect,
  monitorOf,
  type TestMonitor,
} from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { expectJson, expectJsonOk } from '../../support/json-ok.ts';
import { sendRaw } from '../../support/raw-http.ts';

const host = aHost();
let monitor: TestMonitor;

beforeEach(async () => {
  monitor = await aMonitor(host);
});

const url = (key = monitor.key) => `${host.origin}/api/push/${key}/results`;
const post = (body: string | Uint8Array, headers = {}) => send('POST', url(), headers, body);

test.each(['/results', '/results/', '/results?status=fail'])(
  'G23: a result that says "pass" to …%s is a success',
  async (path) => {
    const answer = await send(
      'POST',
      `${host.origin}/api/push/${monitor.key}${path}`,
      {},
      '{"status":"pass"}',
    );
    expect(await expectJsonOk(monitor, answer)).toMatchObject({ kind: 'success', method: 'POST' });
    expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
  },
);

test('G23: a result that says "fail" is a fail', async () => {
  const ping = await expectJsonOk(monitor, await post('{"status":"fail","message":"3 of 40 failed"}'));
  expect(ping).toMatchObject({ kind: 'fail', status_label: 'fail', message: '3 of 40 failed' });
  expect(await monitorOf(monitor)).toMatchObject({ status: 'down', pings: 1 });
  expect(await alertsOf(monitor)).toMatchObject([
    { kind: 'down', event: { downbeat: { reason: 'failed' } } },
  ]);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
  'G23: a result is read whatever it is labelled, be it "%s"',
  async (type) => {
    const ping = await expectJsonOk(monitor, await post('{"status":"pass"}', { 'content-type': type }));
    expect(ping).toMatchObject({
      kind: 'success',
      status_label: 'pass',
      body: { text: '{"status":"pass"}' },
    });
  },
);

test('G23: a result is read also when it is longer than what is kept of it', async () => {
  const text = JSON.stringify({ log: 'x'.repeat(50_000), status: 'fail' });
  const ping = await expectJsonOk(monitor, await post(text));
  expect(ping).toMatchObject({ kind: 'fail', body: { kept_bytes: 10_000, size_bytes: text.length } });
});

test('G24: a latency and labels are kept', async () => {
  const text = JSON.stringify({
    status: 'pass',
    latency_ms: 182.5,
    labels: { region: 'eu-west-1', suite: 'smoke', shard: 3, nightly: true },
  });
  expect(await expectJsonOk(monitor, await post(text))).toMatchObject({
    kind: 'success',
    status_label: 'pass',
    duration_ms: 182.5,
    labels: { region: 'eu-west-1', suite: 'smoke', shard: '3', nightly: 'true' },
    body: { text },
  });
});

test.each([
  '{"status":"pass","latency_ms":"soon","labels":"none"}',
  '{"status":"pass","latency_ms":-1,"labels":[]}',
  '{"status":"pass","latency_ms":null,"labels":{"a":null,"b":{"c":"d"}}}',
])('G24: what cannot be kept of %s is left out', async (text) => {
  const ping = await expectJsonOk(monitor, await post(text));
  expect(ping).toMatchObject({ kind: 'success', duration_ms: null, labels: null, body: { text } });
});

test('G24: a label may have a name that is special elsewhere', async () => {
  const labels = { constructor: 'x', toString: 'y', suite: 'smoke' };
  const ping = await expectJsonOk(monitor, await post(JSON.stringify({ status: 'pass', labels })));
  expect(ping.labels).toEqual(labels);
});

test('G25: a body that is too long to be read is refused, however it begins', async () => {
  const text = JSON.stringify({ status: 'pass', log: 'x'.repeat(64 * 1024) });
  const { status, body } = await expectNoEffect(monitor, () => post(text));
  expect([status, JSON.parse(body)]).toMatchObject([
    400,
    { error: 'invalid body', errors: [{ field: 'body' }] },
  ]);
});

test('G24: no more than twenty labels are kept', async () => {
  const labels = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`l${index}`, 'x'.repeat(300)]),
  );
  const ping = await expectJsonOk(monitor, await post(JSON.stringify({ status: 'pass', labels })));
  const twenty = Array.from({ length: 20 }, (_, index) => [`l${index}`, 'x'.repeat(200)]);
  expect(ping.labels).toEqual(Object.fromEntries(twenty));
});

test.each(['Bearer gc_live_0123456789', 'Basic dXNlcjpwYXNz', 'nonsense', 'AWS4-HMAC-SHA256 Credential=x'])(
  'G24: the Authorization header "%s" is ignored',
  async (authorization) => {
    const ping = await expectJsonOk(monitor, await post('{"status":"pass"}', { authorization }));
    expect(ping).toMatchObject({ kind: 'success' });
    expect(JSON.stringify([ping, await monitorOf(monitor)])).not.toContain(authorization);
  },
);

test('G24: an Authorization header opens nothing either', async () => {
  const wrong = url(`x${monitor.key}`);
  const answer = await send('POST', wrong, { authorization: `Bearer ${monitor.key}` }, '{"status":"pass"}');
  expectJson(answer, { status: 404, body: { status: 'error', error: 'not found' } });
});

test.each([
  '',
  'pass',
  '"pass"',
  'status=pass',
  '{"status":"pass"',
  '[{"status":"pass"}]',
  'null',
  '{}',
  '{"status":"PASS"}',
  '{"status":"passed"}',
  '{"status":"up"}',
  '{"status":["pass"]}',
  '{"status":true}',
  '{"status":null}',
  '{"result":"pass"}',
])('G25: the body %j is refused with 400, and has no effect', async (text) => {
  const answer = await expectNoEffect(monitor, () => post(text));
  expectJson(answer, {
    status: 400,
    body: {
      status: 'error',
      error: 'invalid body',
      errors: [{ field: 'body', message: expect.stringMatching(/"pass".*"fail"/) }],
    },
  });
  expect(await alertsOf(monitor)).toEqual([]);
});

test('G25: bytes that are no text, and a query instead of a body, are refused with 400', async () => {
  const answers = await expectNoEffect(monitor, async () => [
    await post(Buffer.from([0xff, 0xfe, 0x00])),
    await send('POST', `${url()}?status=pass`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([400, 400]);
});

test('G25: an unknown key is answered 404, whatever the body', async () => {
  const answers = await Promise.all(
    ['{"status":"pass"}', '{"status":"maybe"}', ''].map((text) =>
      send('POST', url(`x${monitor.key}`), {}, text),
    ),
  );
  for (const answer of answers) {
    expectJson(answer, { status: 404, body: { status: 'error', error: 'not found' } });
  }
});

test.each(['GET', 'PUT', 'PATCH', 'DELETE'])(
  'G25: a %s is refused with 405, naming what is allowed, and has no effect',
  async (method) => {
    const answer = await expectNoEffect(monitor, () => send(method, url()));
    expectJson(answer, { status: 405, body: { status: 'error', error: 'method not allowed' } });
    expect(answer.headers.allow).toBe('POST, OPTIONS');
  },
);

test('G25: a HEAD is refused with 405 and no body, and has no effect', async () => {
  const line = `HEAD /api/push/${monitor.key}/results`;
  const { status, headers, body } = await expectNoEffect(monitor, () => sendRaw(host.origin, { line }));
  expect({ status, body: String(body), allow: headers.allow }).toEqual({
    status: 405,
    body: '',
    allow: 'POST, OPTIONS',
  });
});
