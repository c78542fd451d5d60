import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './function.ts';
import { pingOnOwnEvents } from './ping-rule.ts';

/**
 * Lets rules of this account and Region hand events over to a function, and has one for pings by PutEvents. What the
 * function fails to record three times is a dead letter.
 */
export function receiveEvents(scope: Construct, fn: ServiceFunction, failures: DeadLetterQueue): void {
  const stack = Stack.of(scope);
  fn.configureAsyncInvoke({
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
    onFailure: new SqsDestination(failures),
  });
  const rules = stack.formatArn({ service: 'events', resource: 'rule', resourceName: '*' });
  fn.addPermission('Rules', {
    principal: new ServicePrincipal('events.amazonaws.com'),
    sourceAccount: stack.account,
    sourceArn: rules,
  });
  const rule = pingOnOwnEvents(scope, 'PingEvents', { eventsArn: fn.functionArn, deadLetters: failures });
  failures.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      principals: [new ServicePrincipal('events.amazonaws.com')],
      resources: [failures.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }),
  );
  new CfnOutput(stack, 'EventsFunctionArn', {
    value: fn.functionArn,
    description: 'Where rules of the event bus hand over events as pings.',
  });
}
