import * as z from 'zod';
import { limits } from '../../lambdas/domain/limits.ts';
import type { durationsJson, flipJson, spanJson } from '../../lambdas/http/history-routes.ts';
import type { listedPingJson } from '../../lambdas/http/ping-json.ts';
import { count, instant, nextCursor } from './answers.ts';
import { schemaOf } from './json-schema.ts';

const Ping = schemaOf<ReturnType<typeof listedPingJson>>()(
  z.object({
    n: count.meta({ description: "Numbers the monitor's pings upwards from 1." }),
    kind: z.enum(['success', 'fail', 'start', 'log', 'ignored']).meta({
      description:
        'What it was to the monitor. `log` and `ignored` pings are kept and change nothing; a filter or a pause makes a ping `ignored`.',
    }),
    at: instant.meta({
      description: 'When it happened: when it came, unless it told an instant of its own.',
    }),
    received_at: instant.nullable().meta({
      description: 'When it came, by which pings are listed. `null`: at the instant at which it happened.',
    }),
    method: z.string().meta({ description: 'The method of the request.' }),
    source_ip: z.string().meta({ description: 'Where it came from.' }),
    user_agent: z.string().meta({
      description: `What sent it, in its own words: the first ${limits.userAgentCharacters} characters.`,
    }),
    exit_status: z.int().min(0).max(255).nullable().meta({ description: "The job's exit status." }),
    rid: z.string().nullable().meta({ description: 'The id of the run that it starts or ends: a UUID.' }),
    duration_ms: z.number().min(0).nullable().meta({
      description: 'How long the run took, in milliseconds. May have a fraction if the sender said it.',
    }),
    status_label: z.string().nullable().meta({ description: "The sender's own word for its status." }),
    message: z
      .string()
      .nullable()
      .meta({
        description: `What the sender said: the first ${limits.messageCharacters} characters.`,
      }),
    labels: z
      .record(z.string(), z.string())
      .nullable()
      .meta({
        description: `Up to ${limits.labelsPerPing} names and values that the sender gave.`,
      }),
    body: z
      .object({
        content_type: z.string().meta({ description: 'What its sender called it, often wrongly.' }),
        size_bytes: count.meta({ description: 'How long it was.' }),
        kept_bytes: count.meta({ description: 'How much of it is kept, from its beginning.' }),
      })
      .nullable()
      .meta({ description: 'What is known of its body. `null`: it had none.' }),
  }),
);

const stored = z.enum(['new', 'up', 'down', 'paused']);

const Flip = schemaOf<ReturnType<typeof flipJson>>()(
  z.object({
    seq: count.meta({ description: "Numbers the monitor's flips upwards from 1." }),
    from: stored.meta({ description: 'The status before.' }),
    to: stored.meta({ description: 'The status after.' }),
    at: instant.meta({
      description: 'When it became true: of a miss the deadline, else the instant of the ping or the change.',
    }),
    detected_at: instant.meta({ description: 'When it was noticed.' }),
    since: instant.meta({ description: 'Since when it had the status before.' }),
    reason: z
      .enum(['first_ping', 'missed', 'timed_out', 'failed', 'recovered', 'paused', 'resumed', 'changed'])
      .meta({
        description:
          'Why. `timed_out`: a run took longer than it may; `changed`: settings were, and by the new ones the status is another.',
      }),
  }),
);

const UptimeSpan = schemaOf<ReturnType<typeof spanJson>>()(
  z.object({
    days: count.meta({ description: 'How long the span is.' }),
    from: instant.meta({
      description: 'Its beginning: later than that many days ago if there are more flips than are read.',
    }),
    to: instant.meta({ description: 'Its end: now.' }),
    percent: z.number().min(0).max(100).nullable().meta({
      description:
        'How much of the time that counts it was up, cut after three decimals. `null`: none counts.',
    }),
    up_seconds: z.number().min(0).meta({ description: 'How long it was up, in seconds.' }),
    down_seconds: z.number().min(0).meta({ description: 'How long it was down, in seconds.' }),
    outages: count.meta({ description: 'How many times it was down.' }),
  }),
);

const milliseconds = z.number().min(0);

const Durations = schemaOf<ReturnType<typeof durationsJson>>()(
  z.object({
    count: count.meta({ description: 'How many runs they are of.' }),
    min_ms: milliseconds.nullable().meta({ description: 'The shortest, in milliseconds. `null`: no run.' }),
    p50_ms: milliseconds.nullable().meta({ description: 'The median, in milliseconds. `null`: no run.' }),
    p95_ms: milliseconds.nullable().meta({
      description: '95 of 100 runs took no longer, in milliseconds. `null`: no run.',
    }),
    max_ms: milliseconds.nullable().meta({ description: 'The longest, in milliseconds. `null`: no run.' }),
    complete: z.boolean().meta({
      description: 'Whether these are all runs of the range. If not, they are its newest.',
    }),
    points: z
      .array(
        z.object({
          at: instant.meta({ description: 'When the run ended.' }),
          kind: z.enum(['success', 'fail']).meta({ description: 'How it ended.' }),
          duration_ms: milliseconds.meta({ description: 'How long it took, in milliseconds.' }),
        }),
      )
      .meta({ description: 'Every run, oldest first, as a graph is drawn.' }),
  }),
);

/** The answers about what has happened to a monitor, by the names that they have in the document. */
export const historyAnswers = {
  Ping,
  PingPage: z.object({ pings: z.array(Ping), next_cursor: nextCursor }),
  Flip,
  FlipPage: z.object({ flips: z.array(Flip), next_cursor: nextCursor }),
  Durations,
  UptimeSpan,
  Uptime: z.object({
    spans: z.array(UptimeSpan).meta({ description: 'The last 1, 7, 30, 90 and 365 days, in this order.' }),
  }),
};
