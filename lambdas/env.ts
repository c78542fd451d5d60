import * as z from 'zod/mini';

/**
 * The environment of the functions: the constructs write it, the handlers read it, and this file names it.
 * A function that is deployed without one of its variables dies at module load, naming it. (zod/mini is a
 * sixth of zod, and this is all of it that the ping function carries.)
 */

const text = z.string().check(z.minLength(1));
const days = count(5, 'is not a number of days');

/** A number from 1 up to that many digits. */
function count(digits: number, otherwise: string) {
  const pattern = new RegExp(`^[1-9]\\d{0,${digits - 1}}$`);
  return z.pipe(z.string().check(z.regex(pattern, otherwise)), z.transform(Number));
}

const common = z.object({
  /** The stack's name: the dimension of every metric. */
  INSTALLATION: text,
});
const monitors = z.object({ MONITORS_TABLE: text });
const history = z.object({ HISTORY_TABLE: text, HISTORY_PING_DAYS: days, HISTORY_FLIP_DAYS: days });
const timer = z.object({
  DEADLINE_QUEUE_URL: text,
  DEADLINE_QUEUE_ARN: text,
  FAILURE_QUEUE_ARN: text,
  SCHEDULE_GROUP: text,
  SCHEDULE_ROLE_ARN: text,
});
const topics = z.object({
  EVENTS_TOPIC_ARN: text,
  /** A channel's name and its topic's ARN, `name=arn`, separated by commas. */
  CHANNEL_TOPIC_ARNS: z.pipe(
    z.string().check(z.regex(/^default=[^=,]+(?:,[^=,]+=[^=,]+)*$/, 'is not default=<arn>[,<name>=<arn>…]')),
    z.transform(readPairs),
  ),
});
/** What pings may do to the installation. */
const autoCreation = z.object({ MAX_AUTO_CREATED: count(6, 'is not a number of monitors') });
const channels = z.object({
  /** Names of the channels, separated by commas. */
  CHANNELS: z.pipe(
    text,
    z.transform((names) => names.split(',')),
  ),
});

export const pingEnvironment = z.object({
  ...common.shape,
  ...monitors.shape,
  ...history.shape,
  ...timer.shape,
  ...autoCreation.shape,
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

/** What a construct that grants something writes into a function's environment. */
type Variables<Schema extends z.ZodMiniObject> = Record<keyof Schema['shape'], string>;
export type CommonVariables = Variables<typeof common>;
export type MonitorsVariables = Variables<typeof monitors>;
export type HistoryVariables = Variables<typeof history>;
export type TimerVariables = Variables<typeof timer>;
export type TopicsVariables = Variables<typeof topics>;
export type AutoCreationVariables = Variables<typeof autoCreation>;
export type ChannelsVariables = Variables<typeof channels>;

/** Reads an environment, or throws an Error that names every variable that is missing or wrong. */
export function readEnvironment<Schema extends z.ZodMiniType>(
  schema: Schema,
  environment: Record<string, string | undefined>,
): z.output<Schema> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not complete. ${faults.join('; ')}`);
}

function readPairs(pairs: string): Record<string, string> {
  return Object.fromEntries(pairs.split(',').map((pair) => pair.split('=', 2)));
}
