import { Duration, Token } from 'aws-cdk-lib';
import { CfnRule, type Rule } from 'aws-cdk-lib/aws-events';
import { CfnSchedule, type Schedule } from 'aws-cdk-lib/aws-scheduler';
import { InvalidInput } from '../../../lambdas/domain/errors.ts';
import { limits } from '../../../lambdas/domain/limits.ts';
import { parseSchedule } from '../../../lambdas/domain/schedule.ts';
import { cronLineOf } from './eventbridge-cron.ts';
import type { JobMonitorProps, MonitorProps } from './monitor-props.ts';
import { MonitorSchedule } from './monitor-schedule.ts';
import { skippedRun } from './skipped-runs.ts';

type Given = Pick<JobMonitorProps, 'schedule' | 'timezone'>;
type Read = Pick<MonitorProps, 'schedule' | 'timezone' | 'grace'>;

const instead = 'pass `schedule`, such as MonitorSchedule.cron(…) or MonitorSchedule.every(…), instead';

/** What a monitor is to know of the schedule of a job. What is given, the job is not asked for. */
export function scheduleOfJob(job: Schedule | Rule, given: Given): Read {
  const { expression, timezone: ownTimezone = 'UTC', windowMinutes = 0, end } = definitionOf(job);
  const refuse = (why: string) => new Error(`The schedule of ${job.node.path} ${why}; ${instead}.`);
  const grace = windowMinutes > 0 && {
    grace: Duration.seconds(limits.graceDefaultSeconds + windowMinutes * 60),
  };
  const { schedule, timezone = ownTimezone } = given;
  if (schedule) return { schedule, timezone, ...grace };
  if (expression === undefined || Token.isUnresolved(expression)) throw refuse('is not known at synth');
  if (end !== undefined) throw refuse(`ends at ${end}, after which its monitor would be down`);
  const zone = typeof timezone === 'string' ? timezone : timezone.timezoneName;
  return { schedule: translated(expression, zone, refuse), timezone, ...grace };
}

interface Definition {
  expression: string | undefined;
  timezone?: string | undefined;
  windowMinutes?: number | undefined;
  end?: string | undefined;
}

/** The job as its template has it: the constructs themselves do not say it. */
function definitionOf(job: Schedule | Rule): Definition {
  const { defaultChild } = job.node;
  if (defaultChild instanceof CfnRule) return { expression: defaultChild.scheduleExpression };
  if (!(defaultChild instanceof CfnSchedule)) return { expression: undefined };
  const { scheduleExpression, scheduleExpressionTimezone, flexibleTimeWindow, endDate } = defaultChild;
  const window = flexibleTimeWindow as CfnSchedule.FlexibleTimeWindowProperty | undefined;
  return {
    expression: scheduleExpression,
    timezone: scheduleExpressionTimezone,
    windowMinutes: window?.maximumWindowInMinutes,
    end: endDate,
  };
}

function translated(expression: string, timezone: string, refuse: (why: string) => Error): MonitorSchedule {
  const [, kind = '', inside = ''] = /^(\w+)\((.*)\)$/.exec(expression.trim()) ?? [];
  switch (kind) {
    case 'rate':
      return rate(inside, refuse);
    case 'cron':
      return cron(inside, timezone, refuse);
    case 'at':
      throw refuse(`is ${expression}: it runs once, and a monitor waits for the next run`);
    default:
      throw refuse(`is "${expression}", which is no rate(…) and no cron(…)`);
  }
}

const unitOf = { minute: Duration.minutes, hour: Duration.hours, day: Duration.days };

function rate(inside: string, refuse: (why: string) => Error): MonitorSchedule {
  const [, count, unit] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(inside) ?? [];
  if (unit === undefined) throw refuse(`is rate(${inside}), which is no rate(<number> <unit>)`);
  return MonitorSchedule.every(unitOf[unit as keyof typeof unitOf](Number(count)));
}

function cron(inside: string, timezone: string, refuse: (why: string) => Error): MonitorSchedule {
  const translation = cronLineOf(inside);
  if ('fault' in translation) throw refuse(`is cron(${inside}), which ${translation.fault}`);
  const { line } = translation;
  const fault = faultOf(line);
  if (fault !== undefined) throw refuse(`is cron(${inside}), which cannot be translated: ${fault}`);
  const skipped = skippedRun(line, timezone);
  if (skipped !== undefined) {
    throw refuse(
      `is cron(${inside}) in ${timezone}: EventBridge skips it where the clocks go forward past it, as on ${skipped}, and its monitor would be down`,
    );
  }
  return MonitorSchedule.cron(line);
}

function faultOf(line: string): string | undefined {
  try {
    parseSchedule(line);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
}
