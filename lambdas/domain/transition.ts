import { armsBeforeSave, deadlineAfter, needsTimer } from './deadline.ts';
import type { FlipReason } from './flip.ts';
import { limits } from './limits.ts';
import type { LastPing, Monitor, Status } from './monitor.ts';
import type { Ping } from './ping.ts';
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
 * What a ping makes of a monitor. Both kinds are check-ins: the next deadline is counted from them. A success
 * makes it up, a fail makes it down; while it is down nothing is awaited. A deadline that the ping came too late
 * for is not looked at here: `applyTime` comes first.
 */
export function applyPing(monitor: Monitor, ping: Ping): Transition {
  // Two executions' clocks differ a little. The later instant stands.
  const checkinAt = Math.max(ping.at, monitor.checkinAt ?? ping.at);
  const pinged = { ...monitor, checkinAt, lastPing: lastPingOf(ping) };
  const noticed = { at: ping.at, detectedAt: ping.at };
  if (ping.kind === 'fail') {
    return { ...enter(withoutDeadline(pinged), 'down', { ...noticed, reason: 'failed' }), arm: 'no' };
  }
  const reason = monitor.status === 'new' ? 'first_ping' : 'recovered';
  const deadlineAt = deadlineAfter(monitor, checkinAt);
  if (!needsTimer(monitor, deadlineAt, ping.at)) {
    return { ...enter({ ...pinged, deadlineAt }, 'up', { ...noticed, reason }), arm: 'no' };
  }
  const arm = armsBeforeSave(monitor, deadlineAt) ? 'before_save' : 'after_save';
  return { ...enter({ ...pinged, deadlineAt, armedFor: deadlineAt }, 'up', { ...noticed, reason }), arm };
}

/**
 * What the passing of time makes of a monitor: at its deadline it has missed and is down, with the deadline as
 * the flip's instant. Before the deadline, or without one, nothing happens: `undefined`.
 */
export function applyTime(monitor: Monitor, now: Instant): Transition | undefined {
  const { deadlineAt } = monitor;
  if (deadlineAt === undefined || now < deadlineAt) return undefined;
  const cause = { at: deadlineAt, detectedAt: now, reason: 'missed' as const };
  return { ...enter(withoutDeadline(monitor), 'down', cause), arm: 'no' };
}

/**
 * Whether a plain success that lost the race to this stored state has nothing left to change: another
 * success less than a second away did the same.
 */
export function alreadySaid(monitor: Monitor, ping: Ping): boolean {
  return (
    ping.kind === 'success' &&
    monitor.status === 'up' &&
    monitor.lastPing?.kind === 'success' &&
    Math.abs(ping.at - monitor.lastPing.at) < limits.coalesceMs
  );
}

function enter(
  monitor: Monitor,
  to: Status,
  cause: { at: Instant; detectedAt: Instant; reason: FlipReason },
): Pick<Transition, 'monitor' | 'flipped'> {
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
  return { monitor: { ...monitor, status: to, statusSince: at, flip }, flipped: true };
}

function withoutDeadline(monitor: Monitor): Monitor {
  const { deadlineAt: _deadlineAt, armedFor: _armedFor, ...rest } = monitor;
  return rest;
}

function lastPingOf(ping: Ping): LastPing {
  const { at, kind, exitStatus, sourceIp, userAgent } = ping;
  return { at, kind, ...(exitStatus !== undefined && { exitStatus }), sourceIp, userAgent };
}
