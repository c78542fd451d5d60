import {
  missedDueAt,
  runEndsAt,
  silenceEndsAt,
  statusShown,
  withDeadline,
} from '../../lambdas/domain/deadline.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { Run } from '../../lambdas/domain/runs.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { aMonitor } from '../support/monitors.ts';

const checkinAt = Date.UTC(2026, 10, 20, 2);
const dueAt = Date.UTC(2026, 10, 21, 2);
const deadlineAt = Date.UTC(2026, 10, 21, 2, 5);

function upMonitor(overrides: Partial<Monitor> = {}): Monitor {
  return aMonitor({ status: 'up', statusSince: checkinAt, checkinAt, deadlineAt, ...overrides });
}

/** Up, with a max runtime of an hour if nothing else is said. */
function running(runs: Run[], overrides: Partial<Monitor> = {}): Monitor {
  return upMonitor({ dueAt, maxRuntimeSeconds: 3_600, runs, ...overrides });
}

describe('the due instant of a deadline that was missed', () => {
  test.each([
    [300, dueAt],
    [0, deadlineAt],
  ])('lies its grace period of %i s before it', (gracePeriodSeconds, missedAt) => {
    expect(missedDueAt({ gracePeriodSeconds }, deadlineAt)).toBe(missedAt);
  });
});

describe('the deadline of silence', () => {
  test.each([
    [300, deadlineAt],
    [0, dueAt],
  ])('lies the grace period of %i s after the due instant', (gracePeriodSeconds, endsAt) => {
    expect(silenceEndsAt(dueAt, { gracePeriodSeconds })).toBe(endsAt);
  });
});

describe('the end of the time that runs may take', () => {
  test('is the max runtime after the start of the oldest', () => {
    const runs = [{ rid: 'b', startedAt: checkinAt + 2 }, { startedAt: checkinAt + 1 }];
    expect(runEndsAt(running(runs, { maxRuntimeSeconds: 1 }))).toBe(checkinAt + 1 + secondMs);
  });

  test('is not that of a run that is excused', () => {
    const runs = [{ rid: 'a', startedAt: checkinAt, excused: true as const }, { startedAt: checkinAt + 1 }];
    expect(runEndsAt(running(runs))).toBe(checkinAt + 1 + hourMs);
  });

  test.each([
    ['without a run', running([])],
    ['where all runs are excused', running([{ startedAt: checkinAt, excused: true }])],
    ['without a max runtime', upMonitor({ runs: [{ startedAt: checkinAt }] })],
  ])('does not exist %s', (_where, monitor) => {
    expect(runEndsAt(monitor)).toBeUndefined();
  });
});

describe('the deadline', () => {
  test('is that of silence where no run is open', () => {
    expect(withDeadline(upMonitor({ dueAt, deadlineAt: 1 })).deadlineAt).toBe(deadlineAt);
  });

  test.each([
    ['the end of a run where that comes first', deadlineAt - hourMs - 1, deadlineAt - 1],
    ['both where they fall together', deadlineAt - hourMs, deadlineAt],
    ['that of silence where that comes first', deadlineAt - hourMs + 1, deadlineAt],
  ])('is %s', (_which, startedAt, expected) => {
    expect(withDeadline(running([{ startedAt }])).deadlineAt).toBe(expected);
  });

  test('may come before the due instant', () => {
    expect(withDeadline(running([{ startedAt: checkinAt }])).deadlineAt).toBe(checkinAt + hourMs);
  });

  test('does not exist where nothing is due, though a run is open', () => {
    const { dueAt: _dueAt, ...rest } = running([{ startedAt: checkinAt }]);
    expect(withDeadline(rest)).not.toHaveProperty('deadlineAt');
  });

  test('leaves the monitor that it was asked for as it was', () => {
    const monitor = running([{ startedAt: checkinAt }]);
    withDeadline(monitor);
    expect(monitor.deadlineAt).toBe(deadlineAt);
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

  test('is down while a recovery awaits the next success, however long that has been due', () => {
    const recovering = upMonitor({ status: 'down', successes: 1, dueAt });
    expect(statusShown(recovering, dueAt + minuteMs)).toBe('down');
  });

  test('is not late where a run has taken too long, but for a miss', () => {
    const monitor = running([{ startedAt: checkinAt }]);
    expect(statusShown(monitor, checkinAt + 2 * hourMs)).toBe('up');
    expect(statusShown({ ...monitor, misses: 1 }, checkinAt + 2 * hourMs)).toBe('late');
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
