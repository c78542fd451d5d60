import * as z from 'zod';
import { outcomes } from '../../lambdas/domain/recent.ts';
import type { aliasesJson, slugKeyJson } from '../../lambdas/http/key-routes.ts';
import type { heartbeatJson, monitorJson, settingsJson } from '../../lambdas/http/monitor-json.ts';
import type { channelTestJson } from '../../lambdas/http/monitor-routes.ts';
import { schemaOf } from './json-schema.ts';
import { shownNote } from './setting-notes.ts';

/** An instant in ISO 8601, UTC. */
export const instant = z.iso.datetime();
/** A number of things. */
export const count = z.int().min(0);

export const nextCursor = z.string().nullable().meta({
  description: 'The `cursor` of the next page, or `null` if this is the last.',
});

const status = z.enum(['new', 'up', 'late', 'down', 'paused']).meta({
  description:
    'The status now. `new`: no success or failure yet; `late`: due, and within grace; `down`: past the deadline, or failed; `paused`: nothing is awaited.',
});
const id = z.string().meta({ description: 'Unique and stable.', examples: ['nightly-backup'] });
const key = z.string().meta({ description: 'The key in its ping URL. It is a secret.' });

const settings = z.object({
  name: z.string().meta(shownNote('name')),
  schedule: z.string().meta(shownNote('schedule')),
  timezone: z.string().meta(shownNote('timezone')),
  early_margin_seconds: count.nullable().meta(shownNote('early_margin_seconds')),
  grace_period_seconds: count.meta(shownNote('grace_period_seconds')),
  max_misses: count.meta(shownNote('max_misses')),
  max_failures: count.meta(shownNote('max_failures')),
  recovery_threshold: count.meta(shownNote('recovery_threshold')),
  max_runtime_seconds: count.nullable().meta(shownNote('max_runtime_seconds')),
  expect_first_ping: z.boolean().meta(shownNote('expect_first_ping')),
  reminder_seconds: count.nullable().meta(shownNote('reminder_seconds')),
  runbook_url: z.string().nullable().meta(shownNote('runbook_url')),
  tags: z.array(z.string()).meta(shownNote('tags')),
  channels: z.array(z.string()).meta(shownNote('channels')),
  post_only: z.boolean().meta(shownNote('post_only')),
  body_filter: z
    .object({
      start: z.array(z.string()),
      success: z.array(z.string()),
      fail: z.array(z.string()),
      default_fail: z.boolean(),
    })
    .nullable()
    .meta(shownNote('body_filter')),
});
schemaOf<ReturnType<typeof settingsJson>>()(settings);

const Monitor = schemaOf<ReturnType<typeof monitorJson>>()(
  z.object({
    id,
    ...settings.shape,
    schedule_in_words: z.string().meta({
      description: 'The schedule in English, to check it by.',
      examples: ['at 02:00, Europe/Riga'],
    }),
    auto_created: z.boolean().meta({ description: 'Whether a slug ping created it.' }),
    managed_by: z.object({ stack: z.string(), resource: z.string() }).nullable().meta({
      description:
        'The CloudFormation stack that defines it, and the logical id there. What is changed here stays until its definition changes. `null`: people manage it.',
    }),
    status,
    status_since: instant.meta({
      description: 'Since when it has its status; that it is `late` does not count as a change.',
    }),
    manual_resume: z.boolean().meta({ description: 'In a pause: whether pings do not end it.' }),
    resume_at: instant.nullable().meta({ description: 'In a pause: when it ends by itself.' }),
    running: z.boolean().meta({ description: 'Whether a run is open.' }),
    pings: count.meta({ description: 'How many pings came, of any kind.' }),
    misses: count.meta({ description: 'Misses since the last success.' }),
    failures: count.meta({ description: 'Failures since the last success.' }),
    successes: count.meta({ description: 'Successes in a row, while it recovers.' }),
    last_ping_at: instant.nullable().meta({ description: 'The last check-in.' }),
    last_success_at: instant.nullable().meta({ description: 'The last success.' }),
    recent_check_ins: z.array(z.enum(outcomes)).meta({
      description: 'The last check-ins and misses, oldest first, at most twenty.',
    }),
    next_due_at: instant.nullable().meta({
      description: 'When the next check-in is due. `null` when nothing is awaited.',
    }),
    deadline_at: instant.nullable().meta({
      description:
        'The instant at which silence becomes a miss: later than by its grace where nobody could look at it in time. `null` when nothing is awaited.',
    }),
    next_occurrences: z.array(instant).meta({ description: 'The next five, to check the schedule by.' }),
    created_at: instant.meta({ description: 'When it was created.' }),
    unique_key: key,
    ping_url: z.string().meta({
      format: 'uri',
      description: 'Where the job pings. It holds the key, which is a secret.',
    }),
  }),
);

const Heartbeat = schemaOf<ReturnType<typeof heartbeatJson>>()(
  z.object({
    id,
    name: settings.shape.name,
    schedule: settings.shape.schedule,
    grace_period_seconds: settings.shape.grace_period_seconds,
    unique_key: key,
    status,
  }),
);

const ListedMonitor = Monitor.partial({ unique_key: true, ping_url: true });
const ListedHeartbeat = Heartbeat.partial({ unique_key: true });

const Aliases = schemaOf<ReturnType<typeof aliasesJson>>()(
  z.object({
    aliases: z.array(
      z.object({
        key: z.string().meta({ description: 'Another key that opens the ping URL.' }),
        until: instant.nullable().meta({ description: 'When it ends. `null`: it goes on.' }),
      }),
    ),
  }),
);

const PingKey = schemaOf<ReturnType<typeof slugKeyJson>>()(
  z.object({
    ping_key: z.string().nullable().meta({ description: 'The key of slug pings. `null`: they are off.' }),
    ping_url: z.string().nullable().meta({
      description: 'Where jobs ping, with the id of a monitor for `{id}`. `null` without a key.',
    }),
  }),
);

const ChannelTest = schemaOf<ReturnType<typeof channelTestJson>>()(
  z.object({
    channel: z.string().meta({ description: "The channel's name." }),
    message_id: z
      .string()
      .nullable()
      .meta({ description: 'The id that the message got. `null`: see `error`.' }),
    error: z.string().nullable().meta({ description: 'Why nobody is told through this channel.' }),
  }),
);

/** The answers about monitors and keys, by the names that they have in the document. */
export const answers = {
  Monitor,
  ListedMonitor,
  MonitorPage: z.object({ monitors: z.array(ListedMonitor), next_cursor: nextCursor }),
  Heartbeat,
  ListedHeartbeat,
  HeartbeatPage: z.object({ heartbeats: z.array(ListedHeartbeat), next_cursor: nextCursor }),
  Summary: z.object({
    total: count.meta({ description: 'How many monitors there are.' }),
    new: count,
    up: count,
    late: count,
    down: count,
    paused: count,
  }),
  PingReceipt: z.object({
    status: z.literal('ok'),
    monitor: z.string().meta({ description: "The monitor's name." }),
    pinged_at: instant.meta({ description: 'When the ping came.' }),
  }),
  TestAlert: z.object({
    channels: z.array(ChannelTest).meta({ description: 'Each channel of the monitor.' }),
  }),
  Aliases,
  PingKey,
};
