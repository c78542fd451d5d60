import { alreadySaid, applyPing } from '../../lambdas/domain/check-in.ts';
import type { CheckInKind } from '../../lambdas/domain/ping.ts';
import { hourMs } from '../../lambdas/domain/time.ts';
import { aMonitor, aPing } from '../support/monitors.ts';
import { downMonitor, lastPing, pausedMonitor, pingedAt, upMonitor } from '../support/nightly.ts';

/** A check-in so many milliseconds after the one that won. */
function sent(kind: CheckInKind, laterMs = 0, rid?: string) {
  return aPing({ kind, at: pingedAt + laterMs, ...(rid !== undefined && { rid }) });
}

/** The monitor once a check-in of this kind has won, and what runs it found open. */
function wonBy(kind: CheckInKind, rid?: string, monitor = aMonitor()) {
  return applyPing(monitor, sent(kind, 0, rid)).monitor;
}

const open = { startedAt: pingedAt - hourMs };
const forgotten = { startedAt: pingedAt - 73 * hourMs };

describe.each(['success', 'fail', 'start'] as const)('a %s that lost the race to another', (kind) => {
  test.each([
    ['at the same instant', 0],
    ['999 ms later', 999],
    ['999 ms earlier', -999],
  ])('%s has nothing left to change', (_when, laterMs) => {
    expect(alreadySaid(wonBy(kind), sent(kind, laterMs))).toBe(true);
  });

  test.each([
    ['1000 ms later', 1_000],
    ['1000 ms earlier', -1_000],
  ])('%s still has something to change', (_when, laterMs) => {
    expect(alreadySaid(wonBy(kind), sent(kind, laterMs))).toBe(false);
  });

  test.each((['success', 'fail', 'start'] as const).filter((other) => other !== kind))(
    'has something to change if that is a %s',
    (other) => {
      expect(alreadySaid(wonBy(other), sent(kind))).toBe(false);
    },
  );

  test('has something to change if there was no ping at all', () => {
    expect(alreadySaid(aMonitor(), sent(kind))).toBe(false);
  });

  test.each([upMonitor(), downMonitor(), pausedMonitor(pingedAt)])(
    'has something to change if the last ping was of another kind and the monitor is $status',
    (monitor) => {
      const other = kind === 'success' ? 'fail' : 'success';
      const runs = kind === 'start' ? [open] : [];
      expect(alreadySaid({ ...monitor, runs, lastPing: { ...lastPing, kind: other } }, sent(kind))).toBe(
        false,
      );
    },
  );
});

describe('a success that lost the race to another has something to change', () => {
  test.each([downMonitor(), pausedMonitor(pingedAt), aMonitor({ lastPing })])(
    'while the monitor is $status',
    (monitor) => {
      expect(alreadySaid(monitor, sent('success'))).toBe(false);
    },
  );

  test('while a run is open, which it may end', () => {
    expect(alreadySaid(upMonitor({ runs: [{ ...open, rid: 'a' }] }), sent('success', 0, 'a'))).toBe(false);
  });
});

describe('a fail that lost the race to another has something to change', () => {
  test.each([upMonitor(), pausedMonitor(pingedAt)])('while the monitor is $status', (monitor) => {
    const failed = { ...monitor, lastPing: { ...lastPing, kind: 'fail' as const } };
    expect(alreadySaid(failed, sent('fail'))).toBe(false);
  });

  test('while a run is open, which it ends', () => {
    const two = aMonitor({ runs: [open, { ...open, rid: 'a' }] });
    expect(alreadySaid(wonBy('fail', undefined, two), sent('fail'))).toBe(false);
  });
});

describe('a crowd while another run is open', () => {
  const meanwhile = { ...open, rid: 'meanwhile' };

  test('of successes that end none of the open runs has nothing left to change', () => {
    expect(alreadySaid(upMonitor({ runs: [meanwhile] }), sent('success', 0, 'a'))).toBe(true);
  });

  test('of starts of one run has nothing left to change', () => {
    const monitor = wonBy('start', 'a', upMonitor({ runs: [meanwhile] }));
    expect(alreadySaid(monitor, sent('start', 10, 'a'))).toBe(true);
  });

  test('of starts begins a run anew that has been open for long', () => {
    const monitor = wonBy('start', 'a', upMonitor({ runs: [meanwhile] }));
    expect(alreadySaid(monitor, sent('start', 10, 'meanwhile'))).toBe(false);
  });
});

describe('a run that was given up after 72 hours', () => {
  test('leaves a success nothing to change', () => {
    expect(alreadySaid(upMonitor({ runs: [forgotten] }), sent('success'))).toBe(true);
  });

  test('leaves a fail nothing to change', () => {
    const failed = downMonitor({ runs: [forgotten], lastPing: { ...lastPing, kind: 'fail' } });
    expect(alreadySaid(failed, sent('fail'))).toBe(true);
  });
});

describe('a start that lost the race to another', () => {
  test('has nothing left to change if that opened the same run', () => {
    expect(alreadySaid(wonBy('start', 'a'), sent('start', 1, 'a'))).toBe(true);
  });

  test.each([
    ['a', 'b'],
    ['a', undefined],
    [undefined, 'b'],
  ])('of the run %s has to open its own, %s', (won, lost) => {
    expect(alreadySaid(wonBy('start', won), sent('start', 1, lost))).toBe(false);
  });

  test.each([
    [999, true],
    [1_000, false],
    [-999, true],
    [-1_000, false],
  ])('of a run that began %i ms after it has nothing left to change: %j', (startedMs, isSaid) => {
    const runs = [{ rid: 'a', startedAt: pingedAt + startedMs }];
    const monitor = { ...wonBy('start', 'b'), runs };
    expect(alreadySaid(monitor, sent('start', 0, 'a'))).toBe(isSaid);
  });

  test.each([downMonitor(), pausedMonitor(pingedAt), upMonitor()])(
    'has nothing left to change while the monitor is $status',
    (monitor) => {
      expect(alreadySaid(wonBy('start', undefined, monitor), sent('start'))).toBe(true);
    },
  );
});

describe('a check-in that lost the race to another just before a margin began', () => {
  const line = '0 2 * * *';
  const daily = aMonitor({ schedule: { kind: 'cron', text: line, lines: [line] }, gracePeriodSeconds: 0 });
  const marginAt = Date.UTC(2026, 10, 20, 1, 59);

  test.each(['success', 'start'] as const)(
    'has something to change by its later %s, which counts',
    (kind) => {
      const { monitor } = applyPing(daily, aPing({ kind, at: marginAt - 60 }));
      expect(monitor.dueAt).toBe(marginAt + 60_000);
      expect(alreadySaid(monitor, aPing({ kind, at: marginAt - 1 }))).toBe(true);
      expect(alreadySaid(monitor, aPing({ kind, at: marginAt }))).toBe(false);
    },
  );

  test('has nothing left to change if the one that won counts already', () => {
    const { monitor } = applyPing(daily, aPing({ at: marginAt }));
    expect(alreadySaid(monitor, aPing({ at: marginAt - 60 }))).toBe(true);
    expect(alreadySaid(monitor, aPing({ at: marginAt + 60 }))).toBe(true);
  });
});
