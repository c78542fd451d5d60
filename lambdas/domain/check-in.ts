import { afterOvertaken, endedRunsAfter, isLateStart, isOvertaken } from './event-time.ts';
import { enter } from './flip.ts';
import { limits } from './limits.ts';
import type { LastPing, Monitor } from './monitor.ts';
import { type CheckIn, receivedAt, tellsItsTime } from './ping.ts';
import { withOutcome } from './recent.ts';
import { endsRun, runsAfter } from './runs.ts';
import { nextDue } from './schedule.ts';
import type { Instant } from './time.ts';
import { arrival, aside, awaitingNext, awaitingNothing, comeUp, type Transition } from './transition.ts';

/**
 * What a check-in makes of a monitor. What time has made of it until then is not looked at here: `applyTime` comes
 * first.
 */
export function applyPing(monitor: Monitor, ping: CheckIn): Transition {
  const now = receivedAt(ping);
  if (isLateStart(monitor, ping)) return aside(monitor, monitor, now);
  const ended = withRuns(monitor, ping);
  if (isOvertaken(monitor, ping)) return aside(monitor, afterOvertaken(ended, ping), now);
  // Two executions' clocks differ a little, and an event may come late. The later instant stands.
  const checkinAt = Math.max(ping.at, monitor.checkinAt ?? ping.at);
  const counted = count(withOutcome({ ...ended, checkinAt }, ping.kind), ping);
  return arrival(monitor, awaits(counted) ? awaitingNext(counted, checkinAt) : awaitingNothing(counted), now);
}

/** The monitor with the runs that are open after a check-in, and with that as its last if none has happened since. */
function withRuns(monitor: Monitor, ping: CheckIn): Monitor {
  const { endedRuns: _endedRuns, ...rest } = monitor;
  const { runs, durationMs } = runsAfter(monitor.runs, ping, monitor.maxRuntimeSeconds);
  const endedRuns = endedRunsAfter(monitor, ping);
  const known = monitor.lastPing;
  const isOlder = tellsItsTime(ping) && known !== undefined && ping.at < known.at;
  const lastPing = isOlder ? known : lastPingOf(ping, ping.durationMs ?? durationMs);
  return { ...rest, runs, lastPing, ...(endedRuns && { endedRuns }) };
}

/** What is awaited after a check-in: nothing while paused, and while down only the next success of a recovery. */
function awaits({ status, successes }: Monitor): boolean {
  return status === 'new' || status === 'up' || (status === 'down' && successes > 0);
}

/** The monitor with its counters, and perhaps its status, after a check-in. A start touches neither. */
function count(monitor: Monitor, ping: CheckIn): Monitor {
  switch (ping.kind) {
    case 'start':
      return monitor;
    case 'success':
      return countSuccess({ ...monitor, lastSuccessAt: successInstant(monitor, ping) }, ping);
    case 'fail':
      return countFail(monitor, ping);
  }
}

/** As of clocks that differ a little, the later instant stands: the success was the last check-in. */
function successInstant({ checkinAt = 0 }: Monitor, ping: CheckIn): Instant {
  return tellsItsTime(ping) ? ping.at : Math.max(checkinAt, ping.at);
}

function countSuccess(monitor: Monitor, ping: CheckIn): Monitor {
  const successes = monitor.successes + 1;
  if (monitor.status === 'down' && successes < monitor.recoveryThreshold) {
    return { ...monitor, misses: 0, failures: 0, successes };
  }
  return comeUp(monitor, { ...instantsOf(ping), reason: successReasons[monitor.status] });
}

function countFail(monitor: Monitor, ping: CheckIn): Monitor {
  // A pause that ends begins the count anew.
  const isResumed = monitor.status === 'paused';
  const failures = isResumed ? 1 : monitor.failures + 1;
  if (failures >= monitor.maxFailures || monitor.status === 'down') {
    const failed = { ...monitor, failures, successes: 0, ...(isResumed && { misses: 0 }) };
    return enter(failed, 'down', { ...instantsOf(ping), reason: 'failed' });
  }
  const resumed = isResumed ? comeUp(monitor, { ...instantsOf(ping), reason: 'resumed' }) : monitor;
  return { ...resumed, failures };
}

/** When a flip by this check-in became true, and when it was noticed. */
function instantsOf(ping: CheckIn): { at: Instant; detectedAt: Instant } {
  return { at: ping.at, detectedAt: receivedAt(ping) };
}

/** Why a success makes a monitor up, by what it was. */
const successReasons = { new: 'first_ping', up: 'recovered', down: 'recovered', paused: 'resumed' } as const;

/**
 * Whether a check-in that lost the race to this stored state has nothing left to change: another of its kind, less
 * than a second away, did the same. The end of a run that tells its time is remembered, and so never has.
 */
export function alreadySaid(monitor: Monitor, ping: CheckIn): boolean {
  const { status, runs, lastPing } = monitor;
  if (tellsItsTime(ping)) return false;
  if (lastPing?.kind !== ping.kind || Math.abs(ping.at - lastPing.at) >= limits.coalesceMs) return false;
  if (countsForLaterOccurrence(monitor, ping)) return false;
  switch (ping.kind) {
    case 'start':
      return runs.some(
        ({ rid, startedAt }) => rid === ping.rid && Math.abs(ping.at - startedAt) < limits.coalesceMs,
      );
    case 'success':
      return status === 'up' && !endsRun(runs, ping);
    case 'fail':
      return status === 'down' && !endsRun(runs, ping);
  }
}

/** Whether the next check-in is due at a later occurrence after this one than it was: a margin begins in between. */
function countsForLaterOccurrence(monitor: Monitor, { at }: CheckIn): boolean {
  const { schedule, dueAt, checkinAt = at } = monitor;
  return schedule.kind === 'cron' && dueAt !== undefined && at > checkinAt && nextDue(monitor, at) > dueAt;
}

function lastPingOf(ping: CheckIn, durationMs: number | undefined): LastPing {
  const { at, kind, exitStatus, sourceIp, userAgent } = ping;
  return {
    at,
    ...(ping.receivedAt !== undefined && { receivedAt: ping.receivedAt }),
    kind,
    sourceIp,
    userAgent,
    ...(exitStatus !== undefined && { exitStatus }),
    ...(durationMs !== undefined && { durationMs }),
  };
}
