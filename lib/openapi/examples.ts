import type * as z from 'zod';
import type { answers } from './answers.ts';
import type { historyAnswers } from './history-answers.ts';
import type { publicAnswers } from './public-answers.ts';
import type { BodyName, bodySchemas } from './requests.ts';

type Answers = typeof answers & typeof historyAnswers & typeof publicAnswers;
type AnswerExamples = { [Name in keyof Answers]?: z.output<Answers[Name]> };

const settings = {
  name: 'Nightly backup',
  schedule: '0 2 * * *',
  timezone: 'Europe/Riga',
  grace_period_seconds: 3_600,
  tags: ['prod', 'db'],
};

const statusPage = {
  title: 'Night jobs',
  description: 'What runs while we sleep.',
  monitors: ['nightly-backup'],
  tags: ['prod'],
};

/** The body of a request by the name of its schema: what a nightly backup would send. */
export const bodyExamples: { [Name in BodyName]: z.input<(typeof bodySchemas)[Name]> } = {
  NewMonitor: settings,
  MonitorSettings: settings,
  MonitorPatch: { grace_period_seconds: 7_200, max_runtime_seconds: null },
  Pause: { until: '2026-11-22T06:00:00Z' },
  SignedPing: { exit_status: 0, duration_ms: 231_400, message: '1247 records' },
  KeyRotation: { overlap_seconds: 86_400 },
  NewAlias: { key: '6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0' },
  NewPingKey: {},
  NewTagBadge: { tag: 'prod' },
  StatusPageSettings: statusPage,
};

const origin = 'https://abcde12345.execute-api.eu-west-1.amazonaws.com';
const badgeKey = '9x4tq0wvb3rzd5h7k2m1';
const badge = {
  badge_key: badgeKey,
  svg: `${origin}/badge/${badgeKey}-2.svg`,
  svg3: `${origin}/badge/${badgeKey}.svg`,
  json: `${origin}/badge/${badgeKey}-2.json`,
  json3: `${origin}/badge/${badgeKey}.json`,
  shields: `${origin}/badge/${badgeKey}-2.shields`,
  shields3: `${origin}/badge/${badgeKey}.shields`,
};
const shownPage = { slug: 'night-jobs', ...statusPage, url: `${origin}/status/night-jobs` };
const unique_key = 'nightly-backup-7k2m9qx4tj0wvb3rzd5h';

const monitor = {
  id: 'nightly-backup',
  ...settings,
  early_margin_seconds: null,
  max_misses: 1,
  max_failures: 1,
  recovery_threshold: 1,
  max_runtime_seconds: null,
  expect_first_ping: false,
  reminder_seconds: null,
  runbook_url: null,
  channels: ['default'],
  post_only: false,
  body_filter: null,
  schedule_in_words: 'at 02:00, Europe/Riga',
  auto_created: false,
  managed_by: null,
  status: 'up' as const,
  status_since: '2026-11-02T00:04:11.310Z',
  manual_resume: false,
  resume_at: null,
  running: false,
  pings: 38,
  misses: 0,
  failures: 0,
  successes: 0,
  last_ping_at: '2026-11-20T00:03:52.118Z',
  recent_check_ins: ['success' as const, 'missed' as const, 'success' as const],
  last_success_at: '2026-11-20T00:03:52.118Z',
  next_due_at: '2026-11-21T00:00:00.000Z',
  deadline_at: '2026-11-21T01:00:00.000Z',
  next_occurrences: [
    '2026-11-21T00:00:00.000Z',
    '2026-11-22T00:00:00.000Z',
    '2026-11-23T00:00:00.000Z',
    '2026-11-24T00:00:00.000Z',
    '2026-11-25T00:00:00.000Z',
  ],
  created_at: '2026-11-01T09:30:00.000Z',
  unique_key,
  ping_url: `${origin}/ping/${unique_key}`,
};

const { id, name, schedule, grace_period_seconds, status } = monitor;
const heartbeat = { id, name, schedule, grace_period_seconds, unique_key, status };

const ping = {
  n: 38,
  kind: 'success' as const,
  at: '2026-11-20T00:03:52.118Z',
  received_at: null,
  method: 'POST',
  source_ip: '203.0.113.7',
  user_agent: 'curl/8.5.0',
  exit_status: 0,
  rid: null,
  duration_ms: 231_400,
  status_label: null,
  message: null,
  labels: null,
  body: { content_type: 'text/plain', size_bytes: 24_117, kept_bytes: 10_000 },
};

const flip = {
  seq: 1,
  from: 'new' as const,
  to: 'up' as const,
  at: '2026-11-02T00:04:11.310Z',
  detected_at: '2026-11-02T00:04:11.310Z',
  since: '2026-11-01T09:30:00.000Z',
  reason: 'first_ping' as const,
};

/** One day of the year that a monitor's uptime is summed up over. */
const day = {
  days: 1,
  from: '2026-11-19T12:00:00.000Z',
  to: '2026-11-20T12:00:00.000Z',
  percent: 97.916,
  up_seconds: 84_600,
  down_seconds: 1_800,
  outages: 1,
};

/** Answers by the name of their schema. */
export const answerExamples = {
  Monitor: monitor,
  MonitorPage: { monitors: [monitor], next_cursor: null },
  Heartbeat: heartbeat,
  HeartbeatPage: { heartbeats: [heartbeat], next_cursor: null },
  Summary: { total: 12, new: 1, up: 9, late: 1, down: 0, paused: 1 },
  PingReceipt: { status: 'ok' as const, monitor: 'Nightly backup', pinged_at: '2026-11-20T00:03:52.118Z' },
  TestAlert: {
    channels: [
      { channel: 'default', message_id: '94f20ce6-13c5-43a0-9a9e-ca52d816e90b', error: null },
      {
        channel: 'pager',
        message_id: null,
        error: 'This installation has no such channel: its alerts go to "default".',
      },
    ],
  },
  Aliases: { aliases: [{ key: '6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0', until: null }] },
  PingKey: { ping_key: '4t9wq2kzv7hm3xb8nd5rjc6p', ping_url: `${origin}/ping/4t9wq2kzv7hm3xb8nd5rjc6p/{id}` },
  PingPage: { pings: [ping], next_cursor: null },
  FlipPage: { flips: [flip], next_cursor: null },
  Durations: {
    ...{ count: 2, min_ms: 198_020, p50_ms: 198_020, p95_ms: 231_400, max_ms: 231_400, complete: true },
    points: [
      { at: '2026-11-19T00:03:18.020Z', kind: 'fail', duration_ms: 198_020 },
      { at: '2026-11-20T00:03:52.118Z', kind: 'success', duration_ms: 231_400 },
    ],
  },
  Uptime: { spans: [day] },
  Badge: badge,
  TagBadge: { tag: 'prod', ...badge },
  TagBadges: { badges: [{ tag: 'prod', ...badge }] },
  StatusPage: shownPage,
  StatusPages: { status_pages: [shownPage] },
} satisfies AnswerExamples;

export type AnswerName = keyof typeof answerExamples;
