import { ArnFormat, Stack } from 'aws-cdk-lib';
import {
  EventField,
  type EventPattern,
  type IRuleTarget,
  Match,
  Rule,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Whom events are for. */
export interface PingOnProps {
  /** The monitor's id. It need not be there yet; until it is, its events are refused, and an alarm tells. */
  monitorId: string;
  /** The installation's function for events. It lets in every rule of its account and Region. */
  events: Pick<IFunction, 'functionArn'>;
}

/** How the function reads an event: its dialect, and of ECS the container whose end is the task's. */
interface Reading {
  dialect: 'ecs' | 'batch' | 'states' | 'glue' | 'codebuild' | 'lambda' | 'backup' | 'ping';
  container?: string | undefined;
}

/** A task's family: any revision of it, on this cluster. A `TaskDefinition` of the CDK is one. */
export interface EcsTaskFamily {
  family: string;
  /** The container whose end is the task's. `undefined`: all of them. */
  defaultContainer?: { containerName: string } | undefined;
}

/** Pings with the tasks of a family, on one cluster: running, and stopped. */
export function pingOnEcsTask(
  scope: Construct,
  id: string,
  props: PingOnProps & { cluster: { clusterArn: string }; taskDefinition: EcsTaskFamily; container?: string },
): Rule {
  const { cluster, taskDefinition } = props;
  const pattern = {
    source: ['aws.ecs'],
    detailType: ['ECS Task State Change'],
    detail: {
      clusterArn: [cluster.clusterArn],
      taskDefinitionArn: revisionsOf(scope, 'ecs', 'task-definition', taskDefinition.family),
      lastStatus: ['RUNNING', 'STOPPED'],
    },
  };
  const container = props.container ?? taskDefinition.defaultContainer?.containerName;
  return pingOn(scope, id, props, pattern, { dialect: 'ecs', container });
}

/** Pings with the jobs of a definition, any revision of it. Of an array job it is the whole that counts. */
export function pingOnBatchJob(
  scope: Construct,
  id: string,
  props: PingOnProps & { jobDefinitionName: string; jobQueue?: { jobQueueArn: string } },
): Rule {
  const { jobDefinitionName, jobQueue } = props;
  const pattern = {
    source: ['aws.batch'],
    detailType: ['Batch Job State Change'],
    detail: {
      jobDefinition: revisionsOf(scope, 'batch', 'job-definition', jobDefinitionName),
      ...(jobQueue && { jobQueue: [jobQueue.jobQueueArn] }),
      status: ['RUNNING', 'SUCCEEDED', 'FAILED'],
      arrayProperties: { index: [{ exists: false }] },
    },
  };
  return pingOn(scope, id, props, pattern, { dialect: 'batch' });
}

/** Pings with the executions of a state machine. One of the type EXPRESS tells EventBridge nothing. */
export function pingOnStateMachine(
  scope: Construct,
  id: string,
  props: PingOnProps & { stateMachine: { stateMachineArn: string } },
): Rule {
  const pattern = {
    source: ['aws.states'],
    detailType: ['Step Functions Execution Status Change'],
    detail: {
      stateMachineArn: [props.stateMachine.stateMachineArn],
      status: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
    },
  };
  return pingOn(scope, id, props, pattern, { dialect: 'states' });
}

/** Pings with the ends of a Glue job's runs. Glue does not tell when they begin. */
export function pingOnGlueJob(scope: Construct, id: string, props: PingOnProps & { jobName: string }): Rule {
  const pattern = {
    source: ['aws.glue'],
    detailType: ['Glue Job State Change'],
    detail: { jobName: [props.jobName], state: ['SUCCEEDED', 'FAILED', 'TIMEOUT', 'STOPPED'] },
  };
  return pingOn(scope, id, props, pattern, { dialect: 'glue' });
}

/** Pings with the builds of a CodeBuild project. */
export function pingOnCodeBuild(
  scope: Construct,
  id: string,
  props: PingOnProps & { project: { projectName: string } },
): Rule {
  const pattern = {
    source: ['aws.codebuild'],
    detailType: ['CodeBuild Build State Change'],
    detail: {
      'project-name': [props.project.projectName],
      'build-status': ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
    },
  };
  return pingOn(scope, id, props, pattern, { dialect: 'codebuild' });
}

/**
 * Pings with the ends of a function's asynchronous invocations. The function's own destinations, for success and for
 * failure, have to be the default event bus (`EventBridgeDestination`): they can be set once, so that is left to its owner.
 */
export function pingOnLambdaDestination(
  scope: Construct,
  id: string,
  props: PingOnProps & { fn: Pick<IFunction, 'functionArn'> },
): Rule {
  const pattern = {
    source: ['lambda'],
    // Success or Failure, after a hyphen, or the dash with which AWS documents it.
    detailType: Match.prefix('Lambda Function Invocation Result '),
    // Lambda adds the version or the alias.
    detail: { requestContext: { functionArn: [{ prefix: `${props.fn.functionArn}:` }] } },
  };
  return pingOn(scope, id, props, pattern, { dialect: 'lambda' });
}

/** Pings with the jobs of AWS Backup into a vault, of one resource or of all. */
export function pingOnBackupJob(
  scope: Construct,
  id: string,
  props: PingOnProps & { backupVaultName: string; resourceArn?: string },
): Rule {
  const { backupVaultName, resourceArn } = props;
  const vaultArn = Stack.of(scope).formatArn({
    service: 'backup',
    resource: 'backup-vault',
    resourceName: backupVaultName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const pattern = {
    source: ['aws.backup'],
    detailType: ['Backup Job State Change'],
    detail: {
      backupVaultArn: [vaultArn],
      ...(resourceArn !== undefined && { resourceArn: [resourceArn] }),
      state: ['RUNNING', 'COMPLETED', 'ABORTED', 'EXPIRED', 'FAILED', 'PARTIAL'],
    },
  };
  return pingOn(scope, id, props, pattern, { dialect: 'backup' });
}

/** What a ping says of an event. Each may be a text, or a field of the event by `EventField.fromPath`, which it then has. */
export interface EventMapping {
  kind: 'success' | 'fail' | 'start' | 'log';
  /** What names the run. */
  run?: string;
  message?: string;
}

/** Pings with whatever events fit a pattern, always of one kind. Two kinds take two rules. */
export function pingOnEvent(
  scope: Construct,
  id: string,
  props: PingOnProps & { pattern: EventPattern; mapping: EventMapping },
): Rule {
  const { kind, run: rid, message } = props.mapping;
  const detail = { kind, ...(rid !== undefined && { rid }), ...(message !== undefined && { message }) };
  return pingOn(scope, id, props, props.pattern, { dialect: 'ping' }, detail);
}

/** Pings by `PutEvents` from this account: the event names its monitor itself. */
export function pingOnOwnEvents(
  scope: Construct,
  id: string,
  props: Pick<PingOnProps, 'events'> & { deadLetters: IQueue },
): Rule {
  const { account } = Stack.of(scope);
  const pattern = { source: ['downbeat.ping'], detailType: ['Ping'], account: [account] };
  return new Rule(scope, id, {
    description: 'Pings by PutEvents.',
    eventPattern: pattern,
    targets: [targetOf(props, handedOver({ dialect: 'ping' }), props.deadLetters)],
  });
}

function pingOn(
  scope: Construct,
  id: string,
  props: PingOnProps,
  eventPattern: EventPattern,
  reading: Reading,
  detail?: object,
): Rule {
  const input = { monitor_id: props.monitorId, ...handedOver(reading), ...(detail && { detail }) };
  return new Rule(scope, id, {
    description: `Pings the Downbeat monitor ${props.monitorId}.`,
    eventPattern,
    targets: [targetOf(props, input)],
  });
}

/**
 * An event as the function reads it. Every event has these fields: a path that leads nowhere would leave the input without
 * its value, and what an event means is decided in the function, since a transformer knows no conditions.
 */
function handedOver({ dialect, container }: Reading): Record<string, string> {
  return {
    dialect,
    ...(container !== undefined && { container }),
    id: EventField.eventId,
    time: EventField.time,
    source: EventField.source,
    detail_type: EventField.detailType,
    detail: EventField.fromPath('$.detail'),
  };
}

/** The CDK's own target would write a permission for every rule, and a function's policy has room for some sixty. */
function targetOf({ events }: Pick<PingOnProps, 'events'>, input: object, deadLetters?: IQueue): IRuleTarget {
  const deadLetterConfig = deadLetters && { arn: deadLetters.queueArn };
  return {
    bind: () => ({
      arn: events.functionArn,
      input: RuleTargetInput.fromObject(input),
      ...(deadLetterConfig && { deadLetterConfig }),
    }),
  };
}

/** Any revision of what has a name and revisions. */
function revisionsOf(scope: Construct, service: string, resource: string, name: string) {
  const arn = Stack.of(scope).formatArn({ service, resource, resourceName: name });
  return [{ prefix: `${arn}:` }];
}
