import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliWorld, nobody, receiver, status } from '../support/cli.ts';

type Server = Awaited<ReturnType<typeof receiver>>;
let server: Server;
let world: CliWorld;

beforeEach(async () => {
  server = await receiver();
  world = new CliWorld();
});

afterEach(() => server.close());

test('a command that succeeds is reported with its start, its exit code and its output', async () => {
  expect(await world.run(server.url, 'console.log("backed up")')).toBe(0);
  expect(server.paths()).toEqual(['/start', '/0']);
  expect(server.received.map(({ method, body }) => [method, body])).toEqual([
    ['POST', ''],
    ['POST', 'backed up\n'],
  ]);
  expect(server.received[1]?.headers['content-type']).toBe('application/octet-stream');
});

test('a command that fails keeps its exit code, which is reported', async () => {
  expect(await world.run(server.url, 'process.exit(7)')).toBe(7);
  expect(server.paths()).toEqual(['/start', '/7']);
});

test('a command killed by a signal counts as 128 and the number of the signal', async () => {
  expect(await world.run(server.url, 'process.kill(process.pid, "SIGKILL")')).toBe(137);
  expect(server.paths()).toEqual(['/start', '/137']);
});

test.each([
  ['that is not there', 'no-such-command-here', 127, 'not found'],
  ['that is not executable', 'package.json', 126, 'cannot be executed'],
  ['that the system refuses', 'a\0b', 126, 'cannot be executed'],
])('a command %s is reported like any other failure', async (_which, command, code, words) => {
  expect(await world.downbeat('run', server.url, '--', `./${command}`)).toBe(code);
  expect(server.paths()).toEqual(['/start', `/${code}`]);
  expect(server.received[1]?.body).toContain(words);
  expect(world.errors).toContain(words);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
  '%s is passed on to the command',
  async (signal) => {
    passOnFirstOutput(signal);
    const script = `process.on('${signal}', () => process.exit(42)); console.log('ready'); setTimeout(() => {}, 9e4)`;
    expect(await world.run(server.url, script)).toBe(42);
  },
);

test('what a terminal sends to the command as well is not passed on', async () => {
  world.terminal = true;
  passOnFirstOutput('SIGINT');
  const script = `process.on('SIGINT', () => process.exit(42)); console.log('ready'); setTimeout(() => {}, 100)`;
  expect(await world.run(server.url, script)).toBe(0);
});

/** Sends a signal to downbeat once the command says that it is ready for it. */
function passOnFirstOutput(signal: NodeJS.Signals): void {
  const write = world.stdout._write;
  world.stdout._write = (...args) => {
    world.signal?.(signal);
    world.stdout._write = write;
    write.apply(world.stdout, args);
  };
}

test('a signal after the end of the command gives the pings up', async () => {
  await server.close();
  server = await receiver(status(200), () => world.signal?.('SIGTERM'));
  expect(await world.run(server.url, 'process.exit(3)')).toBe(3);
  expect(world.errors).toMatch(/the end ping was not taken: it was interrupted/);
});

test('a run id pairs the start and the end', async () => {
  await world.run(server.url, '', '--rid');
  expect(server.paths()).toEqual([
    '/start?rid=11111111-2222-4333-8444-555555555555',
    '/0?rid=11111111-2222-4333-8444-555555555555',
  ]);
});

test('the end is not sent before the start is done', async () => {
  const order: string[] = [];
  await server.close();
  server = await receiver((response, path) => {
    order.push(`${path.split('/').at(-1)} comes`);
    setTimeout(() => {
      order.push(`${path.split('/').at(-1)} is answered`);
      response.end();
    }, 150);
  });
  const noWork = ['--', process.platform === 'win32' ? 'hostname' : 'true'];
  await world.downbeat('run', server.url, ...noWork);
  expect(order).toEqual(['start comes', 'start is answered', '0 comes', '0 is answered']);
});

test('the command does not wait for its start to be reported', async () => {
  await server.close();
  let answer: (() => void) | undefined;
  server = await receiver((response) => {
    answer = () => response.end();
  }, status(200));
  const running = world.run(server.url, 'console.log("at work")');
  while (world.output === '' || !answer) await sleep(5);
  answer();
  expect(await running).toBe(0);
});

test('a service that is away changes nothing for the command', async () => {
  const url = await nobody();
  expect(await world.run(url, 'console.log("out"); console.error("err"); process.exit(5)')).toBe(5);
  expect(world.output).toBe('out\n');
  const lines = world.errors.split('\n');
  expect(lines[0]).toBe('err');
  expect(lines[1]).toMatch(/^downbeat: the start ping was not taken: connection refused \(127\.0\.0\.1:\d+/);
  expect(lines[2]).toMatch(
    /^downbeat: the end ping was not taken: connection refused \(127\.0\.0\.1:\d+, \d tries/,
  );
  expect(lines).toHaveLength(4);
});

test('a reader of our errors that has gone changes nothing for the command', async () => {
  const gone = new Writable({ write: (_chunk, _encoding, written) => written(new Error('EPIPE')) });
  const url = await nobody();
  const deaf = Object.assign(world, { stderr: gone });
  expect(await deaf.run(url, 'process.exit(5)', '--max-output', '0')).toBe(5);
});

test('a service that is away delays the end by the budget at most', async () => {
  const before = world.clock;
  await world.run(await nobody(), '');
  expect(world.clock - before).toBeGreaterThan(20_000);
  expect(world.clock - before).toBeLessThanOrEqual(40_000);
});

test('once the command has ended, its start is not tried again', async () => {
  await server.close();
  const { spawn } = world;
  const ended = new Promise<void>((end) => {
    world.spawn = ((command: string, args: string[], options: object) =>
      spawn(command, args, options).once('exit', () => end())) as typeof spawn;
  });
  server = await receiver((response) => void ended.then(() => status(503)(response, '')), status(200));
  expect(await world.run(server.url, '')).toBe(0);
  expect(server.paths()).toEqual(['/start', '/0']);
  expect(world.errors).toMatch(
    /^downbeat: the start ping was not taken: 503 service unavailable \(.*\d\)\n$/,
  );
});

test('a key with a host, or all from the environment, name the monitor as well', async () => {
  const key = server.url.split('/').at(-1) ?? '';
  await world.downbeat('run', key, '--host', `${server.host}/`, '--', process.execPath, '-v');
  world.environment = { DOWNBEAT_PING_URL: key, DOWNBEAT_URL: server.host };
  await world.downbeat('run', '--', process.execPath, '-v');
  world.environment = { DOWNBEAT_PING_URL: server.url };
  await world.downbeat('run', '--', process.execPath, '-v');
  expect(server.paths()).toEqual(['/start', '/0', '/start', '/0', '/start', '/0']);
});

test('what stands behind -- is the command’s alone', async () => {
  const echo = 'console.log(JSON.stringify(process.argv.slice(1)))';
  await world.downbeat('run', server.url, '--', process.execPath, '-e', echo, '--', '--help', '--', '--rid');
  expect(world.output).toBe('["--help","--","--rid"]\n');
});
