import { enter } from './flip.ts';
import { limits } from './limits.ts';
import type { LastPing, Monitor } from './monitor.ts';
import type { CheckIn } from './ping.ts';
import { withOutcome } from './recent.ts';
import { endsRun, runsAfter } from './runs.ts';
import { nextDue } from './schedule.ts';
import { awaitingNext, awaitingNothing, comeUp, type Transition, transition } from './transition.ts';

/**
 * What a check-in makes of a monitor. What time has made of it until then is not looked at here: `applyTime` comes
 * first.
 */
export function applyPing(monitor: Monitor, ping: CheckIn): Transition {
  // Two executions' clocks differ a little. The later instant stands.
  const checkinAt = Math.max(ping.at, monitor.checkinAt ?? ping.at);
  const { runs, durationMs } = runsAfter(monitor.runs, ping, monitor.maxRuntimeSeconds);
  const lastPing = lastPingOf(ping, ping.durationMs ?? durationMs);
  const counted = count(withOutcome({ ...monitor, checkinAt, runs, lastPing }, ping.kind), ping);
  return transition(
    monitor,
    awaits(counted) ? awaitingNext(counted, checkinAt) : awaitingNothing(counted),
    ping.at,
  );
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
      return countSuccess({ ...monitor, lastSuccessAt: monitor.checkinAt ?? ping.at }, ping);
    case 'fail':
      return countFail(monitor, ping);
  }
}

function countSuccess(monitor: Monitor, { at }: CheckIn): Monitor {
  const successes = monitor.successes + 1;
  if (monitor.status === 'down' && successes < monitor.recoveryThreshold) {
    return { ...monitor, misses: 0, failures: 0, successes };
  }
  return comeUp(monitor, { at, reason: successReasons[monitor.status] });
}

function countFail(monitor: Monitor, { at }: CheckIn): Monitor {
  // A pause that ends begins the count anew.
  const isResumed = monitor.status === 'paused';
  const failures = isResumed ? 1 : monitor.failures + 1;
  if (failures >= monitor.maxFailures || monitor.status === 'down') {
    const failed = { ...monitor, failures, successes: 0, ...(isResumed && { misses: 0 }) };
    return enter(failed, 'down', { at, reason: 'failed' });
  }
  const resumed = isResumed ? comeUp(monitor, { at, reason: 'resumed' }) : monitor;
  return { ...resumed, failures };
}

/** Why a success makes a monitor up, by what it was. */
const successReasons = { new: 'first_ping', up: 'recovered', down: 'recovered', paused: 'resumed' } as const;

/**
 * Whether a check-in that lost the race to this stored state has nothing left to change: another of its kind, less
 * than a second away, did the same.
 */
export function alreadySaid(monitor: Monitor, ping: CheckIn): boolean {
  const { status, runs, lastPing } = monitor;
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
    kind,
    sourceIp,
    userAgent,
    ...(exitStatus !== undefined && { exitStatus }),
    ...(durationMs !== undefined && { durationMs }),
  };
}
