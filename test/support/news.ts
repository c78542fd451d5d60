import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { News } from '../../lambdas/domain/news.ts';
import type { Installation } from '../../lambdas/views/alert.ts';
import { aMonitor } from './monitors.ts';

export const anInstallation: Installation = {
  name: 'Downbeat',
  apiUrl: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
  region: 'eu-west-1',
  accountId: '123456789012',
  partition: 'aws',
  signed: true,
};

/** When monitors of these tests go down: 2026-11-21 02:05:00 UTC, which is 04:05 in Riga. */
export const downAt = Date.UTC(2026, 10, 21, 2, 5);

/** A missed deadline of a monitor that was up for four days, but for what the test says. */
export function aFlip(overrides: Partial<Flip> = {}): Flip {
  return {
    seq: 2,
    from: 'up',
    to: 'down',
    at: downAt,
    detectedAt: downAt + 1_750,
    since: Date.UTC(2026, 10, 17, 2),
    reason: 'missed',
    ...overrides,
  };
}

/** News of a flip, told to people. */
export function newsOf(
  monitor: Partial<Monitor> = {},
  flip: Partial<Flip> = {},
  more: Partial<News> = {},
): News {
  const told = aFlip(flip);
  const { seq, to } = told;
  const kind = to === 'down' ? 'down' : 'up';
  const state = { status: to, statusSince: told.at, flip: told, lastAlert: { seq, kind } } as const;
  return { monitor: aMonitor({ ...state, ...monitor }), flip: told, change: 'flip', ...more };
}
