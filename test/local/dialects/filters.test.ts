import { aHost, aMonitor } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { aMonitorAt, expectPing } from '../../support/ping-effects.ts';

const host = aHost();
const urls = ['', '/start', '/fail', '/log', '/7'];
const keywords = { start: ['begin', 'débuté'], success: ['all done', '✓'], fail: ['error', 'größer'] };
const filter = { ...keywords, default_fail: false };
const failingFilter = { ...keywords, default_fail: true };

describe.each(['/KEY', '/ping/KEY'] as const)('%s', (address) => {
  test.each(['GET', 'HEAD'])('E3: where only POST is accepted, %s is ignored', async (method) => {
    const monitor = await aMonitorAt(host, address, { post_only: true });
    const body = method === 'HEAD' ? '' : 'OK';
    for (const suffix of urls) {
      const row = await expectPing(monitor, 'ignored', () => send(method, monitor.url + suffix), { body });
      expect(row.method).toBe(method);
    }
  });

  test('E3: where only POST is accepted, a GET does not change what POST made of it', async () => {
    const monitor = await aMonitorAt(host, address, { post_only: true });
    const ping = (method: string, suffix: string) => () => send(method, monitor.url + suffix);
    await expectPing(monitor, 'success', ping('POST', ''));
    await expectPing(monitor, 'ignored', ping('GET', '/fail'));
    await expectPing(monitor, 'fail', ping('POST', '/fail'));
    await expectPing(monitor, 'ignored', ping('GET', ''));
    await expectPing(monitor, 'start', ping('POST', '/start'));
  });

  test.each([
    ['success', 'backup: all done, 3 files'],
    ['fail', 'at the very end an error'],
    ['start', 'begin\n'],
  ] as const)('E4: a ping is a %s where its keyword is found, whatever its URL says', async (kind, text) => {
    const monitor = await aMonitorAt(host, address, { body_filter: filter });
    for (const suffix of urls) {
      const row = await expectPing(monitor, kind, () => send('POST', monitor.url + suffix, {}, text));
      expect(row.body?.text).toBe(text);
    }
  });

  test.each([
    ['', 'ignored', filter],
    ['nothing of note', 'ignored', filter],
    ['', 'fail', failingFilter],
    ['nothing of note', 'fail', failingFilter],
  ] as const)(
    'E5: in "%s" nothing is found, and it is %s, whatever its URL says',
    async (text, kind, body_filter) => {
      const monitor = await aMonitorAt(host, address, { body_filter });
      for (const suffix of urls) {
        await expectPing(monitor, kind, () => send('POST', monitor.url + suffix, {}, text));
      }
    },
  );

  test.each([
    ['GET', 'ignored', filter],
    ['HEAD', 'ignored', filter],
    ['GET', 'fail', failingFilter],
    ['HEAD', 'fail', failingFilter],
  ] as const)('E5: %s has no body to find anything in, and it is %s', async (method, kind, body_filter) => {
    const monitor = await aMonitorAt(host, address, { body_filter });
    const body = method === 'HEAD' ? '' : 'OK';
    await expectPing(monitor, kind, () => send(method, monitor.url), { body });
  });

  test.each([
    ['ignored', filter],
    ['fail', failingFilter],
  ] as const)('E7: in a body that is not UTF-8 nothing is found, and it is %s', async (kind, body_filter) => {
    const bodies = [
      ...[Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]), Buffer.from([0xc3]), Buffer.from([0xe2, 0x9c])],
      ...[Buffer.from('größer, débuté', 'latin1'), Buffer.from('all done', 'utf16le')],
    ];
    const monitor = await aMonitorAt(host, address, { body_filter });
    for (const bytes of bodies) {
      const row = await expectPing(monitor, kind, () => send('POST', monitor.url, {}, bytes));
      expect(row.body?.base64).toBe(bytes.toString('base64'));
    }
  });
});

test.each([
  ['success', 'where it is all there is', 'all done'],
  ['success', 'at the end', 'backup ✓'],
  ['fail', 'where it is the first of two keywords', 'error'],
  ['fail', 'where it is the second of two keywords', 'größer als erlaubt'],
  ['start', 'in JSON', '{"event": "débuté"}'],
  ['success', 'in a text that is cut within a character', `all done ${'é'.repeat(5_000)}`],
  ['success', 'at the end of what is kept', `${'x'.repeat(9_992)}all done`],
] as const)('E4: a %s is found %s', async (kind, _where, text) => {
  const monitor = await aMonitor(host, { body_filter: filter });
  await expectPing(monitor, kind, () => send('POST', monitor.url, {}, text));
});

test.each([
  ['fail', 'begin, all done, error'],
  ['success', 'begin, all done'],
] as const)('E4: a %s is found first in "%s"', async (kind, text) => {
  const monitor = await aMonitor(host, { body_filter: filter });
  await expectPing(monitor, kind, () => send('POST', monitor.url, {}, text));
});

test.each(['Error', 'ALL DONE', 'all  done', 'all don', 'l done', 'allXdone', 'debute'])(
  'E5: nothing is found in "%s"',
  async (text) => {
    const monitor = await aMonitor(host, { body_filter: filter });
    await expectPing(monitor, 'ignored', () => send('POST', monitor.url, {}, text));
  },
);

test('E5: nothing is found behind what is kept of a body', async () => {
  const monitor = await aMonitor(host, { body_filter: filter });
  const text = `${'x'.repeat(9_993)}all done`;
  await expectPing(monitor, 'ignored', () => send('POST', monitor.url, {}, text));
});
