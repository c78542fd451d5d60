import * as z from 'zod';
import { type Outcome, outcomes } from '../../lambdas/domain/recent.ts';
import type { ShownMonitor } from '../../lambdas/views/pages/model.ts';
import type { MonitorDetails } from '../../lambdas/views/pages/monitor.ts';
import { statuses } from '../../lambdas/views/pages/status.ts';

const instant = z.iso.datetime().transform(Date.parse);
const instantOrNone = instant.nullable().transform((at) => at ?? undefined);

/** Installations that are older than this program do not tell them; newer ones may know more kinds. */
const recentCheckIns = z
  .array(z.string())
  .default([])
  .transform((all) => all.filter((each): each is Outcome => (outcomes as readonly string[]).includes(each)));

const shownFields = {
  id: z.string(),
  name: z.string(),
  status: z.enum(statuses),
  status_since: instant,
  running: z.boolean(),
  tags: z.array(z.string()),
  schedule_in_words: z.string(),
  last_ping_at: instantOrNone,
  next_due_at: instantOrNone,
  deadline_at: instantOrNone,
  resume_at: instantOrNone,
  manual_resume: z.boolean(),
  recent_check_ins: recentCheckIns,
};

const listed = z.object(shownFields);

function shown(monitor: z.output<typeof listed>): ShownMonitor {
  return {
    id: monitor.id,
    name: monitor.name,
    status: monitor.status,
    statusSince: monitor.status_since,
    running: monitor.running,
    tags: monitor.tags,
    scheduleInWords: monitor.schedule_in_words,
    lastPingAt: monitor.last_ping_at,
    dueAt: monitor.next_due_at,
    deadlineAt: monitor.deadline_at,
    resumeAt: monitor.resume_at,
    manualResume: monitor.manual_resume,
    recent: monitor.recent_check_ins,
  };
}

/** A page of the list of monitors. */
export const monitorsAnswer = z.object({
  monitors: z.array(listed.transform(shown)),
  next_cursor: z.string().nullable(),
});

const count = z.number();

/** The stack that defines a monitor. Installations that are older than this program do not tell. */
const stackOrNone = z
  .object({ stack: z.string() })
  .nullish()
  .transform((managedBy) => managedBy?.stack);

/** How many monitors there are. */
export const summaryAnswer = z
  .object({ total: count, new: count, up: count, late: count, down: count, paused: count })
  .transform(({ total, ...byStatus }) => ({ total, byStatus }));

/** A monitor in full. */
export const monitorAnswer = z
  .object({
    ...shownFields,
    ping_url: z.string(),
    schedule: z.string(),
    timezone: z.string(),
    grace_period_seconds: count,
    max_runtime_seconds: count.nullable(),
    pings: count,
    misses: count,
    failures: count,
    last_success_at: instantOrNone,
    created_at: instant,
    next_occurrences: z.array(instant),
    channels: z.array(z.string()),
    runbook_url: z.string().nullable(),
    managed_by: stackOrNone,
  })
  .transform(
    (monitor): MonitorDetails => ({
      ...shown(monitor),
      pingUrl: monitor.ping_url,
      schedule: monitor.schedule,
      timezone: monitor.timezone,
      gracePeriodSeconds: monitor.grace_period_seconds,
      maxRuntimeSeconds: monitor.max_runtime_seconds ?? undefined,
      pings: monitor.pings,
      misses: monitor.misses,
      failures: monitor.failures,
      lastSuccessAt: monitor.last_success_at,
      createdAt: monitor.created_at,
      nextOccurrences: monitor.next_occurrences,
      channels: monitor.channels,
      runbookUrl: monitor.runbook_url ?? undefined,
      stack: monitor.managed_by,
    }),
  );

const seconds = z.number().nullable();
const keywords = z.array(z.string());

/** The settings of a monitor, of those that the form knows. */
export const settingsAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    managed_by: stackOrNone,
    schedule: z.string(),
    timezone: z.string(),
    early_margin_seconds: seconds,
    grace_period_seconds: count,
    max_misses: count,
    max_failures: count,
    recovery_threshold: count,
    max_runtime_seconds: seconds,
    expect_first_ping: z.boolean(),
    reminder_seconds: seconds,
    runbook_url: z.string().nullable(),
    tags: z.array(z.string()),
    channels: z.array(z.string()),
    post_only: z.boolean(),
    body_filter: z
      .object({ start: keywords, success: keywords, fail: keywords, default_fail: z.boolean() })
      .nullable(),
  })
  .transform(({ managed_by: stack, ...settings }) => ({ ...settings, stack }));

export type SettingsAnswer = z.output<typeof settingsAnswer>;
