/**
 * Every limit of the product, in one place. The README repeats those that users meet.
 * A limit's last word is its unit.
 */
export const limits = {
  scheduleMinSeconds: 10,
  scheduleMaxSeconds: 366 * 24 * 60 * 60,
  graceDefaultSeconds: 300,
  graceMaxSeconds: 366 * 24 * 60 * 60,

  idMaxCharacters: 48,
  nameMaxCharacters: 100,
  /** 20 characters of 5 bits: 100 random bits. */
  secretCharacters: 20,
  /** Ids for one name are `backup`, `backup-2` and so on up to this number; then random letters follow. */
  idNumberMax: 10,
  /** The random letters that end an id when all its numbers are taken. */
  idSuffixCharacters: 8,
  channelsPerMonitor: 10,

  pingBodyBytes: 10_000,
  userAgentCharacters: 200,
  requestBodyBytes: 256 * 1024,
  monitorsPerPage: 100,

  /** A write that loses its race is tried again for this long, then the caller is asked to come back. */
  contentionBudgetMs: 2_000,
  /** A success this close to another that won the race has nothing left to change. */
  coalesceMs: 1_000,

  /** Scheduler fires up to 60 s late, so it is set this much before the deadline; an SQS delay does the rest. */
  schedulerLeadMs: 60_000,
  /** A deadline closer than this skips Scheduler. */
  schedulerMinimumMs: 90_000,
  /** A timer may wake up this much too early before another is set; or a quarter of the time left, if that is more. */
  timerToleranceMs: 60_000,
  /** The longest delay of an SQS message. */
  queueDelayMaxMs: 900_000,
  /** The sweep leaves a deadline alone for this long: its own timer comes first. */
  sweepPatienceMs: 90_000,

  /** Scheduler answers Conflict for a while after a create: this many upserts are tried. */
  upsertAttempts: 3,

  /** Failing fields named in one answer. */
  faultsShown: 20,
  /** Of an error in a log line: how many causes, and how much text. */
  causesShown: 5,
  causeCharacters: 1_000,
  /** What the local host takes of a request and shows of its alerts. */
  gatewayBodyBytes: 10 * 1024 * 1024,
  localAlertsShown: 500,

  smsCharacters: 140,
  /** SNS allows 99 ASCII characters. */
  subjectCharacters: 99,
} as const;
