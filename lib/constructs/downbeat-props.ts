import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** How many requests routes take: a second, in the long run, and at once. */
export interface ThrottleProps {
  rate?: number;
  burst?: number;
}

/** Who is told: subscribers to a topic that Downbeat makes, or an existing topic. Made by `Channel`. */
export interface ChannelProps {
  emails?: string[];
  phoneNumbers?: string[];
  urls?: string[];
  topicArn?: string | undefined;
  format?: ChannelFormat;
}

/** What subscribers get that are neither mail nor phone: the event as JSON, or a message for a chat. */
export type ChannelFormat = 'event' | 'chat';

/** The kinds of channels. */
export const Channel = {
  /** A topic of Downbeat's own with these subscribers. People confirm their subscription before they are told. */
  subscribers(subscribers: {
    emails?: string[];
    /** Such as +37120000000. */
    phoneNumbers?: string[];
    /** `https://` URLs of webhooks. */
    urls?: string[];
    /** Default: `event`. */
    format?: ChannelFormat;
  }): ChannelProps {
    return { ...subscribers };
  },

  /** A topic that there is. Who subscribes to it, and whether Downbeat may publish to it, is managed there. */
  topic(topic: Pick<ITopic, 'topicArn'>, options: { format?: ChannelFormat } = {}): ChannelProps {
    return { topicArn: topic.topicArn, ...options };
  },
} as const;

/** The settings of an installation. They are those of the CDK context, and checked alike. */
export interface DownbeatProps {
  /** Who is told, by name: 1 to 30 of a-z, 0-9 and dashes. One is `default`. Default: that one, with no subscribers yet. */
  channels?: Record<string, ChannelProps>;
  /** How long rows of the history are kept, in days. Default: pings 90, flips (changes of status) 400. */
  historyDays?: { pings?: number; flips?: number };
  /** What becomes of the tables with the stack. RETAIN also protects them from deletion; it or DESTROY. Default: RETAIN. */
  removalPolicy?: RemovalPolicy | 'retain' | 'destroy';
  /** How many monitors slug pings may create. Default: 1000. */
  maxAutoCreated?: number;
  /** How often the sweep reads all monitors: every 1 to 60 minutes. Default: 1. */
  sweepMinutes?: number;
  /** An https:// URL that is fetched after each sweep, so that somebody outside notices silence. Default: none. */
  heartbeatUrl?: string | undefined;
  /** Whether flips and reminders also go to the account's default event bus. Default: true. */
  eventBridge?: boolean;
  /** Who is told by mail when Downbeat itself is in trouble. Default: nobody. */
  alarmEmails?: string[];
  /** What SMS may cost in a month, in USD: an alarm rings at 80 % of it. Default: 1. */
  smsMonthlyBudgetUsd?: number;
  /** Whether there is a CloudWatch dashboard. Default: true. */
  dashboard?: boolean;
  /** Above it requests are answered 429. Default: pings 1000 a second, 2000 at once; management a tenth of that. */
  throttle?: { pings?: ThrottleProps; management?: ThrottleProps };
  /** The ARN of a KMS key that encrypts all that is kept. Default: keys of AWS's own. */
  kmsKeyArn?: string | undefined;
}
