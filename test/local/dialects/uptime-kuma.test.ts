import {
  type AnyAnswer,
  aHost,
  alertsOf,
  aMonitor,
  expectNoEffect,
  manage,
  monitorOf,
  pingsOf,
  type TestMonitor,
} from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { expectJson, lastPing } from '../../support/json-ok.ts';
import { sendRaw } from '../../support/raw-http.ts';

const host = aHost();
let monitor: TestMonitor;

beforeEach(async () => {
  monitor = await aMonitor(host);
});

const push = (query = '') => send('GET', `${host.origin}/api/push/${monitor.key}${query}`);
const expectKumaOk = (answer: AnyAnswer) => expectJson(answer, { status: 200, body: { ok: true } });
const expectKumaRefused = (answer: AnyAnswer, msg: unknown = expect.stringMatching(/\w/)) =>
  expectJson(answer, { status: 404, body: { ok: false, msg } });

test('F1: a push of "up" is a success', async () => {
  expectKumaOk(await push('?status=up&msg=OK&ping='));
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
  expect(await pingsOf(monitor)).toMatchObject([{ n: 1, kind: 'success', message: 'OK', duration_ms: null }]);
});

test('F1: a push of "up" ends an outage', async () => {
  await push('?status=down');
  expectKumaOk(await push('?status=up&msg=OK&ping='));
  expect((await alertsOf(monitor)).map(({ kind }) => kind)).toEqual(['down', 'up']);
});

test('F1: a slash may end the path', async () => {
  expectKumaOk(await push('/?status=up&msg=OK&ping='));
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
});

test.each(['eYVzDa1y2X', 'Zx81mRkQ0pLwT6uHc4vBn2sJd9gYf3Ea', '0123456789-abc_DEF'])(
  'F1: the token %s, brought along, stands for a key',
  async (token) => {
    await manage(host, 'POST', `monitors/${monitor.id}/aliases`, { key: token });
    expectKumaOk(await send('GET', `${host.origin}/api/push/${token}?status=up&msg=OK&ping=`));
    expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
  },
);

test('F2: a push of "down" is a fail, whose message is kept', async () => {
  expectKumaOk(await push('?status=down&msg=fail'));
  expect(await monitorOf(monitor)).toMatchObject({ status: 'down', pings: 1 });
  expect(await lastPing(monitor)).toMatchObject({ kind: 'fail', message: 'fail', duration_ms: null });
  expect(await alertsOf(monitor)).toMatchObject([
    { kind: 'down', event: { downbeat: { reason: 'failed' } } },
  ]);
});

test('F2: a message is decoded, a plus being a space, and cut at 1,000 characters', async () => {
  expectKumaOk(await push('?status=down&msg=Backup+f%C3%A4llt%20aus%2B'));
  expect(await lastPing(monitor)).toMatchObject({ message: 'Backup fällt aus+' });
  expectKumaOk(await push(`?status=down&msg=${'x'.repeat(1_001)}`));
  expect(await lastPing(monitor)).toMatchObject({ message: 'x'.repeat(1_000) });
});

test('F2: a message with half of a character is kept without it', async () => {
  expectKumaOk(await push(`?status=down&msg=${'x'.repeat(999)}%F0%9F%98%80`));
  expect(await lastPing(monitor)).toMatchObject({ message: `${'x'.repeat(999)}\ufffd` });
});

test.each(['', '?', '?status=', '?status=&msg=&ping=', '?msg=OK', '?unknown=down'])(
  'F3: the query "%s" is a success with the message OK',
  async (query) => {
    expectKumaOk(await push(query));
    expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
    expect(await lastPing(monitor)).toMatchObject({ kind: 'success', message: 'OK', duration_ms: null });
  },
);

test.each(['true', 'UP', 'Up', '1', '0', 'ok', 'up%20', 'null', 'paused'])(
  'F4: the status %s is a fail, as only exactly "up" is up',
  async (status) => {
    expectKumaOk(await push(`?status=${status}&msg=OK&ping=`));
    expect(await monitorOf(monitor)).toMatchObject({ status: 'down', pings: 1 });
    expect(await lastPing(monitor)).toMatchObject({ kind: 'fail', message: 'OK' });
  },
);

test.each([
  ['12.5', 12.5],
  // A table holds no number as small as this.
  ['1e-200', 0],
  ['0', 0],
  ['100000000000', 100_000_000_000],
  ['12.5ms', 12.5],
  ['1e3', 1_000],
  ['abc', null],
  ['NaN', null],
  ['%20', null],
])('F5: ping=%s is a duration of %p milliseconds', async (ping, durationMs) => {
  expectKumaOk(await push(`?status=up&msg=OK&ping=${ping}`));
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
  expect(await lastPing(monitor)).toMatchObject({ kind: 'success', duration_ms: durationMs });
});

test.each(['-1', '1e12', '-0.001', '100000000000.1', '100000000001', 'Infinity'])(
  'F6: ping=%s is refused with 404, and has no effect',
  async (ping) => {
    const answer = await expectNoEffect(monitor, () => push(`?status=down&msg=OK&ping=${ping}`));
    expectKumaRefused(answer, expect.stringContaining('ping: allowed is 0 to 100000000000'));
    expect(await alertsOf(monitor)).toEqual([]);
  },
);

test('F7: an unknown key is refused with 404, the same whatever of it is wrong', async () => {
  const last = monitor.key.endsWith('0') ? '1' : '0';
  const wrongSecret = monitor.key.slice(0, -1) + last;
  const answers = await expectNoEffect(monitor, () =>
    Promise.all(
      [wrongSecret, `x${monitor.key}`, 'Zx81mRkQ0p', 'x', `${wrongSecret}?ping=-1`].map((key) =>
        send('GET', `${host.origin}/api/push/${key}`),
      ),
    ),
  );
  for (const answer of answers) {
    expectKumaRefused(answer, 'not found');
    expect({ ...answer.headers, date: '' }).toEqual({ ...answers[0]?.headers, date: '' });
  }
});

test('F8: the body of a POST is kept, and read for nothing', async () => {
  const json = '{"status":"down","msg":"from the body","ping":5}';
  const url = `${host.origin}/api/push/${monitor.key}`;
  expectKumaOk(await send('POST', url, { 'content-type': 'application/json' }, json));
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
  const ping = { kind: 'success', method: 'POST', message: 'OK', duration_ms: null, body: { text: json } };
  expect(await lastPing(monitor)).toMatchObject(ping);
});

test('F8: a HEAD with a body is a success, answered with the same headers and no body', async () => {
  const json = '{"status":"down"}';
  const { status, headers, body } = await sendRaw(host.origin, {
    line: `HEAD /api/push/${monitor.key}`,
    headers: ['Content-Type: application/json', `Content-Length: ${json.length}`],
    body: json,
  });
  expect({ status, body: String(body) }).toEqual({ status: 200, body: '' });
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'ping-body-limit': '10000' });
  expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
  expect(await lastPing(monitor)).toMatchObject({ kind: 'success', method: 'HEAD', message: 'OK' });
});
