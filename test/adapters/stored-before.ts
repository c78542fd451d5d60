/**
 * What earlier versions stored, as it lies in the tables still: literally, so that no change of today's code changes it.
 * Add to these; what was stored once is never taken away.
 */

const noon = Date.parse('2026-11-20T12:00:00.000Z');
const secret = '0123456789abcdefghjk';
const rid = '0f0e0d0c-0b0a-4908-8706-050403020100';

const counters = { version: 3, requestId: 'request', pings: 5, pingNumber: 4 };
const settings = { name: 'Backup', secret, gracePeriodSeconds: 300, channels: ['default'], createdAt: noon };
const source = { sourceIp: '203.0.113.9', userAgent: 'curl/8.5' };
const missed = { seq: 2, from: 'up', to: 'down', reason: 'missed' };
const atNoon = { at: noon, detectedAt: noon + 1, since: noon - 1 };

/** Items of the Monitors table, the oldest shape first. */
export const monitorItems = {
  'that was only ever created': {
    ...{ ...settings, ...counters, pk: 'monitor#created', change: 'config' },
    ...{ schedule: 'every 1h', status: 'new', statusSince: noon },
  },
  'that was up, with success and fail alone': {
    ...{ ...settings, ...counters, pk: 'monitor#success', change: 'ping' },
    ...{ schedule: 'every 1h30m', status: 'up', statusSince: noon },
    lastPing: { at: noon, kind: 'success', exitStatus: 0, ...source },
    ...{ checkinAt: noon, deadlineAt: noon + 5_700_000, armedFor: noon + 5_700_000 },
    flip: { seq: 1, from: 'new', to: 'up', reason: 'first_ping', ...atNoon },
  },
  'that was down before alerts alternated': {
    ...{ ...settings, ...counters, pk: 'monitor#down', change: 'flip' },
    ...{ schedule: 'every 1h', status: 'down', statusSince: noon },
    flip: { ...missed, ...atNoon },
  },
  'with runs, aliases and a filter': {
    ...{ ...settings, ...counters, pk: 'monitor#dialects', change: 'ping' },
    ...{ schedule: 'every 1h', status: 'up', statusSince: noon, maxMisses: 3, misses: 2 },
    ...{ postOnly: true, autoCreated: true, checkinAt: noon, lastSuccessAt: noon - 1 },
    bodyFilter: { start: [], success: ['ok'], fail: ['größer'] },
    aliases: [{ key: 'KumaToken_10' }, { key: `backup-${secret}`, until: noon }],
    runs: [{ rid, startedAt: noon }, { startedAt: noon + 1 }],
    lastPing: { at: noon, kind: 'start', durationMs: 0.5, ...source },
    ...{ deadlineAt: noon + 3_900_000, armedFor: noon + 3_900_000 },
  },
  'that was paused for good': {
    ...{ ...settings, ...counters, pk: 'monitor#paused', change: 'flip' },
    ...{ schedule: 'every 1h', status: 'paused', statusSince: noon, manualResume: true },
    ...{ maxMisses: 1, misses: 0, runs: [], aliases: [] },
    flip: { ...missed, to: 'paused', reason: 'paused', ...atNoon },
  },
  'with cron, thresholds and a reminder': {
    ...{ ...settings, ...counters, pk: 'monitor#time', change: 'reminder' },
    ...{ schedule: '0 2 * * *\n@daily', timezone: 'Europe/Riga', status: 'down', statusSince: noon },
    ...{ maxMisses: 2, maxFailures: 3, recoveryThreshold: 4, misses: 2, failures: 1, successes: 0 },
    ...{ maxRuntimeSeconds: 3_600, expectFirstPing: true, reminderSeconds: 60, earlyMarginSeconds: 0 },
    ...{ runs: [{ startedAt: noon, excused: true }], aliases: [], checkinAt: noon - 1 },
    flip: { ...missed, reason: 'timed_out', ...atNoon },
    lastAlert: { seq: 2, kind: 'down' },
    ...{ reminder: { number: 1, at: noon + 60_000 }, armedFor: noon + 120_000 },
  },
  'with tags and a revision': {
    ...{ ...settings, ...counters, pk: 'monitor#tags', change: 'config' },
    ...{ schedule: 'every 1h', timezone: 'UTC', status: 'new', statusSince: noon, tags: ['db'], revision: 7 },
    ...{ maxMisses: 1, maxFailures: 1, recoveryThreshold: 1, misses: 0, failures: 0, successes: 0 },
    ...{ runs: [], aliases: [], runbookUrl: 'https://wiki.example/backup' },
  },
  'that flapped, and settled': {
    ...{ ...settings, ...counters, pk: 'monitor#flapping', change: 'settled' },
    ...{ schedule: 'every 1h', timezone: 'UTC', status: 'down', statusSince: noon, tags: [], revision: 1 },
    ...{ maxMisses: 1, maxFailures: 1, recoveryThreshold: 1, misses: 1, failures: 0, successes: 0 },
    ...{ runs: [], aliases: [], flip: { ...missed, ...atNoon }, lastAlert: { seq: 2, kind: 'down' } },
    ...{ alertsAt: [noon - 1, noon], settled: { at: noon + 900_000, since: noon - 1, flips: 12 } },
  },
  'with recent check-ins, one of a kind that is known no more': {
    ...{ ...settings, ...counters, pk: 'monitor#recent', change: 'ping' },
    ...{ schedule: 'every 1h', timezone: 'UTC', status: 'up', statusSince: noon, tags: [], revision: 1 },
    ...{ maxMisses: 1, maxFailures: 1, recoveryThreshold: 1, misses: 0, failures: 0, successes: 0 },
    ...{ runs: [], aliases: [], recent: 'sfb?mt' },
  },
} as const;

export type StoredBefore = keyof typeof monitorItems;

/** What today's code makes of each, beside what the item says itself. */
export const readToday: Record<StoredBefore, object> = {
  'that was only ever created': { schedule: { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 } },
  'that was up, with success and fail alone': {
    schedule: { kind: 'every', text: 'every 1h30m', intervalSeconds: 5_400 },
    dueAt: noon + 5_400_000,
  },
  'that was down before alerts alternated': {
    schedule: { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 },
  },
  'with runs, aliases and a filter': {
    schedule: { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 },
    dueAt: noon + 3_600_000,
  },
  'that was paused for good': { schedule: { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 } },
  'with cron, thresholds and a reminder': {
    schedule: { kind: 'cron', text: '0 2 * * *\n@daily', lines: ['0 2 * * *', '@daily'] },
  },
  'with tags and a revision': { schedule: { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 } },
  'that flapped, and settled': { schedule: { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 } },
  'with recent check-ins, one of a kind that is known no more': {
    schedule: { kind: 'every', text: 'every 1h', intervalSeconds: 3_600 },
    recent: ['success', 'fail', 'start', 'missed', 'timed_out'],
  },
};

/** What an item that lacks it is taken to have. */
export const takenToHave = {
  ...{ timezone: 'UTC', maxMisses: 1, maxFailures: 1, recoveryThreshold: 1 },
  ...{ misses: 0, failures: 0, successes: 0, revision: 1, tags: [], runs: [], aliases: [] },
};

const expiresAt = noon / 1_000 + 90 * 24 * 60 * 60;
const body = { bytes: new Uint8Array([0, 255]), sizeBytes: 20_000, contentType: '' };

/** Rows of the History table, with the ping or the flip that each is. */
export const pingRows = {
  'of a success': {
    ...{ entry: 'ping#2026-11-20T12:00:00.000Z#0000000001', number: 1, expiresAt },
    ping: { at: noon, kind: 'success', method: 'GET', ...source },
  },
  'of an exit status': {
    ...{ entry: 'ping#2026-11-20T12:00:00.001Z#0000000002', number: 2, expiresAt },
    ping: { at: noon + 1, kind: 'fail', exitStatus: 255, method: 'HEAD', ...source },
  },
  'with a run, a message, labels and a body': {
    ...{ entry: 'ping#2026-11-20T12:00:00.002Z#0000000003', number: 3, expiresAt },
    ping: {
      ...{ at: noon + 2, kind: 'ignored', method: 'POST', ...source, rid, durationMs: 0.5, body },
      ...{ statusLabel: 'completed', message: 'größer', labels: { constructor: 'x' } },
    },
  },
} as const;

export const flipRows = {
  'of the first versions': {
    ...{ entry: 'flip#2026-11-20T12:00:00.000Z#0000000002', expiresAt },
    flip: { ...missed, ...atNoon },
  },
  'of a pause that ended': {
    ...{ entry: 'flip#2026-11-20T12:00:00.000Z#0000000003', expiresAt },
    flip: { seq: 3, from: 'paused', to: 'up', reason: 'resumed', ...atNoon },
  },
} as const;
