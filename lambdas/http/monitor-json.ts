import { missAt, statusShown } from '../domain/deadline.ts';
import type { BodyFilter } from '../domain/filter.ts';
import { formatKey } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor, MonitorSettings } from '../domain/monitor.ts';
import { isRunning } from '../domain/runs.ts';
import { dueInstants } from '../domain/schedule.ts';
import { type Instant, isoInstant } from '../domain/time.ts';
import type { StoredMonitor } from '../usecases/ports.ts';
import { scheduleInWords } from '../views/schedule-words.ts';

/** The settings of a monitor, as the body that creates one takes them; `null` stands for none. */
export function settingsJson(settings: MonitorSettings) {
  return {
    name: settings.name,
    schedule: settings.schedule.text,
    timezone: settings.timezone,
    early_margin_seconds: settings.earlyMarginSeconds ?? null,
    grace_period_seconds: settings.gracePeriodSeconds,
    max_misses: settings.maxMisses,
    max_failures: settings.maxFailures,
    recovery_threshold: settings.recoveryThreshold,
    max_runtime_seconds: settings.maxRuntimeSeconds ?? null,
    expect_first_ping: settings.expectFirstPing ?? false,
    reminder_seconds: settings.reminderSeconds ?? null,
    runbook_url: settings.runbookUrl ?? null,
    tags: settings.tags,
    channels: settings.channels,
    post_only: settings.postOnly ?? false,
    body_filter: bodyFilterJson(settings.bodyFilter),
  };
}

/** A monitor as the management API shows it, key included. Instants are ISO 8601, UTC. */
export function monitorJson({ monitor, pings }: StoredMonitor, now: Instant, origin: string) {
  const key = formatKey(monitor);
  return {
    id: monitor.id,
    ...settingsJson(monitor),
    schedule_in_words: scheduleInWords(monitor),
    auto_created: monitor.autoCreated ?? false,
    managed_by: managedByJson(monitor.managedBy),
    status: statusShown(monitor, now),
    status_since: isoInstant(monitor.statusSince),
    manual_resume: monitor.manualResume ?? false,
    resume_at: isoOrNull(monitor.resumeAt),
    running: isRunning(monitor.runs, now),
    pings,
    misses: monitor.misses,
    failures: monitor.failures,
    successes: monitor.successes,
    last_ping_at: isoOrNull(monitor.lastPing?.at),
    last_success_at: isoOrNull(monitor.lastSuccessAt),
    recent_check_ins: monitor.recent ?? [],
    next_due_at: isoOrNull(monitor.dueAt),
    deadline_at: isoOrNull(missAt(monitor)),
    next_occurrences: nextOccurrences(monitor, now).map(isoInstant),
    created_at: isoInstant(monitor.createdAt),
    unique_key: key,
    ping_url: `${origin}/ping/${key}`,
  };
}

/** The next occurrences by the calendar; of an interval, as if each check-in came when it is due. */
function nextOccurrences(monitor: Monitor, now: Instant): Instant[] {
  const { schedule, timezone, dueAt } = monitor;
  const count = limits.occurrencesShown;
  const isAhead = schedule.kind === 'every' && dueAt !== undefined && dueAt > now;
  if (isAhead) return [dueAt, ...dueInstants(monitor, dueAt, count - 1)];
  return dueInstants({ schedule, timezone, earlyMarginSeconds: 0 }, now, count);
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

function managedByJson(managedBy: string | undefined) {
  if (managedBy === undefined) return null;
  const [stack = '', , resource = ''] = managedBy.split('/');
  return { stack, resource };
}

function bodyFilterJson(filter: BodyFilter | undefined) {
  if (!filter) return null;
  const { defaultFail, ...lists } = filter;
  return { ...lists, default_fail: defaultFail };
}

function isoOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : isoInstant(at);
}
