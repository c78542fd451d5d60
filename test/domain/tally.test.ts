import { badgeStatus, tallyOf, totalOf } from '../../lambdas/domain/tally.ts';

test('a tally counts each status', () => {
  const tally = tallyOf(['up', 'late', 'up', 'down', 'new', 'paused', 'up']);
  expect(tally).toEqual({ new: 1, up: 3, late: 1, down: 1, paused: 1 });
  expect(totalOf(tally)).toBe(7);
});

test.each([
  [['up', 'up'], 'up', 'up'],
  [['up', 'late'], 'late', 'up'],
  [['late', 'down', 'up'], 'down', 'down'],
  [['new'], 'up', 'up'],
  [['paused'], 'up', 'up'],
  [['new', 'paused', 'late'], 'late', 'up'],
  [[], 'up', 'up'],
] as const)('of %j, three states say %s and two say %s', (statuses, three, two) => {
  expect([badgeStatus(tallyOf(statuses), 3), badgeStatus(tallyOf(statuses), 2)]).toEqual([three, two]);
});
