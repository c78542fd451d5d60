import { aHost } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { aMonitorAt, expectPing } from '../../support/ping-effects.ts';

const host = aHost();

describe.each(['/KEY', '/ping/UUID'] as const)('%s', (address) => {
  test.each([
    ['/run', 'start'],
    ['/complete', 'success'],
    ['/starting', 'start'],
    ['/finished', 'success'],
    ['/failed', 'fail'],
  ] as const)('H2: KEY%s is a %s', async (suffix, kind) => {
    const monitor = await aMonitorAt(host, address);
    await expectPing(monitor, kind, () => send('GET', monitor.url + suffix));
    await expectPing(monitor, kind, () => send('POST', `${monitor.url}${suffix}/`));
  });

  test.each([
    ['run', 'start'],
    ['complete', 'success'],
    ['ok', 'success'],
    ['fail', 'fail'],
  ] as const)('H4: KEY?state=%s is a %s', async (state, kind) => {
    const monitor = await aMonitorAt(host, address);
    await expectPing(monitor, kind, () => send('GET', `${monitor.url}?state=${state}`));
    await expectPing(monitor, kind, () => send('GET', `${monitor.url}/?host=web1&state=${state}&msg=hello`));
  });
});
