import { Duration, Token } from 'aws-cdk-lib';
import { CfnRule, type Rule } from 'aws-cdk-lib/aws-events';
import { CfnSchedule, type Schedule } from 'aws-cdk-lib/aws-scheduler';
import { limits } from '../../../lambdas/domain/limits.ts';
import type { JobMonitorProps, MonitorProps } from './monitor-props.ts';
import type { MonitorSchedule } from './monitor-schedule.ts';
import { translateExpression } from './schedule-expression.ts';

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
  const translation = translateExpression(expression, timezone);
  if ('once' in translation) {
    throw refuse(`is ${expression}: it runs once, and a monitor waits for the next run`);
  }
  if ('fault' in translation) throw refuse(`is "${expression}" in ${timezone}, which ${translation.fault}`);
  return { text: translation.schedule };
}
