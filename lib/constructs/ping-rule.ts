import { Stack } from 'aws-cdk-lib';
import {
  EventField,
  type EventPattern,
  type IRuleTarget,
  Rule,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Events that are pings: which they are, and how the function reads them. */
export interface PingEvents {
  pattern: EventPattern;
  dialect: 'ecs' | 'batch' | 'states' | 'glue' | 'codebuild' | 'lambda' | 'backup' | 'ping';
  /** Of ECS: the container whose end is the task's. `undefined`: all of them. */
  container?: string | undefined;
  /** What is handed over in place of the event's own detail. */
  detail?: object;
}

/**
 * A rule that pings a monitor with whatever events fit. `eventsArn` is the installation's function for events, which lets in
 * every rule of its account and Region. The monitor need not be there yet; until it is, its events are refused, and an alarm
 * tells.
 */
export function pingOnEvents(
  scope: Construct,
  id: string,
  props: { monitorId: string; eventsArn: string; events: PingEvents },
): Rule {
  const { monitorId, eventsArn, events } = props;
  const input = { monitor_id: monitorId, ...handedOver(events) };
  return new Rule(scope, id, {
    description: `Pings the Downbeat monitor ${monitorId}.`,
    eventPattern: events.pattern,
    targets: [targetOf(eventsArn, input)],
  });
}

/** Pings by `PutEvents` from this account: the event names its monitor itself. */
export function pingOnOwnEvents(
  scope: Construct,
  id: string,
  props: { eventsArn: string; deadLetters: IQueue },
): Rule {
  const { account } = Stack.of(scope);
  const pattern = { source: ['downbeat.ping'], detailType: ['Ping'], account: [account] };
  return new Rule(scope, id, {
    description: 'Pings by PutEvents.',
    eventPattern: pattern,
    targets: [targetOf(props.eventsArn, handedOver({ pattern, dialect: 'ping' }), props.deadLetters)],
  });
}

/**
 * An event as the function reads it. Every event has these fields: a path that leads nowhere would leave the input without
 * its value, and what an event means is decided in the function, since a transformer knows no conditions.
 */
function handedOver({ dialect, container, detail }: PingEvents): Record<string, unknown> {
  return {
    dialect,
    ...(container !== undefined && { container }),
    id: EventField.eventId,
    time: EventField.time,
    source: EventField.source,
    detail_type: EventField.detailType,
    detail: detail ?? EventField.fromPath('$.detail'),
  };
}

/** The CDK's own target would write a permission for every rule, and a function's policy has room for some sixty. */
function targetOf(arn: string, input: object, deadLetters?: IQueue): IRuleTarget {
  const deadLetterConfig = deadLetters && { arn: deadLetters.queueArn };
  return {
    bind: () => ({
      arn,
      input: RuleTargetInput.fromObject(input),
      ...(deadLetterConfig && { deadLetterConfig }),
    }),
  };
}
