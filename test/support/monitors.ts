import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { CheckIn } from '../../lambdas/domain/ping.ts';
import type { NewMonitorWrite } from '../../lambdas/usecases/ports.ts';

/** A monitor that is valid and new, but for what the test says. */
export function aMonitor(overrides: Partial<Monitor> = {}): Monitor {
  return {
    id: 'nightly-backup',
    name: 'Nightly backup',
    secret: '0123456789abcdefghjk',
    schedule: { kind: 'every', text: 'every 24h', intervalSeconds: 86_400 },
    gracePeriodSeconds: 300,
    maxMisses: 1,
    channels: ['default'],
    aliases: [],
    createdAt: Date.UTC(2026, 10, 16, 12),
    status: 'new',
    statusSince: Date.UTC(2026, 10, 16, 12),
    misses: 0,
    runs: [],
    ...overrides,
  };
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
