import fc from 'fast-check';
import { summarise } from '../../lambdas/domain/durations.ts';

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test('no durations have no summary', () => {
  expect(summarise([])).toBeUndefined();
});

test('a single duration is all of its summary', () => {
  expect(summarise([7])).toEqual({ min: 7, p50: 7, p95: 7, max: 7 });
});

test.each([
  [2, 1, 2],
  [10, 5, 10],
  [19, 10, 19],
  [20, 10, 19],
  [21, 11, 20],
  [100, 50, 95],
])('of the durations 1 to %i, half are at most %i and 95 %% at most %i', (count, p50, p95) => {
  expect(summarise(upTo(count))).toEqual({ min: 1, p50, p95, max: count });
});

test('durations are compared as numbers, in whatever order they come', () => {
  expect(summarise([1_000, 9, 80])).toEqual({ min: 9, p50: 80, p95: 1_000, max: 1_000 });
});

test('a percentile is one of the durations, with so many at or below it and no fewer', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 60 }), (durations) => {
      const { p50, p95 } = summarise(durations) ?? { p50: -1, p95: -1 };
      for (const [value, share] of [
        [p50, 0.5],
        [p95, 0.95],
      ] as const) {
        const atMost = durations.filter((duration) => duration <= value).length;
        const below = durations.filter((duration) => duration < value).length;
        expect(durations).toContain(value);
        expect(atMost).toBeGreaterThanOrEqual(share * durations.length);
        expect(below).toBeLessThan(share * durations.length);
      }
    }),
  );
});
