import { applyTime } from '../../lambdas/domain/passing.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import { Life } from '../../lib/local/life.ts';
import { chanceOf, sampleLife } from '../../lib/local/sample.ts';
import { readSeedArguments, seedStore } from '../../lib/local/seed.ts';
import { openStoreIn } from '../../lib/local/store.ts';
import { Clock } from '../support/clock.ts';
import { fakeWorld } from '../support/fakes.ts';
import { send } from '../support/http.ts';
import { awaitAlerts, emptyDirectory, getAlerts, type Running, start } from '../support/local.ts';
import { aMonitor, aPing } from '../support/monitors.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');

function lives(count: number, seed = 1) {
  const chance = chanceOf(seed);
  return Array.from({ length: count }, (_, index) => sampleLife(index + 1, chance, now));
}

describe('a seeded store', () => {
  const clock = new Clock(now);
  const directory = emptyDirectory();
  let host: Running;
  let seeded: Awaited<ReturnType<typeof seedStore>>;

  const api = async (path: string) => JSON.parse((await send('GET', `${host.url}/api/v1/${path}`)).body);

  beforeAll(async () => {
    const store = await openStoreIn(directory);
    seeded = await seedStore(store, { monitors: 200, seed: 7 }, now);
    await store.close();
    host = await start(clock, directory);
  });

  afterAll(() => host.close());

  test('has monitors of every status, beside the demo', async () => {
    const { total, ...byStatus } = await api('summary');
    expect(total).toBe(201);
    expect(byStatus).toEqual({ ...seeded.byStatus, new: seeded.byStatus.new + 1 });
    expect(Math.min(...Object.values(seeded.byStatus))).toBeGreaterThan(0);
  });

  test('tells nobody of what has been', async () => {
    expect(await getAlerts(host.url)).toEqual([]);
  });

  test('shows each ping that a monitor counts, and the flip that it says was its last', async () => {
    const [monitor] = (await api('monitors?q=00200')).monitors;
    const { pings } = await api(`monitors/${monitor.id}/pings?limit=100`);
    const last = (await api(`monitors/${monitor.id}/pings?to=${pings.at(-1).at}`)).pings;
    const numbers = [...pings, ...last].map(({ n }: { n: number }) => n);
    expect(numbers).toEqual(Array.from({ length: monitor.pings }, (_, index) => monitor.pings - index));
    const { flips } = await api(`monitors/${monitor.id}/flips`);
    expect(flips).toHaveLength(lives(200, 7).at(-1)?.flips.length ?? 0);
    expect(flips[0]).toMatchObject({ to: monitor.status, at: monitor.status_since });
  });

  test('goes down where pings stay away, as any other', async () => {
    const deadlines = lives(200, 7).map(
      ({ stored }) => stored.monitor.deadlineAt ?? Number.POSITIVE_INFINITY,
    );
    clock.advanceTo(Math.min(...deadlines));
    const [alert] = await awaitAlerts(host.url, 1);
    expect(alert).toMatchObject({ kind: 'down', event: { downbeat: { reason: 'missed' } } });
  });

  test('is not seeded twice, and stays as it was', async () => {
    const other = emptyDirectory();
    const store = await openStoreIn(other);
    await seedStore(store, { monitors: 3, seed: 1 }, now);
    const again = seedStore(store, { monitors: 3, seed: 2 }, now + 1);
    await expect(again).rejects.toThrow(/has ".+-0000\d" already.+DATA_DIR/);
    await store.close();
  });
});

test('a ping that comes after its deadline finds a miss that was noticed in time', () => {
  const schedule = parseSchedule('every 1h');
  const lived = new Life(aMonitor({ schedule, gracePeriodSeconds: 60, createdAt: now, statusSince: now }));
  for (const at of [now, now + 2 * hourMs]) lived.ping(aPing({ at }));
  const deadlineAt = now + hourMs + minuteMs;
  expect(lived.flips).toMatchObject([
    { to: 'up', at: now },
    { to: 'down', at: deadlineAt, detectedAt: deadlineAt + 1_000, reason: 'missed' },
    { to: 'up', at: now + 2 * hourMs },
  ]);
});

describe('a sample', () => {
  const some = lives(600);

  test('is a monitor that may be stored, and that time has left nothing to do with', () => {
    const { monitors } = fakeWorld();
    for (const { stored } of some) {
      monitors.given(stored.monitor);
      expect(applyTime(stored.monitor, now)).toBeUndefined();
      expect(stored.monitor.armedFor === undefined).toBe(wakeUpAt(stored.monitor) === undefined);
    }
  });

  test('has pings and flips in order, without a gap, and none to come', () => {
    for (const { stored, pings, flips } of some) {
      const { monitor } = stored;
      const instants = [monitor.createdAt, ...pings.map(({ ping }) => ping.at), now];
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
      expect(flips.map(({ seq }) => seq)).toEqual(flips.map((_, index) => index + 1));
      expect(flips.map(({ from }) => from)).toEqual(['new', ...flips.map(({ to }) => to)].slice(0, -1));
      expect(flips.at(-1)).toEqual(monitor.flip);
      expect([stored.pings, stored.pingNumber]).toEqual([pings.length, pings.length]);
    }
  });

  test('is the same for the same seed, and another for another', () => {
    const told = (seed: number) =>
      lives(50, seed).map(({ stored, pings, flips }) => ({ stored, pings, flips }));
    expect(told(5)).toEqual(told(5));
    expect(told(5)).not.toEqual(told(6));
  });

  test('has an id and a secret of its own', () => {
    expect(new Set(some.map(({ stored }) => stored.monitor.id)).size).toBe(600);
    expect(new Set(some.map(({ stored }) => stored.monitor.secret)).size).toBe(600);
  });

  test('is a run of a start and an end in some cases, and has a past of failures in some', () => {
    const pings = some.flatMap((life) => life.pings.map(({ ping }) => ping));
    expect(pings.some(({ kind, durationMs }) => kind === 'success' && durationMs !== undefined)).toBe(true);
    expect(pings.some(({ kind }) => kind === 'fail')).toBe(true);
    expect(some.some(({ flips }) => flips.some(({ reason }) => reason === 'recovered'))).toBe(true);
  });
});

test('the arguments have defaults', () => {
  expect(readSeedArguments([])).toEqual({ monitors: 1_000, seed: 1 });
  const given = ['--monitors', '100000', '--seed=4294967295'];
  expect(readSeedArguments(given)).toEqual({ monitors: 100_000, seed: 4_294_967_295 });
  expect(readSeedArguments(['--monitors', '1', '--seed', '0'])).toEqual({ monitors: 1, seed: 0 });
});

test.each([
  [['--monitors', '0'], '--monitors: "0" is not allowed; allowed are whole numbers from 1 to 100000.'],
  [['--monitors', '100001'], '--monitors: "100001" is not allowed'],
  [['--monitors', '1e3'], '--monitors: "1e3" is not allowed'],
  [['--monitors', ''], '--monitors: "" is not allowed'],
  [['--seed', '4294967296'], '--seed: "4294967296" is not allowed; allowed are whole numbers from 0 to'],
  [['--monitors'], 'Allowed are --monitors <number> and --seed <number>.'],
  [['--flips', '3'], 'Allowed are --monitors <number> and --seed <number>.'],
  [['10000'], 'Allowed are --monitors <number> and --seed <number>.'],
])('the arguments %j are refused', (args, message) => {
  expect(() => readSeedArguments(args)).toThrow(message);
});
