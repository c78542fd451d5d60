import { dayMs, hourMs, type Instant, isoInstant, minuteMs, secondMs } from '../../domain/time.ts';
import { utc } from '../instants.ts';
import { type Html, html } from './html.ts';

const units = [
  { sign: 'd', ms: dayMs },
  { sign: 'h', ms: hourMs },
  { sign: 'm', ms: minuteMs },
  { sign: 's', ms: secondMs },
] as const;

/** A length of time in its two largest units, rounded down: `4h 51m`, `3m`, `12s`. Seconds stand only under a minute. */
export function shortSpan(milliseconds: number): string {
  const rest = Math.max(0, milliseconds);
  const first = units.findIndex(({ ms }) => rest >= ms);
  const [unit, next] = units.slice(first);
  if (first === -1 || !unit) return '0s';
  const whole = `${Math.floor(rest / unit.ms)}${unit.sign}`;
  const part = next && next.sign !== 's' ? Math.floor((rest % unit.ms) / next.ms) : 0;
  return part === 0 ? whole : `${whole} ${part}${next?.sign}`;
}

/** How long it still is, rounded up: an hour is an hour a moment after it began. */
export function timeLeft(at: Instant, now: Instant): string {
  const unit = at - now > minuteMs ? minuteMs : secondMs;
  return shortSpan(Math.ceil((at - now) / unit) * unit);
}

/** `12m ago`, or `in 4h 51m`. */
export function relative(at: Instant, now: Instant): string {
  if (at > now) return `in ${timeLeft(at, now)}`;
  return now - at < secondMs ? 'just now' : `${shortSpan(now - at)} ago`;
}

/** Words for an instant. The instant itself is told on hovering: in UTC, or in the viewer's zone by the page's script. */
export function timeTag(at: Instant, words: string): Html {
  return html`<time datetime="${isoInstant(at)}" title="${utc(at)}">${words}</time>`;
}

export function relativeTime(at: Instant, now: Instant): Html {
  return timeTag(at, relative(at, now));
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day of an instant in UTC: `3 Nov`. */
export function dayName(at: Instant): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}

/** A recent instant, without its year: `3 Nov 04:05:07 UTC`. */
export function recentTime(at: Instant): Html {
  const text = `${dayName(at)} ${utc(at).slice(11)}`;
  return html`<time datetime="${isoInstant(at)}" title="${utc(at)}" data-local="recent">${text}</time>`;
}

/** A recent span: `Tue 3 Nov 04:05 – 06:19 UTC`. Its end tells the day if that is another. */
export function timeSpan(from: Instant, to: Instant): Html {
  const isOneDay = utc(from).slice(0, 10) === utc(to).slice(0, 10);
  const day = (at: Instant) => `${weekdays[new Date(at).getUTCDay()]} ${dayName(at)} `;
  const clock = (at: Instant) => utc(at).slice(11, 16);
  const tag = (at: Instant, how: string, text: string) =>
    html`<time datetime="${isoInstant(at)}" title="${utc(at)}" data-local="${how}">${text}</time>`;
  const end = `${isOneDay ? '' : day(to)}${clock(to)} UTC`;
  return html`${tag(from, 'day', day(from) + clock(from))} – ${tag(to, isOneDay ? 'clock' : 'day', end)}`;
}

/** An instant to the minute, or to the second. It says that it is UTC until the page's script makes it the viewer's. */
export function absoluteTime(at: Instant, to: 'minute' | 'second' = 'minute'): Html {
  const text = utc(at).slice(0, to === 'minute' ? 16 : 19);
  return html`<time datetime="${isoInstant(at)}" title="${utc(at)}" data-local="${to}">${text} UTC</time>`;
}
