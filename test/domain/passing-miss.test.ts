import { applyPing } from '../../lambdas/domain/check-in.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { dayMs, hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { aMonitor, aPing, waitedFor } from '../support/monitors.ts';
import { awaitedUntil, createdAt, deadlineAt, pingedAt, upMonitor } from '../support/nightly.ts';

// The deadlines of three silent days: five minutes past two on the 21st, the 22nd and the 23rd.
const [first, second, third] = [deadlineAt, deadlineAt + dayMs, deadlineAt + 2 * dayMs];

function patient(overrides: Partial<Monitor> = {}): Monitor {
  return upMonitor({ maxMisses: 3, ...overrides });
}

describe('a miss that is not the last allowed', () => {
  test('is counted, and the next deadline is counted from the due instant that was missed', () => {
    expect(applyTime(patient(), first + 5 * minuteMs)).toStrictEqual({
      monitor: { ...patient(), misses: 1, recent: ['success', 'missed'], ...awaitedUntil(second) },
      change: 'miss',
    });
  });

  test('is one from the deadline itself on', () => {
    expect(applyTime(patient(), first - 1)).toBeUndefined();
    expect(applyTime(patient(), first)?.monitor.misses).toBe(1);
  });

  test('leaves the pending timer to be sent on, though it stands for an earlier instant', () => {
    const armedFor = first - hourMs;
    expect(applyTime(patient({ armedFor }), first)?.monitor.armedFor).toBe(armedFor);
  });

  test('of a monitor without a timer leaves it without', () => {
    const { armedFor: _armedFor, ...unarmed } = patient();
    expect(applyTime(unarmed, first)?.monitor).not.toHaveProperty('armedFor');
  });

  test('leaves the monitor that it was counted for as it was', () => {
    const monitor = patient();
    applyTime(monitor, first);
    expect(monitor).toEqual(patient());
  });

  test.each([
    ['at the second deadline', second, 2, third],
    ['just before it', second - 1, 1, second],
    ['just before the third', third - 1, 2, third],
  ])('is one of several that passed when somebody looked in vain until %s', (_when, now, misses, next) => {
    expect(applyTime(waitedFor(patient(), now), now)).toMatchObject({
      change: 'miss',
      monitor: { status: 'up', misses, deadlineAt: next },
    });
  });
});

describe('the last allowed miss', () => {
  const down = (detectedAt: number): Monitor => {
    const { dueAt: _dueAt, deadlineAt: _deadlineAt, armedFor: _armedFor, ...silent } = patient();
    const flip = { seq: 2, from: 'up', to: 'down', at: third, detectedAt, since: pingedAt } as const;
    return {
      ...silent,
      ...{ status: 'down', statusSince: third, misses: 3 },
      flip: { ...flip, reason: 'missed' },
      lastAlert: { seq: 2, kind: 'down' },
      alertsAt: [detectedAt],
      recent: ['success', 'missed', 'missed', 'missed'],
    };
  };

  test('makes the monitor down as of its deadline', () => {
    const twice = patient({ misses: 2, deadlineAt: third, recent: ['success', 'missed', 'missed'] });
    expect(applyTime(twice, third + 1_500)).toStrictEqual({
      monitor: down(third + 1_500),
      change: 'flip',
    });
  });

  test.each([
    ['at the third deadline', third],
    ['long after it', third + 100 * dayMs],
  ])('is the third, though it was waited for in vain until %s', (_when, now) => {
    expect(applyTime(waitedFor(patient(), now), now)).toStrictEqual({ monitor: down(now), change: 'flip' });
  });

  test('is the first if one is allowed', () => {
    expect(applyTime(upMonitor({ maxMisses: 1 }), first + minuteMs)?.monitor).toMatchObject({
      status: 'down',
      misses: 1,
      flip: { at: first },
    });
  });

  test.each([2, 10])('is number %i if so many are allowed', (maxMisses) => {
    const lastAt = first + (maxMisses - 1) * dayMs;
    const at = (now: number) => applyTime(waitedFor(upMonitor({ maxMisses }), now), now)?.change;
    expect([at(lastAt - 1), at(lastAt)]).toEqual(['miss', 'flip']);
  });

  test('of a new monitor that was started makes it down', () => {
    const { monitor } = applyPing(aMonitor({ maxMisses: 3 }), aPing({ kind: 'start', at: pingedAt }));
    const at = (now: number) => applyTime(waitedFor(monitor, now), now)?.monitor;
    expect(at(third - 1)).toMatchObject({ status: 'new', misses: 2 });
    expect(at(third)?.flip).toMatchObject({
      from: 'new',
      to: 'down',
      at: third,
      since: createdAt,
    });
  });
});

describe('after two misses of three allowed', () => {
  const twice = patient({ misses: 2, deadlineAt: third });
  const at = second + hourMs;

  test('a success begins to count anew, and is no flip', () => {
    const { monitor, flipped } = applyPing(twice, aPing({ at }));
    expect(flipped).toBe(false);
    expect(monitor).toMatchObject({ status: 'up', misses: 0, lastSuccessAt: at });
    const deadline = at + dayMs + (deadlineAt - pingedAt - dayMs);
    expect(monitor.deadlineAt).toBe(deadline);
    const now = deadline + 2 * dayMs - 1;
    expect(applyTime(waitedFor(monitor, now), now)).toMatchObject({
      change: 'miss',
      monitor: { misses: 2 },
    });
  });

  test('a start moves the deadline on, at which the monitor then is down', () => {
    const { monitor } = applyPing(twice, aPing({ kind: 'start', at }));
    const deadline = at + (deadlineAt - pingedAt);
    expect(monitor).toMatchObject({ misses: 2, deadlineAt: deadline });
    expect(applyTime(monitor, deadline - 1)).toBeUndefined();
    expect(applyTime(monitor, deadline)?.monitor).toMatchObject({ status: 'down', statusSince: deadline });
  });

  test('a fail makes it down, and a success after that begins to count anew', () => {
    const { monitor: down } = applyPing(twice, aPing({ kind: 'fail', at }));
    expect(down).toMatchObject({ status: 'down', misses: 2, flip: { reason: 'failed' } });
    expect(applyPing(down, aPing({ at: at + 1 })).monitor.misses).toBe(0);
  });

  test('a success that ends an outage begins to count anew', () => {
    const down = applyTime(twice, third)?.monitor ?? twice;
    expect(applyPing(down, aPing({ at: third + 1 })).monitor).toMatchObject({ status: 'up', misses: 0 });
  });
});

test('the next deadline after a miss without a grace period is one interval later', () => {
  const dueAt = pingedAt + dayMs;
  const monitor = patient({ gracePeriodSeconds: 0, deadlineAt: dueAt, armedFor: dueAt });
  expect(applyTime(monitor, dueAt)?.monitor.deadlineAt).toBe(dueAt + dayMs);
});
