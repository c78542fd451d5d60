import fc from 'fast-check';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import type { Monitors, MonitorWrite, StoredMonitor } from '../../lambdas/usecases/ports.ts';
import { localTables, openStore, type Store } from '../../lib/local/store.ts';
import { noon } from './fake-system.ts';
import { fakeWorld } from './fakes.ts';
import { downBackup, flappingBackup, newBackup, pausedBackup, secret, unarmed, upBackup } from './given.ts';
import { creation } from './monitors.ts';
import { plainWriter } from './plain-writer.ts';

const flip: Flip = {
  ...{ seq: 1, from: 'up', to: 'down', reason: 'missed' },
  ...{ at: noon, detectedAt: noon, since: noon - minuteMs },
};

describe('the fake of the Monitors table', () => {
  let store: Store;

  beforeAll(async () => {
    store = await openStore();
  });

  afterAll(() => store.close());

  /** A save of that state, from the version that was read or the one before it. */
  const writeOf = (state: Monitor, stored: StoredMonitor, isStale: boolean, flips: boolean): MonitorWrite => {
    const { flip: _flip, ...rest } = state;
    const before = stored.monitor.flip;
    const last = flips ? { ...flip, seq: (before?.seq ?? 0) + 1 } : before;
    return {
      monitor: { ...rest, id: stored.monitor.id, ...(last && { flip: last }) },
      version: stored.version - Number(isStale),
      requestId: `request-${stored.version}`,
      change: flips ? 'flip' : 'timer',
      countsPing: !flips,
    };
  };

  const states = [
    newBackup(),
    upBackup(noon),
    upBackup(noon + 1),
    unarmed(upBackup(noon)),
    downBackup(noon - minuteMs),
  ];
  const state = fc.constantFrom(...states);
  const call = fc.oneof(
    state.map(
      (given) =>
        (table: Monitors, { monitor: { id } }: StoredMonitor) =>
          table.create({ ...creation({ ...given, id }, id), change: given.flip ? 'flip' : 'config' }),
    ),
    {
      weight: 4,
      arbitrary: fc.tuple(state, fc.boolean(), fc.boolean()).map(
        ([given, isStale, flips]) =>
          (table: Monitors, stored: StoredMonitor) =>
            table.save(writeOf(given, stored, isStale, flips)),
      ),
    },
    fc.constant((table: Monitors, { monitor: { id } }: StoredMonitor) => table.countPing(id)),
    fc.constantFrom(upBackup(noon).armedFor ?? 0, 1).map(
      (armedFor) =>
        (table: Monitors, { monitor: { id } }: StoredMonitor) =>
          table.forgetTimer(id, armedFor),
    ),
    fc.constant((table: Monitors, { monitor: { id } }: StoredMonitor) => table.delete(id)),
    fc.constant((table: Monitors, read: StoredMonitor) => table.deleteUnchanged(read)),
  );

  test('answers and stores what the table does, whatever is called in whatever order', async () => {
    const table = new MonitorsTable(store.client, localTables.monitors.name);
    let runs = 0;
    const property = fc.asyncProperty(fc.array(call, { maxLength: 12 }), async (calls) => {
      runs += 1;
      const id = `monitor-${runs}`;
      const { monitors } = fakeWorld();
      await Promise.all([
        table.create(creation(newBackup({ id }), 'first')),
        monitors.create(creation(newBackup({ id }), 'first')),
      ]);
      let read = monitors.peek(id);
      for (const make of calls) {
        expect(await make(monitors, read)).toEqual(await make(table, read));
        const stored = await monitors.load(id);
        expect(stored).toEqual(await table.load(id));
        read = stored ?? read;
      }
    });
    await fc.assert(property, { numRuns: 30 });
  });

  test('hands out copies, so that nobody changes what is stored', async () => {
    const { monitors } = fakeWorld();
    monitors.given(newBackup());
    const stored = await monitors.load('backup');
    if (stored) stored.monitor.name = 'Changed';
    expect(monitors.peek('backup').monitor.name).toBe(newBackup().name);
  });

  const saveOf = (monitor: Monitor, overrides: Partial<MonitorWrite> = {}): MonitorWrite => {
    return { monitor, version: 7, requestId: 'request', change: 'ping', countsPing: true, ...overrides };
  };
  const { dueAt: _dueAt, deadlineAt: _deadlineAt, ...withoutDeadline } = upBackup(noon);
  const flapping = { since: noon, flips: 11, seq: 2 };
  const settled = { at: noon, since: noon, flips: 11 };
  const reminder = { number: 1, at: noon };
  const asFlip = { change: 'flip' } as const;

  test.each([
    ['a monitor that nobody created', saveOf(upBackup(noon, { id: 'nobody' }))],
    ['from a version that nobody read', saveOf(upBackup(noon), { version: 8 })],
    ['a timer without a wake-up', saveOf(withoutDeadline)],
    ['a timer for after the wake-up', saveOf(upBackup(noon, { armedFor: noon + 1_000 * minuteMs }))],
    ['a deadline of a monitor that is down', saveOf(downBackup(noon, { dueAt: noon, deadlineAt: noon }))],
    ['a deadline of another grace period', saveOf({ ...upBackup(noon), gracePeriodSeconds: 301 })],
    ['the end of a pause that is none', saveOf(upBackup(noon, { resumeAt: noon + minuteMs }))],
    ['a reminder of what is not down', saveOf(upBackup(noon, { reminder }))],
    ['flapping of what is paused', saveOf(pausedBackup(noon, { flapping, alertsAt: [noon] }), asFlip)],
    ['flapping without an instant to settle', saveOf(upBackup(noon, { flapping }))],
    ['flapping and a reminder', saveOf(flappingBackup(noon, { reminder }), asFlip)],
    ['flapping that has settled', saveOf(flappingBackup(noon, { settled }), asFlip)],
    ['a pause that has settled', saveOf(pausedBackup(noon, { settled }), asFlip)],
    ['a row of successes that awaits nothing', saveOf(downBackup(noon, { successes: 1 }))],
    ['an instant that is no number', saveOf(upBackup(noon, { checkinAt: Number.NaN }))],
    ['a flip that it is not told of', saveOf(downBackup(noon))],
    ['a flip that is none', saveOf(upBackup(noon), { change: 'flip' })],
  ])('refuses to save %s', async (_what, write) => {
    const { monitors } = fakeWorld();
    monitors.given(upBackup(noon - minuteMs));
    await expect(monitors.save(write)).rejects.toThrow(/must not be stored|ever read|came with/);
    expect(monitors.stream).toEqual([]);
  });
});

describe('the other fakes', () => {
  test('refuse a timer for no instant', async () => {
    await expect(fakeWorld().timer.arm({ monitorId: 'backup' }, Number.NaN, noon)).rejects.toThrow('finite');
  });

  test('refuse a delay that the queue does not have', async () => {
    const delayed = fakeWorld().timer.delay({ monitorId: 'backup' }, noon + 16 * minuteMs, noon);
    await expect(delayed).rejects.toThrow('delays nothing for so long');
  });

  test('refuse a channel that does not exist', async () => {
    const message = plainWriter.test(downBackup(noon), { at: noon, id: 'one' });
    await expect(fakeWorld().channels.publishToChannel('gone', message)).rejects.toThrow('no channel gone');
  });

  test('refuse a notice that tells a key', () => {
    const { telemetry } = fakeWorld();
    expect(() => telemetry.notice('SweepFailed', { key: `backup-${secret}` })).toThrow('tells a secret');
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuse to measure %d', (value) => {
    expect(() => fakeWorld().telemetry.measure('Flips', value)).toThrow('is no value of Flips');
  });

  test('refuse a notice whose cause tells a key, however deep', () => {
    const { telemetry } = fakeWorld();
    const cause = new Unavailable('DynamoDB', new Error(`no backup-${secret}`));
    expect(() => telemetry.notice('PingNotStored', {}, cause)).toThrow('tells a secret');
  });

  test('refuse a notice that would hide a defect', () => {
    const defect = new TypeError('a defect');
    expect(() => fakeWorld().telemetry.notice('SweepFailed', {}, defect)).toThrow(defect);
  });
});

describe('a fault', () => {
  test.each([
    ['before', 0],
    ['after', 1],
    ['retried', 2],
  ] as const)('of the kind "%s" leaves the effect done %i times', async (fault, times) => {
    const { monitors } = fakeWorld();
    monitors.given(upBackup(noon));
    monitors.failNext('countPing', fault);
    const counted = monitors.countPing('backup');
    if (fault === 'retried') await counted;
    else await expect(counted).rejects.toThrow(Unavailable);
    expect(monitors.peek('backup').pings).toBe(times);
  });

  test('strikes once', async () => {
    const { monitors } = fakeWorld();
    monitors.failNext('load', 'before');
    await expect(monitors.load('backup')).rejects.toThrow(Unavailable);
    expect(await monitors.load('backup')).toBeUndefined();
  });
});
