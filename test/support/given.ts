import { InvalidInput } from '../../lambdas/domain/errors.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { Signal } from '../../lambdas/domain/ping.ts';
import type { EverySchedule } from '../../lambdas/domain/schedule.ts';
import { parseAction } from '../../lambdas/domain/signal.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../../lambdas/domain/time.ts';
import {
  type PingReceipt,
  type PingRequest,
  type RecordPingDeps,
  recordPing,
} from '../../lambdas/usecases/record-ping.ts';
import { noon } from './fake-system.ts';
import { aMonitor } from './monitors.ts';

export const secret = '0123456789abcdefghjk';
/** From a check-in to the deadline: every hour, with five minutes of grace. */
export const windowMs = hourMs + 5 * minuteMs;

/** What a monitor has that awaits a check-in until this deadline, with those five minutes of grace. */
export function awaitedUntil(at: Instant): Pick<Monitor, 'dueAt' | 'deadlineAt'> {
  return { dueAt: at - 5 * minuteMs, deadlineAt: at };
}

export const everyHour: EverySchedule = { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 };

/** A monitor that nobody has pinged yet. */
export function newBackup(overrides: Partial<Monitor> = {}): Monitor {
  return aMonitor({
    id: 'backup',
    secret,
    schedule: everyHour,
    gracePeriodSeconds: 300,
    channels: ['ops'],
    ...overrides,
  });
}

/** The same, up for a day, with a check-in at this instant and a timer for its deadline. */
export function upBackup(checkinAt: Instant, overrides: Partial<Monitor> = {}): Monitor {
  const since = noon - dayMs;
  const reason = 'first_ping' as const;
  return newBackup({
    status: 'up',
    statusSince: since,
    checkinAt,
    lastPing: { at: checkinAt, kind: 'success', sourceIp: '192.0.2.1', userAgent: 'curl' },
    deadlineAt: checkinAt + windowMs,
    armedFor: checkinAt + windowMs,
    flip: { seq: 1, from: 'new', to: 'up', at: since, detectedAt: since, since, reason },
    ...overrides,
  });
}

/** The same, down since this instant because a check-in was missed. */
export function downBackup(at: Instant, overrides: Partial<Monitor> = {}): Monitor {
  const rest = awaitingNothing(upBackup(at - windowMs));
  const reason = 'missed' as const;
  const flip = {
    seq: 2,
    from: 'up' as const,
    to: 'down' as const,
    at,
    detectedAt: at,
    since: noon - dayMs,
    reason,
  };
  return {
    ...rest,
    status: 'down',
    statusSince: at,
    misses: 1,
    flip,
    lastAlert: { seq: 2, kind: 'down' },
    ...overrides,
  };
}

/** The same, down since this instant, at which people were told that it flaps. */
export function flappingBackup(at: Instant, overrides: Partial<Monitor> = {}): Monitor {
  const flapping = { since: at - 30 * minuteMs, flips: 11, seq: 2 };
  const armedFor = at + 15 * minuteMs;
  return downBackup(at, { flapping, alertsAt: [at], armedFor, ...overrides });
}

/** The same, paused since this instant. */
export function pausedBackup(at: Instant, overrides: Partial<Monitor> = {}): Monitor {
  const rest = awaitingNothing(upBackup(at - minuteMs));
  const [from, to] = ['up', 'paused'] as const;
  const flip = { seq: 2, from, to, at, detectedAt: at, since: noon - dayMs, reason: to };
  return { ...rest, status: 'paused', statusSince: at, flip, ...overrides };
}

function awaitingNothing(monitor: Monitor): Monitor {
  const { dueAt: _dueAt, deadlineAt: _deadlineAt, armedFor: _armedFor, ...rest } = monitor;
  return rest;
}

/** The same as it is without a timer. */
export function unarmed({ armedFor: _armedFor, ...rest }: Monitor): Monitor {
  return rest;
}

/** A ping to that monitor, with its right key and a success if nothing else is said. */
export interface PingToSend extends Partial<Omit<PingRequest, 'reading'>> {
  key?: string;
  /** What ends its URL. */
  action?: string;
  /** What it says, if more than its action. */
  signal?: Signal;
}

/** Pings that monitor. */
export function ping(
  deps: RecordPingDeps,
  { key = `backup-${secret}`, action, signal, ...rest }: PingToSend = {},
): Promise<PingReceipt> {
  const origin = { method: 'GET', sourceIp: '192.0.2.7', userAgent: 'curl/8' };
  return recordPing(deps, {
    target: { key },
    reading: signal ?? readAction(action ?? ''),
    ...origin,
    ...rest,
  });
}

function readAction(action: string): PingRequest['reading'] {
  try {
    return parseAction(action);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}
