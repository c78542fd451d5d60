import fc from 'fast-check';
import { readMonitors, type Wanted } from '../../../lib/cli/monitors/monitors-file.ts';
import { type Existing, hasChanges, type Plan, planFor, planText } from '../../../lib/cli/monitors/plan.ts';

function wantedOf(monitors: object[]): Wanted[] {
  return readMonitors(JSON.stringify({ monitors }), 'm.json');
}

/** What there is once a plan has been carried out. */
function applied(plan: Plan, before: readonly Existing[], prune: boolean): Existing[] {
  const written = [...plan.create, ...plan.change.map(({ wanted }) => wanted)];
  const gone = new Set([...written.map(({ id }) => id), ...(prune ? plan.absent.map(({ id }) => id) : [])]);
  const kept = before.filter(({ id }) => !gone.has(id));
  return [...kept, ...written.map(({ id, settings }) => ({ id, ...settings, status: 'new', pings: 3 }))];
}

const [usual] = wantedOf([{ id: 'usual', name: 'Usual' }]);
const bodyFilter = { start: [], success: [], fail: ['error'], default_fail: false };
const files = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    settings: fc
      .record({
        name: fc.constantFrom('One', 'Two'),
        schedule: fc.constantFrom('every 1h', 'every 2h', '0 2 * * *'),
        tags: fc.constantFrom([], ['x'], ['x', 'y']),
        reminder_seconds: fc.constantFrom(null, 60),
        body_filter: fc.constantFrom(null, bodyFilter),
      })
      .map((own) => ({ ...(usual as Wanted).settings, ...own })),
  }),
  { selector: ({ id }) => id },
);

test('after a plan was carried out there is nothing left to do', () => {
  fc.assert(
    fc.property(files, files, fc.boolean(), (before, wanted, prune) => {
      const there = applied(planFor(before, []), [], false);
      const after = applied(planFor(wanted, there), there, prune);
      const again = planFor(wanted, after);
      expect(hasChanges(again, prune)).toBe(false);
      expect(again.unchanged).toBe(wanted.length);
    }),
  );
});

test('every monitor is in one part of the plan', () => {
  fc.assert(
    fc.property(files, files, (before, wanted) => {
      const there = applied(planFor(before, []), [], false);
      const { create, change, unchanged, absent } = planFor(wanted, there);
      expect(create.length + change.length + unchanged).toBe(wanted.length);
      expect(change.length + unchanged + absent.length).toBe(there.length);
    }),
  );
});

test('a plan shows what each part of it would do, and no controls', () => {
  const [create, change] = wantedOf([
    { id: 'new', name: 'New' },
    { id: 'old', name: 'Old', schedule: 'every 2h', tags: ['x'] },
  ]);
  if (!create || !change) throw new Error('Both are there.');
  const there = [
    { id: 'old', ...change.settings, schedule: 'every 1h', tags: ['\u009b2J'] },
    { id: 'gone', name: 'Gone \u001b[31m' },
  ];
  const plan = planFor([create, change], there);
  expect(planText(plan, false).split('\n')).toEqual([
    '+ create new (New)',
    '~ change old',
    '    schedule: "every 1h" -> "every 2h"',
    '    tags: ["\\u009b2J"] -> ["x"]',
    '  not in the file: gone (Gone \ufffd[31m)',
    '1 to create, 1 to change, 0 unchanged, 1 not in the file (--prune deletes these)',
    '',
  ]);
  expect(planText(plan, true)).toContain('- delete gone (Gone');
  expect(planText(plan, true)).toContain('1 to delete\n');
});

test('what a stack defines is left to it, and is never absent', () => {
  const plan = planFor([], [{ id: 'job', name: 'Job', managed_by: { stack: 'Jobs' } }]);
  expect(hasChanges(plan, true)).toBe(false);
  expect(planText(plan, true)).toBe(
    '0 to create, 0 to change, 0 unchanged, 0 to delete, 1 left to their stacks\n',
  );
});

test('what is only absent is a change where it is deleted', () => {
  const plan = planFor([], [{ id: 'gone', name: 'Gone' }]);
  expect([hasChanges(plan, false), hasChanges(plan, true)]).toEqual([false, true]);
});
