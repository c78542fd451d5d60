import { dayMs, type Instant, minuteMs } from '../../../lambdas/domain/time.ts';

/** Ten years: in them a change is on every day of the month that it can be on. They stay these, so that a synth stays the same. */
const from = Date.UTC(2026, 0, 1);
const to = Date.UTC(2036, 0, 1);
/** Nowhere are the clocks changed twice in two weeks: a Ramadan, for which Morocco changes them, takes longer. */
const step = 14 * dayMs;

/** The clocks of a zone are changed at `at`. An offset is what they are ahead of UTC. */
export interface ClockChange {
  at: Instant;
  offsetBeforeMs: number;
  offsetAfterMs: number;
}

/** The changes of a zone's clocks in ten years. */
export function clockChanges(timezone: string): ClockChange[] {
  const offsetAt = offsetsOf(timezone);
  const changes: ClockChange[] = [];
  let offsetBeforeMs = offsetAt(from);
  for (let begin = from; begin < to; begin += step) {
    const offsetAfterMs = offsetAt(begin + step);
    if (offsetAfterMs === offsetBeforeMs) continue;
    const at = firstInstant(begin, begin + step, (instant) => offsetAt(instant) === offsetAfterMs);
    changes.push({ at, offsetBeforeMs, offsetAfterMs });
    offsetBeforeMs = offsetAfterMs;
  }
  return changes;
}

/** The first whole minute after one instant, and up to another, that is so, and after which all are. */
function firstInstant(after: Instant, upTo: Instant, isSo: (at: Instant) => boolean): Instant {
  let [before, first] = [after, upTo];
  while (first - before > minuteMs) {
    const middle = before + Math.floor((first - before) / 2 / minuteMs) * minuteMs;
    if (isSo(middle)) first = middle;
    else before = middle;
  }
  return first;
}

/** What the clocks of a zone are ahead of UTC, at an instant of whole seconds. */
function offsetsOf(timeZone: string): (at: Instant) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  });
  return (at) => {
    const parts = format.formatToParts(at).map(({ type, value }) => [type, Number(value)]);
    const {
      year = 0,
      month = 1,
      day,
      hour,
      minute,
      second,
    } = Object.fromEntries(parts) as Record<string, number>;
    return Date.UTC(year, month - 1, day, hour, minute, second) - at;
  };
}
