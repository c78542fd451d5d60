import { aHost, alertsOf, aMonitor, monitorOf } from '../support/dialects.ts';
import { manage, missing } from '../support/manage.ts';

const host = aHost();

test('a test alert is told like any other, marked as a test, and changes nothing', async () => {
  const monitor = await aMonitor(host);
  const before = await monitorOf(monitor);
  const { status, json } = await manage('POST', host.origin, `/monitors/${monitor.id}/test-alert`);
  expect(status).toBe(200);
  expect(json).toEqual({
    channels: [{ channel: 'default', message_id: expect.stringContaining(monitor.id), error: null }],
  });
  expect(await alertsOf(monitor)).toMatchObject([
    { kind: 'test', subject: expect.stringMatching(/^TEST: /) },
  ]);
  expect(await monitorOf(monitor)).toEqual(before);
});

test('of a monitor that there is none of, no alert can be tested', async () => {
  expect(await manage('POST', host.origin, '/monitors/nobody/test-alert')).toEqual(missing('monitor'));
});
