import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send } from '../support/http.ts';
import { answer, broken, MonitorsWorld, problem } from '../support/monitors-cli.ts';
import { textOf, tokenIn } from '../support/pages.ts';

const host = 'https://abc.execute-api.eu-north-1.amazonaws.com';
const empty = answer(200, {
  monitors: [],
  next_cursor: null,
  total: 0,
  new: 0,
  up: 0,
  late: 0,
  down: 0,
  paused: 0,
});

/** Runs the dashboard before an API that answers so, looks at it as its user, and stops it. */
async function dashboard(
  world: MonitorsWorld,
  look: (url: string, cookie: string) => Promise<void>,
  ...args: string[]
) {
  const ended = world.downbeat('dashboard', ...args);
  while (!world.output.includes('Ctrl-C')) await new Promise((passed) => setImmediate(passed));
  const [, url = '', login = ''] = /(http:\/\/127\.0\.0\.1:\d+)(\/\?token=\S+)/.exec(world.output) ?? [];
  const { headers } = await send('GET', url + login);
  await look(url, headers['set-cookie']?.[0]?.split(';')[0] ?? '');
  world.signal?.('SIGINT');
  return ended;
}

function signedWorld(...scripts: ConstructorParameters<typeof MonitorsWorld>): MonitorsWorld {
  const world = new MonitorsWorld(...scripts);
  world.environment = { DOWNBEAT_URL: host };
  world.credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' });
  return world;
}

test('it listens on 127.0.0.1 alone, lets in whoever opens its URL, signs each call, and ends at Ctrl-C', async () => {
  const world = signedWorld(empty);
  const code = await dashboard(world, async (url, cookie) => {
    expect((await send('GET', `${url}/`)).status).toBe(401);
    await expect(send('GET', url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow();
    expect(world.requests).toEqual([]);
    const { status, body } = await send('GET', `${url}/`, { cookie });
    expect(status).toBe(200);
    expect(textOf(body)).toContain('abc.execute-api.eu-north-1.amazonaws.com');
  });
  expect(code).toBe(0);
  expect(world.calls).toEqual(['GET /monitors?fields=public']);
  for (const { headers } of world.requests)
    expect(headers.authorization).toContain('Credential=AKIDEXAMPLE/');
});

test('a form becomes one call, with what the user saw as its condition', async () => {
  const world = signedWorld(answer(503));
  await dashboard(world, async (url, cookie) => {
    const form = await send('GET', `${url}/new`, { cookie });
    const fields = String(new URLSearchParams({ token: tokenIn(form.body), for: '1h' }));
    const headers = { cookie, origin: url };
    expect((await send('POST', `${url}/monitors/backup/pause`, headers, fields)).status).toBe(503);
  });
  expect(world.calls).toEqual(['POST /monitors/backup/pause']);
  expect(JSON.parse(world.requests[0]?.body ?? '')).toEqual({
    until: '2026-11-20T01:00:00.000Z',
    manual_resume: false,
  });
});

test('credentials are looked up again after five minutes, and not before', async () => {
  const world = signedWorld(empty);
  let looked = 0;
  world.credentials = async () => {
    looked += 1;
    return { accessKeyId: `AKID${looked}`, secretAccessKey: 'secret' };
  };
  await dashboard(world, async (url, cookie) => {
    const look = async () => {
      await send('GET', `${url}/monitors/backup`, { cookie });
      return /Credential=(\w+)/.exec(world.requests.at(-1)?.headers.authorization ?? '')?.[1];
    };
    const first = await look();
    world.clock += 299_999;
    expect(await look()).toBe(first);
    world.clock += 1;
    expect(await look()).not.toBe(first);
  });
});

test('without an answer, without credentials and without permission the page says so', async () => {
  const world = signedWorld(broken(), problem(403, 'Forbidden'));
  await dashboard(world, async (url, cookie) => {
    const look = async () => textOf((await send('GET', `${url}/monitors/backup`, { cookie })).body);
    expect(await look()).toContain('amazonaws.com: the connection broke');
    expect(await look()).toContain('Access denied');
    world.clock += 300_000;
    world.credentials = async () => Promise.reject(new Error('The SSO session has expired.'));
    expect(await look()).toContain('there are no AWS credentials: The SSO session has expired.');
  });
});

test.each<[string[], RegExp]>([
  [['x'], /too many arguments/],
  [['--port', '65536'], /--port is not allowed; give a whole number from 0 to 65535/],
  [['--port', '-1'], /--port/],
  [['--port', 'http'], /--port is not allowed/],
  [['--url', 'x.example'], /the host is not a URL/],
  [['--open'], /--open is not known/],
])('downbeat dashboard %j is wrong usage', async (args, reason) => {
  const world = new MonitorsWorld();
  expect(await world.downbeat('dashboard', ...args)).toBe(2);
  expect(world.errors).toMatch(reason);
  expect(world.errors).toContain('Usage: downbeat dashboard ');
});

test('it does not start without credentials, nor on a port that is taken', async () => {
  const world = signedWorld();
  world.credentials = async () => Promise.reject(new Error('nothing was found'));
  expect(await world.downbeat('dashboard')).toBe(1);
  expect(world.errors).toContain('there are no AWS credentials: nothing was found');
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  const second = signedWorld();
  expect(await second.downbeat('dashboard', '--port', String(port))).toBe(1);
  expect(second.errors).toContain(`port ${port} of 127.0.0.1 cannot be had (EADDRINUSE)`);
  other.close();
});

test('its help tells its options and exit codes', async () => {
  const world = new MonitorsWorld();
  expect(await world.downbeat('dashboard', '--help')).toBe(0);
  expect(world.output).toMatch(/^Usage: downbeat dashboard [\s\S]*--port N[\s\S]*Exit codes:/);
});
