import { applyPing } from '../../lambdas/domain/check-in.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { applyPause, applyResume } from '../../lambdas/domain/pause.ts';
import { dayMs, hourMs } from '../../lambdas/domain/time.ts';
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

const at = pingedAt + hourMs;
const windowMs = deadlineAt - pingedAt;
const sticky = { manualResume: true } as const;

describe('a pause', () => {
  test('of a monitor that is up makes it await nothing, without a timer', () => {
    expect(applyPause(upMonitor(), at, { manualResume: false })).toStrictEqual({
      monitor: pausedMonitor(at),
      flipped: true,
      arm: 'no',
    });
  });

  test('that only people end says so', () => {
    expect(applyPause(upMonitor(), at, { manualResume: true })).toStrictEqual({
      monitor: pausedMonitor(at, sticky),
      flipped: true,
      arm: 'no',
    });
  });

  test.each([
    ['new', aMonitor(), createdAt, 1],
    ['down', downMonitor(), deadlineAt, 3],
  ])('of a monitor that is %s is a flip from there', (from, monitor, since, seq) => {
    const pausedAt = deadlineAt + hourMs;
    const flip = { seq, from, to: 'paused', at: pausedAt, detectedAt: pausedAt, since, reason: 'paused' };
    expect(applyPause(monitor, pausedAt, { manualResume: false })?.monitor).toStrictEqual({
      ...monitor,
      ...{ status: 'paused', statusSince: pausedAt, flip },
    });
  });

  test.each([
    [false, pausedMonitor(at)],
    [true, pausedMonitor(at, sticky)],
  ])('of a monitor that is paused just so, manual resume %s, changes nothing', (manualResume, monitor) => {
    expect(applyPause(monitor, at + 1, { manualResume })).toBeUndefined();
  });

  test.each([
    ['begins to be ended by people only', true, pausedMonitor(at), pausedMonitor(at, sticky)],
    ['ceases to be ended by people only', false, pausedMonitor(at, sticky), pausedMonitor(at)],
  ])('that %s is no flip', (_what, manualResume, before, monitor) => {
    expect(applyPause(before, at + 1, { manualResume })).toStrictEqual({
      monitor,
      flipped: false,
      arm: 'no',
    });
  });

  test('leaves runs and misses as they are', () => {
    const state = { runs: [{ startedAt: pingedAt }], misses: 2, maxMisses: 3 };
    expect(applyPause(upMonitor(state), at, { manualResume: false })?.monitor).toMatchObject(state);
  });

  test('by a clock that is behind is not dated before the status that it ends', () => {
    const paused = applyPause(upMonitor(), pingedAt - 1, { manualResume: false });
    expect(paused?.monitor).toMatchObject({ statusSince: pingedAt, flip: { at: pingedAt } });
  });

  test('is silence for ever', () => {
    expect(applyTime(pausedMonitor(at), at + 10_000 * dayMs)).toBeUndefined();
  });
});

describe('the end of a pause', () => {
  const paused = pausedMonitor(at);
  const resumedAt = at + 10 * dayMs;
  const flip = {
    ...{ seq: 3, from: 'paused', to: 'up', since: at, reason: 'resumed' },
    ...{ at: resumedAt, detectedAt: resumedAt },
  };

  test.each([
    ['that pings end', paused],
    ['that people end', pausedMonitor(at, sticky)],
  ])('%s counts as a check-in, but as no ping, and wants the timer first', (_which, before) => {
    const awaited = resumedAt + windowMs;
    expect(applyResume(before, resumedAt)).toStrictEqual({
      monitor: {
        ...paused,
        ...{ status: 'up', statusSince: resumedAt, checkinAt: resumedAt, flip },
        ...{ ...awaitedUntil(awaited), armedFor: awaited },
      },
      flipped: true,
      arm: 'before_save',
    });
  });

  test('begins to count misses anew', () => {
    expect(applyResume(pausedMonitor(at, { maxMisses: 3, misses: 2 }), resumedAt)?.monitor.misses).toBe(0);
  });

  test('of a monitor that was never pinged awaits its first ping', () => {
    const never = applyPause(aMonitor(), at, { manualResume: false })?.monitor ?? aMonitor();
    expect(applyResume(never, resumedAt)?.monitor).toMatchObject({
      status: 'up',
      checkinAt: resumedAt,
      deadlineAt: resumedAt + windowMs,
    });
  });

  test('by a clock that is behind moves neither the last check-in nor the flip back', () => {
    const later = pausedMonitor(at, { checkinAt: at + 5 });
    expect(applyResume(later, at - 1)?.monitor).toMatchObject({
      ...{ checkinAt: at + 5, deadlineAt: at + 5 + windowMs },
      ...{ statusSince: at, flip: { at } },
    });
  });

  test.each([aMonitor(), upMonitor(), downMonitor()])(
    'is nothing to a monitor that is $status',
    (monitor) => {
      expect(applyResume(monitor, resumedAt)).toBeUndefined();
    },
  );
});

describe('a pause is ended', () => {
  const pingAt = at + 10 * dayMs;

  test('by a success, which makes the monitor up and awaits the next', () => {
    const { monitor, flipped, arm } = applyPing(pausedMonitor(at), aPing({ at: pingAt }));
    expect([flipped, arm]).toEqual([true, 'before_save']);
    expect(monitor).toMatchObject({
      ...{ status: 'up', statusSince: pingAt, checkinAt: pingAt, lastSuccessAt: pingAt },
      ...{ deadlineAt: pingAt + windowMs, armedFor: pingAt + windowMs },
      flip: { seq: 3, from: 'paused', to: 'up', at: pingAt, since: at, reason: 'resumed' },
    });
    expect(monitor).not.toHaveProperty('lastAlert');
  });

  test('by a fail, which makes the monitor down and awaits nothing', () => {
    expect(applyPing(pausedMonitor(at), aPing({ kind: 'fail', at: pingAt }))).toStrictEqual({
      monitor: {
        ...pausedMonitor(at),
        ...{ status: 'down', statusSince: pingAt, checkinAt: pingAt, failures: 1 },
        lastPing: { ...lastPing, kind: 'fail', at: pingAt },
        flip: {
          ...{ seq: 3, from: 'paused', to: 'down', since: at, reason: 'failed' },
          ...{ at: pingAt, detectedAt: pingAt },
        },
        lastAlert: { seq: 3, kind: 'down' },
        alertsAt: [pingAt],
        recent: ['success', 'fail'],
      },
      flipped: true,
      arm: 'no',
    });
  });

  test.each(['success', 'fail'] as const)('by a %s, and then people need not end it', (kind) => {
    const { monitor } = applyPing(pausedMonitor(at, sticky), aPing({ kind, at: pingAt }));
    expect(monitor).not.toHaveProperty('manualResume');
  });
});
