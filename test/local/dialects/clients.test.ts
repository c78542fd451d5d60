import { get, request } from 'node:http';
import { HealthChecksPingClient } from 'healthchecks-io-client';
import { aHost, aMonitor, manage, monitorOf, pingsOf, type TestMonitor } from '../../support/dialects.ts';
import { lastPing } from '../../support/json-ok.ts';
import { run } from '../../support/programs.ts';

const host = aHost();
let monitor: TestMonitor;
let uuid: string;

beforeEach(async () => {
  monitor = await aMonitor(host);
  uuid = crypto.randomUUID();
  await manage(host, 'POST', `monitors/${monitor.id}/aliases`, { key: uuid });
});

beforeAll(() => {
  // A proxy of this machine is not for its own local host.
  process.env.no_proxy = '127.0.0.1';
});

const statusNow = async () => (await monitorOf(monitor)).status;

describe('healthchecks-io-client', () => {
  const client = (key = uuid) =>
    new HealthChecksPingClient({ uuid: key, baseUrl: host.origin, timeout: 10_000, returnResponse: true });
  const userAgent = expect.stringMatching(/^HealthChecks-IO-Client-JS\//);

  test('reports the start and the success of a run, which gives its duration', async () => {
    expect(await client().start()).toBe('OK');
    expect(await monitorOf(monitor)).toMatchObject({ status: 'new', running: true });
    host.clock.advanceTo(host.clock.now + 90_000);
    expect(await client().success()).toBe('OK');
    expect(await monitorOf(monitor)).toMatchObject({ status: 'up', running: false, pings: 2 });
    expect(await pingsOf(monitor)).toMatchObject([
      { kind: 'success', method: 'GET', user_agent: userAgent, duration_ms: 90_000, body: null },
      { kind: 'start', method: 'GET', user_agent: userAgent, body: null },
    ]);
  });

  test('sends what a job has to say with a success, and with a fail', async () => {
    expect(await client().success('1,247 files saved\n')).toBe('OK');
    expect(await statusNow()).toBe('up');
    expect(await client().fail('Plattenplatz: größer nötig')).toBe('OK');
    expect(await statusNow()).toBe('down');
    const contentType = expect.stringMatching(/^text\/plain/);
    expect(await pingsOf(monitor)).toMatchObject([
      {
        kind: 'fail',
        method: 'POST',
        body: { content_type: contentType, text: 'Plattenplatz: größer nötig' },
      },
      { kind: 'success', method: 'POST', body: { content_type: contentType, text: '1,247 files saved\n' } },
    ]);
  });

  test('rejects where its key is unknown', async () => {
    const wrong = client(crypto.randomUUID());
    const calls = [
      () => wrong.start(),
      () => wrong.success(),
      () => wrong.success('hello'),
      () => wrong.fail('hello'),
    ];
    const refusal = { name: 'StatusCodeError', statusCode: 404, body: 'not found' };
    for (const call of calls) await expect(call()).rejects.toMatchObject(refusal);
  });
});

describe('uptimekuma-api', () => {
  // Its timer cannot be stopped: calling that off throws. So its process ends with the first event.
  const script = `
    const UptimeKuma = require('uptimekuma-api');
    const [, url, key] = process.argv;
    const kuma = new UptimeKuma(url);
    const end = (exitCode, what) => { console.log(what); process.exit(exitCode); };
    kuma.on('pushSuccessful', (pushed) => end(0, pushed));
    kuma.on('pushFailed', (_pushed, { response }) => end(1, JSON.stringify(response.data)));
    kuma.startPushing(key, 60);`;
  const push = (url: string, key: string) => run(process.execPath, ['-e', script, url, key]);

  test.each(['', '/'])('pushes to a base URL that ends in "%s"', async (slash) => {
    const ended = await push(host.origin + slash, monitor.key);
    expect(ended).toEqual({ exitCode: 0, output: `${host.origin}/api/push/${monitor.key}\n` });
    expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 1 });
    const userAgent = expect.stringMatching(/^axios\//);
    expect(await lastPing(monitor)).toMatchObject({ kind: 'success', message: 'OK', user_agent: userAgent });
  });

  test('says that its push failed where its key is unknown', async () => {
    const ended = await push(host.origin, 'Zx81mRkQ0p');
    expect(ended).toEqual({ exitCode: 1, output: '{"ok":false,"msg":"not found"}\n' });
  });
});

describe('Node', () => {
  test.each([
    ['GET', {}, null],
    ['HEAD', {}, null],
    ['POST', { body: 'hello' }, { text: 'hello', content_type: 'text/plain;charset=UTF-8' }],
    ['POST', { body: new URLSearchParams({ x: '1' }) }, { text: 'x=1' }],
    [
      'POST',
      { body: new Blob([Buffer.from([0xff, 0])]).stream(), duplex: 'half' as const },
      { base64: '/wA=' },
    ],
    ['POST', { keepalive: true }, null],
  ])('fetches by %s with %j', async (method, init, body) => {
    const answer = await fetch(`${host.origin}/ping/${uuid}`, { method, redirect: 'error', ...init });
    expect([answer.status, await answer.text()]).toEqual([200, method === 'HEAD' ? '' : 'OK']);
    expect(await statusNow()).toBe('up');
    const kept = { kind: 'success', method, user_agent: 'node' };
    expect(await lastPing(monitor)).toMatchObject({ ...kept, body: body && expect.objectContaining(body) });
  });

  test('fetches with a JSON body and its label', async () => {
    const answer = await fetch(`${host.origin}/api/heartbeat/${monitor.key}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ status: 'completed', duration: 12.5 }),
      signal: AbortSignal.timeout(10_000),
    });
    expect(await answer.json()).toMatchObject({ status: 'ok' });
    expect(await lastPing(monitor)).toMatchObject({ status_label: 'completed', duration_ms: 12_500 });
  });

  test('fetches an answer that is not ok where its key is unknown', async () => {
    const answer = await fetch(`${host.origin}/ping/${crypto.randomUUID()}`);
    expect([answer.ok, answer.status]).toEqual([false, 404]);
  });

  test('gets and requests by its http module, which sends no User-Agent', async () => {
    await new Promise((answered) =>
      get(`${host.origin}/ping/${uuid}`, (answer) => answer.resume().on('end', answered)),
    );
    expect(await lastPing(monitor)).toMatchObject({ method: 'GET', user_agent: '' });
    const url = `${host.origin}/api/v1/hb/${monitor.key}`;
    const statusCode = await new Promise((answered) =>
      request(url, { method: 'POST' }, (answer) => answered(answer.resume().statusCode)).end(),
    );
    expect(statusCode).toBe(200);
    expect(await monitorOf(monitor)).toMatchObject({ status: 'up', pings: 2 });
  });
});
