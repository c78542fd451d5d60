import { Stack } from 'aws-cdk-lib';
import { CfnEventInvokeConfig, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { EventBridgeDestination } from 'aws-cdk-lib/aws-lambda-destinations';

/**
 * Has a function tell the default event bus how its asynchronous invocations end, which takes both of its destinations. A
 * function has one of each, so what its owner has set stays; throws an Error where that is something else.
 */
export function sendResultsToBus(fn: IFunction): void {
  const config = fn.node.tryFindChild('EventInvokeConfig')?.node.defaultChild;
  if (config === undefined) {
    const bus = new EventBridgeDestination();
    fn.configureAsyncInvoke({ onSuccess: bus, onFailure: bus });
    return;
  }
  const ends = config instanceof CfnEventInvokeConfig ? Stack.of(fn).resolve(config.destinationConfig) : {};
  for (const end of ['onSuccess', 'onFailure']) {
    if (!JSON.stringify(ends?.[end] ?? '').includes('event-bus/default')) {
      throw new Error(
        `The function ${fn.node.path} tells EventBridge nothing of its invocations: give it ${end}: new EventBridgeDestination() where its asynchronous invocations are configured.`,
      );
    }
  }
}
