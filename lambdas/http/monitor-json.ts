import { nextDueAt, statusShown } from '../domain/deadline.ts';
import { formatKey } from '../domain/key.ts';
import { type Instant, isoInstant } from '../domain/time.ts';
import type { StoredMonitor } from '../usecases/ports.ts';

/** A monitor as the management API shows it, key included. Instants are ISO 8601, UTC. */
export function monitorJson({ monitor, pings }: StoredMonitor, now: Instant, origin: string) {
  const key = formatKey(monitor);
  return {
    id: monitor.id,
    name: monitor.name,
    schedule: monitor.schedule.text,
    grace_period_seconds: monitor.gracePeriodSeconds,
    channels: monitor.channels,
    status: statusShown(monitor, now),
    status_since: isoInstant(monitor.statusSince),
    pings,
    last_ping_at: isoOrNull(monitor.lastPing?.at),
    // Nothing is due while a monitor is down.
    next_due_at: isoOrNull(monitor.status === 'down' ? undefined : nextDueAt(monitor)),
    deadline_at: isoOrNull(monitor.deadlineAt),
    created_at: isoInstant(monitor.createdAt),
    unique_key: key,
    ping_url: `${origin}/ping/${key}`,
  };
}

function isoOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : isoInstant(at);
}
