import { type Flip, isTold } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { type Instant, secondMs } from '../../lambdas/domain/time.ts';
import { applyPing, applyTime } from '../../lambdas/domain/transition.ts';
import { aPing } from '../support/monitors.ts';
import { createdAt } from '../support/nightly.ts';
import { type Happened, holdsForEveryHistory, intervalMs, lookedAtEach } from './history.ts';

function flipsOf(happened: readonly Happened[]): Flip[] {
  return happened.flatMap(({ flipped, monitor: { flip } }) => (flipped && flip ? [flip] : []));
}

/** The monitors of a history that await a check-in, and until when. */
function awaiting(happened: readonly Happened[]): { monitor: Monitor; deadlineAt: Instant }[] {
  return happened.flatMap(({ monitor }) =>
    monitor.deadlineAt === undefined ? [] : [{ monitor, deadlineAt: monitor.deadlineAt }],
  );
}

/** The deadline at which silence makes a monitor that awaits a check-in down. */
function lastDeadline(monitor: Monitor, deadlineAt: Instant): Instant {
  return deadlineAt + (monitor.maxMisses - monitor.misses - 1) * intervalMs(monitor);
}

describe('in every history of pings, pauses and time,', () => {
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
        expect(monitor.status).toBe(monitor.flip?.to ?? 'new');
        expect(monitor.statusSince).toBe(monitor.flip?.at ?? createdAt);
      }
    });
  });

  test('flips are numbered from 1 without a gap', () => {
    holdsForEveryHistory((happened) => {
      const flips = flipsOf(happened);
      expect(flips.map((flip) => flip.seq)).toEqual(flips.map((_, index) => index + 1));
    });
  });

  test('a flip is never noticed before it happened', () => {
    holdsForEveryHistory((happened) => {
      for (const flip of flipsOf(happened)) expect(flip.detectedAt).toBeGreaterThanOrEqual(flip.at);
    });
  });

  test('the alerts told alternate between down and up, down first, whatever pauses lie between', () => {
    holdsForEveryHistory((happened) => {
      const told = happened.flatMap(({ flipped, monitor }) =>
        flipped && isTold(monitor) && monitor.flip ? [monitor.flip.to] : [],
      );
      expect(told).toEqual(told.map((_, index) => (index % 2 === 0 ? 'down' : 'up')));
    });
  });

  test('a monitor that is down has been told so, and one that is up is not believed to be down', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened) {
        if (monitor.status === 'down') expect(monitor.lastAlert?.kind).toBe('down');
        if (monitor.status === 'up') expect(monitor.lastAlert?.kind).not.toBe('down');
      }
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
        expect(monitor.checkinAt ?? 0).toBeGreaterThanOrEqual(before.checkinAt ?? 0);
      }
    });
  });

  test('a monitor awaits a check-in exactly if it is up, or new and has been started', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened) {
        const { status, checkinAt, deadlineAt } = monitor;
        const awaits = status === 'up' || (status === 'new' && checkinAt !== undefined);
        expect(deadlineAt !== undefined).toBe(awaits);
      }
    });
  });

  test('a check-in that is no fail moves the deadline to an interval and a grace period after the last', () => {
    holdsForEveryHistory((happened) => {
      const checkIns = happened.filter(({ event }) => ['success', 'start', 'resume'].includes(event));
      for (const { monitor, deadlineAt } of awaiting(checkIns)) {
        const windowMs = intervalMs(monitor) + monitor.gracePeriodSeconds * secondMs;
        expect(deadlineAt).toBe((monitor.checkinAt ?? Number.NaN) + windowMs);
      }
    });
  });

  test('misses that are not the last allowed move the deadline on by an interval each, into the future', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor, now } of happened.filter((one) => one.event === 'miss' && !one.flipped)) {
        const missed = monitor.misses - before.misses;
        const movedMs = (monitor.deadlineAt ?? Number.NaN) - (before.deadlineAt ?? Number.NaN);
        expect(missed).toBeGreaterThan(0);
        expect(movedMs).toBe(missed * intervalMs(monitor));
        expect(monitor.deadlineAt).toBeGreaterThan(now);
      }
    });
  });

  test('a monitor that awaits a check-in has missed fewer than it may', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of awaiting(happened)) expect(monitor.misses).toBeLessThan(monitor.maxMisses);
    });
  });

  test('a success and a resumption leave no misses, and what else happens takes none away', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor, event } of happened) {
        if (event === 'success' || event === 'resume') expect(monitor.misses).toBe(0);
        else expect(monitor.misses).toBeGreaterThanOrEqual(before.misses);
      }
    });
  });

  test('a timer does not wait past the deadline, and there is one whenever a check-in is awaited', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened) {
        if (monitor.deadlineAt === undefined) expect(monitor).not.toHaveProperty('armedFor');
        else expect(monitor.armedFor).toBeLessThanOrEqual(monitor.deadlineAt);
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

  test('a timer is set before the save where none is pending or the deadline moves back, else after it', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor, arm } of happened.filter((one) => one.arm !== 'no')) {
        const { armedFor, deadlineAt = 0 } = before;
        const isFirst = armedFor === undefined || (monitor.deadlineAt ?? 0) < deadlineAt;
        expect(arm).toBe(isFirst ? 'before_save' : 'after_save');
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

  test('a start changes neither the status nor the misses', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor } of happened.filter((one) => one.event === 'start')) {
        const { status, statusSince, misses, flip } = before;
        expect(monitor).toMatchObject({ status, statusSince, misses, ...(flip && { flip }) });
      }
    });
  });

  test('a start opens its run, and a fail leaves one less than were open', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor, event, now } of happened) {
        const { length } = before.runs;
        if (event === 'start') expect(monitor.runs.at(-1)?.startedAt).toBe(now);
        if (event === 'fail') expect(monitor.runs.length).toBeLessThanOrEqual(Math.max(0, length - 1));
        expect(monitor.runs.length).toBeLessThanOrEqual(10);
      }
    });
  });

  test('a pause that only people end holds for paused monitors alone', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor } of happened.filter((one) => one.monitor.status !== 'paused')) {
        expect(monitor).not.toHaveProperty('manualResume');
      }
    });
  });

  test('a success inside its deadline leaves a monitor up, or makes a new one up', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor, deadlineAt } of awaiting(happened)) {
        const at = deadlineAt - 1;
        expect(applyTime(monitor, at)).toBeUndefined();
        expect(applyPing(monitor, aPing({ at }))).toMatchObject({
          monitor: { status: 'up', misses: 0 },
          flipped: monitor.status === 'new',
        });
      }
    });
  });

  test('silence until the last allowed deadline, and not a millisecond less, makes a monitor down', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor, deadlineAt } of awaiting(happened)) {
        const lastAt = lastDeadline(monitor, deadlineAt);
        expect(applyTime(monitor, lastAt - 1)?.flipped ?? false).toBe(false);
        expect(applyTime(monitor, lastAt)).toMatchObject({
          monitor: { status: 'down', misses: monitor.maxMisses, flip: { reason: 'missed' } },
          flipped: true,
        });
      }
    });
  });

  test('a miss that makes a monitor down is dated at the last allowed deadline, whoever looked when', () => {
    holdsForEveryHistory((happened) => {
      for (const { before, monitor } of happened.filter((one) => one.event === 'miss' && one.flipped)) {
        const lastAt = lastDeadline(before, before.deadlineAt ?? Number.NaN);
        // A clock that was behind may have dated the status itself later.
        expect(monitor.flip?.at).toBe(Math.max(lastAt, before.statusSince));
      }
    });
  });

  test('whether somebody looks at each deadline or at the last alone makes no difference', () => {
    holdsForEveryHistory((happened) => {
      for (const { monitor, deadlineAt } of awaiting(happened)) {
        const lastAt = lastDeadline(monitor, deadlineAt);
        expect(lookedAtEach(monitor, lastAt)).toEqual(applyTime(monitor, lastAt)?.monitor);
      }
    });
  });
});
