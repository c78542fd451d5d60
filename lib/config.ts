import { Token } from 'aws-cdk-lib';
import * as z from 'zod';

const email = z.email('is not an e-mail address');
const channelsMax = 25;
const channelsMaxCharacters = 3_200;

/** A list whose entries differ. */
function distinct<Item extends z.ZodType>(item: Item) {
  return z.array(item).refine((list) => new Set(list).size === list.length, 'names the same one twice');
}

const channelName = z
  .string()
  .regex(
    /^(?=.{1,30}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    'a channel is named by 1 to 30 of a-z, 0-9 and single dashes between them, a letter first',
  );

/** Who is told. A channel is a topic of ours with these subscribers, or an existing topic of the customer's. */
const channel = z
  .strictObject({
    emails: distinct(email).default([]),
    phoneNumbers: distinct(
      z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not a phone number such as +37120000000'),
    ).default([]),
    urls: distinct(z.url({ protocol: /^https$/, error: 'is not an https:// URL' })).default([]),
    topicArn: z
      .string()
      .refine(
        // Of a topic of the same app the ARN is known when it is deployed.
        (arn) => Token.isUnresolved(arn) || /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(arn),
        'is not the ARN of a standard SNS topic',
      )
      .optional(),
    /** What subscribers get that are neither mail nor phone: the event as JSON, or a message for a chat. */
    format: z.enum(['event', 'chat'], 'allowed are event and chat').default('event'),
  })
  .refine(
    ({ emails, phoneNumbers, urls, topicArn }) =>
      topicArn === undefined || emails.length + phoneNumbers.length + urls.length === 0,
    'has a topicArn: its subscribers are managed there, so emails, phoneNumbers and urls are not allowed',
  );

interface Named {
  stackName: string;
  channels: Record<string, { topicArn?: string | undefined }>;
  heartbeatUrl?: string | undefined;
}

/** Lambda takes 4 KB of environment, in which names, topics and the URL stand beside some 900 bytes of other variables. */
function fitTheEnvironment({ stackName, channels, heartbeatUrl = '' }: Named): boolean {
  const sizes = Object.entries(channels).map(([name, { topicArn }]) => {
    // An ARN of ours has the names of the stack and of the channel in it, and some eighty characters more.
    return name.length + (topicArn?.length ?? stackName.length + name.length + 80) + ',=chat:'.length;
  });
  return sizes.reduce((sum, size) => sum + size, heartbeatUrl.length) <= channelsMaxCharacters;
}

/** The outputs of the stack are named after the channels, without dashes. */
function differWithoutDashes(channels: Record<string, unknown>): boolean {
  const names = Object.keys(channels).map((name) => name.replaceAll('-', ''));
  return new Set(names).size === names.length;
}

/** A whole number within bounds, refused with what is allowed. */
function wholeNumber(min: number, max: number) {
  const allowed = `allowed is a whole number from ${min} to ${max}`;
  return z.int(allowed).min(min, allowed).max(max, allowed);
}

const days = wholeNumber(1, 3_650);

/** How many requests routes take: a second, in the long run, and at once. */
function throttle(rate: number, burst: number) {
  const limit = wholeNumber(1, 100_000);
  return z.strictObject({ rate: limit.default(rate), burst: limit.default(burst) }).prefault({});
}

const budget = 'allowed is an amount from 0.01 to 1000000';

/** The CDK context of an installation, with every default. */
const contextSchema = z
  .strictObject({
    /** The stack's name. Two installations in one account and Region have two names. */
    stackName: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, 'allowed are 1 to 40 letters, digits and dashes, a letter first')
      .default('Downbeat'),
    channels: z
      .record(channelName, channel)
      .refine((channels) => 'default' in channels, 'one channel is named "default"')
      .refine(
        (channels) => Object.keys(channels).length <= channelsMax,
        `allowed are ${channelsMax} channels`,
      )
      .refine(differWithoutDashes, 'two names differ in their dashes alone')
      .prefault({ default: {} }),
    /** How long rows of the History table are kept. */
    historyDays: z
      .strictObject({ pings: days.default(90), flips: days.default(400) })
      .default({ pings: 90, flips: 400 }),
    /** What becomes of the tables when the stack is destroyed. `retain` also protects them from deletion. */
    removalPolicy: z.enum(['retain', 'destroy'], 'allowed are retain and destroy').default('retain'),
    /** How many monitors slug pings may create. */
    maxAutoCreated: wholeNumber(1, 100_000).default(1_000),
    /** How often the sweep reads all monitors. Slower is cheaper above 100,000 monitors. */
    sweepMinutes: wholeNumber(1, 60).default(1),
    /** What the sweep GETs whenever it has completed, so that somebody outside notices when it no longer does. */
    heartbeatUrl: z
      .url({ protocol: /^https$/, error: 'is not an https:// URL' })
      .max(500, 'allowed are 500 characters')
      .refine((url) => !/^https:\/\/[^/?#]*@/.test(url), 'has a user name in it, which is not sent')
      .optional(),
    /** Whether flips and reminders also go to the default event bus of the account. */
    eventBridge: z.boolean('allowed are true and false').default(true),
    /** Who is told when Downbeat itself is in trouble. */
    alarmEmails: distinct(email).default([]),
    /** What SMS may cost in a month: an alarm rings at 80 % of it. The default is the limit that AWS gives a new account. */
    smsMonthlyBudgetUsd: z.number(budget).min(0.01, budget).max(1_000_000, budget).default(1),
    /** Whether there is a CloudWatch dashboard. Beyond the first three of an account each costs $3 a month. */
    dashboard: z.boolean('allowed are true and false').default(true),
    /** Above it requests are answered 429. For pings far above what jobs send, and a bound on what a flood can cost. */
    throttle: z.strictObject({ pings: throttle(1_000, 2_000), management: throttle(100, 200) }).prefault({}),
    /** The KMS key that encrypts all that is kept, instead of keys of AWS's. */
    kmsKeyArn: z
      .string()
      .regex(
        /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
        'is not the ARN of a KMS key; that of an alias will not do',
      )
      .optional(),
  })
  .refine(fitTheEnvironment, {
    path: ['channels'],
    error:
      'there are too many for their names and topic ARNs, which are too long together (with heartbeatUrl)',
  });

export type Config = z.output<typeof contextSchema>;
export type ChannelConfig = Config['channels'][string];

const knownKeys = new Set(Object.keys(contextSchema.shape));

/**
 * Reads the configuration from all of the CDK context. Values given as `-c name=value` on the command line are
 * text and read as JSON. Throws an Error that names every field that is wrong and what is allowed; a plain word
 * that is no field of ours is refused too, since CDK's own keys all contain a colon, a dash or an @.
 */
export function readConfig(context: Record<string, unknown>): Config {
  const ours = Object.entries(context).filter(([key]) => knownKeys.has(key) || /^[a-z][A-Za-z]*$/.test(key));
  const fields = Object.fromEntries(ours.map(([key, value]) => [key, readValue(value)]));
  return checkConfig(fields, 'The CDK context is not valid.');
}

/**
 * Answers settings with every default. Throws an Error, which begins with what is `wrong`, that names every field that is
 * wrong and what is allowed.
 */
export function checkConfig(fields: Record<string, unknown>, wrong: string): Config {
  const parsed = contextSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${[...issue.path, issue.keys.join(', ')].join('.')}: not a known field`
      : `${issue.path.join('.')}: ${issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join('; ') : issue.message}`,
  );
  throw new Error(`${wrong}\n  ${faults.join('\n  ')}`);
}

function readValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
