import { relative } from '../../../lib/cli/monitors/text.ts';

const now = Date.UTC(2026, 10, 21, 12);

test.each([
  [0, 'now'],
  [499, 'now'],
  [-499, 'now'],
  [501, 'in 1s'],
  [-61_000, '1m1s ago'],
  [2 * 3_600_000 - 1, 'in 2h'],
  [-(3 * 3_600_000 + 5 * 60_000 + 29_000), '3h5m ago'],
  [-(3 * 3_600_000 + 5 * 60_000 + 31_000), '3h6m ago'],
  [2 * 86_400_000 + 3_600_000, 'in 2d1h'],
])('%i ms from now is %s', (offset, expected) => {
  expect(relative(now + offset, now)).toBe(expected);
});
