import { missedDueAt } from '../../lambdas/domain/deadline.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { CheckIn } from '../../lambdas/domain/ping.ts';
import type { NewMonitorWrite } from '../../lambdas/usecases/ports.ts';

/** A monitor that is valid and new, but for what the test says. A deadline alone is one of silence. */
export function aMonitor(overrides: Partial<Monitor> = {}): Monitor {
  const monitor: Monitor = {
    id: 'nightly-backup',
    name: 'Nightly backup',
    secret: '0123456789abcdefghjk',
    schedule: { kind: 'every', text: 'every 24h', intervalSeconds: 86_400 },
    timezone: 'UTC',
    gracePeriodSeconds: 300,
    maxMisses: 1,
    maxFailures: 1,
    recoveryThreshold: 1,
    tags: [],
    revision: 1,
    channels: ['default'],
    aliases: [],
    createdAt: Date.UTC(2026, 10, 16, 12),
    status: 'new',
    statusSince: Date.UTC(2026, 10, 16, 12),
    misses: 0,
    failures: 0,
    successes: 0,
    runs: [],
    ...overrides,
  };
  const { deadlineAt, dueAt = deadlineAt && missedDueAt(monitor, deadlineAt) } = monitor;
  return { ...monitor, ...(dueAt !== undefined && { dueAt }) };
}

/** A success from curl, but for what the test says. */
export function aPing(overrides: Partial<CheckIn> = {}): CheckIn {
  return {
    kind: 'success',
    at: Date.UTC(2026, 10, 20, 2),
    method: 'GET',
    sourceIp: '203.0.113.7',
    userAgent: 'curl/8.9.1',
    ...overrides,
  };
}

/** The write that creates a monitor as management does. */
export function creation(monitor: Monitor, requestId: string): NewMonitorWrite {
  return { monitor, requestId, change: 'config', countsPing: false };
}

/** A monitor whose deadlines until then have been waited for long enough: whoever looks counts them, however late. */
export function waitedFor(monitor: Monitor, until: number): Monitor {
  return { ...monitor, furtherGrace: { from: until, until } };
}
