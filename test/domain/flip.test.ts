import { type Flip, isTold } from '../../lambdas/domain/flip.ts';
import type { Status } from '../../lambdas/domain/monitor.ts';

function aFlip(from: Status, to: Status): Flip {
  return { seq: 1, from, to, at: 2_000, detectedAt: 3_000, since: 1_000, reason: 'missed' };
}

test.each<[Status, Status]>([
  ['new', 'down'],
  ['up', 'down'],
  ['down', 'up'],
])('people are told when a monitor goes from %s to %s', (from, to) => {
  expect(isTold(aFlip(from, to))).toBe(true);
});

test('people are not told when a new monitor comes up', () => {
  expect(isTold(aFlip('new', 'up'))).toBe(false);
});
