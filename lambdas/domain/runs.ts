import { limits } from './limits.ts';
import { type CheckIn, tellsItsTime } from './ping.ts';
import type { Instant } from './time.ts';

/** A run that has started and not ended. Without a `rid` it is the anonymous one. */
export interface Run {
  rid?: string;
  startedAt: Instant;
  /** It is not held to the max runtime: that has been missed already, or for a while nothing was awaited. */
  excused?: true;
}

/** The open runs after a check-in, oldest first, and how long the one took that it ended. */
export interface RunsAfter {
  runs: readonly Run[];
  durationMs?: number;
}

/**
 * A start opens a run, anew if it is open already. A success or fail ends the run with its rid (or the anonymous
 * run, without one), which gives a duration. If there is none such, a fail, and a success without a rid, end the
 * latest, which gives none; a success with another rid ends none. Starts and ends more than 72 hours apart are
 * unrelated. The oldest run makes room for an eleventh; but of those that are held to a max runtime it stays, and the
 * next makes room, or none of many would ever have taken too long.
 *
 * An end that tells its time ends no run that has begun since, and with a rid none but its own: of another task's start
 * and end either may come first.
 */
export function runsAfter(before: readonly Run[], ping: CheckIn, maxRuntimeSeconds?: number): RunsAfter {
  const open = openRuns(before, ping.at);
  if (ping.kind !== 'start') return endedBy(ping, open);
  const { rid, at: startedAt } = ping;
  const others = open.filter((run) => run.rid !== rid);
  const begun: Run[] = [...others, { startedAt, ...(rid !== undefined && { rid }) }];
  const runs = tellsItsTime(ping) ? byStart(begun) : begun;
  if (runs.length <= limits.runsOpen) return { runs };
  const dropped = maxRuntimeSeconds === undefined ? 0 : runs.findIndex(({ excused }) => excused);
  return { runs: runs.toSpliced(dropped < 0 ? 1 : dropped, 1) };
}

function endedBy(ping: CheckIn, open: readonly Run[]): RunsAfter {
  const { rid, at, kind } = ping;
  const begun = tellsItsTime(ping) ? open.filter(({ startedAt }) => startedAt <= at) : open;
  const own = begun.find((run) => run.rid === rid);
  const endsAny = rid === undefined || (kind === 'fail' && !tellsItsTime(ping));
  const ended = own ?? (endsAny ? begun.at(-1) : undefined);
  const runs = open.filter((run) => run !== ended);
  // Two executions' clocks differ a little.
  return own ? { runs, durationMs: Math.max(0, at - own.startedAt) } : { runs };
}

function byStart(runs: readonly Run[]): Run[] {
  return runs.toSorted((one, other) => one.startedAt - other.startedAt);
}

/** Whether a success or fail ends a run that is open. */
export function endsRun(before: readonly Run[], ping: CheckIn): boolean {
  return runsAfter(before, ping).runs.length < openRuns(before, ping.at).length;
}

/** Whether any run is open still. */
export function isRunning(runs: readonly Run[], now: Instant): boolean {
  return openRuns(runs, now).length > 0;
}

/** When the first run began that is held to the max runtime, if there is any. */
export function oldestHeldStart(runs: readonly Run[]): Instant | undefined {
  const starts = runs.filter(({ excused }) => !excused).map(({ startedAt }) => startedAt);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

/** The runs, with those that began by then no longer held to the max runtime. */
export function excuse(runs: readonly Run[], startedBy: Instant = Number.POSITIVE_INFINITY): readonly Run[] {
  return runs.map((run) => (run.startedAt <= startedBy ? { ...run, excused: true } : run));
}

/** The runs that are open still: one that nobody ended is given up after 72 hours. */
export function openRuns(runs: readonly Run[], at: Instant): readonly Run[] {
  return runs.filter(({ startedAt }) => at - startedAt <= limits.runMaxMs);
}
