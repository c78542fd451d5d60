import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { at, hourly, lived, passings } from './course.ts';

const daily = { kind: 'every', text: 'every 24h', intervalSeconds: 86_400 } as const;
const limited = hourly({ schedule: daily, maxRuntimeSeconds: 3_600 });
const started = lived(limited, '02:00 start a');

describe('a run', () => {
  test('brings the deadline forward', () => {
    expect(started).toMatchObject({ dueAt: at('02:00') + 86_400_000, deadlineAt: at('03:00') });
  });

  test('may take one millisecond less than the max runtime', () => {
    expect(applyTime(started, at('02:59:59.999'))).toBeUndefined();
    expect(lived(started, '02:59:59.999 success a')).toMatchObject({ status: 'up', runs: [] });
  });

  test('that has not ended by then makes the monitor down, and stays open', () => {
    expect(passings(started, '03:00:01')).toMatchObject([
      {
        change: 'flip',
        monitor: {
          ...{ status: 'down', misses: 1, lastAlert: { kind: 'down' } },
          flip: { from: 'new', at: at('03:00'), detectedAt: at('03:00:01'), reason: 'timed_out' },
          runs: [{ rid: 'a', startedAt: at('02:00'), excused: true }],
        },
      },
    ]);
  });

  test('that ends at that very instant comes too late, and still has its duration', () => {
    expect(lived(started, '03:00 success a')).toMatchObject({
      ...{ status: 'up', flip: { seq: 2 }, lastPing: { durationMs: 3_600_000 } },
    });
  });

  test('that ends takes the deadline back to that of silence', () => {
    expect(lived(started, '02:30 success a').deadlineAt).toBe(at('02:35') + 86_400_000);
  });

  test('that is started anew has its time anew', () => {
    expect(lived(started, '02:30 start a').deadlineAt).toBe(at('03:30'));
  });

  test('without a limit may take any time', () => {
    const { maxRuntimeSeconds: _maxRuntimeSeconds, ...unlimited } = limited;
    expect(lived(unlimited, '02:00 start a').deadlineAt).toBe(at('02:05') + 86_400_000);
  });
});

describe('of several runs', () => {
  const two = lived(started, '02:30 start b');

  test('the oldest decides', () => {
    expect(two.deadlineAt).toBe(at('03:00'));
  });

  test('the other decides when the oldest has ended', () => {
    expect(lived(two, '02:40 success a').deadlineAt).toBe(at('03:30'));
  });

  test('each that takes too long is a miss of its own', () => {
    const patient = { ...two, maxMisses: 3 };
    expect(lived(patient, '03:00 --')).toMatchObject({ misses: 1, deadlineAt: at('03:30') });
    expect(lived(patient, '03:00 --', '03:30 --')).toMatchObject({
      misses: 2,
      deadlineAt: at('02:35') + 86_400_000,
    });
  });

  test('those that began together are one miss', () => {
    const patient = lived({ ...limited, maxMisses: 3 }, '02:00 start a', '02:00 start b');
    expect(lived(patient, '03:00 --')).toMatchObject({
      ...{ misses: 1, deadlineAt: at('02:05') + 86_400_000 },
      runs: [{ excused: true }, { excused: true }],
    });
  });

  test('none is held to the limit once the monitor is down', () => {
    const up = lived(two, '03:00 --', '03:10 success c');
    expect(up).toMatchObject({ status: 'up', deadlineAt: at('03:15') + 86_400_000 });
    expect(up.runs.map(({ excused }) => excused)).toEqual([true, true]);
  });
});

describe('a run that takes too long, where more than one miss is allowed,', () => {
  const patient = { ...started, maxMisses: 2 };
  const missed = lived(patient, '03:00 --');

  test('is one of them, and silence is awaited as before', () => {
    expect(passings(patient, '03:00').map(({ change }) => change)).toEqual(['miss']);
    expect(missed).toMatchObject({
      ...{ status: 'new', misses: 1, dueAt: patient.dueAt, deadlineAt: at('02:05') + 86_400_000 },
      runs: [{ rid: 'a', excused: true }],
    });
  });

  test('is no second one, however long it goes on', () => {
    expect(applyTime(missed, at('23:59'))).toBeUndefined();
  });

  test('leaves a run that is started later to its own time', () => {
    expect(lived(missed, '04:00 start b').deadlineAt).toBe(at('05:00'));
  });
});

describe('silence and a run that takes too long', () => {
  const hour = hourly({ gracePeriodSeconds: 0, maxRuntimeSeconds: 3_600, maxMisses: 3 });

  test('at the same instant are one miss, and the next check-in is awaited', () => {
    const together = lived(hour, '02:00 start a', '03:00 --');
    expect(together).toMatchObject({
      ...{ misses: 1, dueAt: at('04:00'), deadlineAt: at('04:00') },
      runs: [{ excused: true }],
    });
  });

  test('at the same instant have the reason timed_out', () => {
    expect(lived({ ...hour, maxMisses: 1 }, '02:00 start a', '03:00 --').flip?.reason).toBe('timed_out');
  });

  test.each([
    [3_599, 'timed_out', at('02:59:59')],
    [3_601, 'missed', at('03:00')],
  ])('one second apart, with %i s allowed: the first makes it down', (maxRuntimeSeconds, reason, downAt) => {
    const down = lived({ ...hour, maxMisses: 1, maxRuntimeSeconds }, '02:00 start a', '03:04 --');
    expect(down.flip).toMatchObject({ reason, at: downAt });
  });

  test('one after the other are two misses', () => {
    const later = { ...hour, maxRuntimeSeconds: 4_800 };
    const missed = ['02:00 start a', '03:00 --', '03:20 --'];
    expect(lived(later, ...missed)).toMatchObject({ misses: 2, dueAt: at('04:00') });
    expect(lived(later, ...missed, '04:00 --').flip).toMatchObject({
      ...{ at: at('04:00'), reason: 'missed' },
    });
  });
});

test.each(['pause', 'fail'])('runs that were open at a %s are not held to the limit afterwards', (deed) => {
  const open = lived(limited, '02:00 start a', '02:10 start b', `02:20 ${deed}`, '02:30 success c');
  expect(open).toMatchObject({ status: 'up', deadlineAt: at('02:35') + 86_400_000 });
  expect(open.runs[0]).toEqual({ rid: 'a', startedAt: at('02:00'), excused: true });
});

test('a run that is started in a pause is not held to the limit after it', () => {
  const resumed = lived(limited, '02:00 pause', '02:10 start a', '02:30 resume');
  expect(resumed).toMatchObject({ runs: [{ excused: true }], deadlineAt: at('02:35') + 86_400_000 });
});

describe('of more runs than may be open', () => {
  const often = (overrides: Partial<Monitor> = {}) => {
    const starts = Array.from(
      { length: 12 },
      (_, index) => `02:${String(index * 5).padStart(2, '0')} start r${index}`,
    );
    return lived(hourly({ schedule: daily, ...overrides }), ...starts);
  };
  const rids = ({ runs }: Monitor) => runs.map(({ rid }) => rid);

  test('the oldest stays where there is a max runtime, and is noticed', () => {
    const busy = often({ maxRuntimeSeconds: 3_600 });
    expect(rids(busy)).toEqual(['r0', ...[3, 4, 5, 6, 7, 8, 9, 10, 11].map((index) => `r${index}`)]);
    expect(lived(busy, '03:00 --').flip).toMatchObject({ at: at('03:00'), reason: 'timed_out' });
  });

  test('one that is not held to it makes room first', () => {
    const busy = lived(hourly({ schedule: daily, maxRuntimeSeconds: 3_600 }), '01:00 start a', '02:00 fail');
    const runs = [...busy.runs, { rid: 'excused', startedAt: at('01:30'), excused: true as const }];
    const recovered = lived({ ...busy, runs }, '02:10 success x');
    const starts = Array.from({ length: 10 }, (_, index) => `02:${20 + index} start s${index}`);
    expect(rids(lived(recovered, ...starts))).toEqual(starts.map((start) => start.split(' ')[2]));
  });

  test('the oldest makes room where there is none', () => {
    expect(rids(often())).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((index) => `r${index}`));
  });
});
