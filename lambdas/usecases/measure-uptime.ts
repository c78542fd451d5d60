import type { Flip } from '../domain/flip.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import { dayMs, type Instant } from '../domain/time.ts';
import { type Uptime, uptimeIn } from '../domain/uptime.ts';
import { getMonitor } from './manage-monitors.ts';
import { type ReadHistoryDeps, rangeOf } from './read-history.ts';

/** How a monitor fared in its last days. */
export interface UptimeSpan extends Uptime {
  days: number;
  /** Later than that many days ago only if more flips lie between than are read. */
  from: Instant;
  to: Instant;
}

const spansDays = [1, 7, 30, 90, 365] as const;

/** Sums up a monitor's last day, week, month, quarter and year. Throws UnknownMonitor. */
export async function measureUptime(deps: ReadHistoryDeps, id: string): Promise<UptimeSpan[]> {
  const { monitor } = await getMonitor(deps, id);
  const now = deps.system.now();
  const { flips, from: knownFrom } = await readFlips(deps, monitor, now - 365 * dayMs);
  return spansDays.map((days) => {
    const from = Math.max(now - days * dayMs, knownFrom);
    const within = flips.filter(({ at }) => at > from);
    return { days, from, to: now, ...uptimeIn({ from, to: now }, within, monitor.status) };
  });
}

/** The flips since an instant, oldest first, and since when they are all there are. */
async function readFlips(
  deps: ReadHistoryDeps,
  monitor: Monitor,
  from: Instant,
): Promise<{ flips: Flip[]; from: Instant }> {
  const range = rangeOf(deps, monitor, { from, limit: limits.historyRowsPerPage });
  const flips: Flip[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < limits.uptimePages; pages += 1) {
    const page = await deps.archive.flips({ ...range, cursor });
    flips.unshift(...page.flips.reverse());
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  const oldest = flips[0]?.at ?? range.now;
  const { flip } = monitor;
  // The last flip is in the table of monitors before it is in the history.
  if (flip && flip.at > from && flip.seq > (flips.at(-1)?.seq ?? 0)) flips.push(flip);
  return { flips, from: cursor === undefined ? from : oldest };
}
