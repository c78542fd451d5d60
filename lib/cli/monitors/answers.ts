import * as z from 'zod';
import { Failure } from './failure.ts';

const instant = z.string().nullable();

/**
 * What the commands read of the API's answers. Whatever else is in them is kept, and shown to programs: an installation
 * may be newer than this program.
 */
export const monitorAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  running: z.boolean(),
  channels: z.array(z.string()),
  last_ping_at: instant,
  deadline_at: instant,
  /** Installations that are older than this program do not tell. */
  managed_by: z.looseObject({ stack: z.string() }).nullish(),
});

export const pingAnswer = z.looseObject({
  n: z.number(),
  kind: z.string(),
  at: z.string(),
  exit_status: z.number().nullable(),
  duration_ms: z.number().nullable(),
  source_ip: z.string(),
  message: z.string().nullable(),
});

export const flipAnswer = z.looseObject({
  seq: z.number(),
  from: z.string(),
  to: z.string(),
  at: z.string(),
  reason: z.string(),
});

export const uptimeAnswer = z.looseObject({
  spans: z.array(
    z.looseObject({
      days: z.number(),
      percent: z.number().nullable(),
      up_seconds: z.number(),
      down_seconds: z.number(),
      outages: z.number(),
    }),
  ),
});

export type MonitorAnswer = z.infer<typeof monitorAnswer>;

/** Reads an answer. One of another shape comes from something that is no Downbeat, or from another version of it. */
export function readAnswer<S extends z.ZodType>(schema: S, answer: unknown): z.output<S> {
  const parsed = schema.safeParse(answer);
  // As it came, and not as zod would put it together: in the API's own order.
  if (parsed.success) return answer as z.output<S>;
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'body');
  throw new Failure(
    `the answer is not a Downbeat's, or of another version (${fields.slice(0, 3).join(', ')})`,
    'Check --url or DOWNBEAT_URL: it is the output ApiUrl of the deployment.',
  );
}

const took = z.number().nullable();

/** How long runs took, in milliseconds. */
export const durationsAnswer = z.looseObject({
  count: z.number(),
  ...{ min_ms: took, p50_ms: took, p95_ms: took, max_ms: took },
});

/** What is answered to a signed ping. */
export const receiptAnswer = z.looseObject({ monitor: z.string(), pinged_at: z.string() });

/** What became of a test alert in each channel. */
export const testAlertAnswer = z.looseObject({
  channels: z.array(z.looseObject({ channel: z.string(), error: z.string().nullable() })),
});
