import { dayMs, hourMs, minuteMs, secondMs } from '../../../lambdas/domain/time.ts';
import { durationAxis, timeTicks } from '../../../lambdas/views/pages/axes.ts';
import { chosenRange, ranges, spanOf } from '../../../lambdas/views/pages/ranges.ts';
import { took } from '../../../lambdas/views/pages/took.ts';
import { noon } from '../../support/pages.ts';

const [day, week, month, quarter] = ranges;

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1s'],
  [12_345, '12.3s'],
  [60_000, '1m'],
  [90_499, '1m 30s'],
  [3 * hourMs + 29 * secondMs, '3h'],
  [2 * hourMs + 14 * minuteMs + 31 * secondMs, '2h 15m'],
  [dayMs + 23 * hourMs + 31 * minuteMs, '2d'],
])('%d ms are told as %s', (ms, words) => {
  expect(took(ms)).toBe(words);
});

describe('an axis of durations', () => {
  const labelsTo = (longestMs: number) => durationAxis(longestMs).ticks.map(({ label }) => label);

  test.each([
    [0, ['0', '1 ms']],
    [4, ['0', '1 ms', '2 ms', '3 ms', '4 ms']],
    [5, ['0', '2 ms', '4 ms', '6 ms']],
    [1_600, ['0', '500 ms', '1s', '1.5s', '2s']],
    [55 * secondMs, ['0', '15s', '30s', '45s', '1m']],
    [100 * minuteMs, ['0', '30m', '1h', '1h 30m', '2h']],
    [5 * hourMs, ['0', '2h', '4h', '6h']],
    [3 * dayMs, ['0', '1d', '2d', '3d']],
  ])('to %d ms goes in steps of clocks', (longestMs, labels) => {
    expect(labelsTo(longestMs)).toEqual(labels);
  });

  test('holds the longest', () => {
    expect(durationAxis(61 * secondMs).topMs).toBe(90 * secondMs);
    expect(durationAxis(60 * secondMs).topMs).toBe(minuteMs);
  });

  test('goes on beyond what clocks know', () => {
    expect(durationAxis(4_000 * dayMs)).toMatchObject({ topMs: 4_000 * dayMs, ticks: { length: 5 } });
  });
});

describe('an axis of time', () => {
  const ticks = (days: number) => timeTicks({ from: noon - days * dayMs, to: noon });

  test('of a day has hours, and the day at midnight', () => {
    const labels = ['12:00', '15:00', '18:00', '21:00', '20 Nov', '03:00', '06:00', '09:00', '12:00'];
    expect(ticks(1).map(({ label }) => label)).toEqual(labels);
  });

  test('of a week has days, where they begin', () => {
    expect(ticks(7).map(({ label }) => label)).toEqual(
      [14, 15, 16, 17, 18, 19, 20].map((each) => `${each} Nov`),
    );
    expect(ticks(7)[0]?.place).toBeCloseTo((0.5 / 7) * 100, 1);
  });

  test('of a quarter has weeks, and few of them', () => {
    expect(ticks(90).map(({ label }) => label)).toContain('15 Nov');
    expect(ticks(90).length).toBeLessThan(14);
  });
});

describe('the range', () => {
  const every = (gapMs: number) => [noon, noon + gapMs, noon + 2 * gapMs];

  test.each(ranges.map((range) => [range.key, range]))('is the one that is asked for: %s', (key, range) => {
    expect(chosenRange(key, every(minuteMs))).toBe(range);
  });

  test.each([
    [15 * minuteMs, day],
    [15 * minuteMs + 1, week],
    [2 * hourMs, week],
    [2 * hourMs + 1, month],
    [2 * dayMs, month],
    [2 * dayMs + 1, quarter],
  ])('suits a monitor that checks in every %d ms', (gapMs, range) => {
    expect(chosenRange(null, every(gapMs))).toBe(range);
  });

  test.each(['365d', '', 'toString'])('is not chosen by %j', (key) => {
    expect(chosenRange(key, every(dayMs))).toBe(month);
  });

  test('is a month where nothing is awaited', () => {
    expect(chosenRange(undefined, [])).toBe(month);
  });

  test('ends now', () => {
    expect(spanOf(week, noon)).toEqual({ from: noon - 7 * dayMs, to: noon });
  });
});
