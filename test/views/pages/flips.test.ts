import type { Flip } from '../../../lambdas/domain/flip.ts';
import type { Status } from '../../../lambdas/domain/monitor.ts';
import { hourMs, minuteMs } from '../../../lambdas/domain/time.ts';
import { flipsSection } from '../../../lambdas/views/pages/flips.ts';
import { noon, textOf } from '../../support/pages.ts';

/** Flips an hour apart, newest first, that go through these statuses. */
function through(...statuses: Status[]): Flip[] {
  const flips = statuses.slice(1).map((to, index): Flip => {
    const at = noon - (statuses.length - 2 - index) * hourMs;
    const from = statuses[index] ?? 'new';
    return { seq: index + 1, from, to, at, detectedAt: at, since: at - hourMs, reason: 'recovered' };
  });
  return flips.reverse();
}

/** What is said of alerts, newest first. */
function alerts(...statuses: Status[]): (string | undefined)[] {
  const markup = String(flipsSection({ flips: through(...statuses) }));
  return [...markup.matchAll(/<span class="told"[^>]*>(.*?)<\/span>/g)].map(([, words]) => words);
}

test('a change is told with its reason, how long the status before had held, and when it came', () => {
  const [flip] = through('down', 'up');
  const text = textOf(String(flipsSection({ flips: [{ ...flip, reason: 'recovered' } as Flip] })));
  expect(text).toContain('Down → Up a success came after 1h down 2026-11-20 12:00:00 UTC alert');
});

test('it is told how much later it was noticed, if it was', () => {
  const [flip] = through('up', 'down');
  const section = (detectedAt: number) =>
    textOf(String(flipsSection({ flips: [{ ...flip, detectedAt } as Flip] })));
  expect(section(noon + 2 * minuteMs)).toContain('noticed 2m later');
  expect(section(noon + 1_000)).toContain('noticed 1s later');
  expect(section(noon + 999)).not.toContain('noticed');
});

describe('whether a change is an alert', () => {
  test.each<[Status[], string[]]>([
    [['new', 'up'], ['no alert']],
    [['new', 'down'], ['alert']],
    [
      ['up', 'down', 'up'],
      ['alert', 'alert'],
    ],
    [
      ['up', 'paused', 'up'],
      ['no alert', 'no alert'],
    ],
    [
      ['up', 'paused', 'down'],
      ['alert', 'no alert'],
    ],
    [
      ['down', 'paused', 'up'],
      ['alert', 'no alert'],
    ],
    [
      ['down', 'paused', 'down'],
      ['no alert', 'no alert'],
    ],
    [
      ['new', 'paused', 'up'],
      ['no alert', 'no alert'],
    ],
  ])('through %j, newest first: %j', (statuses, expected) => {
    expect(alerts(...statuses)).toEqual(expected);
  });

  test('is not said of the end of a pause whose beginning is not shown', () => {
    expect(alerts('paused', 'up')).toEqual(['']);
  });
});

test('a monitor that never changed says so', () => {
  expect(textOf(String(flipsSection({ flips: [] })))).toContain('It has not changed yet.');
});

test('there are links to what is older and to the newest', () => {
  const links = { older: '?flips=a%26b#flips', newest: '?#flips' };
  const markup = String(flipsSection({ flips: through('new', 'up'), ...links }));
  expect(markup).toContain('rel="next" href="?flips=a%26b#flips"');
  expect(markup).toContain('href="?#flips">← Newest');
  expect(String(flipsSection({ flips: through('new', 'up') }))).not.toContain('<nav');
});
