import { limits } from '../domain/limits.ts';
import type { Monitor, Status } from '../domain/monitor.ts';
import { type Instant, isoInstant } from '../domain/time.ts';
import { expectation } from './email.ts';
import type { Installation } from './installation.ts';
import { nameOf, shortened } from './words.ts';

/** What a CloudWatch alarm's notification calls the states. */
export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

export const alarmStates: Readonly<Record<Status, AlarmState>> = {
  down: 'ALARM',
  up: 'OK',
  new: 'INSUFFICIENT_DATA',
  paused: 'INSUFFICIENT_DATA',
};

/** What an alarm's notification says of a change. */
export interface AlarmChange {
  /** A sentence or more. */
  story: string;
  at: Instant;
  states: { old: AlarmState; new: AlarmState };
}

/** What an alarm would be called, and watch. */
interface Alarm {
  name: string;
  description: string;
  metric: string;
  dimensions: { name: string; value: string }[];
}

/** The notification of a monitor's alarm. */
export function alarmOf(monitor: Monitor, change: AlarmChange, installation: Installation) {
  const name = alarmName(monitor, installation);
  const runbook = monitor.runbookUrl === undefined ? '' : ` Runbook: ${monitor.runbookUrl}`;
  const description = `${nameOf(monitor)}: a check-in is expected ${expectation(monitor)}.${runbook}`;
  const dimensions = [{ name: 'MonitorId', value: monitor.id }];
  return alarmWith({ name, description, metric: 'MonitorDown', dimensions }, change, installation);
}

/** The fields of a CloudWatch alarm's notification, as on-call tools read them. There is no such alarm. */
export function alarmWith(alarm: Alarm, { story, at, states }: AlarmChange, installation: Installation) {
  const { partition, region, accountId } = installation;
  const { name, description } = alarm;
  return {
    AlarmName: name,
    AlarmDescription: shortened(description, limits.alarmTextCharacters),
    AWSAccountId: accountId,
    NewStateValue: states.new,
    NewStateReason: story,
    StateChangeTime: isoInstant(at).replace('Z', '+0000'),
    Region: region,
    AlarmArn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`,
    OldStateValue: states.old,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Trigger: triggerOf(alarm),
  };
}

/** The same for all that is ever told of a monitor: on-call tools open and close an incident by it. */
export function alarmName({ id }: Pick<Monitor, 'id'>, { name }: Installation): string {
  return `${name}/${id}`;
}

/** As if the alarm watched a metric that is 1 while all is not well. */
function triggerOf({ metric, dimensions }: Alarm) {
  return {
    MetricName: metric,
    Namespace: 'Downbeat',
    StatisticType: 'Statistic',
    Statistic: 'MAXIMUM',
    Unit: null,
    Dimensions: dimensions,
    Period: 60,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 1,
    TreatMissingData: 'missing',
    EvaluateLowSampleCountPercentile: '',
  };
}
