import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './function.ts';

export interface AlarmsProps {
  emails: string[];
  functions: Record<string, ServiceFunction>;
  /** Wake-ups, flips and sweeps that were not handled. */
  deadLetters: DeadLetterQueue;
  /** Alerts that a subscriber did not take. */
  undelivered: DeadLetterQueue;
  sweepMinutes: number;
}

/** Tells the operators when Downbeat itself is in trouble. Each description says what it means; the README's runbook says what to do. */
export class Alarms extends Construct {
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = this.#createTopic(props);
    this.#action = new SnsAction(topic);
    this.#watchFunctions(props.functions);
    this.#alarm('DeadLetters', {
      metric: depthOf(props.deadLetters),
      description:
        'Wake-ups or flips could not be handled after every retry and wait in a dead-letter queue.',
    });
    this.#alarm('UndeliveredAlerts', {
      metric: depthOf(props.undelivered),
      description: 'A subscriber did not take alerts after every retry. They wait in a dead-letter queue.',
    });
    this.#watchSweep(props.sweepMinutes);
  }

  #watchFunctions(functions: Record<string, ServiceFunction>): void {
    for (const [name, fn] of Object.entries(functions)) {
      this.#alarm(`${name}Errors`, {
        metric: fn.metricErrors({ period }),
        description: `The ${name} function failed. Its log says why.`,
      });
      this.#alarm(`${name}Throttles`, {
        metric: fn.metricThrottles({ period }),
        description: `The ${name} function was throttled: the account has too few concurrent executions.`,
      });
    }
  }

  #watchSweep(sweepMinutes: number): void {
    this.#alarm('SweepMissing', {
      metric: new Metric({
        namespace: 'Downbeat',
        metricName: 'SweepCompleted',
        dimensionsMap: { Installation: Stack.of(this).stackName },
        statistic: Stats.SUM,
        period: Duration.minutes(Math.max(5, sweepMinutes * 3)),
      }),
      description: 'No sweep has completed for a while: the safety net for lost timers is away.',
      whenBelow: 1,
      missing: TreatMissingData.BREACHING,
    });
  }

  #alarm(
    id: string,
    props: { metric: IMetric; description: string; whenBelow?: number; missing?: TreatMissingData },
  ): void {
    const below = props.whenBelow !== undefined;
    const alarm = new Alarm(this, id, {
      metric: props.metric,
      alarmDescription: `${props.description} See "Runbook" in the README of Downbeat.`,
      threshold: props.whenBelow ?? 1,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: props.missing ?? TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
  }

  #createTopic({ emails, undelivered }: AlarmsProps): Topic {
    const topic = new Topic(this, 'Topic', { displayName: 'Downbeat alarms', enforceSSL: true });
    for (const email of emails) {
      topic.addSubscription(new EmailSubscription(email, { deadLetterQueue: undelivered }));
    }
    // A topic policy of our own (enforceSSL makes one) replaces SNS's default, which let CloudWatch publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    new CfnOutput(Stack.of(this), 'AlarmTopicArn', { value: topic.topicArn });
    return topic;
  }
}

const period = Duration.minutes(1);

function depthOf(queue: DeadLetterQueue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM });
}
