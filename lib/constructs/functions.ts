import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
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
  provider: {
    handler: 'provider',
    description: 'Creates, changes and deletes the monitors of CDK apps.',
    timeout: Duration.minutes(1),
  },
  status: {
    handler: 'status',
    description: 'Shows badges and status pages to anybody.',
    timeout: Duration.seconds(5),
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
  widget: {
    handler: 'widget',
    description: 'Shows the monitors on the CloudWatch dashboard.',
    // The end of a look, and the reading that was under way then.
    timeout: Duration.seconds(30),
  },
  events: {
    handler: 'events',
    description: 'Records pings that events of AWS stand for.',
    timeout: Duration.seconds(30),
  },
} as const satisfies Record<string, ServiceFunctionProps>;

/** The names of the functions that the stacks of other apps find by them. */
export function namesOf(stackName: string) {
  return { provider: `${stackName}-provider`, events: `${stackName}-events` };
}

/** All of them; the widget's, only where there is a dashboard. */
export function createFunctions(scope: Construct, { dashboard }: Pick<Config, 'dashboard'>) {
  const names = namesOf(Stack.of(scope).stackName);
  const functions = {
    ping: new ServiceFunction(scope, 'Ping', functionProps.ping),
    manage: new ServiceFunction(scope, 'Manage', functionProps.manage),
    provider: new ServiceFunction(scope, 'Provider', {
      ...functionProps.provider,
      functionName: names.provider,
    }),
    status: new ServiceFunction(scope, 'Status', functionProps.status),
    deadline: new ServiceFunction(scope, 'Deadline', functionProps.deadline),
    alert: new ServiceFunction(scope, 'Alert', functionProps.alert),
    record: new ServiceFunction(scope, 'Record', functionProps.record),
    sweep: new ServiceFunction(scope, 'Sweep', functionProps.sweep),
    ...(dashboard && { widget: new ServiceFunction(scope, 'Widget', functionProps.widget) }),
    events: new ServiceFunction(scope, 'Events', { ...functionProps.events, functionName: names.events }),
  };
  // Those that `downbeat redrive` calls.
  const { alert, record } = functions;
  for (const [name, { functionName }] of Object.entries({ Alert: alert, Record: record })) {
    new CfnOutput(Stack.of(scope), `${name}FunctionName`, { value: functionName });
  }
  return functions;
}
