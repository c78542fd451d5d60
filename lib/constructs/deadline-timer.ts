import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { TimerVariables } from '../../lambdas/env.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './function.ts';

/**
 * What wakes monitors up: a group with one one-shot schedule per monitor, whose target is the deadline queue,
 * and that queue's own delay for the last stretch.
 */
export class DeadlineTimer extends Construct {
  readonly queue: Queue;
  /** Wake-ups that were not handled. They can be put back: all of them come from the queue. */
  readonly deadLetters: DeadLetterQueue;
  /** As whom Scheduler sends. */
  readonly role: Role;
  readonly #failures: DeadLetterQueue;
  readonly #groupName: string;
  readonly #schedulesArn: string;

  constructor(scope: Construct, id: string, failures: DeadLetterQueue) {
    super(scope, id);
    this.#failures = failures;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's timeout, as Lambda asks.
      visibilityTimeout: Duration.minutes(3),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    new CfnOutput(Stack.of(this), 'DeadlineQueueUrl', { value: this.queue.queueUrl });
    // Deleting the group deletes its schedules: nothing fires after the stack is destroyed.
    const { partition, region, account, stackName } = Stack.of(this);
    this.#groupName = `${stackName}-monitors`;
    const group = new ScheduleGroup(this, 'Schedules', {
      scheduleGroupName: this.#groupName,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#schedulesArn = `arn:${partition}:scheduler:${region}:${account}:schedule/${this.#groupName}/*`;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': group.scheduleGroupArn },
        },
      }),
    });
    for (const queue of [this.queue, failures]) {
      this.role.addToPolicy(
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
      );
    }
  }

  /** Feeds a function with wake-ups: ten at a time, five at once, so that a mass miss starves nobody. */
  wake(fn: ServiceFunction): void {
    fn.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, maxConcurrency: 5, reportBatchItemFailures: true }),
    );
    Validations.of(fn).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'A queue has no failure destination. Its redrive policy moves what fails five times to the dead letters.',
    });
  }

  /** Lets a function set timers. */
  grantArm(fn: ServiceFunction): void {
    this.#allowOnSchedules(fn, 'scheduler:CreateSchedule', 'scheduler:UpdateSchedule');
    fn.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
  }

  /** Lets a function remove timers. */
  grantCancel(fn: ServiceFunction): void {
    this.#allowOnSchedules(fn, 'scheduler:DeleteSchedule');
  }

  #allowOnSchedules(fn: ServiceFunction, ...actions: string[]): void {
    fn.allow(actions, [this.#schedulesArn]);
    fn.addVariables({
      DEADLINE_QUEUE_URL: this.queue.queueUrl,
      DEADLINE_QUEUE_ARN: this.queue.queueArn,
      FAILURE_QUEUE_ARN: this.#failures.queueArn,
      SCHEDULE_GROUP: this.#groupName,
      SCHEDULE_ROLE_ARN: this.role.roleArn,
    } satisfies TimerVariables);
    const schedules = `arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${this.#groupName}/*`;
    Validations.of(fn.role ?? fn).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${schedules}]`,
      reason:
        'Schedules are named after monitors, which come and go at run time. The group holds nothing else.',
    });
  }
}
