import { aHost, aMonitor, type PingJson, type TestMonitor } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { aMonitorAt, expectPing } from '../../support/ping-effects.ts';
import { sendRaw } from '../../support/raw-http.ts';

const host = aHost();

/** Bytes that say where they stand, so that any others are seen. */
function numbered(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * 7 + Math.floor(index / 256)) % 256));
}

function kept(row: PingJson) {
  if (!row.body) throw new Error('No body was kept.');
  const { base64, size_bytes, kept_bytes, content_type } = row.body;
  return { bytes: Buffer.from(base64, 'base64'), size_bytes, kept_bytes, content_type };
}

function expectKept(row: PingJson, body: string | Buffer, content_type: string): void {
  const bytes = Buffer.from(body);
  expect(kept(row)).toEqual({ bytes, size_bytes: bytes.length, kept_bytes: bytes.length, content_type });
}

function post(
  monitor: TestMonitor,
  contentType: string,
  body: string | Buffer,
  suffix = '',
  method = 'POST',
) {
  return () => send(method, monitor.url + suffix, { 'content-type': contentType }, body);
}

describe.each(['/KEY', '/ping/KEY'] as const)('%s', (address) => {
  test('A4: a text is kept exactly, with the method', async () => {
    const monitor = await aMonitorAt(host, address);
    const row = await expectPing(monitor, 'success', post(monitor, 'text/plain', 'hello world'));
    expectKept(row, 'hello world', 'text/plain');
    expect(row).toMatchObject({ method: 'POST', body: { text: 'hello world' } });
  });

  test.each([
    ['A5: a POST with neither Content-Length nor Transfer-Encoding', []],
    ['A5: a POST with a Content-Type alone', ['Content-Type: application/json']],
    ['A6: a POST with Content-Length 0 and no Content-Type', ['Content-Length: 0']],
  ])('%s is taken, with an empty body', async (_id, headers) => {
    const monitor = await aMonitorAt(host, address);
    const { pathname } = new URL(monitor.url);
    const row = await expectPing(monitor, 'success', () =>
      sendRaw(host.origin, { line: `POST ${pathname}`, headers }),
    );
    expect(row).toMatchObject({ method: 'POST', body: null });
  });

  test.each([
    ['A7: a form', 'application/x-www-form-urlencoded', 'x=1'],
    ['A7: a form with escapes', 'application/x-www-form-urlencoded', 'x=%31+2&y=%ff&y='],
    ['A8: what is labelled JSON and is none', 'application/json', 'backup done {"'],
    ['A9: JSON with a title and a message', 'application/json', '{"title":"Backup",\n "message":"dönе"}'],
    ['A9: JSON that says it failed', 'application/json', '{"title":"x","message":"y","status":"fail"}'],
  ])('%s is a success, and its bytes are kept as they came', async (_id, contentType, body) => {
    const monitor = await aMonitorAt(host, address);
    const row = await expectPing(monitor, 'success', post(monitor, contentType, body));
    expectKept(row, body, contentType);
  });

  test.each(['text/plain', 'application/json', 'application/x-www-form-urlencoded'])(
    'A10: bytes that are not UTF-8 are read back the same, though labelled %s',
    async (contentType) => {
      const monitor = await aMonitorAt(host, address);
      const body = Buffer.concat([Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]), numbered(600)]);
      const row = await expectPing(monitor, 'success', post(monitor, contentType, body));
      expectKept(row, body, contentType);
      expect(row.body?.text).toBeNull();
    },
  );

  test.each([
    ['PUT', '', 'success'],
    ['PATCH', '', 'success'],
    ['PUT', '/fail', 'fail'],
    ['PATCH', '/fail', 'fail'],
    ['PUT', '/start', 'start'],
    ['PATCH', '/log', 'log'],
  ] as const)('A22: %s KEY%s with a body does what POST does', async (method, suffix, kind) => {
    const monitor = await aMonitorAt(host, address);
    const row = await expectPing(monitor, kind, post(monitor, 'text/plain', 'hello world', suffix, method));
    expectKept(row, 'hello world', 'text/plain');
    expect(row.method).toBe(method);
  });

  test.each([
    ['success', '', 9_999],
    ['success', '', 10_000],
    ['success', '', 10_001],
    ['log', '/log', 10_001],
  ] as const)(
    'B1: of a %s by POST KEY%s with %s bytes the first 10,000 are kept',
    async (kind, suffix, size) => {
      const monitor = await aMonitorAt(host, address);
      const body = numbered(size);
      const row = await expectPing(monitor, kind, post(monitor, 'text/plain', body, suffix));
      expect(kept(row)).toEqual({
        bytes: body.subarray(0, 10_000),
        size_bytes: size,
        kept_bytes: Math.min(size, 10_000),
        content_type: 'text/plain',
      });
    },
  );

  test.each([100_000, 300_000])('B2: a fail with %s bytes is taken, and cut', async (size) => {
    const monitor = await aMonitorAt(host, address);
    const row = await expectPing(monitor, 'fail', post(monitor, 'text/plain', numbered(size), '/fail'));
    expect(kept(row)).toMatchObject({
      bytes: numbered(10_000),
      size_bytes: size,
      kept_bytes: 10_000,
    });
  });

  test('B3: POST KEY/start announces a limit of bodies that nobody reads as unlimited', async () => {
    const monitor = await aMonitorAt(host, address);
    const { headers } = await send('POST', `${monitor.url}/start`);
    const limit = headers['ping-body-limit'];
    expect(limit).toMatch(/^\d+$/);
    expect(Number(limit)).toBeGreaterThan(0);
  });
});

describe('rule 3: a ping is never refused for its body', () => {
  test.each([
    'multipart/form-data',
    'multipart/form-data; boundary=none',
    'text/plain; charset=utf-16',
    'application/octet-stream',
    'nonsense',
  ])('rule 3: labelled %s', async (contentType) => {
    const monitor = await aMonitor(host);
    const row = await expectPing(monitor, 'success', post(monitor, contentType, 'hello world'));
    expectKept(row, 'hello world', contentType);
  });

  test.each([
    ['without a Content-Type', [], ''],
    ['labelled as compressed', ['Content-Encoding: gzip'], ''],
    ['with the longest label that is kept', [`Content-Type: ${'x'.repeat(200)}`], 'x'.repeat(200)],
    ['with a label that is too long', [`Content-Type: ${'x'.repeat(201)}`], 'x'.repeat(200)],
  ])('rule 3: %s', async (_how, headers, contentType) => {
    const monitor = await aMonitor(host);
    const body = numbered(300);
    const row = await expectPing(monitor, 'success', () =>
      sendRaw(host.origin, {
        line: `POST /${monitor.key}`,
        headers: [`Content-Length: ${body.length}`, ...headers],
        body,
      }),
    );
    expectKept(row, body, contentType);
  });

  test('rule 3: sent in chunks, without a length', async () => {
    const monitor = await aMonitor(host);
    const row = await expectPing(monitor, 'success', () =>
      sendRaw(host.origin, {
        line: `POST /${monitor.key}`,
        headers: ['Transfer-Encoding: chunked'],
        body: '6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n',
      }),
    );
    expectKept(row, 'hello world', '');
  });
});
