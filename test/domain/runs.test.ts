import fc from 'fast-check';
import type { CheckInKind } from '../../lambdas/domain/ping.ts';
import { isRunning, type Run, runsAfter } from '../../lambdas/domain/runs.ts';
import { hourMs, type Instant, minuteMs } from '../../lambdas/domain/time.ts';
import { aPing } from '../support/monitors.ts';

const two = Date.UTC(2026, 10, 20, 2);
const three = two + hourMs;

function run(rid?: string, startedAt: Instant = two): Run {
  return { startedAt, ...(rid !== undefined && { rid }) };
}

/** A check-in at three o'clock, if nothing else is said. */
function sent(kind: CheckInKind, rid?: string, at: Instant = three) {
  return aPing({ kind, at, ...(rid !== undefined && { rid }) });
}

/** Runs that started minute by minute, the first of them at two. */
function runsNamed(...rids: string[]): Run[] {
  return rids.map((rid, index) => run(rid, two + index * minuteMs));
}

const tenRids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

describe('a start', () => {
  test('without a rid opens the anonymous run', () => {
    expect(runsAfter([], sent('start'))).toStrictEqual({ runs: [{ startedAt: three }] });
  });

  test('with a rid opens the run of that name', () => {
    expect(runsAfter([], sent('start', 'a'))).toStrictEqual({ runs: [{ rid: 'a', startedAt: three }] });
  });

  test('opens a run beside those that are open, as the latest', () => {
    expect(runsAfter([run('a'), run()], sent('start', 'b'))).toStrictEqual({
      runs: [run('a'), run(), run('b', three)],
    });
  });

  test.each([['a'], [undefined]])('of an open run, rid %s, starts it anew, as the latest', (rid) => {
    const other = run('other', two + 1);
    expect(runsAfter([run(rid), other], sent('start', rid))).toStrictEqual({
      runs: [other, run(rid, three)],
    });
  });

  test('leaves ten runs open', () => {
    const nine = runsNamed(...tenRids.slice(1));
    expect(runsAfter(nine, sent('start', 'k')).runs).toEqual([...nine, run('k', three)]);
  });

  test('of an eleventh run makes the oldest give way', () => {
    const ten = runsNamed(...tenRids);
    expect(runsAfter(ten, sent('start', 'k')).runs).toEqual([...ten.slice(1), run('k', three)]);
  });

  test('of one of ten open runs makes none give way', () => {
    const ten = runsNamed(...tenRids);
    const anew = [...ten.filter(({ rid }) => rid !== 'e'), run('e', three)];
    expect(runsAfter(ten, sent('start', 'e')).runs).toEqual(anew);
  });

  test('gives up a run that is more than 72 hours old', () => {
    const forgotten = run('forgotten', three - 72 * hourMs - 1);
    expect(runsAfter([forgotten, run('a')], sent('start', 'b')).runs).toEqual([run('a'), run('b', three)]);
  });
});

describe.each(['success', 'fail'] as const)('a %s', (kind) => {
  test.each([
    ['with the rid of an open run', 'a'],
    ['without a rid, of the anonymous run,', undefined],
  ])('%s ends it and gives its duration', (_which, rid) => {
    expect(runsAfter([run(rid)], sent(kind, rid))).toStrictEqual({ runs: [], durationMs: hourMs });
  });

  test('ends its own run though a later one is open', () => {
    const [a, b, c] = [run('a'), run('b', two + minuteMs), run('c', two + 2 * minuteMs)];
    expect(runsAfter([a, b, c], sent(kind, 'b'))).toStrictEqual({
      runs: [a, c],
      durationMs: 59 * minuteMs,
    });
  });

  test('without a rid ends the anonymous run though a later one is open', () => {
    const later = run('a', two + minuteMs);
    expect(runsAfter([run(), later], sent(kind))).toStrictEqual({ runs: [later], durationMs: hourMs });
  });

  test('without a rid ends the latest run if the anonymous one is not open, and gives no duration', () => {
    expect(runsAfter(runsNamed('a', 'b'), sent(kind))).toStrictEqual({ runs: [run('a')] });
  });

  test('72 hours after its start still gives a duration', () => {
    const at = two + 72 * hourMs;
    expect(runsAfter([run('a')], sent(kind, 'a', at))).toStrictEqual({ runs: [], durationMs: 72 * hourMs });
  });

  test('a millisecond more than 72 hours after its start has nothing to do with it', () => {
    const at = two + 72 * hourMs + 1;
    expect(runsAfter([run('a')], sent(kind, 'a', at))).toStrictEqual({ runs: [] });
  });

  test('never ends a run that is more than 72 hours old in place of one that is open', () => {
    const forgotten = run('forgotten', three - 72 * hourMs - 1);
    expect(runsAfter([run('a'), forgotten], sent(kind))).toStrictEqual({ runs: [] });
  });

  test('by a clock that is behind its start’s took no time', () => {
    expect(runsAfter([run('a')], sent(kind, 'a', two - 1))).toStrictEqual({ runs: [], durationMs: 0 });
  });

  test.each([['a'], [undefined]])('with nothing open, rid %s, ends nothing', (rid) => {
    expect(runsAfter([], sent(kind, rid))).toStrictEqual({ runs: [] });
  });

  test('leaves the list that it was given as it was', () => {
    const before = Object.freeze(runsNamed('a', 'b'));
    runsAfter(before, sent(kind, 'a'));
    expect(before).toEqual(runsNamed('a', 'b'));
  });
});

describe('with a rid of no open run,', () => {
  test('a success leaves the runs open and gives no duration', () => {
    expect(runsAfter(runsNamed('a', 'b'), sent('success', 'c'))).toStrictEqual({
      runs: runsNamed('a', 'b'),
    });
  });

  test('a success leaves the anonymous run open', () => {
    expect(runsAfter([run()], sent('success', 'a'))).toStrictEqual({ runs: [run()] });
  });

  test('a success gives up a run that is more than 72 hours old', () => {
    const forgotten = run('forgotten', three - 72 * hourMs - 1);
    expect(runsAfter([forgotten, run('a')], sent('success', 'b')).runs).toEqual([run('a')]);
  });

  test('a fail ends the latest run and gives no duration', () => {
    expect(runsAfter(runsNamed('a', 'b'), sent('fail', 'c'))).toStrictEqual({ runs: [run('a')] });
  });
});

describe('a monitor is running', () => {
  test.each([
    ['while a run is open', [run('a')], three],
    ['while one of several runs is not yet given up', [run('a', two - 80 * hourMs), run('b')], three],
    ['72 hours after its start', [run()], two + 72 * hourMs],
    ['by a clock that is behind its start’s', [run()], two - 1],
  ])('%s', (_when, runs, now) => {
    expect(isRunning(runs, now)).toBe(true);
  });
});

describe('a monitor is not running', () => {
  test.each([
    ['without an open run', [], three],
    ['a millisecond more than 72 hours after its start', [run()], two + 72 * hourMs + 1],
  ])('%s', (_when, runs, now) => {
    expect(isRunning(runs, now)).toBe(false);
  });
});

test('whatever starts and ends in whatever order, at most ten runs are open, each rid once', () => {
  const checkIn = fc.record({
    kind: fc.constantFrom<CheckInKind>('start', 'start', 'start', 'success', 'fail'),
    rid: fc.constantFrom(undefined, ...tenRids, 'k', 'l'),
    laterMs: fc.integer({ min: -minuteMs, max: 10 * hourMs }),
  });
  fc.assert(
    fc.property(fc.array(checkIn, { maxLength: 60 }), (checkIns) => {
      let [runs, at]: [readonly Run[], Instant] = [[], two];
      for (const { kind, rid, laterMs } of checkIns) {
        at += laterMs;
        const after = runsAfter(runs, sent(kind, rid, at));
        expect(after.runs.length).toBeLessThanOrEqual(10);
        expect(new Set(after.runs.map((open) => open.rid)).size).toBe(after.runs.length);
        expect(after.durationMs ?? 0).toBeGreaterThanOrEqual(0);
        runs = after.runs;
      }
    }),
  );
});
