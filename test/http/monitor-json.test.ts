import { minuteMs } from '../../lambdas/domain/time.ts';
import { monitorJson } from '../../lambdas/http/monitor-json.ts';
import { fakeWorld } from '../support/fakes.ts';
import { upBackup, windowMs } from '../support/given.ts';

test('a deadline that nobody looked at in time is shown with its further grace', () => {
  const { monitors, system } = fakeWorld();
  const now = system.now();
  const furtherGrace = { from: now, until: now + 7 * minuteMs };
  monitors.given(upBackup(now - windowMs - minuteMs, { furtherGrace }));
  const json = monitorJson(monitors.peek('backup'), now, 'https://api.test');
  expect(Date.parse(json.deadline_at ?? '')).toBe(now + 7 * minuteMs);
});
