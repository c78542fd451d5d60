import { Duration, RemovalPolicy, type Stack, TimeZone } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, type ICluster } from 'aws-cdk-lib/aws-ecs';
import { ScheduledFargateTask } from 'aws-cdk-lib/aws-ecs-patterns';
import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { Downbeat, type IDownbeat } from '../../lib/constructs/downbeat.ts';
import { Monitor } from '../../lib/constructs/monitors/monitor.ts';
import { MonitorSchedule } from '../../lib/constructs/monitors/monitor-schedule.ts';

const every = { schedule: MonitorSchedule.every(Duration.hours(24)) };

/** A monitor, and its ping URL. */
export function addMonitor(stack: Stack, downbeat: IDownbeat): void {
  void new Monitor(stack, 'Nightly-Report 7', { downbeat, ...every }).pingUrlSecret;
}

/** An installation as another app knows it, but with the names of its channels. */
export function anInstallation(stack: Stack): IDownbeat {
  const channelNames = ['default', 'pager'];
  return Object.assign(Downbeat.fromName(stack, 'Downbeat', 'Downbeat'), { channelNames });
}

/** Monitors of every kind. */
export function addJobs(stack: Stack): void {
  const downbeat = anInstallation(stack);
  const all = new Monitor(stack, 'All', {
    ...{ downbeat, monitorId: 'everything', monitorName: 'With everything' },
    schedule: MonitorSchedule.cron('0 2 * * MON-FRI', '0 4 * * SAT'),
    timezone: TimeZone.EUROPE_RIGA,
    ...{ grace: Duration.minutes(10), earlyMargin: Duration.seconds(5), maxRuntime: Duration.hours(2) },
    ...{ maxMisses: 2, maxFailures: 3, recoveryThreshold: 4, expectFirstPing: true },
    ...{ reminder: Duration.hours(1), runbookUrl: 'https://wiki.test/all', postOnly: true },
    ...{ tags: ['a', 'b'], channels: ['pager', 'default'] },
    bodyFilter: { success: ['ok'], defaultFail: true },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  all.grantPing(job(stack, 'Reader'));

  new Monitor(stack, 'Elsewhere', {
    downbeat: Downbeat.fromName(stack, 'Theirs', 'Their-Downbeat'),
    channels: ['theirs'],
    ...every,
  });

  const poll = new Rule(stack, 'Poll', { schedule: RuleSchedule.rate(Duration.minutes(5)) });
  Monitor.forSchedule(poll, { downbeat, monitorId: 'poll' }).addPingUrlTo(job(stack, 'Poller'));
  const weekdays = aSchedule(stack, 'Weekdays', 'cron(30 7 ? * MON-FRI *)', TimeZone.EUROPE_RIGA, 15);
  Monitor.forSchedule(weekdays, { downbeat, monitorId: 'weekdays' }).pingOnGlueJob('Load');
  const task = new ScheduledFargateTask(stack, 'Task', {
    cluster: new Cluster(stack, 'Cluster', {
      vpc: Vpc.fromVpcAttributes(stack, 'Vpc', {
        ...{ vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] },
      }),
    }) as ICluster,
    schedule: RuleSchedule.cron({ hour: '2', minute: '15' }),
    scheduledFargateTaskImageOptions: { image: ContainerImage.fromRegistry('alpine') },
  });
  Monitor.forScheduledTask(task, { downbeat, monitorId: 'task' });
}

function job(scope: Construct, id: string): LambdaFunction {
  const code = Code.fromInline('exports.handler = async () => {}');
  return new LambdaFunction(scope, id, { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code });
}

/** A schedule of EventBridge Scheduler's, of no target in particular. */
export function aSchedule(
  scope: Construct,
  id: string,
  expression: string,
  timeZone: TimeZone = TimeZone.ETC_UTC,
  windowMinutes = 0,
  end?: Date,
): Schedule {
  const role = Role.fromRoleArn(scope, `${id}Role`, 'arn:aws:iam::123456789012:role/jobs');
  return new Schedule(scope, id, {
    schedule: ScheduleExpression.expression(expression, timeZone),
    target: { bind: () => ({ arn: 'arn:aws:sqs:eu-west-1:123456789012:jobs', role }) },
    ...(windowMinutes > 0 && { timeWindow: TimeWindow.flexible(Duration.minutes(windowMinutes)) }),
    ...(end && { end }),
  });
}
