import type { DurationSummary } from '../../domain/durations.ts';
import { type Instant, secondMs } from '../../domain/time.ts';
import { durationAxis, percentScale, type Tick, timeTicks } from './axes.ts';
import type { Span } from './ranges.ts';

/** The end of one run. */
interface DurationPoint {
  at: Instant;
  kind: 'success' | 'fail';
  durationMs: number;
}

/** How long runs took. */
interface Durations {
  /** Oldest first. */
  points: readonly DurationPoint[];
  /** Absent without a run. */
  summary?: DurationSummary;
  /** Whether these are all runs of the span. If not, they are its newest. */
  complete: boolean;
}

/** One run, and where it stands: `x` in percent from the left, `height` as a part of the graph, from 0 to 1. */
export interface TimedRun extends DurationPoint {
  x: number;
  height: number;
  /** It took longer than the graph shows, and stands at its upper edge. */
  isBeyond: boolean;
}

export interface TimingModel {
  /** Of all its runs; absent without a run. */
  summary?: DurationSummary;
  /** Whether they are all runs of the range. If not, they are its newest. */
  complete: boolean;
  /** Oldest first. */
  runs: TimedRun[];
  /** Successes that follow upon each other without a gap, and are not beyond. Failures say nothing of how long work takes. */
  lines: TimedRun[][];
  times: Tick[];
  /** Their place is a part of the height. */
  durations: Tick[];
  /** How long a run may take. `height` is absent if that lies far above the graph. */
  limit?: { ms: number; height?: number };
}

/** A limit further above the runs than this would leave them no height. */
const limitReach = 3;
/** The longest runs stand out if they took this many times as long as the others. */
const outlierFactor = 4;
/** Of a hundred runs, how many may stand out. */
const outliersPercent = 5;
const runsToCompare = 4;
/** A pause between two runs is a gap if it is this many times as long as is usual. */
const gapFactor = 3;

/**
 * What a graph of durations shows of a span; of its newest runs only, if there are more than the answer holds. The
 * longest runs, at most one in twenty, may stand out so far that the others would lie flat on the ground: then the graph
 * is as high as the others are, and those stand at its edge.
 */
export function timingModel(
  { points, summary, complete }: Durations,
  span: Span,
  maxRuntimeSeconds: number | undefined,
): TimingModel {
  const shown = complete ? span : { ...span, from: points[0]?.at ?? span.from };
  const usualMs = usualLongest(points.map(({ durationMs }) => durationMs));
  const limitMs = maxRuntimeSeconds === undefined ? undefined : maxRuntimeSeconds * secondMs;
  const isInReach = limitMs !== undefined && limitMs <= limitReach * usualMs;
  const { topMs, ticks } = durationAxis(Math.max(usualMs, isInReach ? limitMs : 0));
  const place = percentScale(shown);
  const runs = points.map((point) => ({
    ...point,
    x: place(point.at),
    height: Math.min(point.durationMs / topMs, 1),
    isBeyond: point.durationMs > topMs,
  }));
  return {
    ...(summary && { summary }),
    complete,
    runs,
    lines: linesOf(runs.filter(({ kind }) => kind === 'success')),
    times: timeTicks(shown),
    durations: ticks.map((tick) => ({ ...tick, place: tick.place / topMs })),
    ...(limitMs !== undefined && { limit: { ms: limitMs, ...(isInReach && { height: limitMs / topMs }) } }),
  };
}

/** The longest duration that does not stand out. */
function usualLongest(durationsMs: readonly number[]): number {
  const sorted = [...durationsMs].sort((one, other) => one - other);
  const longest = sorted.at(-1) ?? 0;
  if (sorted.length < runsToCompare) return longest;
  const leftOut = Math.max(1, Math.floor((sorted.length * outliersPercent) / 100));
  const usual = sorted.at(-1 - leftOut) ?? longest;
  return longest > outlierFactor * usual && usual > 0 ? usual : longest;
}

function linesOf(runs: readonly TimedRun[]): TimedRun[][] {
  const pauses = runs.slice(1).map(({ at }, index) => at - (runs[index]?.at ?? at));
  const usual = [...pauses].sort((one, other) => one - other)[Math.floor(pauses.length / 2)] ?? 0;
  const lines: TimedRun[][] = [[]];
  for (const [index, run] of runs.entries()) {
    const isAfterGap = index > 0 && (pauses[index - 1] ?? 0) > gapFactor * usual;
    if (isAfterGap || run.isBeyond) lines.push([]);
    if (!run.isBeyond) lines.at(-1)?.push(run);
  }
  return lines.filter(({ length }) => length > 1);
}
