import { limits } from '../../../lambdas/domain/limits.ts';
import { type Instant, isoInstant } from '../../../lambdas/domain/time.ts';
import { settingsJson } from '../../../lambdas/http/monitor-json.ts';
import { settingsSchema } from '../../../lambdas/http/monitor-schema.ts';
import { readWith } from '../../../lambdas/http/schema.ts';
import { type Translation, translateExpression } from '../../constructs/monitors/schedule-expression.ts';
import type { Settings } from '../monitors/monitors-file.ts';
import { type Definition, type Job, type LeftOut, tagOf } from './job.ts';

/** What is proposed for a job: the settings of a monitor, or why there can be none. The fault goes on from "The schedule". */
export type Proposal = { settings: Settings } | { fault: string };

const schema = settingsSchema(['default']);

export type Translate = (expression: string, timezone: string) => Translation;

/** Translates, and remembers: where clocks change that takes a while, and thousands of jobs run at the same few times. */
export function rememberingTranslate(): Translate {
  const known = new Map<string, Translation>();
  return (expression, timezone) => {
    const key = `${expression} ${timezone}`;
    const translation = known.get(key) ?? translateExpression(expression, timezone);
    known.set(key, translation);
    return translation;
  };
}

/** A monitor for a job, or why it needs none. */
export function propose(
  job: Job,
  definition: Definition,
  { now, translate }: { now: Instant; translate: Translate },
): Proposal | LeftOut {
  const { expression, timezone, windowSeconds, endsAt, targets } = definition;
  if (targets.length === 0) return 'idle';
  const translation = translate(expression, timezone);
  if ('once' in translation) return 'once';
  if (endsAt !== undefined && endsAt <= now) return 'over';
  if (endsAt !== undefined) return { fault: `ends at ${isoInstant(endsAt)}, and its monitor would be down` };
  if ('fault' in translation) return translation;
  // As the API reads them, so that defaults are its own.
  const settings = readWith(schema, {
    name: job.name,
    ...translation,
    grace_period_seconds: limits.graceDefaultSeconds + windowSeconds,
    tags: [tagOf(job)],
  });
  return { settings: settingsJson(settings) };
}
