import type { Flip } from './flip.ts';
import type { Status } from './monitor.ts';
import type { Instant } from './time.ts';

/** How a monitor fared in a span of time. */
export interface Uptime {
  upMs: number;
  downMs: number;
  /** Outages, one that had begun before the span among them. */
  outages: number;
  /** Up, of the time it was up or down: from 0 to 100, cut after three decimals. Absent if it was neither. */
  percent?: number;
}

/**
 * Sums up the flips of a span, oldest first. Time before the first success or failure, and time in a pause, counts
 * neither way; nor does an outage that nobody has looked at yet.
 */
export function uptimeIn(
  { from, to }: { from: Instant; to: Instant },
  flips: readonly Pick<Flip, 'from' | 'to' | 'at'>[],
  /** The status at the end of the span. */
  statusNow: Status,
): Uptime {
  const spent: Record<Status, number> = { new: 0, up: 0, down: 0, paused: 0 };
  let status = flips[0]?.from ?? statusNow;
  let outages = Number(status === 'down');
  let since = from;
  for (const flip of flips) {
    spent[status] += flip.at - since;
    outages += Number(flip.to === 'down');
    [status, since] = [flip.to, flip.at];
  }
  spent[status] += to - since;
  const { up: upMs, down: downMs } = spent;
  const counted = upMs + downMs;
  const percent = counted > 0 && { percent: Math.floor((100_000 * upMs) / counted) / 1_000 };
  return { upMs, downMs, outages, ...percent };
}
