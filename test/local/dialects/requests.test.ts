import { aHost, aMonitor, expectNoEffect } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { aMonitorAt, expectPing } from '../../support/ping-effects.ts';
import { sendBytes, sendRaw } from '../../support/raw-http.ts';

const host = aHost();

describe.each(['/KEY', '/ping/KEY'] as const)('%s', (address) => {
  test.each(['', '/start', '/fail'])(
    'A23: OPTIONS KEY%s allows everything and is no ping',
    async (suffix) => {
      const monitor = await aMonitorAt(host, address);
      const headers = {
        origin: 'https://job.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, x-job',
      };
      const answer = await expectNoEffect(monitor, () => send('OPTIONS', monitor.url + suffix, headers));
      expect(answer).toMatchObject({
        status: 204,
        body: '',
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*, Authorization' },
      });
      const methods = String(answer.headers['access-control-allow-methods']).split(', ');
      expect(methods).toEqual(expect.arrayContaining(['GET', 'HEAD', 'POST', 'PUT', 'PATCH']));
    },
  );

  test.each([
    ['DELETE', ''],
    ['DELETE', '/fail'],
    ['TRACE', ''],
    ['TRACE', '/fail'],
  ])('A24: %s KEY%s is refused, naming what is allowed', async (method, suffix) => {
    const monitor = await aMonitorAt(host, address);
    const { pathname } = new URL(monitor.url + suffix);
    const answer = await expectNoEffect(monitor, () =>
      sendRaw(host.origin, { line: `${method} ${pathname}` }),
    );
    expect(answer.status).toBe(405);
    expect(answer.headers.allow?.split(', ')).toEqual(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'OPTIONS']);
  });

  test.each([
    [200, 200],
    [201, 200],
    [330, 200],
  ])('A25: of a User-Agent of %s characters %s are kept', async (sent, kept) => {
    const monitor = await aMonitorAt(host, address);
    const agent = 'agent'.repeat(66).slice(0, sent);
    const row = await expectPing(monitor, 'success', () => send('GET', monitor.url, { 'user-agent': agent }));
    expect(row.user_agent).toBe(agent.slice(0, kept));
  });

  test('A25: without a User-Agent none is kept', async () => {
    const monitor = await aMonitorAt(host, address);
    const { pathname } = new URL(monitor.url);
    const row = await expectPing(monitor, 'success', () => sendRaw(host.origin, { line: `GET ${pathname}` }));
    expect(row.user_agent).toBe('');
  });
});

test.each([
  ['with another host', ['Host: elsewhere.example']],
  ['as if by plain HTTP', ['Host: elsewhere.example', 'X-Forwarded-Proto: http', 'X-Forwarded-Port: 80']],
  ['asking for HTTPS', ['Host: elsewhere.example', 'Upgrade-Insecure-Requests: 1']],
])('rule 2: a ping %s is no redirect', async (_how, headers) => {
  const monitor = await aMonitor(host);
  const bytes = Buffer.from(
    `${[`GET /${monitor.key} HTTP/1.1`, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`,
  );
  await expectPing(monitor, 'success', () => sendBytes(host.origin, bytes));
});

test.each(['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'True-Client-IP', 'CF-Connecting-IP'])(
  'rule 6: %s, which is caller-controlled, is not taken for the source',
  async (name) => {
    const monitor = await aMonitor(host);
    const value = name === 'Forwarded' ? 'for=203.0.113.9' : '203.0.113.9';
    const row = await expectPing(monitor, 'success', () =>
      sendRaw(host.origin, { line: `GET /${monitor.key}`, headers: [`${name}: ${value}`] }),
    );
    expect(row.source_ip).toBe('127.0.0.1');
  },
);
