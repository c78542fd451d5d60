import { hourMs } from '../../lambdas/domain/time.ts';
import { aHost, alertsOf, aMonitor, manage } from '../support/dialects.ts';
import { send } from '../support/http.ts';

const host = aHost();

test('the uptime of a monitor is summed up over five spans', async () => {
  const monitor = await aMonitor(host, { schedule: 'every 24h' });
  await send('GET', monitor.url);
  host.clock.advanceTo(host.clock.now + 3 * hourMs);
  await send('GET', `${monitor.url}/fail`);
  host.clock.advanceTo(host.clock.now + hourMs);
  await send('GET', monitor.url);
  await alertsOf(monitor);
  const { spans } = await manage(host, 'GET', `monitors/${monitor.id}/uptime`);
  expect(spans.map(({ days }: { days: number }) => days)).toEqual([1, 7, 30, 90, 365]);
  expect(spans[0]).toEqual({
    days: 1,
    from: new Date(host.clock.now - 24 * hourMs).toISOString(),
    to: new Date(host.clock.now).toISOString(),
    ...{ percent: 75, up_seconds: 10_800, down_seconds: 3_600, outages: 1 },
  });
});

test('a monitor without a ping has none', async () => {
  const { id } = await aMonitor(host);
  const { spans } = await manage(host, 'GET', `monitors/${id}/uptime`);
  expect(spans[0]).toMatchObject({ percent: null, up_seconds: 0, down_seconds: 0, outages: 0 });
});

test('of a monitor that there is none of it is answered 404', async () => {
  expect((await send('GET', `${host.origin}/api/v1/monitors/nobody/uptime`)).status).toBe(404);
});
