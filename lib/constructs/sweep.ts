import { Duration } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ServiceFunction } from './function.ts';

/** Runs the sweep every so many minutes. A sweep that fails is not repeated: the next one is due anyway. */
export class Sweep extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { fn: ServiceFunction; minutes: number; deadLetters: IQueue },
  ) {
    super(scope, id);
    props.fn.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      onFailure: new SqsDestination(props.deadLetters),
    });
    new Schedule(this, 'Schedule', {
      description: 'Runs the Downbeat sweep.',
      schedule: ScheduleExpression.rate(Duration.minutes(props.minutes)),
      target: new LambdaInvoke(props.fn, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
  }
}
