import { formatDuration } from '../../../lambdas/domain/duration.ts';
import { InvalidInput } from '../../../lambdas/domain/errors.ts';
import { parseSchedule } from '../../../lambdas/domain/schedule.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../lambdas/domain/time.ts';
import { parseTimezone } from '../../../lambdas/domain/timezone.ts';
import { clockProofLines } from './clock-proof-lines.ts';
import { cronLineOf } from './eventbridge-cron.ts';

/** What a schedule expression of EventBridge is to a monitor. */
export type Translation =
  /** The same instants, as the management API takes them. `timezone` is missing where no clock is read. */
  | { schedule: string; timezone?: string }
  /** It runs once, and a monitor waits for the next run. */
  | { once: true }
  /** Why it cannot be said exactly: goes on from "The schedule". */
  | { fault: string };

/** Translates `rate(…)` and `cron(…)`, the latter by the clock of a time zone. */
export function translateExpression(expression: string, timezone: string): Translation {
  const [, kind = '', inside = ''] = /^(\w+)\((.*)\)$/.exec(expression.trim()) ?? [];
  switch (kind) {
    case 'rate':
      return translateRate(inside);
    case 'cron':
      return translateCron(inside, timezone);
    case 'at':
      return { once: true };
    default:
      return { fault: 'is no rate(…) and no cron(…)' };
  }
}

const unitMs = { minute: minuteMs, hour: hourMs, day: dayMs };

function translateRate(inside: string): Translation {
  const [, count, unit] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(inside.trim()) ?? [];
  if (unit === undefined) return { fault: 'is no rate(<number> <unit>)' };
  const seconds = (Number(count) * unitMs[unit as keyof typeof unitMs]) / secondMs;
  const schedule = `every ${formatDuration(seconds)}`;
  const fault = faultIn(() => parseSchedule(schedule));
  return fault === undefined ? { schedule } : { fault };
}

function translateCron(inside: string, timezone: string): Translation {
  const translation = cronLineOf(inside);
  if ('fault' in translation) return translation;
  const { line: schedule } = translation;
  const fault = faultIn(() => parseTimezone(timezone)) ?? faultIn(() => parseSchedule(schedule));
  if (fault !== undefined) return { fault };
  const proof = clockProofLines(schedule, timezone);
  if ('lines' in proof) return { schedule: proof.lines.join('\n'), timezone };
  return {
    fault: `is run by EventBridge as no monitor can await it where the clocks change, as on ${proof.wrongOn}, and its monitor would be down`,
  };
}

/** What is wrong, as the domain says it. */
function faultIn(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return `cannot be translated: ${error.message}`;
    throw error;
  }
}
