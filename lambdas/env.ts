/**
 * The environment of the functions: the constructs write it, the handlers read it, and this file names it.
 * A function that is deployed without one of its variables dies at module load, naming it. (A schema library
 * would do it too, at 15 kB of the ping function, for which a job waits. So this file imports nothing.)
 */

/** What a variable's text must match, what is said of it otherwise, and the value that it is read as. */
interface Variable<Value> {
  pattern: RegExp;
  otherwise: string;
  read: (text: string) => Value;
}
type Description = Record<string, Variable<unknown>>;

const text: Variable<string> = { pattern: /./s, otherwise: 'is empty', read: String };
const days = count(5, 'is not a number of days');

/** A number from 1 up to that many digits. */
function count(digits: number, otherwise: string): Variable<number> {
  return { pattern: new RegExp(`^[1-9]\\d{0,${digits - 1}}$`), otherwise, read: Number };
}

const common = {
  /** The stack's name: the dimension of every metric. */
  INSTALLATION: text,
};
const monitors = { MONITORS_TABLE: text };
const archive = { HISTORY_TABLE: text };
const history = { ...archive, HISTORY_PING_DAYS: days, HISTORY_FLIP_DAYS: days };
const timer = {
  DEADLINE_QUEUE_URL: text,
  DEADLINE_QUEUE_ARN: text,
  FAILURE_QUEUE_ARN: text,
  SCHEDULE_GROUP: text,
  SCHEDULE_ROLE_ARN: text,
};
/** What alerts say of the installation they come from. */
const installation = {
  API_URL: text,
  ACCOUNT_ID: { pattern: /^\d{12}$/, otherwise: 'is not the number of an account', read: String },
  PARTITION: text,
  AWS_REGION: text,
};
const channels = {
  /** A channel's name and its topic's ARN, `name=arn`, or `name=chat:arn` for a chat, separated by commas. */
  CHANNEL_TOPIC_ARNS: {
    pattern: /^default=[^=,]+(?:,[^=,]+=[^=,]+)*$/,
    otherwise: 'is not default=<arn>[,<name>=<arn>…]',
    read: readChannels,
  },
};
const events = { EVENTS_TOPIC_ARN: text };
const bus = {
  /** Whether the account's event bus is told. */
  EVENT_BUS: {
    pattern: /^(?:on|off)$/,
    otherwise: 'is neither on nor off',
    read: (word: string) => word === 'on',
  },
};
const sweep = {
  /** How often the sweep is run. */
  SWEEP_MINUTES: count(2, 'is not a number of minutes'),
  /** What a completed sweep GETs, or `off`. */
  HEARTBEAT_URL: {
    pattern: /^(?:off|https:\/\/\S+)$/,
    otherwise: 'is neither off nor an https:// URL',
    read: (word: string) => (word === 'off' ? undefined : word),
  },
};
const failures = { FAILURE_QUEUE_URL: text };
/** What pings may do to the installation. */
const autoCreation = { MAX_AUTO_CREATED: count(6, 'is not a number of monitors') };

/**
 * The attributes of the Monitors table that the public may cause to be read: the status function asks for no others, and
 * is allowed no others. What opens a ping URL is not among them.
 */
export const publicAttributes = [
  ...['pk', 'name', 'tags', 'status', 'statusSince', 'misses', 'badgeKey'],
  ...['dueAt', 'deadlineAt', 'gracePeriodSeconds'],
  ...['monitorId', 'tag', 'monitorIds', 'title', 'description', 'saveId', 'pages'],
];

/** The items of that table that it may read. */
export const publicItems = ['monitor#*', 'badge#*', 'tag#*', 'page#*'];

/**
 * The attributes of the Monitors table that the dashboard's widget shows: its function asks for no others, and is allowed no
 * others. What opens a ping URL is not among them.
 */
export const watchedAttributes = [
  ...(['pk', 'name', 'schedule', 'timezone', 'gracePeriodSeconds', 'tags', 'channels'] as const),
  ...(['maxMisses', 'maxFailures', 'recoveryThreshold', 'maxRuntimeSeconds', 'reminderSeconds'] as const),
  ...(['status', 'statusSince', 'misses', 'failures', 'runs', 'recent', 'lastPing', 'flip'] as const),
  ...(['dueAt', 'deadlineAt', 'furtherGrace', 'resumeAt', 'manualResume', 'pings', 'createdAt'] as const),
] as const;

export const pingEnvironment = { ...common, ...monitors, ...history, ...timer, ...autoCreation };
export const eventsEnvironment = { ...common, ...monitors, ...history, ...timer };
export const manageEnvironment = {
  ...common,
  ...monitors,
  ...history,
  ...timer,
  ...channels,
  ...installation,
};
export const providerEnvironment = {
  ...common,
  ...monitors,
  ...archive,
  ...timer,
  ...channels,
  ...installation,
};
export const statusEnvironment = { ...common, ...monitors };
export const widgetEnvironment = { ...common, ...monitors };
export const deadlineEnvironment = { ...common, ...monitors, ...timer };
export const sweepEnvironment = { ...deadlineEnvironment, ...channels, ...sweep };
export const alertEnvironment = {
  ...common,
  ...archive,
  ...channels,
  ...events,
  ...failures,
  ...installation,
};
export const recordEnvironment = { ...common, ...history, ...bus, ...failures, ...installation };

/** What a construct that grants something writes into a function's environment. */
type Variables<Described extends Description> = Record<keyof Described, string>;
export type CommonVariables = Variables<typeof common>;
export type MonitorsVariables = Variables<typeof monitors>;
export type HistoryVariables = Variables<typeof history>;
export type ArchiveVariables = Variables<typeof archive>;
export type TimerVariables = Variables<typeof timer>;
export type EventsVariables = Variables<typeof events>;
export type BusVariables = Variables<typeof bus>;
export type SweepVariables = Variables<typeof sweep>;
export type FailuresVariables = Variables<typeof failures>;
/** Lambda itself writes the Region. */
export type InstallationVariables = Omit<Variables<typeof installation>, 'AWS_REGION'>;
export type AutoCreationVariables = Variables<typeof autoCreation>;
export type ChannelsVariables = Variables<typeof channels>;

/** What is read from an environment. */
type Values<Described extends Description> = {
  [Name in keyof Described]: ReturnType<Described[Name]['read']>;
};

/** Reads an environment, or throws an Error that names every variable that is missing or wrong. */
export function readEnvironment<Described extends Description>(
  description: Described,
  environment: Record<string, string | undefined>,
): Values<Described> {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, { pattern, otherwise, read }] of Object.entries(description)) {
    const value = environment[name];
    if (value === undefined) faults.push(`${name}: is missing`);
    else if (!pattern.test(value)) faults.push(`${name}: ${otherwise}`);
    else values[name] = read(value);
  }
  if (faults.length > 0) throw new Error(`The environment is not complete. ${faults.join('; ')}`);
  return values as Values<Described>;
}

function readChannels(pairs: string) {
  return Object.fromEntries(
    pairs.split(',').map((pair) => {
      const [name = '', topic = ''] = pair.split('=', 2);
      const isChat = topic.startsWith('chat:');
      const format = isChat ? ('chat' as const) : ('event' as const);
      return [name, { topicArn: isChat ? topic.slice('chat:'.length) : topic, format }];
    }),
  );
}
