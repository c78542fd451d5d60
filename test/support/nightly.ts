import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { type Instant, minuteMs } from '../../lambdas/domain/time.ts';
import { aMonitor } from './monitors.ts';

// One monitor's beginning, for tests of what becomes of it: every 24 hours, with 5 minutes of grace.

export const createdAt = Date.UTC(2026, 10, 16, 12);
export const pingedAt = Date.UTC(2026, 10, 20, 2);
export const deadlineAt = Date.UTC(2026, 10, 21, 2, 5);
export const lastPing = {
  at: pingedAt,
  kind: 'success',
  sourceIp: '203.0.113.7',
  userAgent: 'curl/8.9.1',
} as const;
export const firstFlip: Flip = {
  seq: 1,
  from: 'new',
  to: 'up',
  at: pingedAt,
  detectedAt: pingedAt,
  since: createdAt,
  reason: 'first_ping',
};

/** What a monitor has that awaits a check-in until this deadline. */
export function awaitedUntil(at: Instant): Pick<Monitor, 'dueAt' | 'deadlineAt'> {
  return { dueAt: at - 5 * minuteMs, deadlineAt: at };
}

/** Up since its first ping. */
export function upMonitor(overrides: Partial<Monitor> = {}): Monitor {
  return aMonitor({
    status: 'up',
    statusSince: pingedAt,
    lastPing,
    checkinAt: pingedAt,
    lastSuccessAt: pingedAt,
    deadlineAt,
    armedFor: deadlineAt,
    recent: ['success'],
    flip: firstFlip,
    ...overrides,
  });
}

/** Down since it missed that deadline. */
export function downMonitor(overrides: Partial<Monitor> = {}): Monitor {
  return aMonitor({
    status: 'down',
    statusSince: deadlineAt,
    lastPing,
    checkinAt: pingedAt,
    lastSuccessAt: pingedAt,
    recent: ['success', 'missed'],
    misses: 1,
    flip: {
      seq: 2,
      from: 'up',
      to: 'down',
      at: deadlineAt,
      detectedAt: deadlineAt + 1_500,
      since: pingedAt,
      reason: 'missed',
    },
    lastAlert: { seq: 2, kind: 'down' },
    alertsAt: [deadlineAt + 1_500],
    ...overrides,
  });
}

/** Paused at this instant, after it had been up. */
export function pausedMonitor(at: number, overrides: Partial<Monitor> = {}): Monitor {
  return aMonitor({
    status: 'paused',
    statusSince: at,
    lastPing,
    checkinAt: pingedAt,
    lastSuccessAt: pingedAt,
    recent: ['success'],
    flip: { seq: 2, from: 'up', to: 'paused', at, detectedAt: at, since: pingedAt, reason: 'paused' },
    ...overrides,
  });
}
