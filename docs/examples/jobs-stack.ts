import { CfnOutput, Duration, Stack, type StackProps, TimeZone } from 'aws-cdk-lib';
import { type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { ScheduledFargateTask } from 'aws-cdk-lib/aws-ecs-patterns';
import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { type IDownbeat, Monitor, MonitorSchedule } from 'downbeat';

/** Four jobs, each with its monitor beside it. */
export class JobsStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { downbeat: IDownbeat; vpc: IVpc }) {
    super(scope, id, props);
    const { downbeat, vpc } = props;

    // A container that runs at night: its monitor knows when, and it finds the ping URL in DOWNBEAT_PING_URL.
    const backup = new ScheduledFargateTask(this, 'NightlyBackup', {
      cluster: new Cluster(this, 'Cluster', { vpc }),
      schedule: RuleSchedule.cron({ hour: '2', minute: '15' }),
      subnetSelection: { subnetType: SubnetType.PUBLIC },
      scheduledFargateTaskImageOptions: {
        image: ContainerImage.fromRegistry('public.ecr.aws/docker/library/alpine:3'),
        command: ['sh', '-c', 'tar c /etc > /dev/null && wget -q -O - "$DOWNBEAT_PING_URL"'],
        logDriver: LogDrivers.awsLogs({ streamPrefix: 'backup' }),
      },
    });
    Monitor.forScheduledTask(backup, {
      downbeat,
      monitorId: 'nightly-backup',
      grace: Duration.minutes(30),
      maxRuntime: Duration.hours(2),
      tags: ['backup'],
    });

    // A pipeline on weekdays, by the clock of its people. It has no step that pings: Step Functions tells how it ends.
    const steps = new Choice(this, 'AnyRecords')
      .when(
        Condition.numberEquals('$.records', 0),
        new Fail(this, 'NoRecords', { cause: 'There are no records.' }),
      )
      .otherwise(new Succeed(this, 'Loaded'));
    const pipeline = new StateMachine(this, 'Pipeline', {
      definitionBody: DefinitionBody.fromChainable(steps),
    });
    const weekdays = new Schedule(this, 'Weekdays', {
      schedule: ScheduleExpression.cron({
        ...{ weekDay: 'MON-FRI', hour: '7', minute: '30' },
        timeZone: TimeZone.EUROPE_RIGA,
      }),
      target: new StepFunctionsStartExecution(pipeline, {
        input: ScheduleTargetInput.fromObject({ records: 1 }),
      }),
    });
    const ofPipeline = { monitorId: 'pipeline', monitorName: 'Pipeline', grace: Duration.hours(1) };
    Monitor.forSchedule(weekdays, { downbeat, ...ofPipeline }).pingOnStateMachine(pipeline);

    // A function every five minutes: down after two misses in a row.
    const poll = new LambdaFn(this, 'Poll', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => { await fetch(process.env.DOWNBEAT_PING_URL) };'),
    });
    const rule = new Rule(this, 'EveryFiveMinutes', {
      schedule: RuleSchedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(poll)],
    });
    Monitor.forSchedule(rule, { downbeat, monitorName: 'Poll', maxMisses: 2 }).addPingUrlTo(poll);

    // A job that runs somewhere else. Whoever sets it up reads the URL for curl from the secret.
    const partner = new Monitor(this, 'PartnerFeed', {
      downbeat,
      monitorName: 'Feed of our partner',
      schedule: MonitorSchedule.cron('0 6 * * *', '0 18 * * *'),
      timezone: TimeZone.EUROPE_BERLIN,
      expectFirstPing: true,
    });
    new CfnOutput(this, 'PartnerFeedSecret', {
      value: partner.pingUrlSecret.secretArn,
      description: 'aws secretsmanager get-secret-value --query SecretString --secret-id <this>',
    });
  }
}
