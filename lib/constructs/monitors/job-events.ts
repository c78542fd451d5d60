import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type EventPattern, Match } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { type Signal, signalKinds } from '../../../lambdas/domain/ping.ts';
import type { PingEvents } from '../ping-rule.ts';

/** A task's family: any revision of it. A `TaskDefinition` of the CDK is one. */
export interface EcsTaskFamily {
  readonly family: string;
  /** The container whose end is the task's. `undefined`: all of them. */
  readonly defaultContainer?: { readonly containerName: string } | undefined;
}

/** What a ping says of an event. Each may be a text, or a field of the event by `EventField.fromPath`, which it then has. */
export interface EventMapping {
  readonly kind: Signal['kind'];
  /** What names the run. */
  readonly run?: string;
  readonly message?: string;
}

export function ecsTaskEvents(
  scope: Construct,
  { clusterArn }: { clusterArn: string },
  { family, defaultContainer }: EcsTaskFamily,
  container: string | undefined,
): PingEvents {
  const pattern = {
    source: ['aws.ecs'],
    detailType: ['ECS Task State Change'],
    detail: {
      clusterArn: [clusterArn],
      taskDefinitionArn: revisionsOf(scope, 'ecs', 'task-definition', family),
      lastStatus: ['RUNNING', 'STOPPED'],
    },
  };
  return { pattern, dialect: 'ecs', container: container ?? defaultContainer?.containerName };
}

export function batchJobEvents(
  scope: Construct,
  jobDefinitionName: string,
  jobQueue: { jobQueueArn: string } | undefined,
): PingEvents {
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
  return { pattern, dialect: 'batch' };
}

export function executionEvents(stateMachineArn: string): PingEvents {
  const pattern = {
    source: ['aws.states'],
    detailType: ['Step Functions Execution Status Change'],
    detail: {
      stateMachineArn: [stateMachineArn],
      status: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
    },
  };
  return { pattern, dialect: 'states' };
}

export function glueRunEvents(jobName: string): PingEvents {
  const pattern = {
    source: ['aws.glue'],
    detailType: ['Glue Job State Change'],
    detail: { jobName: [jobName], state: ['SUCCEEDED', 'FAILED', 'TIMEOUT', 'STOPPED'] },
  };
  return { pattern, dialect: 'glue' };
}

export function buildEvents(projectName: string): PingEvents {
  const pattern = {
    source: ['aws.codebuild'],
    detailType: ['CodeBuild Build State Change'],
    detail: {
      'project-name': [projectName],
      'build-status': ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
    },
  };
  return { pattern, dialect: 'codebuild' };
}

export function invocationEvents(functionArn: string): PingEvents {
  const pattern = {
    source: ['lambda'],
    // Success or Failure, after a hyphen, or the dash with which AWS documents it.
    detailType: Match.prefix('Lambda Function Invocation Result '),
    // Lambda adds the version or the alias.
    detail: { requestContext: { functionArn: [{ prefix: `${functionArn}:` }] } },
  };
  return { pattern, dialect: 'lambda' };
}

export function backupJobEvents(
  scope: Construct,
  backupVaultName: string,
  resourceArn: string | undefined,
): PingEvents {
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
  return { pattern, dialect: 'backup' };
}

export function mappedEvents(pattern: EventPattern, { kind, run: rid, message }: EventMapping): PingEvents {
  // An app in JavaScript has no compiler to say so.
  if (!signalKinds.includes(kind)) {
    throw new Error(`kind: allowed are ${signalKinds.join(', ')}, and not ${kind}`);
  }
  const detail = { kind, ...(rid !== undefined && { rid }), ...(message !== undefined && { message }) };
  return { pattern, dialect: 'ping', detail };
}

/** Any revision of what has a name and revisions. */
function revisionsOf(scope: Construct, service: string, resource: string, name: string) {
  const arn = Stack.of(scope).formatArn({ service, resource, resourceName: name });
  return [{ prefix: `${arn}:` }];
}
