import { aHost, alertsOf, aMonitor, manage } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { addresses, aMonitorAt, expectPing } from '../../support/ping-effects.ts';
import { sendRaw } from '../../support/raw-http.ts';

const host = aHost();

test.each([
  ['A1', '/KEY'],
  ['A2', '/ping/KEY'],
  ['A1', '/UUID'],
  ['A2', '/ping/UUID'],
] as const)('%s: GET %s makes it up, counts, and sets the deadline anew', async (_id, address) => {
  const monitor = await aMonitorAt(host, address);
  const first = await expectPing(monitor, 'success', () => send('GET', monitor.url, { 'user-agent': 'job' }));
  expect(first).toEqual({
    n: 1,
    kind: 'success',
    at: first.at,
    method: 'GET',
    received_at: null,
    source_ip: '127.0.0.1',
    user_agent: 'job',
    ...{ exit_status: null, rid: null, duration_ms: null, status_label: null, message: null },
    ...{ labels: null, body: null },
  });
  await expectPing(monitor, 'success', () => send('GET', monitor.url));
  expect(await alertsOf(monitor)).toEqual([]);
});

test.each(['Kuma_Token-AbcdefghijklmnopQRST', '0123456789'])(
  'A1: GET /KEY, where KEY is the foreign key %s, is taken',
  async (key) => {
    const monitor = await aMonitor(host);
    await manage(host, 'POST', `monitors/${monitor.id}/aliases`, { key });
    await expectPing(monitor, 'success', () => send('GET', `${host.origin}/${key}`));
  },
);

test('A1: GET /KEY, where KEY is a former key within its overlap, is taken', async () => {
  const monitor = await aMonitor(host);
  await manage(host, 'POST', `monitors/${monitor.id}/rotate-key`, { overlap_seconds: 60 });
  await expectPing(monitor, 'success', () => send('GET', monitor.url));
});

test.each(['', 'ping/'])('A21: GET /%s<UUID> is taken in upper and in lower case', async (prefix) => {
  const monitor = await aMonitor(host);
  const uuid = crypto.randomUUID();
  await manage(host, 'POST', `monitors/${monitor.id}/aliases`, { key: uuid });
  for (const key of [uuid.toUpperCase(), uuid]) {
    await expectPing(monitor, 'success', () => send('GET', `${host.origin}/${prefix}${key}`));
  }
});

describe.each(addresses)('%s', (address) => {
  test.each([
    ['', 'success'],
    ['/start', 'start'],
  ] as const)(
    'A3: HEAD KEY%s does what GET does, with the same headers and no body',
    async (suffix, kind) => {
      const monitor = await aMonitorAt(host, address);
      const { pathname } = new URL(monitor.url + suffix);
      const head = await sendRaw(host.origin, { line: `HEAD ${pathname}` });
      const get = await sendRaw(host.origin, { line: `GET ${pathname}` });
      const ofBody = { 'content-length': '', date: '' };
      expect({ ...head.headers, ...ofBody }).toEqual({ ...get.headers, ...ofBody });
      const row = await expectPing(monitor, kind, () => sendRaw(host.origin, { line: `HEAD ${pathname}` }), {
        body: '',
      });
      expect(row.method).toBe('HEAD');
    },
  );

  test.each(['GET', 'POST'])('A11: %s KEY/ is no redirect', async (method) => {
    const monitor = await aMonitorAt(host, address);
    await expectPing(monitor, 'success', () => send(method, `${monitor.url}/`));
  });

  test('A11: an action with a slash at the end is no redirect', async () => {
    const monitor = await aMonitorAt(host, address);
    await expectPing(monitor, 'start', () => send('GET', `${monitor.url}/start/`));
    await expectPing(monitor, 'log', () => send('POST', `${monitor.url}/log/`));
    const { exit_status } = await expectPing(monitor, 'fail', () => send('GET', `${monitor.url}/7/`), {
      running: false,
    });
    expect(exit_status).toBe(7);
  });

  test('A12: KEY/start by GET or POST opens a run, and leaves the status and the last success', async () => {
    const monitor = await aMonitorAt(host, address);
    const start = (method: string) => () => send(method, `${monitor.url}/start`);
    await expectPing(monitor, 'start', start('GET'));
    await expectPing(monitor, 'success', () => send('GET', monitor.url), { running: false });
    await expectPing(monitor, 'start', start('POST'));
    await expectPing(monitor, 'fail', () => send('GET', `${monitor.url}/fail`), { running: false });
    await expectPing(monitor, 'start', start('GET'));
  });

  test.each([
    ['GET', ''],
    ['POST', 'disk full'],
  ])('A13: %s KEY/fail makes it down, with one alert', async (method, body) => {
    const monitor = await aMonitorAt(host, address);
    const row = await expectPing(monitor, 'fail', () => send(method, `${monitor.url}/fail`, {}, body));
    expect(row.body?.text ?? '').toBe(body);
    await expectPing(monitor, 'fail', () => send(method, `${monitor.url}/fail`, {}, body));
    expect(await alertsOf(monitor)).toMatchObject([
      { kind: 'down', event: { downbeat: { reason: 'failed', at: row.at, previous_status: 'new' } } },
    ]);
  });

  test('A14: POST KEY/log is kept and changes nothing, be the monitor new, up or down', async () => {
    const monitor = await aMonitorAt(host, address);
    const log = () => send('POST', `${monitor.url}/log`, {}, 'line 1\nline 2\n');
    const row = await expectPing(monitor, 'log', log);
    expect(row.body?.text).toBe('line 1\nline 2\n');
    await expectPing(monitor, 'success', () => send('GET', monitor.url));
    await expectPing(monitor, 'log', log);
    await expectPing(monitor, 'fail', () => send('GET', `${monitor.url}/fail`));
    await expectPing(monitor, 'log', log);
  });

  test.each(['GET', 'POST'])('A15: %s KEY/0 is a success with exit status 0', async (method) => {
    const monitor = await aMonitorAt(host, address);
    const row = await expectPing(monitor, 'success', () => send(method, `${monitor.url}/0`));
    expect(row.exit_status).toBe(0);
  });

  test.each([
    ['POST', 7],
    ['GET', 255],
    ['GET', 1],
    ['POST', 255],
  ])('A16: %s KEY/%s is a fail whose exit status is kept', async (method, exit_status) => {
    const monitor = await aMonitorAt(host, address);
    const row = await expectPing(monitor, 'fail', () => send(method, `${monitor.url}/${exit_status}`));
    expect(row.exit_status).toBe(exit_status);
    expect(await alertsOf(monitor)).toMatchObject([
      { kind: 'down', event: { downbeat: { last_ping: { exit_status } } } },
    ]);
  });
});
