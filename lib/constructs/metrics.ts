import { Duration, Stack } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** What the functions write to their logs in embedded metric format: notices and measurements. By default, sums of minutes. */
export function ownMetric(scope: Construct, metricName: string, options: MetricOptions = {}): Metric {
  const dimensionsMap = { Installation: Stack.of(scope).stackName };
  const defaults = { statistic: Stats.SUM, period: Duration.minutes(1) };
  return new Metric({ namespace: 'Downbeat', metricName, dimensionsMap, ...defaults, ...options });
}

/** What the whole account has spent on SMS in this Region since the month began, in USD. It has no dimension. */
export function smsSpending(): Metric {
  const name = { namespace: 'AWS/SNS', metricName: 'SMSMonthToDateSpentUSD' };
  return new Metric({ ...name, statistic: Stats.MAXIMUM, period: Duration.minutes(5) });
}

/** What SNS counts for a topic. One of another account or Region is counted there. */
export function topicMetric(topic: ITopic, metricName: string, label: string): Metric {
  const dimensionsMap = { TopicName: topic.topicName };
  const counted = { statistic: Stats.SUM, period: Duration.minutes(5), label };
  return new Metric({ namespace: 'AWS/SNS', metricName, dimensionsMap, ...counted });
}
