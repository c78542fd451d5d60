import { nextOccurrence } from '../../../lambdas/domain/cron.ts';
import { dayMs, hourMs, type Instant, isoInstant } from '../../../lambdas/domain/time.ts';

/** Two years, in which every rule for changing the clocks has been applied. */
const from = Date.UTC(2026, 0, 1);
const to = Date.UTC(2028, 0, 1);
/** No clock is moved by more. */
const widestChangeMs = 3 * hourMs;

/**
 * A run that EventBridge Scheduler leaves out when the clocks go forward past its time, as local time: Vixie cron, and so a
 * monitor, has it right after. `undefined` if there is none.
 */
export function skippedRun(line: string, timezone: string): string | undefined {
  const localAt = localClock(timezone);
  for (const changeAt of clocksForward(localAt)) {
    const until = changeAt + widestChangeMs;
    for (let at = nextOccurrence([line], timezone, changeAt - 1); at < until; ) {
      const local = localAt(at);
      if (nextOccurrence([line], 'UTC', local - 1) !== local)
        return isoInstant(local).slice(0, 'yyyy-mm-dd'.length);
      at = nextOccurrence([line], timezone, at);
    }
  }
  return undefined;
}

/** The instants at which the clocks of a zone go forward. */
function clocksForward(localAt: (at: Instant) => Instant): Instant[] {
  const offsetAt = (at: Instant) => localAt(at) - at;
  const changes: Instant[] = [];
  for (let day = from; day < to; day += dayMs) {
    if (offsetAt(day + dayMs) <= offsetAt(day)) continue;
    const step = hourMs / 2;
    let at = day + step;
    while (offsetAt(at) <= offsetAt(day)) at += step;
    changes.push(at);
  }
  return changes;
}

/** What the clocks of a zone show, as if it were UTC. */
function localClock(timeZone: string): (at: Instant) => Instant {
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
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
}
