import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import {
  type IScheduleTarget,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { SweepVariables } from '../../lambdas/env.ts';
import type { ServiceFunction } from './function.ts';

/** Runs the sweep every so many minutes. A sweep that fails is not repeated: the next one is due anyway. */
export class Sweep extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { fn: ServiceFunction; minutes: number; failures: IQueue; heartbeatUrl: string | undefined },
  ) {
    super(scope, id);
    props.fn.addVariables({
      SWEEP_MINUTES: String(props.minutes),
      HEARTBEAT_URL: props.heartbeatUrl ?? 'off',
    } satisfies SweepVariables);
    props.fn.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      onFailure: new SqsDestination(props.failures),
    });
    new Schedule(this, 'Schedule', {
      scheduleName: `${Stack.of(this).stackName}-sweep`,
      description: 'Runs the Downbeat sweep.',
      schedule: ScheduleExpression.rate(Duration.minutes(props.minutes)),
      target: this.#target(props),
    });
  }

  /** The CDK's own target would allow every version and alias of the function too. */
  #target({ fn, failures }: { fn: ServiceFunction; failures: IQueue }): IScheduleTarget {
    const { account } = Stack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failures.queueArn] }));
    const target = {
      arn: fn.functionArn,
      role,
      retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      deadLetterConfig: { arn: failures.queueArn },
      // The sweep reads nothing of it. Among dead letters it says what could not be run.
      input: ScheduleTargetInput.fromObject({ run: 'sweep' }),
    };
    return { bind: () => target };
  }
}
