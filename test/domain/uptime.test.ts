import fc from 'fast-check';
import type { Status } from '../../lambdas/domain/monitor.ts';
import { uptimeIn } from '../../lambdas/domain/uptime.ts';

const span = { from: 1_000, to: 2_000 };

/** Flips from one status to the next, `1100 down` and so on. */
function flips(first: Status, ...changes: string[]) {
  let from = first;
  return changes.map((change) => {
    const [at, to] = change.split(' ') as [string, Status];
    const flip = { from, to, at: Number(at) };
    from = to;
    return flip;
  });
}

test.each<[string, Status, string[], Status, object]>([
  ['up all the time', 'up', [], 'up', { upMs: 1_000, downMs: 0, outages: 0, percent: 100 }],
  ['down all the time', 'down', [], 'down', { upMs: 0, downMs: 1_000, outages: 1, percent: 0 }],
  ['new all the time', 'new', [], 'new', { upMs: 0, downMs: 0, outages: 0 }],
  ['paused all the time', 'paused', [], 'paused', { upMs: 0, downMs: 0, outages: 0 }],
  [
    'down for a quarter',
    'up',
    ['1500 down', '1750 up'],
    'up',
    { upMs: 750, downMs: 250, outages: 1, percent: 75 },
  ],
  ['down since before', 'down', ['1100 up'], 'up', { upMs: 900, downMs: 100, outages: 1, percent: 90 }],
  ['down still', 'up', ['1900 down'], 'down', { upMs: 900, downMs: 100, outages: 1, percent: 90 }],
  [
    'down twice',
    'up',
    ['1100 down', '1200 up', '1300 down', '1400 up'],
    'up',
    { upMs: 800, downMs: 200, outages: 2, percent: 80 },
  ],
  ['new at first', 'new', ['1500 up'], 'up', { upMs: 500, downMs: 0, outages: 0, percent: 100 }],
  ['down at its first ping', 'new', ['1500 down'], 'down', { upMs: 0, downMs: 500, outages: 1, percent: 0 }],
  [
    'paused in between',
    'up',
    ['1200 down', '1300 paused', '1800 up'],
    'up',
    { upMs: 400, downMs: 100, outages: 1, percent: 80 },
  ],
])('a monitor that was %s', (_what, first, changes, now, expected) => {
  expect(uptimeIn(span, flips(first, ...changes), now)).toEqual(expected);
});

test('an outage of a millisecond in a year is not rounded away', () => {
  const year = { from: 0, to: 365 * 86_400_000 };
  expect(uptimeIn(year, flips('up', '5 down', '6 up'), 'up').percent).toBe(99.999);
});

test('what counts, and what does not, is all of the time', () => {
  const some = fc.array(
    fc.tuple(fc.integer({ min: 1_000, max: 2_000 }), fc.constantFrom<Status>('up', 'down', 'paused')),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(some, (changes) => {
      const sorted = changes.sort(([a], [b]) => a - b).map(([at, to]) => `${at} ${to}`);
      const all = flips('up', ...sorted);
      const { upMs, downMs, percent } = uptimeIn(span, all, all.at(-1)?.to ?? 'up');
      expect(upMs).toBeGreaterThanOrEqual(0);
      expect(downMs).toBeGreaterThanOrEqual(0);
      expect(upMs + downMs).toBeLessThanOrEqual(1_000);
      if (percent !== undefined) expect(percent).toBeLessThanOrEqual((100 * upMs) / (upMs + downMs));
    }),
  );
});
