import * as z from 'zod';
import type { Flip } from '../../lambdas/domain/flip.ts';
import { secondMs } from '../../lambdas/domain/time.ts';
import { type ListedPing, pingKinds } from '../../lambdas/views/pages/pings.ts';

const instant = z.iso.datetime().transform(Date.parse);
const cursor = z
  .string()
  .nullable()
  .transform((next) => next ?? undefined);
const textOrNone = z
  .string()
  .nullable()
  .transform((text) => text ?? undefined);
const numberOrNone = z
  .number()
  .nullable()
  .transform((number) => number ?? undefined);

const ping = z
  .object({
    n: z.number(),
    kind: z.enum(pingKinds),
    at: instant,
    received_at: instant.nullable(),
    method: z.string(),
    source_ip: z.string(),
    user_agent: z.string(),
    exit_status: numberOrNone,
    rid: textOrNone,
    duration_ms: numberOrNone,
    status_label: textOrNone,
    message: textOrNone,
    labels: z.record(z.string(), z.string()).nullable(),
    body: z.object({ content_type: z.string(), size_bytes: z.number(), kept_bytes: z.number() }).nullable(),
  })
  .transform(
    ({ n, labels, body, exit_status, rid, duration_ms, status_label, message, ...rest }): ListedPing => ({
      number: n,
      kind: rest.kind,
      at: rest.at,
      ...(rest.received_at !== null && { receivedAt: rest.received_at }),
      method: rest.method,
      sourceIp: rest.source_ip,
      userAgent: rest.user_agent,
      ...(exit_status !== undefined && { exitStatus: exit_status }),
      ...(rid !== undefined && { rid }),
      ...(duration_ms !== undefined && { durationMs: duration_ms }),
      ...(status_label !== undefined && { statusLabel: status_label }),
      ...(message !== undefined && { message }),
      ...(labels && { labels }),
      ...(body && {
        body: { contentType: body.content_type, sizeBytes: body.size_bytes, keptBytes: body.kept_bytes },
      }),
    }),
  );

/** A page of a monitor's pings, newest first. */
export const pingsAnswer = z.object({ pings: z.array(ping), next_cursor: cursor });

const status = z.enum(['new', 'up', 'down', 'paused']);
const reason = z.enum([
  ...['first_ping', 'missed', 'timed_out', 'failed'],
  ...['recovered', 'paused', 'resumed', 'changed'],
] as const);

const flip = z
  .object({
    seq: z.number(),
    from: status,
    to: status,
    at: instant,
    detected_at: instant,
    since: instant,
    reason,
  })
  .transform(({ detected_at, ...rest }): Flip => ({ ...rest, detectedAt: detected_at }));

/** A page of a monitor's flips, newest first. */
export const flipsAnswer = z.object({ flips: z.array(flip), next_cursor: cursor });

const uptimeSpan = z
  .object({
    days: z.number(),
    from: instant,
    to: instant,
    percent: numberOrNone,
    up_seconds: z.number(),
    down_seconds: z.number(),
    outages: z.number(),
  })
  .transform(({ percent, up_seconds, down_seconds, ...rest }) => ({
    ...rest,
    upMs: up_seconds * secondMs,
    downMs: down_seconds * secondMs,
    ...(percent !== undefined && { percent }),
  }));

/** How a monitor fared in its last days. */
export const uptimeAnswer = z.object({ spans: z.array(uptimeSpan) });

const point = z
  .object({ at: instant, kind: z.enum(['success', 'fail']), duration_ms: z.number() })
  .transform(({ at, kind, duration_ms }) => ({ at, kind, durationMs: duration_ms }));

/** How long a monitor's runs took. */
export const durationsAnswer = z
  .object({
    ...{ min_ms: numberOrNone, p50_ms: numberOrNone, p95_ms: numberOrNone, max_ms: numberOrNone },
    complete: z.boolean(),
    points: z.array(point),
  })
  .transform(({ min_ms: min, p50_ms: p50, p95_ms: p95, max_ms: max, complete, points }) => {
    const isKnown = min !== undefined && p50 !== undefined && p95 !== undefined && max !== undefined;
    return { points, complete, ...(isKnown && { summary: { min, p50, p95, max } }) };
  });
