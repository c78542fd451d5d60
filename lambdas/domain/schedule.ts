import { InvalidInput } from './errors.ts';
import { limits } from './limits.ts';
import { type Instant, secondMs } from './time.ts';

/** When check-ins are due. `text` is the schedule as its author wrote it, in lower case and with one space. */
export interface Schedule {
  kind: 'every';
  text: string;
  intervalSeconds: number;
}

export const scheduleAllowed =
  'allowed is "every <duration>", such as "every 24h" or "every 1h30m", from 10s to 366d';

const unitSeconds = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const durationPattern = /^(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;

/**
 * Reads a duration such as `24h`, `1h30m` or `10s`: whole numbers of w, d, h, m and s, the largest unit first.
 * Answers seconds, or `undefined` if the text is none.
 */
export function parseDurationSeconds(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (!match || text === '') return undefined;
  return Object.values(unitSeconds).reduce(
    (total, seconds, index) => total + Number(match[index + 1] ?? 0) * seconds,
    0,
  );
}

/** The shortest way to write a number of seconds as a duration: 5400 is `1h30m`. */
export function formatDuration(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const [unit, size] of Object.entries(unitSeconds)) {
    // "1w" reads worse than "7d" in an alert, so weeks are understood but not written.
    if (unit === 'w' || rest < size) continue;
    text += `${Math.floor(rest / size)}${unit}`;
    rest %= size;
  }
  return text || '0s';
}

/**
 * Reads a schedule: `every <duration>`, from 10 s to 366 days.
 * Throws InvalidInput, naming the field `schedule`.
 */
export function parseSchedule(text: string): Schedule {
  const duration = /^every\s+(\S+)$/.exec(text.trim().toLowerCase())?.[1];
  const intervalSeconds = duration === undefined ? undefined : parseDurationSeconds(duration);
  if (intervalSeconds === undefined) throw invalidSchedule('is not a schedule');
  if (intervalSeconds < limits.scheduleMinSeconds) throw invalidSchedule('is too short');
  if (intervalSeconds > limits.scheduleMaxSeconds) throw invalidSchedule('is too long');
  return { kind: 'every', text: `every ${duration}`, intervalSeconds };
}

function invalidSchedule(what: string): InvalidInput {
  return new InvalidInput([{ field: 'schedule', message: `${what}; ${scheduleAllowed}` }]);
}

/** The first due instant after a check-in at `after`. */
export function nextDue(schedule: Schedule, after: Instant): Instant {
  return after + schedule.intervalSeconds * secondMs;
}
