import { type StatusShown, statusShown } from '../domain/deadline.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import type { MonitorPage, Monitors, StoredMonitor, System } from './ports.ts';

/** What the monitors of a list have in common. */
export interface MonitorFilter {
  /** All of these. */
  tags?: readonly string[] | undefined;
  status?: StatusShown | undefined;
  /** A part of the name or the id, in any case. */
  text?: string | undefined;
}

export interface ListRequest extends MonitorFilter {
  limit: number;
  cursor?: string | undefined;
}

interface ListDeps {
  monitors: Monitors;
  system: Pick<System, 'now'>;
}

/**
 * A page of the monitors that a filter lets through, at most `limit`. Whoever looks for few among many gets a page that
 * is not full, and the cursor to go on from: a call reads no more than some hundred monitors.
 */
export async function listMonitors({ monitors, system }: ListDeps, list: ListRequest): Promise<MonitorPage> {
  const now = system.now();
  const isFiltered = list.tags !== undefined || list.status !== undefined || list.text !== undefined;
  const found: StoredMonitor[] = [];
  let cursor = list.cursor;
  for (let reads = 0; reads < limits.readsPerPage; reads += 1) {
    const page = await monitors.page(isFiltered ? limits.monitorsPerPage : list.limit - found.length, cursor);
    const matching = page.monitors.filter(({ monitor }) => isMatch(monitor, list, now));
    const room = list.limit - found.length;
    found.push(...matching.slice(0, room));
    const last = found.at(-1);
    if (matching.length > room && last) {
      return { monitors: found, nextCursor: monitors.cursorAfter(last.monitor.id) };
    }
    cursor = page.nextCursor;
    if (cursor === undefined || found.length === list.limit) break;
  }
  return { monitors: found, ...(cursor !== undefined && { nextCursor: cursor }) };
}

function isMatch(monitor: Monitor, { tags = [], status, text }: MonitorFilter, now: Instant): boolean {
  if (!tags.every((tag) => monitor.tags.includes(tag))) return false;
  if (status !== undefined && statusShown(monitor, now) !== status) return false;
  const needle = text?.toLowerCase() ?? '';
  return monitor.name.toLowerCase().includes(needle) || monitor.id.includes(needle);
}

/** How many monitors there are, and how many of each status. */
export async function countMonitors({
  monitors,
  system,
}: ListDeps): Promise<{ total: number; byStatus: Record<StatusShown, number> }> {
  const now = system.now();
  const byStatus = { new: 0, up: 0, late: 0, down: 0, paused: 0 };
  let total = 0;
  for await (const { monitor } of monitors.scan()) {
    total += 1;
    byStatus[statusShown(monitor, now)] += 1;
  }
  return { total, byStatus };
}
