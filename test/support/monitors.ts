import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { Ping } from '../../lambdas/domain/ping.ts';

/** A monitor that is valid and new, but for what the test says. */
export function aMonitor(overrides: Partial<Monitor> = {}): Monitor {
  return {
    id: 'nightly-backup',
    name: 'Nightly backup',
    secret: '0123456789abcdefghjk',
    schedule: { kind: 'every', text: 'every 24h', intervalSeconds: 86_400 },
    gracePeriodSeconds: 300,
    channels: ['default'],
    createdAt: Date.UTC(2026, 10, 16, 12),
    status: 'new',
    statusSince: Date.UTC(2026, 10, 16, 12),
    ...overrides,
  };
}

/** A success from curl, but for what the test says. */
export function aPing(overrides: Partial<Ping> = {}): Ping {
  return {
    kind: 'success',
    at: Date.UTC(2026, 10, 20, 2),
    method: 'GET',
    sourceIp: '203.0.113.7',
    userAgent: 'curl/8.9.1',
    ...overrides,
  };
}
