import fc from 'fast-check';
import { type Flip, isTold } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { CheckInKind } from '../../lambdas/domain/ping.ts';
import { hourMs, type Instant, secondMs } from '../../lambdas/domain/time.ts';
import { alreadySaid, applyPing, applyTime, type Transition } from '../../lambdas/domain/transition.ts';
import { aMonitor, aPing } from '../support/monitors.ts';

const createdAt = Date.UTC(2026, 10, 16, 12);
const pingedAt = Date.UTC(2026, 10, 20, 2);
const deadlineAt = Date.UTC(2026, 10, 21, 2, 5);
const quarterMs = (deadlineAt - pingedAt) / 4;
const lastPing = { at: pingedAt, kind: 'success', sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' } as const;
const firstFlip: Flip = {
  seq: 1,
  from: 'new',
  to: 'up',
  at: pingedAt,
  detectedAt: pingedAt,
  since: createdAt,
  reason: 'first_ping',
};

/** Up since its first ping: every 24 hours, with 5 minutes of grace. */
function upMonitor(overrides: Partial<Monitor> = {}): Monitor {
  return aMonitor({
    status: 'up',
    statusSince: pingedAt,
    lastPing,
    checkinAt: pingedAt,
    lastSuccessAt: pingedAt,
    deadlineAt,
    armedFor: deadlineAt,
    flip: firstFlip,
    ...overrides,
  });
}

/** Down since it missed that deadline. */
function downMonitor(overrides: Partial<Monitor> = {}): Monitor {
  return aMonitor({
    status: 'down',
    statusSince: deadlineAt,
    lastPing,
    checkinAt: pingedAt,
    lastSuccessAt: pingedAt,
    misses: 1,
    flip: {
      seq: 2,
      from: 'up',
      to: 'down',
      at: deadlineAt,
      detectedAt: deadlineAt + 1_500,
      since: pingedAt,
      reason: 'missed',
    },
    ...overrides,
  });
}

describe('a success', () => {
  test('makes a new monitor up, which awaits the next check-in and wants its timer first', () => {
    expect(applyPing(aMonitor(), aPing({ at: pingedAt }))).toEqual({
      monitor: upMonitor(),
      flipped: true,
      arm: 'before_save',
    });
  });

  test('makes a monitor that is down recover', () => {
    const at = deadlineAt + hourMs;
    const { monitor, flipped, arm } = applyPing(downMonitor(), aPing({ at }));
    expect(monitor).toMatchObject({ status: 'up', statusSince: at, checkinAt: at });
    expect(monitor.flip).toEqual({
      seq: 3,
      from: 'down',
      to: 'up',
      at,
      detectedAt: at,
      since: deadlineAt,
      reason: 'recovered',
    });
    expect({ flipped, arm }).toEqual({ flipped: true, arm: 'before_save' });
  });

  test('while up moves the deadline, sets a timer behind the save, and is no flip', () => {
    const at = pingedAt + 24 * hourMs;
    const moved = deadlineAt + 24 * hourMs;
    expect(applyPing(upMonitor(), aPing({ at }))).toEqual({
      monitor: upMonitor({
        lastPing: { ...lastPing, at },
        checkinAt: at,
        lastSuccessAt: at,
        deadlineAt: moved,
        armedFor: moved,
      }),
      flipped: false,
      arm: 'after_save',
    });
  });

  test('a quarter of the window after the first moves the deadline and leaves the pending timer', () => {
    const { monitor, arm } = applyPing(upMonitor(), aPing({ at: pingedAt + quarterMs }));
    expect(arm).toBe('no');
    expect(monitor).toMatchObject({ deadlineAt: deadlineAt + quarterMs, armedFor: deadlineAt });
  });

  test('more than a quarter of the window after the first sets a timer for its own deadline', () => {
    const { monitor, arm } = applyPing(upMonitor(), aPing({ at: pingedAt + quarterMs + 1 }));
    expect(arm).toBe('after_save');
    expect(monitor.armedFor).toBe(deadlineAt + quarterMs + 1);
  });

  test('sets a timer when none could be set before', () => {
    const { armedFor: _armedFor, ...unarmed } = upMonitor();
    const { monitor, arm } = applyPing(unarmed, aPing({ at: pingedAt + 1 }));
    expect(arm).toBe('before_save');
    expect(monitor.armedFor).toBe(deadlineAt + 1);
  });

  test('after the interval was shortened sets the earlier timer before the save', () => {
    const shorter = { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 } as const;
    const at = pingedAt + hourMs;
    const { monitor, arm } = applyPing(upMonitor({ schedule: shorter }), aPing({ at }));
    expect(arm).toBe('before_save');
    expect(monitor.armedFor).toBe(at + hourMs + 300_000);
  });

  test('with an exit status keeps it', () => {
    const { monitor } = applyPing(aMonitor(), aPing({ exitStatus: 0 }));
    expect(monitor.lastPing).toEqual({ ...lastPing, exitStatus: 0 });
  });

  test('without an exit status has no such field', () => {
    expect(applyPing(aMonitor(), aPing()).monitor.lastPing).not.toHaveProperty('exitStatus');
  });

  test('by a clock that is behind does not move the last check-in back', () => {
    const { monitor } = applyPing(upMonitor(), aPing({ at: pingedAt - 1 }));
    expect(monitor).toMatchObject({ checkinAt: pingedAt, deadlineAt });
  });

  test('by a clock that is behind does not date a flip before the status that it ends', () => {
    const { monitor } = applyPing(downMonitor(), aPing({ at: deadlineAt - 1 }));
    expect(monitor).toMatchObject({ statusSince: deadlineAt, flip: { at: deadlineAt, since: deadlineAt } });
  });

  test('leaves the monitor that it was applied to as it was', () => {
    const monitor = upMonitor();
    applyPing(monitor, aPing({ at: pingedAt + 24 * hourMs }));
    expect(monitor).toEqual(upMonitor());
  });
});

describe('a fail', () => {
  test('makes a monitor that is up down, which then awaits nothing', () => {
    const at = pingedAt + hourMs;
    expect(applyPing(upMonitor(), aPing({ kind: 'fail', exitStatus: 3, at }))).toEqual({
      monitor: aMonitor({
        status: 'down',
        statusSince: at,
        lastPing: { ...lastPing, kind: 'fail', exitStatus: 3, at },
        checkinAt: at,
        lastSuccessAt: pingedAt,
        flip: {
          seq: 2,
          from: 'up',
          to: 'down',
          at,
          detectedAt: at,
          since: pingedAt,
          reason: 'failed',
        },
      }),
      flipped: true,
      arm: 'no',
    });
  });

  test('makes a new monitor down', () => {
    const { monitor, flipped } = applyPing(aMonitor(), aPing({ kind: 'fail', at: pingedAt }));
    expect(flipped).toBe(true);
    expect(monitor.flip).toEqual({ ...firstFlip, to: 'down', reason: 'failed' });
  });

  test('while down is kept as the last ping and is no flip', () => {
    const at = deadlineAt + hourMs;
    expect(applyPing(downMonitor(), aPing({ kind: 'fail', at }))).toEqual({
      monitor: downMonitor({ lastPing: { ...lastPing, kind: 'fail', at }, checkinAt: at }),
      flipped: false,
      arm: 'no',
    });
  });
});

describe('time', () => {
  test('changes nothing one millisecond before the deadline', () => {
    expect(applyTime(upMonitor(), deadlineAt - 1)).toBeUndefined();
  });

  test('makes a monitor down at its deadline', () => {
    expect(applyTime(upMonitor(), deadlineAt)?.monitor.status).toBe('down');
  });

  test('dates a miss at its deadline, however late it is noticed', () => {
    const noticedAt = deadlineAt + 1_500;
    expect(applyTime(upMonitor(), noticedAt)).toEqual({ monitor: downMonitor(), flipped: true, arm: 'no' });
  });

  test('makes a monitor without a grace period down at the due instant', () => {
    const { monitor } = applyPing(aMonitor({ gracePeriodSeconds: 0 }), aPing({ at: pingedAt }));
    expect(applyTime(monitor, pingedAt + 24 * hourMs)?.monitor.status).toBe('down');
  });

  test('leaves a monitor without a grace period up one millisecond before the due instant', () => {
    const { monitor } = applyPing(aMonitor({ gracePeriodSeconds: 0 }), aPing({ at: pingedAt }));
    expect(applyTime(monitor, pingedAt + 24 * hourMs - 1)).toBeUndefined();
  });

  test('never makes a new monitor down', () => {
    expect(applyTime(aMonitor(), createdAt + 10_000 * hourMs)).toBeUndefined();
  });

  test('changes nothing about a monitor that is down', () => {
    expect(applyTime(downMonitor(), deadlineAt + 10_000 * hourMs)).toBeUndefined();
  });

  test('does not date a miss before the status that it ends', () => {
    const missed = applyTime(upMonitor({ statusSince: deadlineAt + 1 }), deadlineAt + 2);
    expect(missed?.monitor).toMatchObject({ statusSince: deadlineAt + 1, flip: { at: deadlineAt + 1 } });
  });
});

describe('a check-in', () => {
  test('one millisecond before the deadline is in time', () => {
    const { monitor } = applyPing(upMonitor(), aPing({ at: deadlineAt - 1 }));
    expect(applyTime(monitor, deadlineAt)).toBeUndefined();
  });

  test('exactly at the deadline is too late: the miss comes first', () => {
    expect(applyTime(upMonitor(), aPing({ at: deadlineAt }).at)?.monitor.flip?.reason).toBe('missed');
  });
});

describe('a success that lost the race has nothing left to change', () => {
  test.each([
    ['at the same instant as', 0],
    ['999 ms after', 999],
    ['999 ms before', -999],
  ])('when it came %s the one that won', (_when, laterMs) => {
    expect(alreadySaid(upMonitor(), aPing({ at: pingedAt + laterMs }))).toBe(true);
  });
});

describe('a ping that lost the race still has something to change', () => {
  test.each([
    ['1000 ms after', 1_000],
    ['1000 ms before', -1_000],
  ])('when it came %s the one that won', (_when, laterMs) => {
    expect(alreadySaid(upMonitor(), aPing({ at: pingedAt + laterMs }))).toBe(false);
  });

  test('when it is a fail', () => {
    expect(alreadySaid(upMonitor(), aPing({ kind: 'fail', at: pingedAt }))).toBe(false);
  });

  test('when a fail won', () => {
    const { monitor } = applyPing(upMonitor(), aPing({ kind: 'fail', at: pingedAt + 1 }));
    expect(alreadySaid(monitor, aPing({ at: pingedAt + 2 }))).toBe(false);
  });

  test('when the last ping was a fail, whatever the status says', () => {
    const monitor = upMonitor({ lastPing: { ...lastPing, kind: 'fail' } });
    expect(alreadySaid(monitor, aPing({ at: pingedAt }))).toBe(false);
  });

  test('when the monitor is down', () => {
    expect(alreadySaid(downMonitor(), aPing({ at: pingedAt }))).toBe(false);
  });

  test('when there was no ping before', () => {
    expect(alreadySaid(aMonitor(), aPing())).toBe(false);
  });
});

/** One step of a history: time passes, and then a ping comes, or somebody looks at the clock. */
interface Step {
  /** How much time passes, in thousandths of the window: 1000 leads from a check-in exactly to its deadline. */
  waitPermille: number;
  event: CheckInKind | 'look';
  /** How far the clock that dates the event is behind. */
  behindMs: number;
}

/** Something that happened, with the monitor before and after it. */
interface Happened extends Transition {
  before: Monitor;
  now: Instant;
}

/** A monitor's schedule, and what then happens. */
interface History {
  intervalSeconds: number;
  gracePeriodSeconds: number;
  steps: Step[];
}

const aHistory = fc.record<History>({
  intervalSeconds: fc.integer({ min: 10, max: 7_200 }),
  gracePeriodSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 7_200 })),
  steps: fc.array(
    fc.record<Step>({
      waitPermille: fc.oneof(fc.constantFrom(0, 1, 999, 1_000, 1_001), fc.nat({ max: 2_500 })),
      event: fc.constantFrom('success', 'success', 'success', 'fail', 'look', 'look'),
      behindMs: fc.oneof(fc.constant(0), fc.constant(0), fc.nat({ max: 20_000 })),
    }),
    { maxLength: 60 },
  ),
});

/** Plays a history as the use cases do: whatever comes, a deadline that has passed is a miss first. */
function play({ intervalSeconds, gracePeriodSeconds, steps }: History): Happened[] {
  const schedule = { kind: 'every', text: `every ${intervalSeconds}s`, intervalSeconds } as const;
  const happened: Happened[] = [];
  let before = aMonitor({ schedule, gracePeriodSeconds });
  let clock = createdAt;
  for (const { waitPermille, event, behindMs } of steps) {
    clock += waitPermille * (intervalSeconds + gracePeriodSeconds);
    const now = clock - behindMs;
    const missed = applyTime(before, now);
    if (missed) happened.push({ ...missed, before, now });
    before = missed?.monitor ?? before;
    if (event === 'look') continue;
    const pinged = applyPing(before, aPing({ kind: event, at: now }));
    happened.push({ ...pinged, before, now });
    before = pinged.monitor;
  }
  return happened;
}

function flipsOf(happened: readonly Happened[]): Flip[] {
  return happened.flatMap(({ flipped, monitor: { flip } }) => (flipped && flip ? [flip] : []));
}

function holdsForEveryHistory(check: (happened: Happened[]) => void): void {
  fc.assert(fc.property(aHistory, (history) => check(play(history))));
}

describe('in every history of pings and of time,', () => {
  test('a flip starts from the status and the instant that the one before it led to', () => {
    holdsForEveryHistory((happened) => {
      let [status, since]: [string, Instant] = ['new', createdAt];
      for (const flip of flipsOf(happened)) {
        expect([flip.from, flip.since]).toEqual([status, since]);
        [status, since] = [flip.to, flip.at];
      }
    });
  });

  test('a flip leads to another status', () => {
    holdsForEveryHistory((happened) => {
      for (const flip of flipsOf(happened)) expect(flip.to).not.toBe(flip.from);
    });
  });

  test('the status changes exactly when there is a flip to it', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor, flipped } of happened) {
        expect(flipped).toBe(before.status !== monitor.status);
        expect(monitor).toMatchObject({ status: monitor.flip?.to, statusSince: monitor.flip?.at });
      }
    });
  });

  test('flips are numbered from 1 without a gap', () => {
    holdsForEveryHistory((happened) => {
      const flips = flipsOf(happened);
      expect(flips.map((flip) => flip.seq)).toEqual(flips.map((_, index) => index + 1));
    });
  });

  test('the alerts told alternate between down and up, down first', () => {
    holdsForEveryHistory((happened) => {
      const told = flipsOf(happened).filter(isTold);
      expect(told.map((flip) => flip.to)).toEqual(told.map((_, index) => (index % 2 === 0 ? 'down' : 'up')));
    });
  });

  test('the instant a status began never moves backwards', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor } of happened) {
        expect(monitor.statusSince).toBeGreaterThanOrEqual(before.statusSince);
      }
    });
  });

  test('the last check-in never moves backwards', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor } of happened) {
        expect(monitor.checkinAt).toBeGreaterThanOrEqual(before.checkinAt ?? 0);
      }
    });
  });

  test('a monitor that is not up awaits nothing and has no timer', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened.filter((one) => one.monitor.status !== 'up')) {
        expect(monitor).not.toHaveProperty('deadlineAt');
        expect(monitor).not.toHaveProperty('armedFor');
      }
    });
  });

  test('a monitor that is up awaits its next check-in one interval and one grace period after the last', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened.filter((one) => one.monitor.status === 'up')) {
        const windowMs = (monitor.schedule.intervalSeconds + monitor.gracePeriodSeconds) * secondMs;
        expect(monitor.deadlineAt).toBe((monitor.checkinAt ?? Number.NaN) + windowMs);
      }
    });
  });

  test('a monitor that is up has a timer that does not wait past the deadline', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened.filter((one) => one.monitor.status === 'up')) {
        expect(monitor.armedFor).toBeLessThanOrEqual(monitor.deadlineAt ?? Number.NaN);
      }
    });
  });

  test('a timer that is to be set is set for the deadline', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened.filter((one) => one.arm !== 'no')) {
        expect(monitor.armedFor).toBe(monitor.deadlineAt);
      }
    });
  });

  test('a monitor that keeps its status and needs no timer keeps the one it has', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor } of happened.filter((one) => one.arm === 'no' && !one.flipped)) {
        expect(monitor.armedFor).toBe(before.armedFor);
      }
    });
  });

  test('a success inside its deadline leaves the monitor up', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened.filter((one) => one.monitor.status === 'up')) {
        const at = (monitor.deadlineAt ?? Number.NaN) - 1;
        expect(applyTime(monitor, at)).toBeUndefined();
        expect(applyPing(monitor, aPing({ at }))).toMatchObject({
          monitor: { status: 'up' },
          flipped: false,
        });
      }
    });
  });

  test('silence until the deadline makes a monitor that is up down', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened.filter((one) => one.monitor.status === 'up')) {
        const missed = applyTime(monitor, monitor.deadlineAt ?? Number.NaN);
        expect(missed).toMatchObject({ monitor: { status: 'down' }, flipped: true });
      }
    });
  });
});

test('a flip is never noticed before it happened, whichever clock is behind', () => {
  const down = applyPing(aMonitor(), aPing({ kind: 'fail', at: 10_000_000_000_000 })).monitor;
  const { flip } = applyPing(down, aPing({ at: 9_999_999_995_000 })).monitor;
  expect(flip).toMatchObject({ at: 10_000_000_000_000, detectedAt: 10_000_000_000_000 });
});
