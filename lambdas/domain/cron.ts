import { Cron } from 'croner';
import { limits } from './limits.ts';
import { type Instant, secondMs } from './time.ts';

/** The fields of a cron line, and what a value in each may be. */
const fields = [
  { name: 'minute', allowed: '0-59' },
  { name: 'hour', allowed: '0-23' },
  { name: 'day of the month', allowed: '1-31, L, 15W, and LW alone' },
  { name: 'month', allowed: '1-12 and JAN-DEC' },
  { name: 'day of the week', allowed: '0-7, SUN-SAT, 5L and 5#2' },
] as const;

const nicknames = ['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually'];

/**
 * How many years a search looks through, either way. The rarest of lines, a certain weekday that is a 29th of February,
 * waits for 40.
 */
const searchedYears = 60;
/** From here on it is looked whether a line occurs at all. */
const recently = Date.UTC(2026, 0, 1);

/** What is wrong with a cron line of single spaces, and what is allowed; `undefined` if nothing is. */
export function cronLineFault(line: string): string | undefined {
  if (line.startsWith('@')) {
    const isKnown = nicknames.includes(line.toLowerCase());
    return isKnown ? undefined : `"${line}" is no nickname; allowed are ${nicknames.join(', ')}`;
  }
  const parts = line.split(' ');
  if (parts.length !== fields.length) {
    return `"${line}" has ${parts.length} fields; allowed are ${fields.length}: ${fields.map(({ name }) => name).join(', ')}`;
  }
  for (const [index, { name, allowed }] of fields.entries()) {
    const alone = fields.map((_, other) => (other === index ? parts[index] : '*')).join(' ');
    // To croner, and to nobody else, a plus means that both days must hold.
    if (parts[index]?.includes('+') || !compiles(alone)) {
      return `"${parts[index]}" is no ${name}; allowed are ${allowed}, lists, ranges such as 1-5, and steps such as */2`;
    }
  }
  return occurs(line, 'UTC') ? undefined : `"${line}" never matches; allowed is a line that does`;
}

/** Whether a line ever occurs by the clock of a zone, which may skip all that it names. */
export function occurs(line: string, timezone: string): boolean {
  return nextRun(line, timezone, recently) !== undefined;
}

/** The first occurrence of any of the lines after an instant, by the clock of a time zone. */
export function nextOccurrence(lines: readonly string[], timezone: string, after: Instant): Instant {
  const runs = lines.flatMap((line) => nextRun(line, timezone, after) ?? []);
  // A line that was stored while it occurred may do so no more, by a zone's new rules. It is not silent then.
  return runs.length > 0 ? Math.min(...runs) : after + limits.scheduleMaxSeconds * secondMs;
}

/** The occurrences of any of the lines from an instant on, and before another. */
export function occurrencesWithin(
  lines: readonly string[],
  timezone: string,
  from: Instant,
  until: Instant,
): Instant[] {
  const occurrences = lines.flatMap((line) => {
    const schedule = cron(line, timezone, from);
    const runs: Instant[] = [];
    let run = schedule.nextRun(new Date(from - 1));
    for (; run && run.getTime() < until; run = schedule.nextRun(run)) runs.push(run.getTime());
    return runs;
  });
  return [...new Set(occurrences)].toSorted((one, other) => one - other);
}

/** The last occurrence of any of the lines before an instant. */
export function previousOccurrence(lines: readonly string[], timezone: string, before: Instant): Instant {
  const runs = lines.flatMap((line) => {
    const [run] = cron(line, timezone, before).previousRuns(1, new Date(before));
    return run ? [run.getTime()] : [];
  });
  return Math.max(...runs);
}

function nextRun(line: string, timezone: string, after: Instant): Instant | undefined {
  return cron(line, timezone, after).nextRun(new Date(after))?.getTime();
}

function compiles(line: string): boolean {
  try {
    cron(line, 'UTC', recently);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the clocks change, and where both days are restricted, lines mean what they mean to Vixie cron, whose jobs
 * are watched: see crontab(5) and cron(8) of Debian's cron and of cronie.
 */
function cron(line: string, timezone: string, around: Instant): Cron {
  const [, , dayOfMonth, , dayOfWeek] = line.split(' ');
  const year = new Date(around).getUTCFullYear();
  const years = `${year - searchedYears}-${year + searchedYears}`;
  const beginsWithStar = (field = '') => /^[*?]/.test(field);
  return new Cron(line.startsWith('@') ? line : `0 ${line} ${years}`, {
    paused: true,
    timezone,
    fixedTimeRule: 'no-wildcard',
    domAndDow: beginsWithStar(dayOfMonth) || beginsWithStar(dayOfWeek),
  });
}
