import { applyPing } from '../../lambdas/domain/check-in.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { applyPause, ignoresPings, type PauseOptions } from '../../lambdas/domain/pause.ts';
import { aPing } from '../support/monitors.ts';
import { at, hourly, lived, passings } from './course.ts';

/** Awaited by 01:15. */
const up = lived(hourly(), '00:10 success');
const until = at('03:00');
/** Every way to pause a monitor. */
const ways: PauseOptions[] = [
  { manualResume: false },
  { manualResume: true },
  { manualResume: false, until },
  { manualResume: true, until },
];
const fromEachToEach = ways.flatMap((first) =>
  [...ways, { manualResume: false, until: until - 3_600_000 }].map((second) => ({ first, second })),
);

function paused(options: PauseOptions, monitor = up, now = at('00:30')): Monitor {
  return applyPause(monitor, now, options)?.monitor ?? monitor;
}

const snoozed = paused({ manualResume: false, until });

describe('a pause with an end of its own', () => {
  test('is a flip whose timer, for that end, is set after the save where it is later than the deadline', () => {
    expect(applyPause(up, at('00:30'), { manualResume: false, until })).toMatchObject({
      ...{ flipped: true, arm: 'after_save' },
      monitor: { status: 'paused', resumeAt: until, armedFor: until },
    });
  });

  test('has its timer set before the save where it ends before the deadline', () => {
    const soon = at('01:00');
    expect(applyPause(up, at('00:30'), { manualResume: false, until: soon })).toMatchObject({
      ...{ arm: 'before_save', monitor: { armedFor: soon } },
    });
  });

  test('has its timer set before the save where nothing was awaited', () => {
    expect(applyPause(hourly(), at('00:30'), { manualResume: true, until })?.arm).toBe('before_save');
  });

  test('awaits nothing until then', () => {
    expect([snoozed.dueAt, snoozed.deadlineAt]).toEqual([undefined, undefined]);
    expect(applyTime(snoozed, at('02:59:59.999'))).toBeUndefined();
  });

  test('is over at that instant, and the next check-in is awaited from there', () => {
    expect(passings(snoozed, '03:00')).toMatchObject([
      {
        change: 'flip',
        monitor: {
          ...{ status: 'up', statusSince: until, checkinAt: until, dueAt: at('04:00') },
          flip: { from: 'paused', to: 'up', at: until, detectedAt: until, reason: 'resumed' },
        },
      },
    ]);
  });

  test('is over at that instant though nobody looked until later', () => {
    expect(passings(snoozed, '04:04:59.999')).toMatchObject([
      { monitor: { checkinAt: until, deadlineAt: at('04:05'), flip: { at: until } } },
    ]);
    expect(lived(snoozed, '03:20 --').flip?.detectedAt).toBe(at('03:20'));
  });

  test('may be followed by a miss, which is a change of its own', () => {
    const passed = passings(snoozed, '04:05');
    expect(passed.map(({ change, monitor: { flip } }) => [change, flip?.to, flip?.at])).toEqual([
      ['flip', 'up', until],
      ['flip', 'down', at('04:05')],
    ]);
  });

  test('keeps its timer, which is sent on to the deadline after it', () => {
    expect(lived(snoozed, '03:00 --').armedFor).toBe(until);
  });

  test('forgets misses, failures and successes with its end', () => {
    const counted = { ...snoozed, misses: 1, failures: 2, successes: 1 };
    expect(lived(counted, '03:00 --')).toMatchObject({ misses: 0, failures: 0, successes: 0 });
  });

  test('is told as coming up where people believe that it is down', () => {
    const down = lived(up, '01:15 --');
    const later = paused({ manualResume: false, until }, down, at('01:30'));
    expect(lived(later, '03:00 --').lastAlert).toEqual({ seq: 4, kind: 'up' });
    expect(lived(snoozed, '03:00 --')).not.toHaveProperty('lastAlert');
  });

  test('does not move the last check-in back', () => {
    const ahead = applyPing(snoozed, aPing({ kind: 'start', at: until + 5 })).monitor;
    expect(passings(ahead, '03:30')[0]?.monitor).toMatchObject({
      checkinAt: until + 5,
      dueAt: at('04:00') + 5,
    });
  });
});

describe('the end of a pause, however that was made,', () => {
  test.each(ways)('leaves nothing of it: %j', (options) => {
    const resumed = lived(paused(options), '02:00 resume');
    expect(resumed).toMatchObject({ status: 'up', checkinAt: at('02:00'), dueAt: at('03:00') });
    expect(Object.keys(resumed).sort()).toEqual(Object.keys(up).sort());
  });

  test.each(['success', 'fail'])('by a %s leaves nothing of it', (kind) => {
    const ended = lived(snoozed, `02:00 ${kind}`);
    expect(ended.status).toBe(kind === 'fail' ? 'down' : 'up');
    expect(ended).not.toHaveProperty('resumeAt');
  });
});

describe('a monitor that is paused', () => {
  test.each(fromEachToEach)(
    'is paused $second after $first as if it had been so at once',
    ({ first, second }) => {
      const before = paused(first);
      const again = applyPause(before, at('00:40'), second);
      const isSame = first.manualResume === second.manualResume && first.until === second.until;
      if (isSame) expect(again).toBeUndefined();
      else expect(again).toStrictEqual({ monitor: paused(second), flipped: false, arm: expect.any(String) });
    },
  );

  test.each([
    ['later', until + 3_600_000, 'after_save'],
    ['earlier', until - 3_600_000, 'before_save'],
  ])('and is to end %s has its timer set', (_when, other, arm) => {
    expect(applyPause(snoozed, at('00:40'), { manualResume: false, until: other })).toMatchObject({
      ...{ arm, monitor: { resumeAt: other, armedFor: other } },
    });
  });

  test('and is not to end by itself any more has no timer', () => {
    expect(applyPause(snoozed, at('00:40'), { manualResume: false })?.monitor).not.toHaveProperty('armedFor');
  });
});

describe('pings are ignored', () => {
  const sticky = paused({ manualResume: true, until });

  test('in a pause that only people end', () => {
    expect(ignoresPings(paused({ manualResume: true }), at('23:59'))).toBe(true);
  });

  test('until such a pause ends by itself, and no longer, though nobody has looked', () => {
    expect([ignoresPings(sticky, until - 1), ignoresPings(sticky, until)]).toEqual([true, false]);
  });

  test.each([up, hourly(), snoozed, paused({ manualResume: false })])(
    'nowhere else: case %#, $status',
    (monitor) => {
      expect(ignoresPings(monitor, at('00:40'))).toBe(false);
    },
  );
});

test('a pause that lost races until after its end counts as a check-in where it began', () => {
  const late = paused({ manualResume: false, until: at('00:20') });
  expect(passings(late, '00:30')).toMatchObject([
    {
      change: 'flip',
      monitor: { status: 'up', statusSince: at('00:30'), checkinAt: at('00:30'), dueAt: at('01:30') },
    },
  ]);
});
