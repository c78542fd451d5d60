import { formatDuration } from '../../../lambdas/domain/duration.ts';

/** Controls, halves of characters, and marks that turn the direction of writing: a terminal might obey them. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text as a terminal may show it, on one line. */
export function printable(text: string): string {
  return text.replace(unprintable, '\ufffd');
}

/** JSON for programs, of which a terminal obeys nothing either: what it might is escaped. */
export function jsonText(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const sizes = [86_400, 3_600, 60, 1] as const;

/** How long ago an instant is, or how far ahead, in its two largest units: `3h5m ago`, `in 2d`. */
export function relative(at: number, now: number): string {
  const exact = Math.round(Math.abs(at - now) / 1_000);
  const size = sizes[sizes.findIndex((unit) => exact >= unit) + 1] ?? 1;
  const seconds = Math.round(exact / size) * size;
  if (seconds === 0) return 'now';
  const words = formatDuration(seconds);
  return at < now ? `${words} ago` : `in ${words}`;
}

/** An instant as people read it: in UTC to the second, and relative. None is a dash. */
export function instantText(iso: string | null, now: number): string {
  const at = Date.parse(iso ?? '');
  if (Number.isNaN(at)) return '-';
  const utc = new Date(at).toISOString().replace('T', ' ').slice(0, 19);
  return `${utc}Z (${relative(at, now)})`;
}
