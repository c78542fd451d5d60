import { formatDuration } from '../domain/duration.ts';
import { type Instant, isoInstant, secondMs } from '../domain/time.ts';

/** The instant to the second, in UTC: `2026-11-20 02:05:00 UTC`. */
export function utc(at: Instant): string {
  return `${isoInstant(at).slice(0, 19).replace('T', ' ')} UTC`;
}

/** By the clock of a time zone, and in UTC: `2026-11-20 04:05:00 Europe/Riga (02:05:00 UTC)`. */
export function zoned(at: Instant, timezone: string): string {
  const inUtc = utc(at);
  if (timezone === 'UTC') return inUtc;
  const local = localTime(at, timezone);
  const [day = '', ...rest] = inUtc.split(' ');
  return `${local} ${timezone} (${local.startsWith(day) ? rest.join(' ') : inUtc})`;
}

function localTime(at: Instant, timeZone: string): string {
  const two = '2-digit';
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    ...fields,
    hourCycle: 'h23',
    timeZone,
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`;
}

/** How long it is from one instant to the other, to the second: `1h30m`. */
export function span(from: Instant, to: Instant): string {
  return formatDuration(Math.round((to - from) / secondMs));
}

/** A number of milliseconds as people say it: `850 ms`, `12.3s`, `1h30m`. */
export function lasting(milliseconds: number): string {
  if (milliseconds < secondMs) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / secondMs;
  return seconds < 60 ? `${Number(seconds.toFixed(1))}s` : formatDuration(Math.round(seconds));
}
