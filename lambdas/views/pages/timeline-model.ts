import type { StatusShown } from '../../domain/deadline.ts';
import type { Flip, FlipReason } from '../../domain/flip.ts';
import type { Status } from '../../domain/monitor.ts';
import type { Instant } from '../../domain/time.ts';
import type { ShownMonitor } from './model.ts';
import type { Span } from './ranges.ts';

/** What a timeline needs to know of a monitor. */
export interface TimelineMonitor extends Pick<ShownMonitor, 'status' | 'statusSince' | 'dueAt'> {
  createdAt: Instant;
  misses: number;
}

/** A part of a timeline in which the status was one. */
export interface Stretch {
  status: StatusShown;
  /** Within the span. */
  from: Instant;
  to: Instant;
  /** When the status began, which may be before the span. */
  since: Instant;
  /** It goes on. */
  isNow: boolean;
  /** Why it began, if a flip that is known says so. */
  reason?: FlipReason;
}

/** A change of status, as far as a timeline goes. */
type Change = Pick<Flip, 'from' | 'to' | 'at' | 'since'> & { reason?: FlipReason };

/**
 * The status over a span, oldest first, from the flips within it, newest first. Time before the monitor was created is
 * left out, and time before the oldest flip if `complete` says that earlier ones of the span were not read. That a
 * monitor was late is not kept, so only lateness that goes on is shown, from when the check-in was due.
 */
export function stretchesOf(
  monitor: TimelineMonitor,
  { flips, complete }: { flips: readonly Flip[]; complete: boolean },
  { from, to }: Span,
): Stretch[] {
  const changes = changesOf(monitor, flips);
  const first = changes[0];
  let current: Pick<Stretch, 'status' | 'since' | 'reason'> = first
    ? { status: first.from, since: first.since }
    : { status: storedStatus(monitor), since: monitor.statusSince };
  let at = Math.max(from, complete ? monitor.createdAt : 0, first && complete ? 0 : current.since);
  const stretches: Stretch[] = [];
  for (const change of changes) {
    stretches.push({ ...current, from: at, to: change.at, isNow: false });
    const { to: status, at: since, reason } = change;
    current = { status, since, ...(reason && { reason }) };
    at = since;
  }
  stretches.push({ ...current, from: at, to, isNow: true });
  return withLateness(stretches, monitor).filter((stretch) => stretch.to > stretch.from);
}

/** Oldest first. The last flip is known to the monitor a moment before it is in the history. */
function changesOf(monitor: TimelineMonitor, flips: readonly Flip[]): Change[] {
  const changes: Change[] = [...flips].reverse();
  const last = changes.at(-1);
  const { statusSince } = monitor;
  if (!last || last.at >= statusSince) return changes;
  return [...changes, { from: last.to, to: storedStatus(monitor), at: statusSince, since: last.at }];
}

/** A monitor that is late is stored as up, or as new. */
function storedStatus({ status, statusSince, createdAt }: TimelineMonitor): Status {
  if (status !== 'late') return status;
  return statusSince === createdAt ? 'new' : 'up';
}

/** With a miss behind it that was allowed, a monitor has been late for longer than what is due now tells. */
function withLateness(stretches: Stretch[], monitor: TimelineMonitor): Stretch[] {
  const last = stretches.at(-1);
  const { status, misses, dueAt } = monitor;
  if (!last || status !== 'late' || misses > 0 || dueAt === undefined) return stretches;
  const from = Math.max(dueAt, last.from);
  const { reason: _reason, ...rest } = last;
  const late: Stretch = { ...rest, status: 'late', from, since: dueAt };
  return [...stretches.slice(0, -1), { ...last, to: from, isNow: false }, late];
}
