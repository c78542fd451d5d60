import { type DurationSummary, summarise } from '../domain/durations.ts';
import { limits } from '../domain/limits.ts';
import type { Instant } from '../domain/time.ts';
import { getMonitor } from './manage-monitors.ts';
import type { StoredPing } from './ports.ts';
import { type HistoryQuery, type ReadHistoryDeps, rangeOf } from './read-history.ts';

/** The end of one run. */
export interface DurationPoint {
  at: Instant;
  kind: 'success' | 'fail';
  durationMs: number;
}

export interface Durations {
  /** Oldest first, as a graph is drawn. */
  points: DurationPoint[];
  /** Absent if no run is known to have taken any time. */
  summary?: DurationSummary;
  /** Whether these are all runs of the range. If not, they are its newest. */
  complete: boolean;
}

/** How long the runs of a monitor took: those whose ends tell it, or whose starts were told. Throws UnknownMonitor. */
export async function measureDurations(
  deps: ReadHistoryDeps,
  id: string,
  query: Pick<HistoryQuery, 'from' | 'to'>,
): Promise<Durations> {
  const { monitor } = await getMonitor(deps, id);
  const range = { ...rangeOf(deps, monitor, { ...query, limit: limits.durationsShown }), timed: true };
  const points: DurationPoint[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < limits.durationPages; pages += 1) {
    const limit = limits.durationsShown - points.length;
    const page = await deps.archive.pings({ ...range, limit, cursor });
    points.push(...page.pings.flatMap(toPoint));
    cursor = page.nextCursor;
    if (cursor === undefined || points.length === limits.durationsShown) break;
  }
  const summary = summarise(points.map(({ durationMs }) => durationMs));
  return { points: points.reverse(), ...(summary && { summary }), complete: cursor === undefined };
}

/** A duration that came with a log line, or with a ping that was ignored, is not that of a run. */
function toPoint({ ping: { at, kind, durationMs } }: StoredPing): DurationPoint[] {
  const ended = kind === 'success' || kind === 'fail';
  return ended && durationMs !== undefined ? [{ at, kind, durationMs }] : [];
}
