import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { BusVariables } from '../../lambdas/env.ts';
import type { ServiceFunction } from './function.ts';

/** Lets a function put events on the account's default event bus, if it is to be told. */
export function grantEventBus(fn: ServiceFunction, isTold: boolean): void {
  const bus = Stack.of(fn).formatArn({
    service: 'events',
    resource: 'event-bus',
    resourceName: 'default',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  if (isTold) fn.allow(['events:PutEvents'], [bus]);
  fn.addVariables({ EVENT_BUS: isTold ? 'on' : 'off' } satisfies BusVariables);
}
