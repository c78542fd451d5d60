import { cronLineFault, nextOccurrence, previousOccurrence } from './cron.ts';
import { parseDurationSeconds } from './duration.ts';
import { InvalidInput } from './errors.ts';
import { limits } from './limits.ts';
import { type Instant, secondMs } from './time.ts';

/** A check-in is due one interval after the last. `text` is as its author wrote it, in lower case, with single spaces. */
export interface EverySchedule {
  kind: 'every';
  text: string;
  intervalSeconds: number;
}

/** Check-ins are due by the calendar. `text` is the lines as their author wrote them, with single spaces. */
export interface CronSchedule {
  kind: 'cron';
  text: string;
  lines: readonly string[];
}

/** When check-ins are due. */
export type Schedule = EverySchedule | CronSchedule;

/** What decides when the next check-in is due. */
export interface Timing {
  schedule: Schedule;
  /** The IANA time zone by whose clock cron lines are read. */
  timezone: string;
  /** How much before an occurrence a check-in counts for it. Absent: 60 s, or a tenth of the gap if that is less. */
  earlyMarginSeconds?: number;
}

export const scheduleAllowed =
  'allowed are "every <duration>", such as "every 24h" or "every 1h30m", from 10s to 366d, and cron lines of five fields, such as "0 2 * * MON-FRI"';

/**
 * Reads a schedule: `every <duration>`, from 10 s to 366 days, or up to ten cron lines.
 * Throws InvalidInput, naming the field `schedule`.
 */
export function parseSchedule(text: string): Schedule {
  if (text.length > limits.scheduleMaxCharacters) throw invalidSchedule('is too long');
  const schedule = readSchedule(text);
  if (schedule.kind === 'every') return schedule;
  const { lines } = schedule;
  if (lines.length === 0) throw invalidSchedule('is empty');
  if (lines.length > limits.cronLines) {
    throw invalidSchedule(`has ${lines.length} lines; allowed are ${limits.cronLines}`, '');
  }
  for (const [index, line] of lines.entries()) {
    checkCronLine(line, lines.length > 1 ? `line ${index + 1}: ` : '');
  }
  return schedule;
}

function checkCronLine(line: string, place: string): void {
  const fault = cronLineFault(line);
  if (fault === undefined) return;
  if (/^every\b/i.test(line)) throw invalidSchedule(`${place}an interval stands alone`);
  // Whoever wrote a word or two meant no cron line.
  if (!/^@|\S \S+ \S/.test(line)) throw invalidSchedule(`${place}is not a schedule`);
  throw invalidSchedule(place + fault, '');
}

/** Reads a schedule that has been read by `parseSchedule` before: its cron lines are taken as they are. */
export function readSchedule(text: string): Schedule {
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '');
  const [first = ''] = lines;
  if (lines.length === 1 && /^every\b/i.test(first)) return readEvery(first.toLowerCase());
  return { kind: 'cron', text: lines.join('\n'), lines };
}

function readEvery(text: string): EverySchedule {
  const duration = text.slice('every'.length).trim();
  const isBareUnit = /^(?:week|day|hour|minute)$/.test(duration);
  const intervalSeconds = parseDurationSeconds(isBareUnit ? `1${duration}` : duration);
  if (intervalSeconds === undefined) throw invalidSchedule('is not a schedule');
  if (intervalSeconds < limits.scheduleMinSeconds) throw invalidSchedule('is too short');
  if (intervalSeconds > limits.scheduleMaxSeconds) throw invalidSchedule('is too long');
  return { kind: 'every', text, intervalSeconds };
}

function invalidSchedule(what: string, allowed: string = `; ${scheduleAllowed}`): InvalidInput {
  return new InvalidInput([{ field: 'schedule', message: what + allowed }]);
}

/** The first due instant after a check-in at `after`, or after a due instant that was missed. */
export function nextDue(timing: Timing, after: Instant): Instant {
  const { schedule, timezone } = timing;
  if (schedule.kind === 'every') return after + schedule.intervalSeconds * secondMs;
  const occurrence = nextOccurrence(schedule.lines, timezone, after);
  return isEarlyFor(timing, schedule, occurrence, after)
    ? nextOccurrence(schedule.lines, timezone, occurrence)
    : occurrence;
}

/** Whether a check-in at `at` is so little before an occurrence that it counts for it. */
function isEarlyFor(timing: Timing, { lines }: CronSchedule, occurrence: Instant, at: Instant): boolean {
  const { timezone, earlyMarginSeconds } = timing;
  const marginMs = (earlyMarginSeconds ?? limits.earlyMarginDefaultSeconds) * secondMs;
  const earlyMs = occurrence - at;
  if (earlyMs > marginMs) return false;
  const gapMs = occurrence - previousOccurrence(lines, timezone, occurrence);
  return earlyMs <= gapMs / (earlyMarginSeconds === undefined ? 10 : 2);
}

/** The next instants at which check-ins are due, if each comes at its own: for people to check a schedule. */
export function dueInstants(timing: Timing, after: Instant, count: number): Instant[] {
  const instants: Instant[] = [];
  for (let at = after; instants.length < count; ) {
    at = nextDue(timing, at);
    instants.push(at);
  }
  return instants;
}
