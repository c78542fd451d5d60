import fc from 'fast-check';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { remindAt, type Timed, wakeUpAt, withPendingTimer, withTimer } from '../../lambdas/domain/timer.ts';
import { aMonitor } from '../support/monitors.ts';
import { downMonitor, pausedMonitor, pingedAt, upMonitor } from '../support/nightly.ts';

const now = Date.UTC(2026, 10, 20, 3);

/** The same kind of monitor, next woken up at this instant. */
type Waiting = (wakeAt: Instant, overrides?: Partial<Monitor>) => Monitor;

/** What a monitor may wait for. */
const waits: [string, Waiting][] = [
  ['a deadline', (wakeAt, overrides) => aMonitor({ status: 'up', deadlineAt: wakeAt, ...overrides })],
  [
    'a reminder',
    (wakeAt, overrides) => {
      const reminder = { number: 1, at: wakeAt - hourMs };
      return downMonitor({ reminder, reminderSeconds: 3_600, ...overrides });
    },
  ],
  ['the end of a pause', (wakeAt, overrides) => pausedMonitor(pingedAt, { resumeAt: wakeAt, ...overrides })],
];

describe('people are reminded', () => {
  const told = downMonitor({ reminderSeconds: 7_200 });

  test('so long after they were told, which is when the outage was noticed', () => {
    expect(remindAt(told)).toBe((told.flip?.detectedAt ?? 0) + 2 * hourMs);
  });

  test('so long after the last reminder was due', () => {
    expect(remindAt({ ...told, reminder: { number: 3, at: now } })).toBe(now + 2 * hourMs);
  });

  test.each([
    ['not told to be', downMonitor()],
    ['up', upMonitor({ reminderSeconds: 60 })],
    ['new', aMonitor({ reminderSeconds: 60 })],
    ['paused', pausedMonitor(now, { reminderSeconds: 60 })],
  ])('never of a monitor that is %s', (_what, monitor) => {
    expect(remindAt(monitor)).toBeUndefined();
  });
});

describe('time next changes something', () => {
  const toldAt = downMonitor().flip?.detectedAt ?? 0;
  const recovering = downMonitor({ successes: 1, reminderSeconds: 3_600 });

  test.each(waits)('at %s', (_what, waiting) => {
    expect(wakeUpAt(waiting(now))).toBe(now);
  });

  test.each([
    ['the deadline of a recovery', toldAt + hourMs - 1, toldAt + hourMs - 1],
    ['a reminder', toldAt + hourMs + 1, toldAt + hourMs],
  ])('at %s where that comes first', (_which, awaited, wakeAt) => {
    expect(wakeUpAt({ ...recovering, deadlineAt: awaited })).toBe(wakeAt);
  });

  test.each([aMonitor(), downMonitor(), pausedMonitor(now)])(
    'never where nothing is waited for: a monitor that is $status',
    (monitor) => {
      expect(wakeUpAt(monitor)).toBeUndefined();
    },
  );
});

describe.each(waits)('the timer for %s', (_what, waiting) => {
  const at = now + hourMs;
  const armed = (wakeAt: Instant, armedFor = wakeAt) => waiting(wakeAt, { armedFor });
  const setFor = (monitor: Monitor, armedFor: Instant, arm: Timed['arm']) => ({
    monitor: { ...monitor, armedFor },
    arm,
  });

  test.each([
    ['nothing was waited for', aMonitor()],
    ['nothing was waited for, even if an old timer is pending', aMonitor({ armedFor: at })],
    ['none is pending', waiting(at)],
    ['the pending one is for a later instant', armed(at + 1)],
    ['another wait, for a later instant, is pending', upMonitor({ deadlineAt: at + 1, armedFor: at + 1 })],
  ])('is set before the save where %s', (_where, before) => {
    expect(withTimer(before, waiting(at), now)).toStrictEqual(setFor(waiting(at), at, 'before_save'));
  });

  test('is set before the save for an earlier instant, though the pending one is for one earlier still', () => {
    const after = armed(at - 1, at - minuteMs);
    expect(withTimer(armed(at, at - minuteMs), after, now)).toStrictEqual(
      setFor(after, at - 1, 'before_save'),
    );
  });

  test.each([
    ['a minute of a short time left', now + 70 * secondMs, now + 10 * secondMs],
    ['a quarter of a long time left', now + 4 * hourMs, now + 3 * hourMs],
  ])('is set after the save where the pending one is early by more than %s', (_by, wakeAt, early) => {
    const tooEarly = armed(early - 1);
    const after = armed(wakeAt, early - 1);
    expect(withTimer(tooEarly, after, now)).toStrictEqual(setFor(after, wakeAt, 'after_save'));
  });

  test.each([
    ['is the one that it was set for', at, at],
    ['is early by exactly a minute of a short time left', now + 70 * secondMs, now + 10 * secondMs],
    ['is early by exactly a quarter of a long time left', now + 4 * hourMs, now + 3 * hourMs],
  ])('is the pending one where that %s', (_how, wakeAt, early) => {
    const after = armed(wakeAt, early);
    expect(withTimer(armed(early), after, now)).toStrictEqual({ monitor: after, arm: 'no' });
  });

  test('that is pending is kept where time alone has changed the monitor', () => {
    const monitor = armed(at, at - dayMs);
    expect(withPendingTimer(monitor)).toStrictEqual(monitor);
  });

  test('is not set where time alone has changed the monitor', () => {
    expect(withPendingTimer(waiting(at))).not.toHaveProperty('armedFor');
  });
});

describe('a monitor that waits for nothing', () => {
  const idle = downMonitor();
  const armed = downMonitor({ armedFor: now });

  test('has no timer, and none is set', () => {
    expect(withTimer(upMonitor(), armed, now)).toStrictEqual({ monitor: idle, arm: 'no' });
  });

  test('has no timer where time alone has changed it', () => {
    expect(withPendingTimer(armed)).toStrictEqual(idle);
  });
});

describe('a job that pings', () => {
  /** When timers are set over ten windows, if pings come `gapMs` apart. */
  function timersSet(windowMs: number, gapMs: number): Instant[] {
    const setAt: Instant[] = [];
    let monitor = aMonitor();
    for (let at = pingedAt; at < pingedAt + 10 * windowMs; at += gapMs) {
      const timed = withTimer(monitor, { ...monitor, deadlineAt: at + windowMs }, at);
      if (timed.arm !== 'no') setAt.push(at);
      monitor = timed.monitor;
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
