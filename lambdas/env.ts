import * as z from 'zod';

/**
 * The environment of the functions: the constructs write it, the handlers read it, and this file names it.
 * A function that is deployed without one of its variables dies at module load, naming it.
 */

const text = z.string().min(1);
const days = z.coerce.number().int().min(1);

const channelTopics = text
  .transform((json, context) => {
    try {
      return JSON.parse(json) as unknown;
    } catch {
      context.issues.push({ code: 'custom', message: 'is not JSON', input: json });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string()))
  .refine((topics) => 'default' in topics, 'one channel is named "default"');

const common = z.object({
  /** The stack's name: the dimension of every metric. */
  INSTALLATION: text,
});
const monitors = z.object({ MONITORS_TABLE: text });
const history = z.object({ HISTORY_TABLE: text, HISTORY_PING_DAYS: days, HISTORY_FLIP_DAYS: days });
const timer = z.object({
  DEADLINE_QUEUE_URL: text,
  DEADLINE_QUEUE_ARN: text,
  DEAD_LETTER_QUEUE_ARN: text,
  SCHEDULE_GROUP: text,
  SCHEDULE_ROLE_ARN: text,
});
const topics = z.object({
  EVENTS_TOPIC_ARN: text,
  /** JSON: a channel's name to its topic's ARN. */
  CHANNEL_TOPIC_ARNS: channelTopics,
});
const channels = z.object({
  /** Names of the channels, separated by commas. */
  CHANNELS: text.transform((names) => names.split(',')),
});

export const pingEnvironment = z.object({
  ...common.shape,
  ...monitors.shape,
  ...history.shape,
  ...timer.shape,
});
export const manageEnvironment = z.object({
  ...common.shape,
  ...monitors.shape,
  ...timer.shape,
  ...channels.shape,
});
export const deadlineEnvironment = z.object({ ...common.shape, ...monitors.shape, ...timer.shape });
export const sweepEnvironment = deadlineEnvironment;
export const alertEnvironment = z.object({ ...common.shape, ...history.shape, ...topics.shape });

export type MonitorsVariables = z.input<typeof monitors>;
export type HistoryVariables = Record<keyof z.input<typeof history>, string>;
export type TimerVariables = z.input<typeof timer>;
export type TopicsVariables = z.input<typeof topics>;
export type ChannelsVariables = z.input<typeof channels>;
export type CommonVariables = z.input<typeof common>;

/** Reads an environment, or throws an Error that names every variable that is missing or wrong. */
export function readEnvironment<S extends z.ZodType>(
  schema: S,
  environment: Record<string, string | undefined>,
): z.output<S> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not complete. ${faults.join('; ')}`);
}
