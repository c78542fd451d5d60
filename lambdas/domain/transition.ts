import { armsBeforeSave, deadlineAfter, missedDueAt, needsTimer } from './deadline.ts';
import { alertFor, type FlipReason } from './flip.ts';
import { limits } from './limits.ts';
import type { LastPing, Monitor, Status } from './monitor.ts';
import type { CheckIn } from './ping.ts';
import { endsRun, runsAfter } from './runs.ts';
import type { Instant } from './time.ts';

/** A monitor as it is to be stored, and what else must happen. */
export interface Transition {
  monitor: Monitor;
  /** Whether the status changed: the monitor's `flip` is new. */
  flipped: boolean;
  /** Whether a timer for `monitor.armedFor` is to be set, and on which side of the save. */
  arm: 'no' | 'before_save' | 'after_save';
}

/**
 * What a check-in makes of a monitor. The next deadline is counted from it. A success makes it up, a fail makes it
 * down; a start opens a run and leaves the status as it is. While it is down or paused nothing is awaited. A deadline
 * that the ping came too late for is not looked at here: `applyTime` comes first.
 */
export function applyPing(monitor: Monitor, ping: CheckIn): Transition {
  // Two executions' clocks differ a little. The later instant stands.
  const checkinAt = Math.max(ping.at, monitor.checkinAt ?? ping.at);
  const { runs, durationMs } = runsAfter(monitor.runs, ping);
  const pinged = { ...monitor, checkinAt, runs, lastPing: lastPingOf(ping, ping.durationMs ?? durationMs) };
  const noticed = { at: ping.at, detectedAt: ping.at };
  switch (ping.kind) {
    case 'fail':
      return { ...enter(withoutDeadline(pinged), 'down', { ...noticed, reason: 'failed' }), arm: 'no' };
    case 'success': {
      const succeeded = { ...pinged, misses: 0, lastSuccessAt: checkinAt };
      return awaitNext(
        monitor,
        enter(succeeded, 'up', { ...noticed, reason: successReasons[monitor.status] }),
        ping.at,
      );
    }
    case 'start':
      if (monitor.status === 'down' || monitor.status === 'paused')
        return { monitor: pinged, flipped: false, arm: 'no' };
      return awaitNext(monitor, { monitor: pinged, flipped: false }, ping.at);
  }
}

/**
 * What the passing of time makes of a monitor. Each deadline that has passed is a miss, and the next one is counted
 * from the due instant that was missed. With the last miss that is allowed the monitor is down, and that deadline is
 * the flip's instant. Before the deadline, or without one, nothing happens: `undefined`. The timer that is pending, or
 * has just fired, stands for the next deadline too: whoever it wakes up sends it on.
 */
export function applyTime(monitor: Monitor, now: Instant): Transition | undefined {
  let { deadlineAt, misses } = monitor;
  if (deadlineAt === undefined || now < deadlineAt) return undefined;
  while (now >= deadlineAt) {
    misses += 1;
    if (misses >= monitor.maxMisses) {
      const cause = { at: deadlineAt, detectedAt: now, reason: 'missed' as const };
      return { ...enter(withoutDeadline({ ...monitor, misses }), 'down', cause), arm: 'no' };
    }
    deadlineAt = deadlineAfter(monitor, missedDueAt(monitor, deadlineAt));
  }
  return { monitor: { ...monitor, misses, deadlineAt }, flipped: false, arm: 'no' };
}

/** Pauses a monitor: nothing is awaited. Answers `undefined` if it is paused just so already. */
export function applyPause(monitor: Monitor, now: Instant, manualResume: boolean): Transition | undefined {
  if (monitor.status === 'paused' && (monitor.manualResume ?? false) === manualResume) return undefined;
  const { manualResume: _manualResume, ...rest } = withoutDeadline(monitor);
  const paused = { ...rest, ...(manualResume && { manualResume }) };
  return { ...enter(paused, 'paused', { at: now, detectedAt: now, reason: 'paused' }), arm: 'no' };
}

/** Ends a pause, which counts as a check-in. Answers `undefined` if the monitor is not paused. */
export function applyResume(monitor: Monitor, now: Instant): Transition | undefined {
  if (monitor.status !== 'paused') return undefined;
  const resumed = { ...monitor, misses: 0, checkinAt: Math.max(now, monitor.checkinAt ?? now) };
  return awaitNext(monitor, enter(resumed, 'up', { at: now, detectedAt: now, reason: 'resumed' }), now);
}

/**
 * Whether a check-in that lost the race to this stored state has nothing left to change: another of its kind, less
 * than a second away, did the same.
 */
export function alreadySaid({ status, runs, lastPing }: Monitor, ping: CheckIn): boolean {
  if (lastPing?.kind !== ping.kind || Math.abs(ping.at - lastPing.at) >= limits.coalesceMs) return false;
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

/** Why a success makes a monitor up, by what it was. */
const successReasons = { new: 'first_ping', up: 'recovered', down: 'recovered', paused: 'resumed' } as const;

type Entered = Pick<Transition, 'monitor' | 'flipped'>;

/** Counts the next deadline from the last check-in, and says whether that needs a timer. */
function awaitNext(before: Monitor, { monitor, flipped }: Entered, now: Instant): Transition {
  const deadlineAt = deadlineAfter(monitor, monitor.checkinAt ?? now);
  if (!needsTimer(before, deadlineAt, now))
    return { monitor: { ...monitor, deadlineAt }, flipped, arm: 'no' };
  const arm = armsBeforeSave(before, deadlineAt) ? 'before_save' : 'after_save';
  return { monitor: { ...monitor, deadlineAt, armedFor: deadlineAt }, flipped, arm };
}

function enter(
  monitor: Monitor,
  to: Status,
  cause: { at: Instant; detectedAt: Instant; reason: FlipReason },
): Entered {
  if (monitor.status === to) return { monitor, flipped: false };
  // A clock that is behind must not date a change before the one it follows.
  const at = Math.max(cause.at, monitor.statusSince);
  const flip = {
    seq: (monitor.flip?.seq ?? 0) + 1,
    from: monitor.status,
    to,
    at,
    detectedAt: Math.max(cause.detectedAt, at),
    since: monitor.statusSince,
    reason: cause.reason,
  };
  const kind = alertFor(flip, monitor.lastAlert);
  const lastAlert = kind ? { seq: flip.seq, kind } : monitor.lastAlert;
  const entered = { ...monitor, status: to, statusSince: at, flip, ...(lastAlert && { lastAlert }) };
  if (to === 'paused') return { monitor: entered, flipped: true };
  const { manualResume: _manualResume, ...rest } = entered;
  return { monitor: rest, flipped: true };
}

function withoutDeadline(monitor: Monitor): Monitor {
  const { deadlineAt: _deadlineAt, armedFor: _armedFor, ...rest } = monitor;
  return rest;
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
