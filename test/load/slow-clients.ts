import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { countsOf, latency, sendAll } from './crowd.ts';
import { assertNoneLost, createMonitors, type LoadMonitor, readStored } from './monitors.ts';
import type { Target } from './target.ts';

export interface SlowClients {
  /** Connections of each kind. */
  connections: number;
  /** How many pings come meanwhile. */
  pings: number;
}

const megabyte = 1_000_000;
/** A byte now and then keeps a connection from being idle. */
const dripMs = 500;
/** Nobody waits longer for a connection to be closed by the host. */
const patienceMs = 120_000;

/** What a client sends at first, and what then drips for as long as it is let. */
interface Slowness {
  begin: string | Buffer;
  drip?: string;
  /** Of these one in ten: each takes 10 MB and more of the host's memory. */
  rarely?: boolean;
}

/**
 * Proves that connections which hold on do no harm: pings of others are answered meanwhile, the host closes each
 * connection, and what never came whole counts for nothing.
 */
export async function slowClients(
  { url, inside }: Target,
  { connections, pings }: SlowClients,
  say: (text: string) => void,
): Promise<void> {
  const [victim, ...others] = await createMonitors(url, 'slow', 11);
  assert.ok(victim);
  const before = await inside();
  const startedAt = performance.now();
  const closings = Object.entries(slownesses(victim)).map(async ([what, slowness]) => {
    const length = Math.ceil(slowness.rarely ? connections / 10 : connections);
    const all = Array.from({ length }, () => heldUntilClosed(url, slowness));
    await Promise.all(all);
    say(`${what}: closed after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  });
  const turns = Array.from({ length: pings }, (_, index) => ({
    url: others[index % others.length]?.url ?? '',
  }));
  const answers = await sendAll(turns, 4);
  say(`others meanwhile: ${countsOf(answers)}, ${latency(answers)}`);
  assert.equal(answers.filter(({ status }) => status === 200).length, pings);
  await Promise.all(closings);
  assertNoneLost(pings, await readStored(url, others));
  const [stored] = await readStored(url, [victim]);
  assert.equal(stored?.pings, 0);
  await bodies(url, victim, say);
  say(`memory: ${before.rssMb.toFixed(0)} MB before, ${(await inside()).rssMb.toFixed(0)} MB after`);
}

function slownesses({ url }: LoadMonitor): Record<string, Slowness> {
  const { host, pathname } = new URL(url);
  const head = (method: string, more = '') => `${method} ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${more}`;
  const posted = (more: string) => `${head('POST', more)}\r\n`;
  return {
    'says nothing': { begin: '' },
    'a head by the byte': { begin: head('GET', 'X: '), drip: 'x' },
    'a body that never comes': { begin: posted('Content-Length: 1000\r\n') },
    'a body by the byte': { begin: posted('Content-Length: 100000\r\n'), drip: 'x' },
    'chunks without end': { begin: posted('Transfer-Encoding: chunked\r\n'), drip: '1\r\nx\r\n' },
    'a head of 64 KB': { begin: head('GET', `X: ${'x'.repeat(65_536)}\r\n\r\n`) },
    'headers without end': { begin: head('GET'), drip: `X: ${'x'.repeat(1_000)}\r\n` },
    'a body of 12 MB': {
      begin: Buffer.concat([
        Buffer.from(posted(`Content-Length: ${12 * megabyte}\r\n`)),
        Buffer.alloc(12 * megabyte),
      ]),
      rarely: true,
    },
  };
}

/** Holds a connection, and waits until the host has closed it. */
function heldUntilClosed(url: string, { begin, drip }: Slowness): Promise<void> {
  return new Promise((closed, failed) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const dripping = drip === undefined ? undefined : setInterval(() => socket.write(drip), dripMs);
    const giveUp = setTimeout(() => failed(new Error('The host holds a connection for ever.')), patienceMs);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(dripping);
      clearTimeout(giveUp);
      closed();
    });
    if (begin.length > 0) socket.write(begin);
    socket.resume();
  });
}

/** Proves what becomes of bodies that are long but come whole. */
async function bodies(url: string, monitor: LoadMonitor, say: (text: string) => void): Promise<void> {
  const answers = await sendAll(
    [
      { url: monitor.url, method: 'POST', body: Buffer.alloc(300_000, 'x') },
      { url: `${url}/api/v1/monitors`, method: 'POST', body: `{"name": "${'x'.repeat(300_000)}"}` },
    ],
    1,
  );
  say(`300 kB to a ping and to management: ${answers.map(({ status }) => status).join(', ')}`);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 400],
  );
}
