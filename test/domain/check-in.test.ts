import { applyPing } from '../../lambdas/domain/check-in.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { hourMs } from '../../lambdas/domain/time.ts';
import { aMonitor, aPing } from '../support/monitors.ts';
import { deadlineAt, downMonitor, firstFlip, lastPing, pingedAt, upMonitor } from '../support/nightly.ts';

const quarterMs = (deadlineAt - pingedAt) / 4;

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
        recent: ['success', 'success'],
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
        recent: ['success', 'fail'],
        failures: 1,
        flip: {
          seq: 2,
          from: 'up',
          to: 'down',
          at,
          detectedAt: at,
          since: pingedAt,
          reason: 'failed',
        },
        lastAlert: { seq: 2, kind: 'down' },
        alertsAt: [at],
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
      monitor: downMonitor({
        ...{ lastPing: { ...lastPing, kind: 'fail', at }, checkinAt: at, failures: 1 },
        recent: ['success', 'missed', 'fail'],
      }),
      flipped: false,
      arm: 'no',
    });
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

test('a flip is never noticed before it happened, whichever clock is behind', () => {
  const down = applyPing(aMonitor(), aPing({ kind: 'fail', at: 10_000_000_000_000 })).monitor;
  const { flip } = applyPing(down, aPing({ at: 9_999_999_995_000 })).monitor;
  expect(flip).toMatchObject({ at: 10_000_000_000_000, detectedAt: 10_000_000_000_000 });
});
