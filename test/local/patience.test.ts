import { connect } from 'node:net';
import { listenLocally } from '../../lib/local/server.ts';

const never = 60_000;
const patience = { headMs: never, requestMs: never, lookEveryMs: 10 };

/** Sends this and no more to a host that bears so much, and answers what came until the host closed the connection. */
async function holdOn(bears: Partial<typeof patience>, text: string): Promise<string> {
  const server = await listenLocally(0, { ...patience, ...bears });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  await new Promise((closed) => socket.on('error', () => undefined).on('close', closed));
  await server.close();
  return received;
}

const head = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n';

test.each([
  ['says nothing', { headMs: 20 }, ''],
  ['never ends the head of its request', { headMs: 20 }, head],
  [
    'never sends the body that it has announced',
    { headMs: 20, requestMs: 40 },
    `${head}Content-Length: 9\r\n\r\n`,
  ],
])('a client that %s is told so, and left', async (_what, bears, text) => {
  expect(await holdOn(bears, text)).toContain('HTTP/1.1 408 Request Timeout');
});
