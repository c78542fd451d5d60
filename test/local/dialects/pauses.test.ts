import { aHost, alertsOf, aMonitor, manage } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { aMonitorAt, expectPing } from '../../support/ping-effects.ts';

const host = aHost();

function pause({ id }: { id: string }, body: object = {}): Promise<object> {
  return manage(host, 'POST', `monitors/${id}/pause`, body);
}

describe.each(['/KEY', '/ping/KEY'] as const)('%s', (address) => {
  test.each(['GET', 'POST'])('E1: %s KEY ends a pause, and nobody is told', async (method) => {
    const monitor = await aMonitorAt(host, address);
    await send('GET', monitor.url);
    await pause(monitor);
    await expectPing(monitor, 'success', () => send(method, monitor.url));
    expect(await alertsOf(monitor)).toEqual([]);
  });

  test.each(['/start', '/log'] as const)('E1: GET KEY%s leaves it paused', async (suffix) => {
    const monitor = await aMonitorAt(host, address);
    await send('GET', monitor.url);
    expect(await pause(monitor)).toMatchObject({ status: 'paused', deadline_at: null });
    const kind = suffix === '/start' ? 'start' : 'log';
    await expectPing(monitor, kind, () => send('GET', monitor.url + suffix));
  });

  test('E2: while only people end the pause, every ping is kept as ignored', async () => {
    const monitor = await aMonitorAt(host, address);
    await send('GET', monitor.url);
    expect(await pause(monitor, { manual_resume: true })).toMatchObject({ manual_resume: true });
    for (const suffix of ['', '/start', '/fail', '/log', '/0', '/7']) {
      await expectPing(monitor, 'ignored', () => send('GET', monitor.url + suffix));
    }
    await expectPing(monitor, 'ignored', () => send('POST', `${monitor.url}/fail`, {}, 'disk full'));
    expect(await alertsOf(monitor)).toEqual([]);
  });

  test('E8: GET KEY brings back a monitor that is down, with one recovery alert', async () => {
    const monitor = await aMonitorAt(host, address);
    await expectPing(monitor, 'fail', () => send('GET', `${monitor.url}/fail`));
    const { at } = await expectPing(monitor, 'success', () => send('GET', monitor.url));
    await expectPing(monitor, 'success', () => send('GET', monitor.url));
    expect(await alertsOf(monitor)).toMatchObject([
      { kind: 'down', event: { downbeat: { seq: 1 } } },
      { kind: 'up', event: { downbeat: { seq: 2, at, reason: 'recovered', previous_status: 'down' } } },
    ]);
  });
});

test('E2: after people have ended the pause, pings count again', async () => {
  const monitor = await aMonitor(host);
  await pause(monitor, { manual_resume: true });
  await expectPing(monitor, 'ignored', () => send('GET', monitor.url));
  await manage(host, 'POST', `monitors/${monitor.id}/resume`);
  // Not as the last ping left it.
  const resumed = { ...monitor };
  await expectPing(resumed, 'success', () => send('GET', monitor.url));
  expect(await alertsOf(monitor)).toEqual([]);
});

test('rule 8: a sticky pause comes before the filters, and the method filter before the keywords', async () => {
  const body_filter = { success: ['done'], default_fail: true };
  const filtered = await aMonitor(host, { body_filter });
  await pause(filtered, { manual_resume: true });
  await expectPing(filtered, 'ignored', () => send('POST', filtered.url, {}, 'done'));
  await expectPing(filtered, 'ignored', () => send('POST', filtered.url, {}, 'nothing'));
  const postOnly = await aMonitor(host, { body_filter, post_only: true });
  await expectPing(postOnly, 'ignored', () => send('PUT', postOnly.url, {}, 'done'));
  await expectPing(postOnly, 'ignored', () => send('GET', postOnly.url));
  await expectPing(postOnly, 'success', () => send('POST', postOnly.url, {}, 'done'));
  await expectPing(postOnly, 'fail', () => send('POST', postOnly.url, {}, 'nothing'));
});
