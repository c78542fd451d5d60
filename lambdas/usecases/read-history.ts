import { UnknownBody } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import { type PingBody, type PingKind, receivedAt } from '../domain/ping.ts';
import type { Instant } from '../domain/time.ts';
import { getMonitor } from './manage-monitors.ts';
import type { Archive, FlipPage, Monitors, PingPage, StoredPing, System } from './ports.ts';

export interface ReadHistoryDeps {
  monitors: Monitors;
  archive: Pick<Archive, 'pings' | 'flips'>;
  system: Pick<System, 'now'>;
}

/** What to show of a history: from `from` up to, not including, `to`. */
export interface HistoryRangeQuery {
  from?: Instant | undefined;
  to?: Instant | undefined;
  cursor?: string | undefined;
}

export interface HistoryQuery extends HistoryRangeQuery {
  /** The most rows of a page. */
  limit: number;
}

/** A page of a monitor's pings, newest first. Throws UnknownMonitor, and InvalidInput for a bad cursor. */
export async function listPings(
  deps: ReadHistoryDeps,
  id: string,
  { kind, ...query }: HistoryQuery & { kind?: PingKind | undefined },
): Promise<PingPage> {
  const { monitor } = await getMonitor(deps, id);
  return deps.archive.pings({ ...rangeOf(deps, monitor, query), kind });
}

/** All pages of a monitor's pings from a cursor on, newest first. Throws like `listPings`. */
export async function* pingPages(
  deps: ReadHistoryDeps,
  id: string,
  { kind, cursor, ...query }: HistoryRangeQuery & { kind?: PingKind | undefined },
): AsyncGenerator<PingPage> {
  const { monitor } = await getMonitor(deps, id);
  const range = { ...rangeOf(deps, monitor, { ...query, limit: limits.historyRowsPerPage }), kind };
  let next = cursor;
  do {
    const page = await deps.archive.pings({ ...range, cursor: next });
    yield page;
    next = page.nextCursor;
  } while (next !== undefined);
}

/** A page of a monitor's flips, newest first. Throws UnknownMonitor, and InvalidInput for a bad cursor. */
export async function listFlips(deps: ReadHistoryDeps, id: string, query: HistoryQuery): Promise<FlipPage> {
  const { monitor } = await getMonitor(deps, id);
  return deps.archive.flips(rangeOf(deps, monitor, query));
}

/** What was before the monitor belongs to another that had its id. */
export function rangeOf(
  { system }: Pick<ReadHistoryDeps, 'system'>,
  { id, createdAt }: Pick<Monitor, 'id' | 'createdAt'>,
  { from = createdAt, to = Number.POSITIVE_INFINITY, ...page }: HistoryQuery,
) {
  return { ...page, monitorId: id, from: Math.max(from, createdAt), to, now: system.now() };
}

/** The body of a ping, by the ping's number. Throws UnknownMonitor and UnknownBody. */
export async function getPingBody(deps: ReadHistoryDeps, id: string, number: number): Promise<PingBody> {
  const { monitor, pings } = await getMonitor(deps, id);
  const found = number <= pings ? await findPing(deps, monitor, number) : undefined;
  if (!found?.ping.body) throw new UnknownBody();
  return found.ping.body;
}

/**
 * Finds a ping by its number, which the rows are not sorted by. But numbers rise with time, so it bisects time, one row a
 * step, some twenty steps for a history of 90 days. Pings that come at once may be numbered in another order than
 * that of their instants, so a row says of a wanted number only where it is not: further than the slack on the other side.
 */
async function findPing(
  deps: ReadHistoryDeps,
  monitor: Pick<Monitor, 'id' | 'createdAt'>,
  number: number,
): Promise<StoredPing | undefined> {
  const slack = limits.pingNumberSlackMs;
  const range = rangeOf(deps, monitor, { limit: 1 });
  let from = range.from;
  let to = range.now;
  // The last row that is known to have a smaller number. Between it and `from` there is none.
  let below = from;
  while (to - from > slack) {
    const middle = from + Math.floor((to - from) / 2);
    const [row] = (await deps.archive.pings({ ...range, from, to: middle })).pings;
    if (row?.number === number) return row;
    if (row && row.number > number) to = receivedAt(row.ping);
    else {
      if (row) below = receivedAt(row.ping);
      from = middle;
    }
  }
  const around = { from: Math.max(below - slack, range.from), to: to + slack };
  return findAmong(deps, { ...range, ...around }, number);
}

async function findAmong(
  { archive }: ReadHistoryDeps,
  range: ReturnType<typeof rangeOf>,
  number: number,
): Promise<StoredPing | undefined> {
  let cursor: string | undefined;
  for (let pages = 0; pages < limits.pingSearchPages; pages += 1) {
    const { pings, nextCursor } = await archive.pings({ ...range, number, cursor });
    if (pings[0]) return pings[0];
    if (nextCursor === undefined) return undefined;
    cursor = nextCursor;
  }
  return undefined;
}
