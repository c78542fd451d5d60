import fc from 'fast-check';
import {
  armsBeforeSave,
  deadlineAfter,
  missedDueAt,
  needsTimer,
  nextDueAt,
  statusShown,
} from '../../lambdas/domain/deadline.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { aMonitor } from '../support/monitors.ts';

const checkinAt = Date.UTC(2026, 10, 20, 2);
const dueAt = Date.UTC(2026, 10, 21, 2);
const deadlineAt = Date.UTC(2026, 10, 21, 2, 5);

function upMonitor(overrides: Partial<Monitor> = {}): Monitor {
  return aMonitor({ status: 'up', statusSince: checkinAt, checkinAt, deadlineAt, ...overrides });
}

describe('the next due instant', () => {
  test('is one interval after the last check-in', () => {
    expect(nextDueAt(upMonitor())).toBe(dueAt);
  });

  test('does not exist before the first check-in', () => {
    expect(nextDueAt(aMonitor())).toBeUndefined();
  });

  test('is the grace period before the deadline, also when a start has moved that on', () => {
    expect(nextDueAt(aMonitor({ deadlineAt: deadlineAt + hourMs }))).toBe(dueAt + hourMs);
  });

  test('does not exist while a monitor is paused', () => {
    expect(nextDueAt(aMonitor({ status: 'paused', checkinAt }))).toBeUndefined();
  });
});

describe('the due instant of a deadline that was missed', () => {
  test.each([
    [300, dueAt],
    [0, deadlineAt],
  ])('lies its grace period of %i s before it', (gracePeriodSeconds, missedAt) => {
    expect(missedDueAt({ gracePeriodSeconds }, deadlineAt)).toBe(missedAt);
  });
});

describe('the deadline', () => {
  test('is the grace period after the next due instant', () => {
    expect(deadlineAfter(upMonitor({ gracePeriodSeconds: 300 }), checkinAt)).toBe(dueAt + 300_000);
  });

  test('without a grace period is the next due instant', () => {
    expect(deadlineAfter(upMonitor({ gracePeriodSeconds: 0 }), checkinAt)).toBe(dueAt);
  });
});

describe('the status shown', () => {
  test('is up one millisecond before the next check-in is due', () => {
    expect(statusShown(upMonitor(), dueAt - 1)).toBe('up');
  });

  test('is late at the instant the next check-in is due', () => {
    expect(statusShown(upMonitor(), dueAt)).toBe('late');
  });

  test('is late one millisecond before the deadline', () => {
    expect(statusShown(upMonitor(), deadlineAt - 1)).toBe('late');
  });

  test('stays late after the deadline until the miss is stored', () => {
    expect(statusShown(upMonitor(), deadlineAt + hourMs)).toBe('late');
  });

  test('is up until the deadline when there is no grace period', () => {
    expect(statusShown(upMonitor({ gracePeriodSeconds: 0, deadlineAt: dueAt }), dueAt - 1)).toBe('up');
  });

  test('is down for a monitor that is down, long after a check-in was due', () => {
    expect(statusShown(aMonitor({ status: 'down', checkinAt }), dueAt + dayMs)).toBe('down');
  });

  test('is late at once after a miss that is not the last allowed, until the next success', () => {
    const missed = upMonitor({ maxMisses: 3, misses: 1, deadlineAt: deadlineAt + dayMs });
    expect(statusShown(missed, deadlineAt)).toBe('late');
    expect(statusShown({ ...missed, misses: 0 }, deadlineAt)).toBe('up');
  });

  test('is down after the last allowed miss', () => {
    const monitor = aMonitor({ status: 'down', checkinAt, misses: 1 });
    expect(statusShown(monitor, deadlineAt)).toBe('down');
  });

  test('is paused for a monitor that is paused, though it had missed a deadline before', () => {
    const monitor = aMonitor({ status: 'paused', checkinAt, misses: 1 });
    expect(statusShown(monitor, dueAt + dayMs)).toBe('paused');
  });

  test.each([
    ['new until its next check-in is due', 'new', dueAt - 1],
    ['late from then on', 'late', dueAt],
  ])('is, for a new monitor that was started, %s', (_when, shown, now) => {
    expect(statusShown(aMonitor({ checkinAt, deadlineAt }), now)).toBe(shown);
  });

  test('is new for a monitor without a check-in, however old it is', () => {
    const monitor = aMonitor();
    expect(statusShown(monitor, monitor.createdAt + 365 * dayMs)).toBe('new');
  });
});

describe('a timer is set', () => {
  const now = Date.UTC(2026, 10, 20, 3);

  test('for the first deadline', () => {
    expect(needsTimer(aMonitor(), now + hourMs, now)).toBe(true);
  });

  test('when none is pending', () => {
    expect(needsTimer(upMonitor({ deadlineAt: now + hourMs }), now + hourMs, now)).toBe(true);
  });

  test('when no deadline was awaited, even if an old timer is pending', () => {
    expect(needsTimer(aMonitor({ status: 'down', armedFor: now + hourMs }), now + hourMs, now)).toBe(true);
  });

  test('for a deadline one millisecond earlier than the one awaited', () => {
    const monitor = upMonitor({ deadlineAt: now + hourMs, armedFor: now + hourMs });
    expect(needsTimer(monitor, now + hourMs - 1, now)).toBe(true);
  });

  test('when the pending one is early by more than a minute of a short time left', () => {
    const monitor = upMonitor({ deadlineAt: now + 10 * secondMs, armedFor: now + 10 * secondMs });
    expect(needsTimer(monitor, now + 70 * secondMs + 1, now)).toBe(true);
  });

  test('when the pending one is early by more than a quarter of a long time left', () => {
    const monitor = upMonitor({ deadlineAt: now + 3 * hourMs, armedFor: now + 3 * hourMs - 1 });
    expect(needsTimer(monitor, now + 4 * hourMs, now)).toBe(true);
  });
});

describe('the pending timer will do', () => {
  const now = Date.UTC(2026, 10, 20, 3);

  test('for the deadline it was set for', () => {
    const monitor = upMonitor({ deadlineAt: now + hourMs, armedFor: now + hourMs });
    expect(needsTimer(monitor, now + hourMs, now)).toBe(false);
  });

  test('when it is early by exactly a minute of a short time left', () => {
    const monitor = upMonitor({ deadlineAt: now + 10 * secondMs, armedFor: now + 10 * secondMs });
    expect(needsTimer(monitor, now + 70 * secondMs, now)).toBe(false);
  });

  test('when it is early by exactly a quarter of a long time left', () => {
    const monitor = upMonitor({ deadlineAt: now + 3 * hourMs, armedFor: now + 3 * hourMs });
    expect(needsTimer(monitor, now + 4 * hourMs, now)).toBe(false);
  });
});

describe('a job that pings', () => {
  /** When timers are set over ten windows, if pings come `gapMs` apart. */
  function timersSet(windowMs: number, gapMs: number): Instant[] {
    const setAt: Instant[] = [];
    let monitor = aMonitor();
    for (let now = checkinAt; now < checkinAt + 10 * windowMs; now += gapMs) {
      const next = now + windowMs;
      const isSet = needsTimer(monitor, next, now);
      if (isSet) setAt.push(now);
      monitor = { ...monitor, deadlineAt: next, ...(isSet && { armedFor: next }) };
    }
    return setAt;
  }

  /** The most timers set within any one window. */
  function mostInAWindow(setAt: Instant[], windowMs: number): number {
    return Math.max(...setAt.map((end) => setAt.filter((at) => at > end - windowMs && at <= end).length));
  }

  test.each([
    ['10 seconds', 10 * secondMs],
    ['2 minutes', 2 * minuteMs],
    ['5 minutes', 5 * minuteMs],
    ['an hour', hourMs],
    ['a day', dayMs],
    ['four weeks', 28 * dayMs],
  ])('100 times in a window of %s sets at most 5 timers in it', (_window, windowMs) => {
    expect(mostInAWindow(timersSet(windowMs, windowMs / 100), windowMs)).toBeLessThanOrEqual(5);
  });

  test('evenly sets at most 5 timers in any window, however long it is and however often it pings', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 28 * 86_400 }),
        fc.integer({ min: 1, max: 200 }),
        (windowSeconds, pingsInAWindow) => {
          const windowMs = windowSeconds * secondMs;
          const setAt = timersSet(windowMs, Math.ceil(windowMs / pingsInAWindow));
          expect(mostInAWindow(setAt, windowMs)).toBeLessThanOrEqual(5);
        },
      ),
    );
  });
});

describe('the timer is set before the monitor is saved', () => {
  test('for the first deadline', () => {
    expect(armsBeforeSave(aMonitor(), deadlineAt)).toBe(true);
  });

  test('when none is pending', () => {
    expect(armsBeforeSave(upMonitor(), deadlineAt + 1)).toBe(true);
  });

  test('when no deadline was awaited, even if an old timer is pending', () => {
    expect(armsBeforeSave(aMonitor({ status: 'down', armedFor: deadlineAt }), deadlineAt + 1)).toBe(true);
  });

  test('for a deadline one millisecond earlier than the one awaited', () => {
    expect(armsBeforeSave(upMonitor({ armedFor: deadlineAt }), deadlineAt - 1)).toBe(true);
  });
});

describe('the timer is set after the monitor is saved', () => {
  test.each([
    ['the same as', 0],
    ['one millisecond later than', 1],
    ['a day later than', dayMs],
  ])('for a deadline %s the one awaited', (_when, laterMs) => {
    expect(armsBeforeSave(upMonitor({ armedFor: deadlineAt }), deadlineAt + laterMs)).toBe(false);
  });
});
