/**
 * Every limit of the product, in one place. The README repeats those that users meet.
 * A limit's last word is its unit.
 */
export const limits = {
  scheduleMinSeconds: 10,
  scheduleMaxSeconds: 366 * 24 * 60 * 60,
  scheduleMaxCharacters: 1_000,
  cronLines: 10,
  earlyMarginDefaultSeconds: 60,
  earlyMarginMaxSeconds: 60 * 60,
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

  maxMissesMax: 10,
  maxFailuresMax: 10,
  recoveryThresholdMax: 10,
  reminderMinSeconds: 60,
  reminderMaxSeconds: 366 * 24 * 60 * 60,
  /** Alerts within the window that are told one by one. With one more the monitor is flapping. */
  flappingAlerts: 10,
  flappingWindowMs: 60 * 60 * 1_000,
  /** A monitor that has kept one status for this long flaps no more. */
  flappingQuietMs: 15 * 60 * 1_000,
  pauseMaxMs: 366 * 24 * 60 * 60 * 1_000,
  keywordsPerList: 10,
  keywordCharacters: 50,
  /** Open runs of one monitor. The oldest makes room for an eleventh. */
  runsOpen: 10,
  /** Check-ins and misses that a monitor shows. Each is a byte of its item. */
  recentOutcomes: 20,
  /** A start and an end further apart than this have nothing to do with each other. */
  runMaxMs: 72 * 60 * 60 * 1_000,
  /** Who looks at a deadline later than this was away, and pings may have been lost meanwhile. */
  lateLookMs: 5 * 60 * 1_000,
  /** The longest that such a deadline waits on. */
  furtherGraceMaxMs: 10 * 60 * 1_000,

  /** Ends of runs that a monitor remembers, of pings that tell when they happened. */
  endedRuns: 10,
  /** How long ago such a ping may have happened: EventBridge tries for this long. */
  eventAgeMaxMs: 24 * 60 * 60 * 1_000,
  /** Of the name of a run that an event tells. ARNs are shorter. */
  runNameCharacters: 512,
  eventSourceCharacters: 100,

  aliasesPerMonitor: 10,
  /** Of an alias, and of a slug ping key that was brought along: Kuma's shortest tokens have 10 characters. */
  foreignKeyMinCharacters: 10,
  foreignKeyMaxCharacters: 64,
  /** A claim of an alias that is younger may yet become one: nobody else gets the key. */
  aliasClaimMs: 60_000,
  overlapMaxSeconds: 30 * 24 * 60 * 60,
  slugKeyCharacters: 24,
  /** What an installation creates by slug pings, unless its context says otherwise. */
  autoCreatedDefault: 1_000,

  pingBodyBytes: 10_000,
  /** A longer body is kept like any other, but not read for metadata: reading costs more than the whole ping. */
  metadataBytes: 64 * 1024,
  contentTypeCharacters: 200,
  userAgentCharacters: 200,
  messageCharacters: 1_000,
  statusLabelCharacters: 100,
  labelsPerPing: 20,
  labelNameCharacters: 50,
  labelValueCharacters: 200,
  /** The longest duration that a client may report, some three years. The bound is Uptime Kuma's. */
  durationMaxMs: 100_000_000_000,
  requestBodyBytes: 256 * 1024,
  /** Pages of flips that are summed up as uptime: ten thousand flips. */
  uptimePages: 100,
  /** Runs whose durations are summed up. */
  durationsShown: 1_000,
  /** Pages read for them. Not every ping tells of one. */
  durationPages: 10,
  /** The gateway takes 6 MB from a function, and the bytes of an export grow by a third on their way to it. */
  exportBytes: 4_000_000,
  /** Pages of pings in one answer of an export: three thousand pings. */
  exportPages: 30,
  monitorsPerPage: 100,
  /** Reads of a hundred monitors each that a filtered page may take. */
  readsPerPage: 10,
  /** Monitors on one page of the dashboard's overview, and pages of the API that are read to sort them. */
  monitorsPerOverview: 100,
  callsPerOverview: 50,
  /** Of a monitor's page: pings and flips that it lists, and pages of flips that are read for its timeline. */
  pingsPerPage: 20,
  flipsPerPage: 10,
  callsPerTimeline: 10,
  /** How often a page of the dashboard is fetched again; a large overview, which takes many calls, more rarely. */
  refreshSeconds: 15,
  largeRefreshSeconds: 60,
  monitorsRefreshedOften: 500,
  occurrencesShown: 5,
  runbookUrlCharacters: 500,
  tagsPerMonitor: 20,
  tagCharacters: 50,

  historyRowsPerPage: 100,
  /** Of a page with a filter, rows read by one query: most are left out. DynamoDB stops at a megabyte. */
  historyRowsPerFilteredRead: 1_000,
  /** Queries for one page. A page that is not full by then has a cursor. */
  historyReadsPerPage: 5,
  /** Pings of one monitor are numbered in the order of their instants, but for those that are this close. */
  pingNumberSlackMs: 10_000,
  /** Pages read in the end for one ping by its number. */
  pingSearchPages: 10,
  /** The batches of one deletion are written at once. DynamoDB takes 25 rows in each. */
  historyRowsPerDeletion: 100,
  historyRowsPerBatch: 25,
  /** How long a deletion goes on removing history; what is left then expires. */
  historyDeletionMs: 5_000,
  /** The longest wait after a batch that the table did not take in full. */
  historyDeletionPauseMs: 200,

  /** A write that loses its race is tried again for this long, then the caller is asked to come back. */
  contentionBudgetMs: 2_000,
  /** A check-in this close to another of its kind that won the race has nothing left to change. */
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
  /** Above this many monitors the sweep reads the table in parts: so few more requests cost nothing to speak of. */
  sweepMonitorsPerPart: 5_000,
  sweepPartsMax: 16,
  sweepPartsAtOnce: 4,
  /** The sweep begins nothing new in the last of its time: what is under way may be tried several times. */
  sweepReserveMs: 45_000,
  /** How long a sweep waits for whoever watches it from outside. */
  heartbeatTimeoutMs: 5_000,
  /** How long one answer to CloudFormation may take, how often it is tried, and the first of the pauses, which double. */
  askerTimeoutMs: 3_000,
  askerAttempts: 4,
  askerPauseMs: 200,
  /** What the provider leaves of its time for the answer that there was too little of it. */
  providerReserveMs: 15_000,
  /** Of the reason of a refusal: CloudFormation takes 4 KB with everything else. */
  reasonCharacters: 1_000,
  /** How long the sweep leaves the channels' subscribers alone: a little less than an hour, so that it looks in every hour. */
  channelsSeenMs: 55 * 60 * 1_000,

  /** 100 random bits, as in a monitor's secret: a badge shows something to whoever has its URL. */
  badgeKeyCharacters: 20,
  /** Of a status page, and of a tag that has a badge or stands on a page: DynamoDB reads so many items in one call. */
  publicMonitors: 100,
  tagsPerStatusPage: 5,
  statusPages: 100,
  tagBadges: 100,
  statusPageDescriptionCharacters: 500,
  /** How old what the public sees may be. */
  publicCacheMs: 30_000,
  /** Badges and pages that a function remembers for so long. */
  publicCacheEntries: 500,
  /** How long a function remembers what a badge is of, which never changes; and of how many. */
  badgeSubjectMs: 60 * 60 * 1_000,
  badgeSubjects: 5_000,

  /** Of the CloudWatch dashboard's widget: monitors that one look reads, for how long at most, and how old it may be shown. */
  monitorsPerLook: 10_000,
  lookMs: 8_000,
  lookCacheMs: 10_000,
  monitorsPerWidget: 50,

  /** Scheduler answers Conflict for a while after a create: this many upserts are tried. */
  upsertAttempts: 3,

  /** Failing fields named in one answer. */
  faultsShown: 20,
  /** Of an error in a log line: how many causes, and how much text. */
  causesShown: 5,
  causeCharacters: 1_000,
  /** Values of one metric that CloudWatch takes from a log line. */
  valuesPerLine: 100,
  /** What the local host takes of a request and shows of its alerts. */
  gatewayBodyBytes: 10 * 1024 * 1024,
  localAlertsShown: 500,
  localPingsShown: 100,
  /** How long the local host waits for the head of a request, and for all of it. */
  localHeadMs: 10 * 1_000,
  localRequestMs: 30 * 1_000,

  /** News for one channel that come at once and are told one by one. More become one digest. */
  alertsAtOnce: 5,
  /** News in one digest. More could not be told in the 256 KB that SNS allows, with the tags of all monitors. */
  newsPerDigest: 40,
  /**
   * Between two alerts to one channel. SNS suspends an e-mail address that gets more than 10 a second, and the stream of a
   * new table has four shards, each of which tells on its own.
   */
  alertPauseMs: 500,
  /** Deliveries that a function remembers, so as not to repeat them. */
  deliveriesRemembered: 10_000,
  /** Pings at the instant of a monitor's last one, among which it is looked for. */
  pingsAtOneInstant: 10,

  smsCharacters: 140,
  /** Of each name in an SMS that has several. */
  smsNameCharacters: 40,
  /** SNS allows 99 ASCII characters. */
  subjectCharacters: 99,
  /** Of a ping's output, the end that alerts show; chats, less. */
  outputCharacters: 2_000,
  chatOutputCharacters: 800,
  chatMessageCharacters: 400,
  /** Of a schedule in words. Ten long cron lines make pages. */
  scheduleWordsCharacters: 500,
  /** Of an alarm's description, for which CloudWatch allows 1,024, and what chats take. */
  alarmTextCharacters: 1_000,
  chatTitleCharacters: 250,
  chatTextCharacters: 3_000,
  /** Monitors that go down within this have likely one cause. */
  commonCauseMs: 60_000,
} as const;
