import fc from 'fast-check';
import { applyPing } from '../../lambdas/domain/check-in.ts';
import { believedInstant, isRepeated } from '../../lambdas/domain/event-time.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { CheckIn } from '../../lambdas/domain/ping.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../../lambdas/domain/time.ts';
import { noon } from '../support/fake-system.ts';
import { downBackup, newBackup, pausedBackup, upBackup } from '../support/given.ts';
import { aPing } from '../support/monitors.ts';

/** A check-in that happened at one instant and came at another, a minute later if nothing else is said. */
function told(
  kind: CheckIn['kind'],
  at: Instant,
  { rid, receivedAt = at + minuteMs }: { rid?: string; receivedAt?: Instant } = {},
): CheckIn {
  return { ...aPing({ at, receivedAt, ...(rid !== undefined && { rid }) }), kind };
}

function having(monitor: Monitor, ...pings: CheckIn[]): Monitor {
  return pings.reduce((one, ping) => (isRepeated(one, ping) ? one : applyPing(one, ping).monitor), monitor);
}

const calm = { gracePeriodSeconds: 86_400 };

describe('check-ins that tell when they happened, in any order and some of them twice,', () => {
  /** Some runs, each with a start, an end or both, all at instants of their own. */
  const someRuns = fc
    .array(
      fc.record({
        start: fc.boolean(),
        end: fc.constantFrom('success' as const, 'fail' as const, undefined),
        after: fc.integer({ min: 1, max: 50 }),
        lasts: fc.integer({ min: 1, max: 90 }),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((runs) => {
      let begins = noon - hourMs;
      return runs.flatMap(({ start, end, after: gap, lasts }, index) => {
        begins += gap * 10_000 + 1;
        const rid = `run-${index}`;
        const receivedAt = noon + hourMs;
        const ends = begins + lasts * 10_000 + index * 7 + 3;
        return [
          ...(start ? [told('start', begins, { rid, receivedAt })] : []),
          ...(end ? [told(end, ends, { rid, receivedAt })] : []),
        ];
      });
    });

  const arrivals = someRuns.chain((pings) => {
    const indexes = pings.map((_, index) => index);
    return fc
      .tuple(
        fc.shuffledSubarray(indexes, { minLength: indexes.length }),
        fc.array(fc.nat({ max: Math.max(0, pings.length - 1) }), { maxLength: 3 }),
      )
      .map(([order, again]) => ({
        inOrder: [...pings].sort((one, other) => one.at - other.at),
        asTheyCome: [...order, ...(pings.length > 0 ? again : [])].flatMap((index) => pings[index] ?? []),
      }));
  });

  function shown({ status, failures, dueAt, checkinAt, lastSuccessAt, lastPing, runs }: Monitor) {
    const open = runs.map(({ rid, startedAt }) => `${rid} ${startedAt}`).sort();
    return { status, failures, dueAt, checkinAt, lastSuccessAt, lastPingAt: lastPing?.at, open };
  }

  test.each([1, 10])(
    'make the same of a monitor that may fail %d times as in the order in which they happened',
    (maxFailures) => {
      fc.assert(
        fc.property(arrivals, ({ inOrder, asTheyCome }) => {
          const monitor = newBackup({ ...calm, maxFailures });
          const { failures, ...rest } = shown(having(monitor, ...asTheyCome));
          const { failures: wanted, ...expected } = shown(having(monitor, ...inOrder));
          expect(rest).toEqual(expected);
          // While it is down, the fails before a success that came late are not taken back.
          if (rest.status === 'down') expect(failures).toBeGreaterThanOrEqual(wanted);
          else expect(failures).toBe(wanted);
        }),
        { numRuns: 150 },
      );
    },
  );
});

describe('a run whose end comes before its start', () => {
  const rid = 'a';
  const ended = having(upBackup(noon - hourMs), told('success', noon, { rid }));

  test('is not open again by it', () => {
    const late = having(ended, told('start', noon - minuteMs, { rid, receivedAt: noon + hourMs / 2 }));
    expect(late.runs).toEqual([]);
    expect(late.dueAt).toBe(ended.dueAt);
  });

  test('at the very instant of its start is not open again by it', () => {
    expect(having(ended, told('start', noon, { rid })).runs).toEqual([]);
  });

  test('leaves the runs of others open', () => {
    const begun = having(ended, told('start', noon - 2 * minuteMs, { rid: 'b' }));
    const failed = having(begun, told('fail', noon + minuteMs, { rid: 'c' }));
    expect(failed.runs).toMatchObject([{ rid: 'b' }]);
  });

  test('may begin anew after that', () => {
    const again = having(ended, told('start', noon + 1, { rid }));
    expect(again.runs).toEqual([{ rid, startedAt: noon + 1 }]);
  });

  test('is forgotten after a day', () => {
    const receivedAt = noon + dayMs;
    expect(having(ended, told('success', receivedAt, { receivedAt })).endedRuns).toHaveLength(2);
    expect(having(ended, told('success', receivedAt, { receivedAt: receivedAt + 1 })).endedRuns).toHaveLength(
      1,
    );
  });

  test('is one of ten that are remembered, the newest', () => {
    const many = Array.from({ length: 11 }, (_, index) =>
      told('success', noon + index, { rid: `r${index}` }),
    );
    const { endedRuns = [] } = having(newBackup(calm), ...many.reverse());
    expect(endedRuns.map((run) => run.rid)).toEqual(
      Array.from({ length: 10 }, (_, index) => `r${index + 1}`),
    );
  });
});

describe('an end that comes twice', () => {
  test.each(['success', 'fail'] as const)('as a %s with the same rid and instant is known', (kind) => {
    const ping = told(kind, noon, { rid: 'a' });
    const monitor = having(newBackup(calm), ping);
    expect(isRepeated(monitor, ping)).toBe(true);
    expect(isRepeated(monitor, told(kind, noon + 1, { rid: 'a' }))).toBe(false);
    expect(isRepeated(monitor, told(kind, noon, { rid: 'b' }))).toBe(false);
  });

  test('without a rid is two', () => {
    const monitor = having(newBackup({ ...calm, maxFailures: 3 }), told('fail', noon), told('fail', noon));
    expect(monitor.failures).toBe(2);
  });
});

describe('a start that comes twice', () => {
  test('is known while its run is open', () => {
    const ping = told('start', noon, { rid: 'a' });
    expect(isRepeated(having(newBackup(), ping), ping)).toBe(true);
  });

  test('begins the run no earlier than it has begun since', () => {
    const begun = having(newBackup(), told('start', noon, { rid: 'a' }));
    expect(having(begun, told('start', noon - 1, { rid: 'a' })).runs).toEqual(begun.runs);
    expect(having(begun, told('start', noon + 1, { rid: 'a' })).runs).toEqual([
      { rid: 'a', startedAt: noon + 1 },
    ]);
  });
});

describe('a start without a rid that comes twice', () => {
  test('leaves its run as it is', () => {
    const runs = [{ startedAt: noon, excused: true as const }];
    expect(having(newBackup({ runs }), told('start', noon)).runs).toEqual(runs);
  });
});

describe('an end that tells its time', () => {
  test('without a rid ends the run that has begun last, whichever start came last', () => {
    const [early, late] = [told('start', noon - minuteMs, { rid: 'a' }), told('start', noon, { rid: 'b' })];
    const begun = having(newBackup(calm), late, early);
    expect(having(begun, told('fail', noon + 1)).runs).toMatchObject([{ rid: 'a' }]);
  });

  test('does not end a run that has begun since', () => {
    const begun = having(newBackup(calm), told('start', noon));
    expect(having(begun, told('success', noon - 1)).runs).toEqual(begun.runs);
    expect(having(begun, told('success', noon)).runs).toEqual([]);
  });
});

describe('an overtaken check-in', () => {
  test('from before a pause does not end it', () => {
    const paused = pausedBackup(noon);
    expect(having(paused, told('success', noon - 1)).status).toBe('paused');
    expect(having(paused, told('fail', noon - 1)).status).toBe('paused');
    expect(having(paused, told('success', noon)).status).toBe('up');
  });

  test('at the instant of a fail leaves it failed, whichever of the two comes first', () => {
    const fail = told('fail', noon, { rid: 'a' });
    const success = told('success', noon, { rid: 'b' });
    expect(having(newBackup(calm), fail, success).status).toBe('down');
    expect(having(newBackup(calm), success, fail).status).toBe('down');
  });

  test('is kept out of the recent ones and of the last ping', () => {
    const monitor = having(newBackup(calm), told('success', noon));
    const later = having(monitor, told('fail', noon - 1));
    expect([later.recent, later.lastPing]).toEqual([monitor.recent, monitor.lastPing]);
  });
});

describe('a late success of a monitor that silence has made down', () => {
  const deadlineAt = noon;

  test('makes it up if by it the next deadline is to come, and is noticed when it came', () => {
    const receivedAt = noon + minuteMs;
    const up = having(downBackup(deadlineAt), told('success', noon - minuteMs, { receivedAt }));
    expect(up.flip).toMatchObject({ to: 'up', at: deadlineAt, detectedAt: receivedAt });
  });

  test('changes nothing at the very instant of that deadline', () => {
    const at = noon - minuteMs;
    const nextDeadlineAt = at + hourMs + 5 * minuteMs;
    const before = nextDeadlineAt - 1;
    expect(having(downBackup(deadlineAt), told('success', at, { receivedAt: before })).status).toBe('up');
    expect(having(downBackup(deadlineAt), told('success', at, { receivedAt: nextDeadlineAt })).status).toBe(
      'down',
    );
  });

  test('that is no later than the last one changes nothing', () => {
    const down = downBackup(deadlineAt, { lastSuccessAt: noon - hourMs });
    expect(having(down, told('success', noon - hourMs)).status).toBe('down');
  });
});

describe('an instant that is told', () => {
  test.each([
    ['now', noon, noon],
    ['the future', noon + 1, noon],
    ['a day ago', noon - dayMs, noon - dayMs],
    ['before that', noon - dayMs - 1, noon - dayMs],
  ])('of %s is believed so far', (_what, at, believed) => {
    expect(believedInstant(at, noon)).toBe(believed);
  });
});
