import { summarise } from '../../../lambdas/domain/durations.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../lambdas/domain/time.ts';
import { timingSection } from '../../../lambdas/views/pages/timing-graph.ts';
import { timingModel } from '../../../lambdas/views/pages/timing-model.ts';
import { noon, textOf } from '../../support/pages.ts';

interface Run {
  at: number;
  kind: 'success' | 'fail';
  durationMs: number;
}

const week = { from: noon - 7 * dayMs, to: noon };

/** Runs that ended an hour apart, the last of them an hour ago. */
function hourly(durationsMs: readonly number[]): Run[] {
  const count = durationsMs.length;
  return durationsMs.map((durationMs, index) => ({
    at: noon - (count - index) * hourMs,
    kind: 'success',
    durationMs,
  }));
}

function model(
  runs: readonly Run[],
  { complete = true, limit }: { complete?: boolean; limit?: number } = {},
) {
  const summary = summarise(runs.map(({ durationMs }) => durationMs));
  return timingModel({ points: [...runs], complete, ...(summary && { summary }) }, week, limit);
}

const section = (...given: Parameters<typeof model>) => String(timingSection(model(...given), '7 days'));
const steady = hourly([10, 11, 12, 10, 11, 12].map((seconds) => seconds * secondMs));

describe('a run', () => {
  test('stands at the time it ended and as high as it took long', () => {
    const { runs, durations } = model([{ at: noon - 3.5 * dayMs, kind: 'success', durationMs: 30_000 }]);
    expect(runs).toMatchObject([{ x: 50, height: 1, isBeyond: false }]);
    expect(durations).toMatchObject([
      { label: '0', place: 0 },
      { label: '10s' },
      { label: '20s' },
      { place: 1 },
    ]);
  });

  test('that failed is a cross, and one that did not a dot', () => {
    const [first, second] = steady;
    const markup = section([{ ...first, kind: 'fail' } as Run, second as Run]);
    expect(markup.match(/<circle class="run" cx/g)).toHaveLength(1);
    expect(markup.match(/<svg class="run fail"/g)).toHaveLength(1);
    expect(textOf(markup)).toMatch(/ success failure Axis/);
    expect(textOf(section(steady))).not.toContain('success failure');
    expect(markup).toContain('<title>10s, failed, 2026-11-20 06:00:00 UTC</title>');
    expect(textOf(markup)).toContain('2 runs, 1 of them failed.');
  });

  test('alone is drawn without a line, and is no median', () => {
    const markup = section([steady[0] as Run]);
    expect(markup).toContain('<circle');
    expect(markup).not.toContain('run-line');
    expect(textOf(markup)).toContain('One run 10s');
    expect(textOf(markup)).not.toContain('Median');
  });

  test('that took any time is on the scale where the others took none', () => {
    expect(model(hourly([0, 0, 0, 0, 500])).runs.at(-1)).toMatchObject({ isBeyond: false });
  });

  test('that took no time at all is drawn at the bottom', () => {
    expect(model(hourly([0])).runs).toMatchObject([{ height: 0, isBeyond: false }]);
  });
});

test('without a run it is said how a job tells its run times', () => {
  const markup = section([]);
  expect(textOf(markup)).toContain(
    'No run told how long it took in the last 7 days. Let the job ping /start',
  );
  expect(markup).not.toContain('<svg');
});

test('median, 95th percentile and longest are told in words', () => {
  expect(textOf(section(steady))).toContain('Median 11s 95th percentile 12s Longest 12s');
});

test('what the graph shows is told to those who do not see it', () => {
  const markup = section(steady, { limit: 11 });
  expect(markup).toMatch(/role="img" [^>]*aria-labelledby="timing-name timing-desc"/);
  expect(/<desc id="timing-desc">(.*?)<\/desc>/.exec(markup)?.[1]).toBe(
    '6 runs, none of them failed. They took from 10s to 12s; half of them no longer than 11s, 95 of 100 no longer than 12s. A run may take 11s; 2 took longer.',
  );
});

test('the runs are there as a table, the newest first', () => {
  expect(textOf(section(steady))).toMatch(/Ended As Took 2026-11-20 11:00:00 UTC success 12s .* 10s $/);
});

test('the table has the newest 50 and says so', () => {
  const markup = section(hourly(Array.from({ length: 51 }, () => 1_000)));
  expect(markup.match(/<tr><td>/g)).toHaveLength(50);
  expect(markup).toContain('The newest 50 of 51.');
  expect(section(hourly(Array.from({ length: 50 }, () => 1_000)))).not.toContain('The newest');
});

describe('lines', () => {
  const lengths = (runs: readonly Run[]) => model(runs).lines.map(({ length }) => length);

  test('join runs that follow upon each other', () => {
    expect(lengths(steady)).toEqual([6]);
  });

  test('leave a gap where there was a pause of more than three times the usual', () => {
    const moved = (by: number) => steady.map((run, index) => ({ ...run, at: run.at - (index < 3 ? by : 0) }));
    expect(lengths(moved(2 * hourMs))).toEqual([6]);
    expect(lengths(moved(2 * hourMs + 1))).toEqual([3, 3]);
  });

  test('leave failures out', () => {
    expect(lengths(steady.map((run, index) => ({ ...run, kind: index === 2 ? 'fail' : 'success' })))).toEqual(
      [5],
    );
  });

  test('do not lead to a run that is off the scale', () => {
    expect(lengths(hourly([1, 1, 1, 900, 1, 1, 1].map((each) => each * secondMs)))).toEqual([3, 3]);
  });

  test('are left out where they would hide the runs', () => {
    const many = (count: number) => section(hourly(Array.from({ length: count }, () => 1_000)));
    expect(many(168)).toContain('run-line');
    const close = Array.from(
      { length: 251 },
      (_, index): Run => ({ at: noon - (300 - index) * minuteMs, kind: 'success', durationMs: 1 }),
    );
    expect(section(close)).not.toContain('run-line');
    expect(section(close.slice(1))).toContain('run-line');
    expect(section(close)).toContain('class="marks many"');
    expect(section(close.slice(1))).toContain('class="marks"');
  });
});

describe('the longest runs', () => {
  const others = Array.from({ length: 10 }, () => 10 * secondMs);

  test('are off the scale if they took more than four times as long as the others', () => {
    const { runs, durations } = model(hourly([...others, 40_001]));
    expect(durations.at(-1)?.label).toBe('10s');
    expect(runs.filter(({ isBeyond }) => isBeyond)).toMatchObject([{ durationMs: 40_001, height: 1 }]);
  });

  test('are on it if they did not', () => {
    const { runs, durations } = model(hourly([...others, 40_000]));
    expect(durations.at(-1)?.label).toBe('40s');
    expect(runs.some(({ isBeyond }) => isBeyond)).toBe(false);
  });

  test('are on it if they are more than one in twenty: they are no exceptions then', () => {
    const weekly = Array.from({ length: 40 }, (_, index) => (index % 7 === 0 ? hourMs : minuteMs));
    expect(model(hourly(weekly)).runs.some(({ isBeyond }) => isBeyond)).toBe(false);
    const rare = Array.from({ length: 40 }, (_, index) => (index < 2 ? hourMs : minuteMs));
    expect(model(hourly(rare)).runs.filter(({ isBeyond }) => isBeyond)).toHaveLength(2);
  });

  test('of three are no exceptions', () => {
    expect(model(hourly([1, 1, 900])).runs.some(({ isBeyond }) => isBeyond)).toBe(false);
    expect(model(hourly([1, 1, 1, 900])).runs.some(({ isBeyond }) => isBeyond)).toBe(true);
  });

  test('that are off the scale are told', () => {
    const markup = section(hourly([...others, 2 * hourMs]));
    expect(textOf(markup)).toContain('1 run off the scale, up to 2h');
    expect(markup).toMatch(
      /<svg class="run success"[^>]*><title>2h, [^<]*<\/title><path class="arrow"[^>]*><\/svg>/,
    );
    expect(markup).toMatch(/<text class="before"[^>]*>2h<\/text>/);
  });

  test('that failed are an arrowhead over a cross', () => {
    const runs = hourly([...others, 2 * hourMs]).map((run) => ({ ...run, kind: 'fail' as const }));
    expect(section(runs)).toMatch(
      /<title>2h, failed, [^<]*<\/title><path class="arrow"[^>]*><path d="[^"]*"\/><\/svg>/,
    );
  });

  test('are told at their right where there is room', () => {
    const runs = hourly([...others, 2 * hourMs]).map((run) => ({ ...run, at: run.at - 3 * dayMs }));
    expect(section(runs)).toMatch(/<text class="after" x="9"[^>]*>2h<\/text>/);
  });

  test('are told without words of their own if they are many', () => {
    const runs = hourly(Array.from({ length: 100 }, (_, index) => (index % 20 === 0 ? hourMs : secondMs)));
    const markup = section(runs);
    expect(markup).toContain('5 runs off the scale, up to 1h');
    expect(markup).not.toContain('class="beyond"');
    expect(section(runs.slice(1))).toContain('class="beyond"');
  });
});

describe('the longest that a run may take', () => {
  test('is a line with a label', () => {
    const markup = section(steady, { limit: 12 });
    expect(markup).toMatch(
      /<g class="limit"[^>]*><line [^>]*y1="40" y2="40"\/><text [^>]*>max runtime 12s<\/text>/,
    );
  });

  test('is on the scale up to three times the runs, and else told in words', () => {
    expect(model(steady, { limit: 36 }).limit).toMatchObject({ ms: 36_000, height: 0.9 });
    const markup = section(steady, { limit: 37 });
    expect(markup).not.toContain('class="limit"');
    expect(markup).toContain('max runtime 37s, far above');
  });

  test('is not there if there is none', () => {
    expect(section(steady)).not.toContain('max runtime');
  });
});

describe('of more runs than the API tells', () => {
  test('the newest fill the graph', () => {
    const { runs } = model(steady, { complete: false });
    expect(runs[0]?.x).toBe(0);
    expect(runs.at(-1)?.x).toBeCloseTo((5 / 6) * 100, 1);
  });

  test('it is said that they are the newest', () => {
    expect(section(steady, { complete: false })).toContain('the newest 6 runs');
    expect(section(steady)).not.toContain('the newest 6 runs');
  });
});

test('every other label of the time may be left out where there is little room', () => {
  const kinds = [...section(steady).matchAll(/<g class="(tick[^"]*)">/g)].map(([, kind]) => kind);
  expect(kinds.slice(0, 3)).toEqual(['tick', 'tick spare', 'tick']);
});
