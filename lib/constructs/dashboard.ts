import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Channels } from './channels.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { DeadlineTimer } from './deadline-timer.ts';
import type { ServiceFunction } from './function.ts';
import type { createFunctions } from './functions.ts';
import { ownMetric, smsSpending, topicMetric } from './metrics.ts';
import type { Tables } from './tables.ts';

export interface DashboardProps {
  api: HttpApi;
  functions: ReturnType<typeof createFunctions>;
  tables: Tables;
  timer: DeadlineTimer;
  channels: Channels;
  deadLetters: Record<string, DeadLetterQueue>;
  alarms: Alarm[];
  sendsSms: boolean;
}

const period = Duration.minutes(5);
const sum = { statistic: Stats.SUM, period };

/**
 * How the installation fares, on one page. What a service of AWS's counts for nothing is taken from there; the functions
 * measure only what nobody else knows.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { stackName, region } = Stack.of(this);
    // The names of dashboards are the account's, in all Regions.
    const dashboardName = `${stackName}-${region}`;
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName,
      defaultInterval: Duration.days(1),
    });
    for (const row of this.#rows(props)) dashboard.addWidgets(...row);
  }

  /** From what an operator looks at first, down to what it costs. A widget that shows the monitors belongs before them all. */
  #rows(props: DashboardProps): IWidget[][] {
    return [
      [new AlarmStatusWidget({ title: 'Alarms', alarms: props.alarms, width: 24, height: 4 })],
      this.#pings(props),
      this.#alerts(props),
      this.#timeliness(props),
      this.#sweeps(props),
      this.#functions(props),
      this.#costs(props),
    ];
  }

  /** Whatever is no management call, nor a look at what is public, runs the ping function once. Each stored ping is a row of History, and so is a flip. */
  #pings({ api, functions: { ping }, tables }: DashboardProps): IWidget[] {
    const rows = tableMetric(tables.history, 'SuccessfulRequestLatency', 'rows of History', {
      Operation: 'PutItem',
    });
    return [
      graph('Pings', [
        ping.metricInvocations({ ...sum, label: 'requests' }),
        rows.with({ statistic: Stats.SAMPLE_COUNT }),
      ]),
      graph('Answers of the API', [
        api.metricCount({ ...sum, label: 'all' }),
        api.metricClientError({ ...sum, label: '4xx' }),
        api.metricServerError({ ...sum, label: '5xx' }),
      ]),
      graph('Latency (ms)', [
        ...quantiles('API', (options) => api.metricLatency(options)),
        ...quantiles('ping function', (options) => ping.metricDuration(options)),
      ]),
    ];
  }

  #alerts({ channels }: DashboardProps): IWidget[] {
    const ofEach = (metricName: string) =>
      channels.all.map(({ name, topic }) => topicMetric(topic, metricName, name));
    return [
      graph('Flips', [this.#own('Flips')]),
      graph('Alerts published, by channel', ofEach('NumberOfMessagesPublished')),
      graph('Alerts failed', [
        ...ofEach('NumberOfNotificationsFailed'),
        ...['AlertNotDelivered', 'AlertLost', 'TopicRefused'].map((name) => this.#own(name)),
      ]),
    ];
  }

  #timeliness({ functions: { alert, record }, timer }: DashboardProps): IWidget[] {
    const waiting = { statistic: Stats.MAXIMUM, period };
    const measured = (name: string) => quantiles(name, (options) => ownMetric(this, name, options));
    return [
      graph('From the deadline to its miss (ms)', measured('EvaluationDelay')),
      graph('Lateness of timers (ms)', measured('TimerLateness')),
      graph('Oldest that waits', [
        timer.queue.metricApproximateAgeOfOldestMessage({ ...waiting, label: 'wake-ups (s)' }),
        alert.metric('IteratorAge', { ...waiting, label: 'alerts (ms)' }),
        record.metric('IteratorAge', { ...waiting, label: 'flips (ms)' }),
      ]),
    ];
  }

  #sweeps({ deadLetters }: DashboardProps): IWidget[] {
    const depths = Object.entries(deadLetters).map(([label, queue]) =>
      queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period, label }),
    );
    const own = (...names: string[]) => names.map((name) => this.#own(name));
    return [
      graph('Sweeps', own('SweepCompleted', 'SweepCut', 'SweepFailed')),
      graph('Found by sweeps', own('DeadlineOverdue', 'TimersMissing', 'ChannelUnheard')),
      graph('Dead letters', depths),
    ];
  }

  #functions({ functions }: DashboardProps): IWidget[] {
    const ofEach = (metricOf: (fn: ServiceFunction, label: string) => Metric) =>
      Object.entries(functions).map(([name, fn]) => metricOf(fn, name));
    return [
      graph(
        'Errors',
        ofEach((fn, label) => fn.metricErrors({ ...sum, label })),
      ),
      graph(
        'Throttles',
        ofEach((fn, label) => fn.metricThrottles({ ...sum, label })),
      ),
      graph(
        'Time of functions (ms, all together)',
        ofEach((fn, label) => fn.metricDuration({ ...sum, label })),
      ),
    ];
  }

  #costs({ tables, timer, functions, sendsSms }: DashboardProps): IWidget[] {
    const named = Object.entries({ Monitors: tables.monitors, History: tables.history });
    const units = named.flatMap(([name, table]) => [
      tableMetric(table, 'ConsumedWriteCapacityUnits', `${name}: written`),
      tableMetric(table, 'ConsumedReadCapacityUnits', `${name}: read`),
    ]);
    const logs = Object.entries(functions).map(([label, { logGroup }]) =>
      logGroup.metricIncomingBytes({ ...sum, label }),
    );
    return [
      graph('Cost: capacity units', units),
      graph('Cost: bytes of logs', logs),
      graph('Cost: messages', [
        timer.queue.metricNumberOfMessagesSent({ ...sum, label: 'wake-ups' }),
        ...(sendsSms ? [smsSpending().with({ label: 'SMS of the account this month (USD)' })] : []),
      ]),
    ];
  }

  #own(name: string): Metric {
    return ownMetric(this, name, { period, label: name });
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, leftYAxis: { min: 0 } });
}

/** The median and what one in a hundred exceeds. */
function quantiles(
  label: string,
  metricOf: (options: { statistic: string; period: Duration; label: string }) => Metric,
): Metric[] {
  return ['p50', 'p99'].map((statistic) => metricOf({ statistic, period, label: `${label} ${statistic}` }));
}

function tableMetric(
  table: TableV2,
  metricName: string,
  label: string,
  dimensions: Record<string, string> = {},
): Metric {
  const dimensionsMap = { TableName: table.tableName, ...dimensions };
  return new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, ...sum, label });
}
