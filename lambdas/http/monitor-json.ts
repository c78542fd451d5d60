import { nextDueAt, statusShown } from '../domain/deadline.ts';
import type { BodyFilter } from '../domain/filter.ts';
import { formatKey } from '../domain/key.ts';
import { isRunning } from '../domain/runs.ts';
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
    max_misses: monitor.maxMisses,
    channels: monitor.channels,
    post_only: monitor.postOnly ?? false,
    body_filter: bodyFilterJson(monitor.bodyFilter),
    auto_created: monitor.autoCreated ?? false,
    status: statusShown(monitor, now),
    status_since: isoInstant(monitor.statusSince),
    manual_resume: monitor.manualResume ?? false,
    running: isRunning(monitor.runs, now),
    pings,
    misses: monitor.misses,
    last_ping_at: isoOrNull(monitor.lastPing?.at),
    last_success_at: isoOrNull(monitor.lastSuccessAt),
    next_due_at: isoOrNull(nextDueAt(monitor)),
    deadline_at: isoOrNull(monitor.deadlineAt),
    created_at: isoInstant(monitor.createdAt),
    unique_key: key,
    ping_url: `${origin}/ping/${key}`,
  };
}

/** A monitor as the `heartbeats` resource shows it. */
export function heartbeatJson({ monitor }: StoredMonitor, now: Instant) {
  return {
    id: monitor.id,
    name: monitor.name,
    schedule: monitor.schedule.text,
    grace_period_seconds: monitor.gracePeriodSeconds,
    unique_key: formatKey(monitor),
    status: statusShown(monitor, now),
  };
}

function bodyFilterJson(filter: BodyFilter | undefined) {
  if (!filter) return null;
  const { defaultFail, ...lists } = filter;
  return { ...lists, default_fail: defaultFail };
}

function isoOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : isoInstant(at);
}
