import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { FailuresVariables } from '../../lambdas/env.ts';
import type { ServiceFunction } from './function.ts';

/** Where messages end that could not be handled after every retry. Kept for 14 days; an alarm watches each. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    for (const id of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy']) {
      Validations.of(this).acknowledge({
        id,
        reason: 'This is where dead letters end. An alarm watches it, and the runbook says what to do.',
      });
    }
  }

  /** Lets a function set aside what it could not handle. */
  grantAdd(fn: ServiceFunction): void {
    fn.allow(['sqs:SendMessage'], [this.queueArn]);
    fn.addVariables({ FAILURE_QUEUE_URL: this.queueUrl } satisfies FailuresVariables);
  }
}
