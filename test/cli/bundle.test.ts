import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { logged } from '../logs/logged.ts';
import { receiver } from '../support/cli.ts';
import { send } from '../support/http.ts';

const directory = mkdtempSync(join(tmpdir(), 'downbeat-test-'));
const program = join(directory, 'dist/downbeat.mjs');
let server: Awaited<ReturnType<typeof receiver>>;

beforeAll(async () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const command = (scripts['build:cli'] ?? '').replaceAll(
    'dist/',
    `${directory.replaceAll('\\', '/')}/dist/`,
  );
  const path = `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}`;
  const built = spawnSync(command, { shell: true, env: { ...process.env, PATH: path }, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  server = await receiver();
});

afterAll(() => server.close());

/** Runs the bundle in a directory without anything of ours. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: directory,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...{ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
      AWS_ENDPOINT_URL: server.host,
    },
  });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    printed.out += chunk;
    logged('the program (stdout)', String(chunk));
  });
  child.stderr.on('data', (chunk) => {
    printed.err += chunk;
    logged('the program (stderr)', String(chunk));
  });
  const ended = new Promise<{ code: number | null }>((end) => child.once('close', (code) => end({ code })));
  return { child, printed, ended };
}

test('the program is one small file that runs alone, with its input, output and exit code', async () => {
  expect(statSync(program).size).toBeLessThan(400_000);
  const script = 'process.stdin.pipe(process.stdout); process.stdin.on("end", () => process.exitCode = 9)';
  const { child, printed, ended } = start('run', server.url, '--', process.execPath, '-e', script);
  child.stdin.end('through it all');
  expect(await ended).toEqual({ code: 9 });
  expect(printed).toEqual({ out: 'through it all', err: '' });
  expect(server.paths()).toEqual(['/start', '/9']);
  expect(server.received[1]?.body).toBe('through it all');
});

test('the program manages monitors alone as well, signed with the credentials of the environment', async () => {
  const before = server.received.length;
  const { child, ended, printed } = start('monitors', 'list', '--url', server.host, '--region', 'us-east-1');
  child.stdin.end();
  expect(await ended).toEqual({ code: 1 });
  expect(printed.err).toContain('answered something else than JSON');
  expect(server.received[before]).toMatchObject({
    path: '/api/v1/monitors?fields=public&limit=100',
    headers: { authorization: expect.stringContaining('Credential=AKIDEXAMPLE/') },
  });
});

test('the program asks AWS for dead letters alone, and says so where that is none', async () => {
  const before = server.received.length;
  const { child, ended, printed } = start('redrive', '--region', 'us-east-1');
  child.stdin.end();
  expect(await ended).toEqual({ code: 1 });
  expect(printed.err).toMatch(/^downbeat: CloudFormation: /);
  expect(server.received[before]).toMatchObject({
    body: expect.stringContaining('Action=DescribeStacks&Version=2010-05-15&StackName=Downbeat'),
    headers: { authorization: expect.stringContaining('Credential=AKIDEXAMPLE/') },
  });
});

test('the program looks for jobs alone, and says so where there is no Downbeat', async () => {
  const before = server.received.length;
  const { child, ended, printed } = start('discover', '--url', server.host, '--region', 'us-east-1');
  child.stdin.end();
  expect(await ended).toEqual({ code: 1 });
  expect(printed.err).toContain('answered something else than JSON');
  expect(server.received[before]?.path).toBe('/api/v1/monitors?fields=public&limit=100');
});

test('the program serves the dashboard alone', async () => {
  const { child, ended, printed } = start('dashboard', '--url', server.host);
  while (!printed.out.includes('Ctrl-C')) await once(child.stdout, 'data');
  const { status, headers } = await send('GET', /http:\S+/.exec(printed.out)?.[0] ?? '');
  expect([status, headers.location]).toEqual([303, '/']);
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0 });
});

test('the program reads a file of monitors alone', async () => {
  const { child, ended, printed } = start('monitors', 'apply', '--plan', '-f', '-');
  child.stdin.end('monitors:\n  - id: a\n');
  expect(await ended).toEqual({ code: 1 });
  expect(printed.err).toMatch(/^downbeat: stdin:2: a: name: /);
});

const onPosix = process.platform === 'win32' ? test.skip : test;

onPosix('the program passes a signal on, and outlives it', async () => {
  const before = server.received.length;
  const script =
    'process.on("SIGTERM", () => process.exit(6)); console.log("ready"); setTimeout(() => {}, 9e4)';
  const { child, printed, ended } = start('run', server.url, '--', process.execPath, '-e', script);
  child.stdout.once('data', () => child.kill('SIGTERM'));
  expect(await ended).toEqual({ code: 6 });
  expect(printed.err).toBe('');
  expect(server.paths().slice(before)).toEqual(['/start', '/6']);
});

onPosix('the program can be executed by its name', () => {
  const { status, stderr } = spawnSync(program, ['ping'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  expect(status).toBe(2);
  expect(stderr).toContain('no key is given');
});
