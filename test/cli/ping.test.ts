import { CliWorld, key, nobody, receiver, status } from '../support/cli.ts';

type Scripts = Parameters<typeof receiver>;
let server: Awaited<ReturnType<typeof receiver>> | undefined;
let world: CliWorld;

beforeEach(() => {
  world = new CliWorld();
});

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Sends a success to a server that answers by these scripts, and answers the exit code and the server. */
async function pingThrough(...scripts: Scripts) {
  server = await receiver(...scripts);
  const code = await world.downbeat('ping', server.url);
  return { code, server };
}

test('a ping without an action is a success', async () => {
  const { code, server } = await pingThrough(status(200));
  expect(code).toBe(0);
  expect(server.received).toMatchObject([{ method: 'POST', path: `/ping/${key}`, body: '' }]);
  expect(server.received[0]?.headers['user-agent']).toMatch(/^downbeat\/\d/);
  expect(world.errors + world.output).toBe('');
});

test('a ping that creates its monitor is taken', async () => {
  expect((await pingThrough(status(201))).code).toBe(0);
});

test.each(['start', 'fail', 'log', '0', '255'])('%s is sent as the action', async (action) => {
  server = await receiver();
  await world.downbeat('ping', server.url, action);
  world.environment.DOWNBEAT_PING_URL = server.url;
  await world.downbeat('ping', action);
  expect(server.paths()).toEqual([`/${action}`, `/${action}`]);
});

test('a message is the body, and a run id stands in the query beside what is there', async () => {
  server = await receiver();
  const rid = '11111111-2222-4333-8444-55555555555A';
  await world.downbeat('ping', `${server.url}/?create=1`, 'log', '--message', 'größer', '--rid', rid);
  expect(server.paths()).toEqual([`/log?create=1&rid=${rid.toLowerCase()}`]);
  expect(server.received[0]).toMatchObject({
    body: 'größer',
    headers: { 'content-type': 'application/octet-stream' },
  });
});

test.each([408, 429, 500, 502, 503, 504])('after %d a ping is sent again', async (code) => {
  const { code: exitCode, server } = await pingThrough(status(code), status(200));
  expect(exitCode).toBe(0);
  expect(server.received).toHaveLength(2);
  expect(world.errors).toBe('');
});

test('a connection that breaks is tried again', async () => {
  const { code } = await pingThrough((response) => response.destroy(), status(200));
  expect(code).toBe(0);
});

test('no answer within 5 seconds is tried again', async () => {
  server = await receiver();
  const { send } = world;
  const timeouts: number[] = [];
  world.send = (request) => {
    timeouts.push(request.timeoutMs);
    if (timeouts.length === 1) return Promise.reject(new DOMException('The time is up.', 'TimeoutError'));
    return send(request);
  };
  expect(await world.downbeat('ping', server.url)).toBe(0);
  expect(timeouts).toEqual([5_000, 5_000]);
});

test('a silent server is waited for no longer than the budget, the last try included', async () => {
  const timeouts: number[] = [];
  world.send = ({ timeoutMs }) => {
    timeouts.push(timeoutMs);
    world.clock += timeoutMs;
    return Promise.reject(new DOMException('The time is up.', 'TimeoutError'));
  };
  const before = world.clock;
  expect(await world.downbeat('ping', `https://host.invalid/ping/${key}`)).toBe(1);
  expect(timeouts).toEqual([5_000, 5_000, 5_000, 5_000, 4_375]);
  expect(world.clock - before).toBeLessThanOrEqual(30_000);
  expect(world.errors).toMatch(
    /^downbeat: the ping was not taken: no answer within [\d.]+ s \(host\.invalid, \d tries\)\n$/,
  );
});

test('a real server that says nothing is given up', async () => {
  const { send } = world;
  world.send = (request) => {
    world.clock += 29_999;
    return send({ ...request, timeoutMs: 20 });
  };
  expect((await pingThrough(() => undefined)).code).toBe(1);
  expect(world.errors).toContain('no answer within');
});

test('pauses grow, up to eight seconds, within 30 seconds in all', async () => {
  expect(await world.downbeat('ping', await nobody())).toBe(1);
  expect(world.pauses).toEqual([375, 750, 1_500, 3_000, 6_000, 6_000, 6_000, 6_000]);
});

test('pauses are spread by chance', async () => {
  world.random = () => 0.25;
  await world.downbeat('ping', await nobody());
  expect(world.pauses.slice(0, 2)).toEqual([312.5, 625]);
});

test('the server says in seconds how long to wait', async () => {
  const { code } = await pingThrough(status(429, { 'Retry-After': '7' }), status(200));
  expect(code).toBe(0);
  expect(world.pauses).toEqual([7_000]);
});

test('the server says by a date how long to wait', async () => {
  const date = new Date(world.clock + 9_000).toUTCString();
  await pingThrough(status(503, { 'Retry-After': date }), status(200));
  expect(world.pauses).toEqual([9_000]);
});

test.each(['soon', '-1', '0', new Date(0).toUTCString()])('a wait of %p is none', async (retryAfter) => {
  expect((await pingThrough(status(503, { 'Retry-After': retryAfter }), status(200))).code).toBe(0);
  expect(world.pauses).toEqual([375]);
});

test('a server that asks for more than the budget is not asked again', async () => {
  const { code, server } = await pingThrough(status(429, { 'Retry-After': '30' }), status(200));
  expect(code).toBe(1);
  expect(server.received).toHaveLength(1);
  expect(world.pauses).toEqual([]);
});

test.each([400, 401, 403, 404, 405, 413])('%d is final', async (code) => {
  const { code: exitCode, server } = await pingThrough(status(code), status(200));
  expect(exitCode).toBe(1);
  expect(server.received).toHaveLength(1);
});

test('one line says what failed, and where, and never shows the key', async () => {
  const { server } = await pingThrough(status(404));
  const host = server.host.slice('http://'.length);
  expect(world.errors).toBe(`downbeat: the ping was not taken: 404 not found (${host})\n`);
});

test.each([301, 302, 303, 307, 308])('a redirect by %d is not followed', async (code) => {
  const elsewhere = await receiver();
  const { code: exitCode, server } = await pingThrough(status(code, { Location: elsewhere.url }));
  await elsewhere.close();
  expect(exitCode).toBe(1);
  expect(server.received).toHaveLength(1);
  expect(elsewhere.received).toEqual([]);
  expect(world.errors).toContain('redirects are not followed');
  expect(world.errors).not.toContain(key);
});

test('an error without a known code shows its code, and never its message', async () => {
  world.send = () => Promise.reject(Object.assign(new Error(`bad ${key}`), { code: 'ERR_TLS_SOMETHING' }));
  await world.downbeat('ping', `https://user:password@host.invalid/ping/${key}`);
  expect(world.errors).toMatch(/ERR_TLS_SOMETHING \(host\.invalid, /);
  expect(world.errors).not.toMatch(/password|0123456789/);
});
