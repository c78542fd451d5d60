import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ServiceFunction, type ServiceFunctionProps } from './function.ts';

/** What the functions of an installation are. */
export const functionProps = {
  ping: {
    handler: 'ping',
    description: 'Records pings.',
    timeout: Duration.seconds(5),
    // A small installation is nearly always cold, and a job waits.
    smallest: true,
  },
  manage: {
    handler: 'manage',
    description: 'Answers the management API.',
    timeout: Duration.seconds(15),
  },
  deadline: {
    handler: 'deadline',
    description: 'Looks at deadlines when their timers fire.',
    wakesItself: true,
    timeout: Duration.seconds(30),
  },
  alert: {
    handler: 'alert',
    description: 'Tells people and machines about flips.',
    timeout: Duration.seconds(60),
  },
  record: {
    handler: 'record',
    description: 'Keeps flips, and puts them on the event bus.',
    timeout: Duration.seconds(60),
  },
  sweep: {
    handler: 'sweep',
    description: 'Finds deadlines that no timer brought up.',
    timeout: Duration.minutes(5),
  },
  events: {
    handler: 'events',
    description: 'Records pings that events of AWS stand for.',
    timeout: Duration.seconds(30),
  },
} as const satisfies Record<string, ServiceFunctionProps>;

export function createFunctions(scope: Construct) {
  const functions = {
    ping: new ServiceFunction(scope, 'Ping', functionProps.ping),
    manage: new ServiceFunction(scope, 'Manage', functionProps.manage),
    deadline: new ServiceFunction(scope, 'Deadline', functionProps.deadline),
    alert: new ServiceFunction(scope, 'Alert', functionProps.alert),
    record: new ServiceFunction(scope, 'Record', functionProps.record),
    sweep: new ServiceFunction(scope, 'Sweep', functionProps.sweep),
    events: new ServiceFunction(scope, 'Events', functionProps.events),
  };
  // Those that `downbeat redrive` calls.
  const { alert, record } = functions;
  for (const [name, { functionName }] of Object.entries({ Alert: alert, Record: record })) {
    new CfnOutput(Stack.of(scope), `${name}FunctionName`, { value: functionName });
  }
  return functions;
}
