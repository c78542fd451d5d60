import { formatDuration } from '../../domain/duration.ts';
import { minuteMs, secondMs } from '../../domain/time.ts';
import { lasting } from '../instants.ts';

const sizes = [86_400, 3_600, 60, 1] as const;

/** How long something took, in its two largest units, rounded: `850 ms`, `12.3s`, `1m 30s`, `2h 14m`. */
export function took(milliseconds: number): string {
  if (milliseconds < minuteMs) return lasting(milliseconds);
  const exact = milliseconds / secondMs;
  const smaller = sizes[sizes.findIndex((size) => exact >= size) + 1] ?? 1;
  const seconds = Math.round(exact / smaller) * smaller;
  return formatDuration(seconds).replace(/(?<=[a-z])(?=\d)/g, ' ');
}
