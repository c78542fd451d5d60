import { blindnessBetween, eventIdOfBlindness } from '../../lambdas/domain/blindness.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';

const from = Date.UTC(2026, 10, 21, 2);

function after(gapMs: number, [before, now]: [number, number]) {
  return blindnessBetween({ at: from, everyMinutes: before }, { at: from + gapMs, everyMinutes: now });
}

test.each<[number, [number, number]]>([
  [6, [1, 1]],
  [65, [60, 60]],
  [65, [60, 1]],
  [65, [1, 60]],
])('after %i minutes and no longer, between sweeps of %j minutes, nobody was blind', (minutes, every) => {
  expect(after(minutes * minuteMs, every)).toBeUndefined();
  const gapMs = minutes * minuteMs + 1;
  expect(after(gapMs, every)).toEqual({ from, to: from + gapMs });
});

test('each blindness has an id of its own, wherever it ends', () => {
  expect(eventIdOfBlindness({ from, to: from + 1 })).toBe('blind:1795226400000');
});
