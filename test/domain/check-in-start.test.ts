import { applyPing } from '../../lambdas/domain/check-in.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { dayMs, hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { aMonitor, aPing } from '../support/monitors.ts';
import {
  awaitedUntil,
  createdAt,
  deadlineAt,
  downMonitor,
  lastPing,
  pausedMonitor,
  pingedAt,
  upMonitor,
} from '../support/nightly.ts';

const at = pingedAt + 12 * hourMs;
const start = aPing({ kind: 'start', at });
const started = { runs: [{ startedAt: at }], checkinAt: at, lastPing: { ...lastPing, kind: 'start', at } };
const excused = { runs: [{ startedAt: at, excused: true }] };

describe('a start', () => {
  test('of a monitor that is up opens a run, moves the deadline on, and leaves all else as it is', () => {
    const moved = deadlineAt + 12 * hourMs;
    expect(applyPing(upMonitor(), start)).toStrictEqual({
      monitor: {
        ...upMonitor(),
        ...started,
        recent: ['success', 'start'],
        ...awaitedUntil(moved),
        armedFor: moved,
      },
      flipped: false,
      arm: 'after_save',
    });
  });

  test('of a new monitor leaves it new, but awaits the next check-in and wants its timer first', () => {
    const awaited = at + dayMs + 5 * minuteMs;
    expect(applyPing(aMonitor(), start)).toStrictEqual({
      monitor: { ...aMonitor(), ...started, recent: ['start'], ...awaitedUntil(awaited), armedFor: awaited },
      flipped: false,
      arm: 'before_save',
    });
  });

  test('of a monitor that is down opens a run that may take any time, and nothing is awaited', () => {
    expect(applyPing(downMonitor(), start)).toStrictEqual({
      monitor: { ...downMonitor(), ...started, ...excused, recent: ['success', 'missed', 'start'] },
      flipped: false,
      arm: 'no',
    });
  });

  test.each([{}, { manualResume: true as const }])(
    'of a monitor that is paused opens a run that may take any time, and it stays paused: %j',
    (overrides) => {
      const paused = pausedMonitor(pingedAt + hourMs, overrides);
      expect(applyPing(paused, start)).toStrictEqual({
        monitor: { ...paused, ...started, ...excused, recent: ['success', 'start'] },
        flipped: false,
        arm: 'no',
      });
    },
  );

  test('leaves the misses as they are', () => {
    expect(applyPing(upMonitor({ maxMisses: 3, misses: 2 }), start).monitor.misses).toBe(2);
  });

  test('soon after the last check-in leaves the pending timer', () => {
    const soon = aPing({ kind: 'start', at: pingedAt + hourMs });
    const { monitor, arm } = applyPing(upMonitor(), soon);
    expect(arm).toBe('no');
    expect(monitor).toMatchObject({ deadlineAt: deadlineAt + hourMs, armedFor: deadlineAt });
  });

  test('by a clock that is behind does not move the deadline back', () => {
    const early = aPing({ kind: 'start', at: pingedAt - 1 });
    expect(applyPing(upMonitor(), early).monitor).toMatchObject({
      checkinAt: pingedAt,
      deadlineAt,
      runs: [{ startedAt: pingedAt - 1 }],
    });
  });

  test('of a new monitor that is followed by silence makes it down at the deadline', () => {
    const { monitor } = applyPing(aMonitor(), start);
    const awaited = at + dayMs + 5 * minuteMs;
    expect(applyTime(monitor, awaited - 1)).toBeUndefined();
    expect(applyTime(monitor, awaited)?.monitor.flip).toMatchObject({
      ...{ seq: 1, from: 'new', to: 'down', since: createdAt },
      ...{ at: awaited, reason: 'missed' },
    });
  });
});

describe.each(['success', 'fail'] as const)('a %s', (kind) => {
  const later = at + 20 * minuteMs;
  const { monitor: running } = applyPing(upMonitor(), { ...start, rid: 'a' });

  test('that ends a run keeps its duration and closes it', () => {
    const { monitor } = applyPing(running, aPing({ kind, at: later, rid: 'a' }));
    expect(monitor).toMatchObject({ runs: [], lastPing: { durationMs: 20 * minuteMs } });
  });

  test('whose sender measured its duration itself keeps that', () => {
    const { monitor } = applyPing(running, aPing({ kind, at: later, rid: 'a', durationMs: 12.5 }));
    expect(monitor.lastPing?.durationMs).toBe(12.5);
  });

  test('whose sender measured no time at all keeps that', () => {
    const { monitor } = applyPing(running, aPing({ kind, at: later, rid: 'a', durationMs: 0 }));
    expect(monitor.lastPing?.durationMs).toBe(0);
  });

  test('that ends no run has no duration', () => {
    expect(applyPing(upMonitor(), aPing({ kind, at: later })).monitor.lastPing).not.toHaveProperty(
      'durationMs',
    );
  });
});

test('a success with another rid makes a new monitor up and leaves the run open', () => {
  const { monitor: running } = applyPing(aMonitor(), { ...start, rid: 'a' });
  const { monitor } = applyPing(running, aPing({ at: at + minuteMs, rid: 'b' }));
  expect(monitor).toMatchObject({ status: 'up', runs: [{ rid: 'a', startedAt: at }] });
  expect(monitor.lastPing).not.toHaveProperty('durationMs');
});

test('a success after the start of a new monitor counts as its first ping', () => {
  const { monitor: running } = applyPing(aMonitor(), start);
  const { monitor, flipped } = applyPing(running, aPing({ at: at + minuteMs }));
  expect(flipped).toBe(true);
  expect(monitor.flip).toMatchObject({ seq: 1, from: 'new', to: 'up', reason: 'first_ping' });
});
