import { silenceEndsAt } from './deadline.ts';
import { enter } from './flip.ts';
import { limits } from './limits.ts';
import type { EndedRun, Monitor } from './monitor.ts';
import { type CheckIn, receivedAt, tellsItsTime } from './ping.ts';
import { nextDue } from './schedule.ts';
import type { Instant } from './time.ts';

/** The instant that a ping is believed to have happened: never in the future, nor longer ago than events are tried. */
export function believedInstant(told: Instant, now: Instant): Instant {
  return Math.min(now, Math.max(told, now - limits.eventAgeMaxMs));
}

/** Whether this very start or end of a run is known. Without a `rid`, nothing tells it from another. */
export function isRepeated({ runs, endedRuns = [] }: Monitor, ping: CheckIn): boolean {
  const { kind, rid, at } = ping;
  if (!tellsItsTime(ping) || rid === undefined) return false;
  if (kind === 'start') return runs.some((run) => run.rid === rid && run.startedAt === at);
  return endedRuns.some((run) => run.rid === rid && run.at === at);
}

/** Whether a start begins nothing: its run has begun since, or ended. */
export function isLateStart({ runs, endedRuns = [] }: Monitor, ping: CheckIn): boolean {
  const { kind, rid, at } = ping;
  if (!tellsItsTime(ping) || kind !== 'start') return false;
  return (
    runs.some((run) => run.rid === rid && run.startedAt >= at) ||
    endedRuns.some((run) => run.rid === rid && run.at >= at)
  );
}

/**
 * Whether a success or fail says nothing of now, because of what is known from after it: a success, for a fail; a success
 * or a fail, for a success; the pause that it would end; or a silence of which, by this success, the monitor would be
 * down just the same.
 */
export function isOvertaken(monitor: Monitor, ping: CheckIn): boolean {
  const { status, statusSince, lastSuccessAt = Number.NEGATIVE_INFINITY } = monitor;
  const { kind, at } = ping;
  if (!tellsItsTime(ping) || kind === 'start') return false;
  if (status === 'paused' && at < statusSince) return true;
  if (kind === 'fail') return at < lastSuccessAt;
  if (at <= lastSuccessAt || failuresFrom(monitor, at) > 0) return true;
  return status === 'down' && silenceEndsAt(nextDue(monitor, at), monitor) <= receivedAt(ping);
}

/** The monitor after an overtaken check-in: what it says of the past is noted, where that is still open. */
export function afterOvertaken(monitor: Monitor, ping: CheckIn): Monitor {
  const { kind, at } = ping;
  const { status, failures, lastSuccessAt = at } = monitor;
  if (kind !== 'success') return monitor;
  // Between two fails there was a success: they were not in a row.
  const inARow = status === 'down' ? failures : Math.min(failures, failuresFrom(monitor, at));
  const noted = { ...monitor, failures: inARow, lastSuccessAt: Math.max(lastSuccessAt, at) };
  if (status !== 'new') return noted;
  return enter(noted, 'up', { at, detectedAt: receivedAt(ping), reason: 'first_ping' });
}

/** How many runs are known to have failed at that instant or after it. */
function failuresFrom({ endedRuns = [] }: Monitor, at: Instant): number {
  return endedRuns.filter((run) => run.failed && run.at >= at).length;
}

/** The ends that are remembered after a check-in: the newest, for as long as an event may come late. */
export function endedRunsAfter({ endedRuns = [] }: Monitor, ping: CheckIn): readonly EndedRun[] | undefined {
  const { kind, rid, at } = ping;
  const recent = endedRuns.filter((run) => receivedAt(ping) - run.at <= limits.eventAgeMaxMs);
  if (tellsItsTime(ping) && kind !== 'start') {
    recent.push({ at, ...(rid !== undefined && { rid }), ...(kind === 'fail' && { failed: true }) });
  }
  const newest = recent.sort((one, other) => one.at - other.at).slice(-limits.endedRuns);
  return newest.length > 0 ? newest : undefined;
}
