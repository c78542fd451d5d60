import {
  aHost,
  aMonitor,
  expectNoEffect,
  monitorOf,
  pingsOf,
  type TestMonitor,
} from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { aMonitorAt, expectPing } from '../../support/ping-effects.ts';

const host = aHost();
const ridA = '3f2b1c9e-0d4a-4e8b-9c67-5a1d2e3f4b5c';
const ridB = 'b0b0b0b0-1111-4222-8333-444455556666';

const badRid = { status: 400, body: 'invalid uuid format' };

/** Goes on for so long; `expectPing` adds a second. */
function pass(milliseconds: number): void {
  host.clock.advanceTo(host.clock.now + milliseconds);
}

function start(monitor: TestMonitor, query = '') {
  return expectPing(monitor, 'start', () => send('GET', `${monitor.url}/start${query}`));
}

type End = [kind: 'success' | 'fail', suffix: string];

/** Ends a run, if it does; `running` is whether one is left open. */
function end(monitor: TestMonitor, [kind, suffix]: End, running: boolean) {
  return expectPing(monitor, kind, () => send('GET', monitor.url + suffix), { running });
}

describe.each(['/KEY', '/ping/KEY'] as const)('%s', (address) => {
  test.each([
    ['success', `?rid=${ridA}`],
    ['success', `/0?rid=${ridA}`],
    ['fail', `/fail?rid=${ridA}`],
    ['fail', `/7?rid=${ridA}`],
  ] as End[])(
    'C1: a run ends in the %s with its rid by KEY%s, and its duration is known',
    async (...ending) => {
      const monitor = await aMonitorAt(host, address);
      const started = await start(monitor, `?rid=${ridA}`);
      pass(1_234);
      const ended = await end(monitor, ending, false);
      expect([started, ended]).toMatchObject([
        { rid: ridA, duration_ms: null },
        { rid: ridA, duration_ms: 2_234 },
      ]);
    },
  );

  test('C2: a success with another rid leaves the run open, and has no duration', async () => {
    const monitor = await aMonitorAt(host, address);
    await start(monitor, `?rid=${ridA}`);
    expect(await end(monitor, ['success', `?rid=${ridB}`], true)).toMatchObject({
      rid: ridB,
      duration_ms: null,
    });
    expect(await end(monitor, ['success', `?rid=${ridA}`], false)).toMatchObject({ duration_ms: 2_000 });
  });

  test.each([
    ['success', ''],
    ['success', '/0'],
    ['fail', '/fail'],
    ['fail', `/fail?rid=${ridB}`],
    ['fail', `/7?rid=${ridB}`],
  ] as End[])('C3: a %s by KEY%s closes the run of another rid, without a duration', async (...ending) => {
    const monitor = await aMonitorAt(host, address);
    await start(monitor, `?rid=${ridA}`);
    expect(await end(monitor, ending, false)).toMatchObject({ duration_ms: null });
    expect(await end(monitor, ['success', `?rid=${ridA}`], false)).toMatchObject({ duration_ms: null });
  });

  test.each([
    ['starts', ridA.toUpperCase(), ridA],
    ['ends', ridA, ridA.toUpperCase()],
  ])('C4: a rid in upper case is the same where the run %s', async (_where, opening, closing) => {
    const monitor = await aMonitorAt(host, address);
    const started = await start(monitor, `?rid=${opening}`);
    const ended = await end(monitor, ['success', `?rid=${closing}`], false);
    expect([started, ended]).toMatchObject([{ rid: ridA }, { rid: ridA, duration_ms: 1_000 }]);
  });

  test.each(['rid=12345', `rid=${ridA}0`, `rid=0${ridA}`, 'rid=', 'rid', `rid=${ridA.replace('3', 'g')}`])(
    'C5: %s is no UUID, and has no effect',
    async (query) => {
      const monitor = await aMonitorAt(host, address);
      await expectNoEffect(monitor, async () => {
        for (const suffix of ['', '/start', '/fail', '/log', '/0']) {
          const get = await send('GET', `${monitor.url}${suffix}?${query}`);
          const post = await send('POST', `${monitor.url}${suffix}?${query}`);
          expect([get, post]).toMatchObject([badRid, badRid]);
        }
      });
    },
  );
});

test('C1: without a rid a run has a duration too', async () => {
  const monitor = await aMonitor(host);
  await start(monitor);
  expect(await end(monitor, ['success', ''], false)).toMatchObject({ rid: null, duration_ms: 1_000 });
});

test('C1: a run that is started again counts from then', async () => {
  const monitor = await aMonitor(host);
  for (const _time of [1, 2]) await start(monitor, `?rid=${ridA}`);
  expect(await end(monitor, ['success', `?rid=${ridA}`], false)).toMatchObject({ duration_ms: 1_000 });
});

test('C1: each of two runs at a time has a duration of its own', async () => {
  const monitor = await aMonitor(host);
  for (const rid of [ridA, ridB]) await start(monitor, `?rid=${rid}`);
  expect(await end(monitor, ['success', `?rid=${ridA}`], true)).toMatchObject({ duration_ms: 2_000 });
  expect(await end(monitor, ['success', `?rid=${ridB}`], false)).toMatchObject({ duration_ms: 2_000 });
});

test('C1: a run with a rid and one without, at a time, have a duration each', async () => {
  const monitor = await aMonitor(host);
  for (const query of ['', `?rid=${ridA}`]) await start(monitor, query);
  expect(await end(monitor, ['success', `?rid=${ridA}`], true)).toMatchObject({ duration_ms: 1_000 });
  expect(await end(monitor, ['success', ''], false)).toMatchObject({ duration_ms: 3_000 });
});

test('C2: a success with a rid leaves a run without one open', async () => {
  const monitor = await aMonitor(host);
  await start(monitor);
  expect(await end(monitor, ['success', `?rid=${ridA}`], true)).toMatchObject({ duration_ms: null });
});

test.each([
  ['success', ''],
  ['fail', '/fail'],
] as End[])('C3: of two runs a %s by KEY%s closes the latest', async (...ending) => {
  const monitor = await aMonitor(host);
  for (const rid of [ridA, ridB]) await start(monitor, `?rid=${rid}`);
  await end(monitor, ending, true);
  expect(await end(monitor, ['success', `?rid=${ridB}`], true)).toMatchObject({ duration_ms: null });
  expect(await end(monitor, ['success', `?rid=${ridA}`], false)).toMatchObject({ duration_ms: 4_000 });
});

test('C3: a log or a refused ping closes no run', async () => {
  const monitor = await aMonitor(host);
  await start(monitor, `?rid=${ridA}`);
  await expectPing(monitor, 'log', () => send('GET', `${monitor.url}/log?rid=${ridA}`));
  await expectNoEffect(monitor, () => send('GET', `${monitor.url}/256?rid=${ridA}`));
  expect(await monitorOf(monitor)).toMatchObject({ running: true });
});

test('C1: of eleven runs at a time the oldest is given up', async () => {
  const monitor = await aMonitor(host);
  const rids = Array.from({ length: 11 }, () => crypto.randomUUID());
  for (const rid of rids) await send('GET', `${monitor.url}/start?rid=${rid}`);
  pass(1_000);
  for (const rid of rids) await send('GET', `${monitor.url}?rid=${rid}`);
  const durations = (await pingsOf(monitor)).slice(0, 11).map(({ duration_ms }) => duration_ms);
  expect(durations).toEqual([...Array(10).fill(1_000), null]);
  expect(await monitorOf(monitor)).toMatchObject({ running: false });
});

test.each([
  [72 * 3_600_000, 72 * 3_600_000],
  [72 * 3_600_000 + 1, null],
])('C1: a run that ends %s ms after its start has the duration %s', async (milliseconds, duration_ms) => {
  const monitor = await aMonitor(host, { schedule: 'every 30d' });
  await send('GET', `${monitor.url}/start?rid=${ridA}`);
  pass(milliseconds);
  await send('GET', `${monitor.url}?rid=${ridA}`);
  expect((await pingsOf(monitor))[0]).toMatchObject({ kind: 'success', duration_ms });
});
