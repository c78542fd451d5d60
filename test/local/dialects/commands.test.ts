import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aHost, aMonitor, manage, monitorOf, pingsOf, type TestMonitor } from '../../support/dialects.ts';
import { emptyDirectory } from '../../support/local.ts';
import { describeWith, run } from '../../support/programs.ts';

const host = aHost();
const done = { exitCode: 0, output: '' };
let monitor: TestMonitor;
let uuid: string;

beforeEach(async () => {
  monitor = await aMonitor(host);
  uuid = crypto.randomUUID();
  await manage(host, 'POST', `monitors/${monitor.id}/aliases`, { key: uuid });
});

const statusNow = async () => (await monitorOf(monitor)).status;

describeWith('curl', ['curl', '--version'], () => {
  const quiet = ['-fsS', '-m', '10', '--retry', '3', '-o', '/dev/null'];
  const curl = (...args: string[]) => run('curl', [...quiet, ...args]);
  const userAgent = expect.stringMatching(/^curl\//);

  test.each([
    ['', 'up', { kind: 'success' }],
    ['/start', 'new', { kind: 'start' }],
    ['/fail', 'down', { kind: 'fail' }],
    ['/log', 'new', { kind: 'log' }],
    ['/3', 'down', { kind: 'fail', exit_status: 3 }],
  ])('pings quietly, as a crontab does, with "%s" behind the key', async (action, status, kept) => {
    expect(await curl(`${host.origin}/ping/${monitor.key}${action}`)).toEqual(done);
    expect(await statusNow()).toBe(status);
    const [method, body] = ['GET', null];
    expect(await pingsOf(monitor)).toMatchObject([{ ...kept, method, user_agent: userAgent, body }]);
  });

  test.each([
    [['-X', 'POST'], { method: 'POST', body: null }],
    [['-I'], { method: 'HEAD', body: null }],
    [['-L', '-4', '--compressed', '-A', 'backup on db-1'], { method: 'GET', user_agent: 'backup on db-1' }],
    [['--http1.0'], { method: 'GET', body: null }],
    [['-d', ''], { method: 'POST', body: null }],
    [['-d', 'hello'], { body: { content_type: 'application/x-www-form-urlencoded', text: 'hello' } }],
    [['-H', 'Content-Type: text/plain', '--data-raw', '@ is no file'], { body: { text: '@ is no file' } }],
    [['-H', 'Content-Type: application/json', '-d', 'hello'], { body: { text: 'hello' } }],
    [['-F', 'log=hello'], { method: 'POST', body: { text: expect.stringContaining('hello') } }],
    [['-H', 'Expect: 100-continue', '-d', 'hello'], { method: 'POST', body: { text: 'hello' } }],
    [['-H', 'Transfer-Encoding: chunked', '-d', 'hello'], { method: 'POST', body: { text: 'hello' } }],
  ])('pings with %j', async (args, kept) => {
    expect(await curl(...args, `${host.origin}/${uuid}`)).toEqual(done);
    expect(await statusNow()).toBe('up');
    expect(await pingsOf(monitor)).toMatchObject([{ kind: 'success', user_agent: userAgent, ...kept }]);
  });

  test('sends a file to the byte, the first 10,000 of which are kept', async () => {
    const bytes = Buffer.alloc(2_000_000, Buffer.from([0xff, 0x0d, 0x0a, 0x00]));
    const file = join(emptyDirectory(), 'log');
    writeFileSync(file, bytes);
    expect(await curl('--data-binary', `@${file}`, `${host.origin}/${uuid}/fail`)).toEqual(done);
    expect(await curl('-T', file, `${host.origin}/${uuid}/fail`)).toEqual(done);
    const body = { size_bytes: bytes.length, base64: bytes.subarray(0, 10_000).toString('base64') };
    expect(await pingsOf(monitor)).toMatchObject([
      { kind: 'fail', method: 'PUT', body },
      { kind: 'fail', method: 'POST', body },
    ]);
  });

  test.each(['ping/<key>', 'api/push/<key>', 'api/v1/hb/<key>', 'api/heartbeat/<key>/fail'])(
    'exits 22 where the key in %s is unknown',
    async (path) => {
      const ended = await curl(`${host.origin}/${path.replace('<key>', `x${monitor.key}`)}`);
      expect(ended).toMatchObject({ exitCode: 22, output: expect.stringContaining('404') });
    },
  );

  const quietly = 'curl -fsS -o /dev/null';
  const json = `-H 'Content-Type: application/json' -d`;
  const metadata = { status_label: 'completed', message: 'Processed 1247 records', duration_ms: 12_500 };

  test.each([
    ['F1', 'curl -fsS "$HOST/api/push/$KEY?status=up&msg=OK&ping=" > /dev/null', { message: 'OK' }],
    ['G1', 'curl -fsS "$HOST/api/v1/monitor/$ID/push/$SECRET" > /dev/null', { method: 'GET' }],
    ['G2', 'curl -s -X POST "$HOST/api/v1/monitor/$ID/push/$SECRET" > /dev/null 2>&1', { method: 'POST' }],
    ['G4', 'true && curl -fsS --retry 3 -X POST "$HOST/api/v1/hb/$KEY" > /dev/null', { method: 'POST' }],
    ['G4', 'true && curl -fsS -m 10 $HOST/api/v1/hb/$KEY -o /dev/null', { method: 'GET' }],
    ['G7', 'true && curl -X POST $HOST/api/heartbeat/$KEY >/dev/null 2>&1', { method: 'POST' }],
    ['G8', `false || ${quietly} -X POST "$HOST/api/heartbeat/$KEY/fail"`, { kind: 'fail' }],
    ['G9', `false; ${quietly} -X POST "$HOST/api/heartbeat/$KEY/$?"`, { kind: 'fail', exit_status: 1 }],
    ['G9', `true; ${quietly} -X POST "$HOST/api/heartbeat/$KEY/$?"`, { exit_status: 0 }],
    [
      'G10',
      `MESSAGE="Processed+1247+records"
      ${quietly} -X POST "$HOST/api/heartbeat/$KEY?status=completed&message=$MESSAGE&duration=12.5s"`,
      metadata,
    ],
    [
      'G10',
      `${quietly} -G "$HOST/api/heartbeat/$KEY" -d status=completed -d duration=12.5s \
        --data-urlencode "message=Processed 1247 records"`,
      metadata,
    ],
    [
      'G11',
      `${quietly} -X POST "$HOST/api/heartbeat/$KEY" ${json} \
        '{"status": "completed", "message": "Processed 1247 records", "duration": "12.5s"}'`,
      metadata,
    ],
    [
      'G12',
      `${quietly} -X POST "$HOST/api/heartbeat/$KEY/fail" ${json} '{"message": "disk full"}'`,
      { kind: 'fail', message: 'disk full' },
    ],
    ['G16', `${quietly} -X POST "$HOST/api/v1/heartbeat/$KEY"`, { method: 'POST', body: null }],
    [
      'G17',
      `printf '{"rows": 5}' | ${quietly} ${json} @- "$HOST/api/v1/heartbeat/$KEY"`,
      { body: { text: '{"rows": 5}' } },
    ],
    ['G23', `${quietly} "$HOST/api/push/$KEY/results" -d '{"status": "fail"}'`, { kind: 'fail' }],
    [
      'G24',
      `${quietly} "$HOST/api/push/$KEY/results" -H "Authorization: Bearer $SECRET" ${json} \
        '{"status": "pass", "latency_ms": 120, "labels": {"region": "eu"}}'`,
      { status_label: 'pass', duration_ms: 120, labels: { region: 'eu' } },
    ],
  ])('%s: the documented line %j works', async (_row, line, kept) => {
    const SECRET = monitor.key.slice(monitor.id.length + 1);
    const names = { HOST: host.origin, KEY: monitor.key, ID: monitor.id, SECRET };
    expect(await run('sh', ['-c', line], names)).toEqual(done);
    expect(await pingsOf(monitor)).toMatchObject([{ kind: 'success', user_agent: userAgent, ...kept }]);
  });
});

describeWith('wget', ['wget', '--version'], () => {
  const quiet = ['-q', '-T', '10', '-t', '3', '-O', '/dev/null'];

  test.each([
    [[], { method: 'GET', body: null }],
    [['--spider'], { method: 'HEAD', body: null }],
    [['--post-data=hello'], { method: 'POST', body: { text: 'hello' } }],
    [['--method=POST'], { method: 'POST', body: null }],
  ])('pings quietly with %j', async (args, kept) => {
    expect(await run('wget', [...quiet, ...args, `${host.origin}/ping/${uuid}`])).toEqual(done);
    const userAgent = expect.stringMatching(/^Wget\//);
    expect(await pingsOf(monitor)).toMatchObject([{ kind: 'success', user_agent: userAgent, ...kept }]);
  });

  test('exits 8 where the key is unknown', async () => {
    expect((await run('wget', [...quiet, `${host.origin}/ping/x${monitor.key}`])).exitCode).toBe(8);
  });
});

describeWith('Python’s urllib', ['python3', '--version'], () => {
  const open = (url: string, more = '') =>
    run('python3', ['-c', `import sys, urllib.request\n${urlopen(more)}`, url]);
  const urlopen = (more: string) => `print(urllib.request.urlopen(sys.argv[1], timeout=10${more}).read())`;
  const userAgent = expect.stringMatching(/^Python-urllib\//);

  test.each([
    ['', { method: 'GET', body: null }],
    [', data=b""', { method: 'POST', body: null }],
    [', data=b"\\xff\\x00"', { method: 'POST', body: { base64: '/wA=' } }],
  ])('pings with urlopen(url, timeout=10%s)', async (more, kept) => {
    expect(await open(`${host.origin}/${uuid}`, more)).toEqual({ exitCode: 0, output: "b'OK'\n" });
    expect(await pingsOf(monitor)).toMatchObject([{ kind: 'success', user_agent: userAgent, ...kept }]);
  });

  test('raises where the key is unknown', async () => {
    const ended = await open(`${host.origin}/api/heartbeat/x${monitor.key}`);
    expect(ended).toEqual({ exitCode: 1, output: expect.stringContaining('HTTP Error 404') });
  });
});

describeWith('Python’s requests', ['python3', '-c', 'import requests'], () => {
  const post = (url: string) =>
    run('python3', [
      '-c',
      `import sys, requests
body = {"status": "completed", "duration": 12.5}
requests.post(sys.argv[1], json=body, timeout=10, allow_redirects=False).raise_for_status()`,
      url,
    ]);

  test('posts metadata as JSON', async () => {
    expect(await post(`${host.origin}/api/heartbeat/${monitor.key}`)).toEqual(done);
    expect(await pingsOf(monitor)).toMatchObject([
      { method: 'POST', user_agent: expect.stringMatching(/^python-requests\//), duration_ms: 12_500 },
    ]);
  });

  test('raises where the key is unknown', async () => {
    const ended = await post(`${host.origin}/api/heartbeat/x${monitor.key}`);
    expect(ended).toEqual({ exitCode: 1, output: expect.stringContaining('404 Client Error') });
  });
});
