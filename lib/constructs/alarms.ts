import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './function.ts';
import { ownMetric, smsSpending } from './metrics.ts';

/** The queues in which dead letters end, and what a message there means. */
const deadLetterMeanings = {
  DeadLetters: 'Wake-ups could not be handled after every retry.',
  Failures: 'Flips, timers, sweeps or events failed after every retry.',
  Undelivered: 'A subscriber did not take alerts after every retry.',
};

/** The notices that an operator is told of. */
const noticeMeanings = {
  AlertLost: 'An alert could not be made, or nobody takes it: it was set aside, in the queue of failures.',
  EventRefused:
    'An event pinged a monitor that does not exist, or could not be read: a job is not watched. The log says which.',
  MonitorNotCreated:
    'A slug ping asked for a monitor, but pings have created as many as they may: the job is not watched.',
  TopicRefused: 'A topic is gone or does not take our messages. Other channels were told instead.',
};

export interface AlarmsProps {
  emails: string[];
  functions: Record<string, ServiceFunction> & { alert: ServiceFunction; record: ServiceFunction };
  api: HttpApi;
  deadLetters: Record<keyof typeof deadLetterMeanings, DeadLetterQueue>;
  sweepMinutes: number;
  /** What SMS may cost in a month, in USD, if there are phones to send them to. */
  smsMonthlyBudgetUsd?: number;
}

/** Tells the operators when Downbeat itself is in trouble. Each description says what it means; the README's runbook says what to do. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = this.#createTopic(props);
    this.#action = new SnsAction(topic);
    this.#watchFunctions(props.functions);
    this.#watchDeadLetters(props.deadLetters);
    this.#alarm('PingsRefused', {
      metric: props.api.metricServerError({ period, statistic: Stats.SUM }),
      description: 'Requests were answered 5xx: pings may not have been stored.',
    });
    this.#watchStream(props.functions);
    for (const [metricName, description] of Object.entries(noticeMeanings)) {
      this.#alarm(metricName, { metric: ownMetric(this, metricName), description });
    }
    this.#watchSweep(props.sweepMinutes);
    this.#watchChannels();
    if (props.smsMonthlyBudgetUsd !== undefined) this.#watchSms(props.smsMonthlyBudgetUsd);
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

  /** How long news wait for the functions that read them. */
  #watchStream({ alert, record }: AlarmsProps['functions']): void {
    const readers = {
      AlertsLate: { fn: alert, description: 'News wait to be told: SNS, or one channel, is away.' },
      FlipsLate: {
        fn: record,
        description: 'Flips wait for their history: DynamoDB or EventBridge is away.',
      },
    };
    for (const [id, { fn, description }] of Object.entries(readers)) {
      const metric = fn.metric('IteratorAge', { period, statistic: Stats.MAXIMUM });
      this.#alarm(id, { metric, description, whenAtLeast: Duration.minutes(2).toMilliseconds() });
    }
  }

  #watchDeadLetters(queues: AlarmsProps['deadLetters']): void {
    for (const [name, description] of Object.entries(deadLetterMeanings)) {
      const queue = queues[name as keyof typeof deadLetterMeanings];
      const metric = queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM });
      const { stackName } = Stack.of(this);
      const todo = `Mend the cause, then run: downbeat redrive --stack ${stackName} --queue ${name}`;
      this.#alarm(name, { metric, description: `${description} ${todo} (--dry-run shows what is in it).` });
      new CfnOutput(Stack.of(this), `${name}QueueUrl`, { value: queue.queueUrl });
    }
  }

  #watchSweep(sweepMinutes: number): void {
    this.#alarm('SweepMissing', {
      metric: ownMetric(this, 'SweepCompleted', {
        period: Duration.minutes(Math.max(5, sweepMinutes * 3)),
      }),
      description: 'No sweep has completed for a while: the safety net for lost timers is away.',
      whenBelow: 1,
      missing: TreatMissingData.BREACHING,
    });
  }

  /** The sweep looks about once an hour, so an hour without a notice is no sign that somebody listens now. */
  #watchChannels(): void {
    this.#alarm('ChannelUnheard', {
      metric: ownMetric(this, 'ChannelUnheard', { period: Duration.hours(1) }),
      description:
        'A channel has no confirmed subscriber: its alerts reach nobody. Confirm the subscription in the mail from AWS, or subscribe somebody.',
      ofPeriods: 3,
    });
  }

  /** At the limit of the account SNS stops sending, and no call fails. No news of spending is no sign that it fell. */
  #watchSms(budgetUsd: number): void {
    this.#alarm('SmsBudget', {
      metric: smsSpending(),
      description: `SMS of this account and Region have cost 80 % of ${budgetUsd} USD this month: at the limit SNS sends none. Ask AWS for a higher limit.`,
      whenAtLeast: budgetUsd * 0.8,
      missing: TreatMissingData.IGNORE,
    });
  }

  #alarm(
    id: string,
    props: {
      metric: IMetric;
      description: string;
      whenAtLeast?: number;
      whenBelow?: number;
      /** It rings while one of the last so many periods is bad. Default: 1. */
      ofPeriods?: number;
      missing?: TreatMissingData;
    },
  ): void {
    const below = props.whenBelow !== undefined;
    const alarm = new Alarm(this, id, {
      metric: props.metric,
      alarmDescription: `${props.description} See "Runbook" in the README of Downbeat.`,
      threshold: props.whenBelow ?? props.whenAtLeast ?? 1,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: props.ofPeriods ?? 1,
      datapointsToAlarm: 1,
      treatMissingData: props.missing ?? TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
    this.all.push(alarm);
  }

  #createTopic({ emails, deadLetters }: AlarmsProps): Topic {
    const topic = new Topic(this, 'Topic', { displayName: 'Downbeat alarms', enforceSSL: true });
    for (const email of emails) {
      topic.addSubscription(new EmailSubscription(email, { deadLetterQueue: deadLetters.Undelivered }));
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
