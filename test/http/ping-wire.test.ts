import fc from 'fast-check';
import { hourMs } from '../../lambdas/domain/time.ts';
import { monitorJson } from '../../lambdas/http/monitor-json.ts';
import { pingJson } from '../../lambdas/http/ping-json.ts';
import { type LocalHost, startLocalHost } from '../../lib/local/host.ts';
import { Clock } from '../support/clock.ts';
import { noon } from '../support/fake-system.ts';
import { send } from '../support/http.ts';
import { emptyDirectory, printLog } from '../support/local.ts';
import { answerTo } from './fuzz-exchange.ts';
import { sendRaw } from './fuzz-socket.ts';
import { storeWorld } from './fuzz-store.ts';
import { brokenRequest, wireRequest } from './fuzz-wire.ts';
import { begin, monitors, type World } from './fuzz-world.ts';

// The real host over an embedded DynamoDB, and beside it the handler over the fakes: both hold the same monitors and
// get the same requests, so they must give the same answers and keep the same.

const clock = new Clock(noon);
let world: World;
let host: LocalHost;

beforeAll(async () => {
  world = begin({ slugPings: true, maxAutoCreated: 1_000 });
  const directory = emptyDirectory();
  await storeWorld(world, directory);
  // No timer ever fires: the handler over the fakes has none either.
  const after = () => () => undefined;
  host = await startLocalHost({ directory, port: 0, print: printLog, system: clock.system, after });
});
afterAll(() => host.close());

function passTime(milliseconds: number): void {
  clock.advanceTo(clock.now + milliseconds);
  world.system.advance(milliseconds);
}

async function get<T>(path: string): Promise<T> {
  return JSON.parse((await send('GET', `${host.url}${path}`)).body);
}

describe('requests that are proper HTTP, however odd', () => {
  test('are answered over the wire as by the handler alone', async () => {
    const property = fc.asyncProperty(wireRequest, async ({ handedOver, ...request }) => {
      // Not so long in all that rows of history expire.
      passTime(Math.min(handedOver.waitMs, hourMs));
      const expected = await answerTo(world, handedOver);
      const answer = await sendRaw(host.url, request);
      expect({ status: answer?.status, body: answer?.body.toString() }).toEqual({
        status: expected.statusCode,
        body: expected.body,
      });
      const isBodiless = expected.statusCode === 204 || handedOver.method === 'HEAD';
      const length = isBodiless ? undefined : String(Buffer.byteLength(expected.body ?? ''));
      for (const [name, value] of Object.entries({ ...expected.headers, 'Content-Length': length })) {
        expect({ [name]: answer?.headers[name.toLowerCase()] }).toEqual({ [name]: value });
      }
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('leave behind the same monitors', async () => {
    const page = await get<{ monitors: Shown[] }>('/api/v1/monitors');
    const { monitors: stored } = await world.monitors.page(100);
    const expected = stored.map((each) => comparable(monitorJson(each, clock.now, host.url)));
    const ours = page.monitors.filter(({ id }) => id !== 'demo').map(comparable);
    expect(ours.sort(byId)).toEqual(expected.sort(byId));
  });

  test.each(monitors.map(({ id }) => id))('leave behind the same pings of %s, to the byte', async (id) => {
    const { pings } = await get<{ pings: object[] }>(`/local/pings/${id}`);
    const kept = world.history.pings.filter(({ monitorId }) => monitorId === id).map(pingJson);
    const expected = kept.map((ping) => ({ ...ping, source_ip: '127.0.0.1' })).reverse();
    expect(pings).toEqual(expected.slice(0, 100));
  });
});

type Shown = Pick<ReturnType<typeof monitorJson>, 'id' | 'ping_url' | 'unique_key'>;

/** Without the secret, which differs in monitors that were created since. */
function comparable({ ping_url: _url, unique_key: _key, ...rest }: Shown) {
  return rest;
}

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1;
}

describe('requests that are not proper HTTP, or break off', () => {
  const { id, secret } = monitors[1] ?? { id: '', secret: '' };
  const path = `/ping/${id}-${secret}`;
  const countPings = async () => (await get<{ pings: number }>(`/api/v1/monitors/${id}`)).pings;
  let logged: jest.SpyInstance;

  beforeAll(() => {
    logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterAll(() => logged.mockRestore());

  test('are refused and have no effect, unless the server understands them all the same', async () => {
    const property = fc.asyncProperty(brokenRequest(path), async (request) => {
      const before = await countPings();
      const answer = await sendRaw(host.url, request);
      expect([undefined, 200, 400, 404, 413, 417, 431, 505]).toContain(answer?.status);
      expect(await countPings()).toBe(before + Number(answer?.status === 200));
    });
    await fc.assert(property, { numRuns: 50 });
  });

  test('harm nobody else, and are no defect of the host', async () => {
    const ping = await send('GET', `${host.url}${path}`);
    expect(ping).toMatchObject({ status: 200, body: 'OK' });
    // A client that goes away is not one.
    const defects = logged.mock.calls.filter(([error]) => error?.code !== 'ECONNRESET');
    expect(defects).toEqual([]);
  });
});
