import type { EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { IDownbeat } from '../downbeat.ts';
import { type PingEvents, pingOnEvents } from '../ping-rule.ts';
import {
  backupJobEvents,
  batchJobEvents,
  buildEvents,
  type EcsTaskFamily,
  type EventMapping,
  ecsTaskEvents,
  executionEvents,
  glueRunEvents,
  invocationEvents,
  mappedEvents,
} from './job-events.ts';
import { sendResultsToBus } from './lambda-results.ts';

/**
 * A monitor as events of AWS know it. Each `pingOn…` adds a rule to its stack, in the account and Region of the
 * installation: nothing is added to the job. docs/aws-events.md says which events are which pings.
 */
export abstract class PingedMonitor extends Construct {
  /** The id in ping URLs and in the management API. */
  abstract readonly monitorId: string;
  readonly #eventsArn: string;

  constructor(scope: Construct, id: string, { eventsArn }: IDownbeat) {
    super(scope, id);
    this.#eventsArn = eventsArn;
  }

  /**
   * Pings with the tasks of a family on one cluster: running, and stopped. What counts is the exit code of one container,
   * by default the task's default container, or of all of them where there is none.
   */
  pingOnEcsTask(
    cluster: { readonly clusterArn: string },
    taskDefinition: EcsTaskFamily,
    options: { readonly container?: string } = {},
  ): Rule {
    return this.#pingOn('EcsTask', ecsTaskEvents(this, cluster, taskDefinition, options.container));
  }

  /** Pings with the jobs of a definition, any revision of it. Of an array job it is the whole that counts. */
  pingOnBatchJob(
    jobDefinition: { readonly jobDefinitionName: string },
    options: { readonly jobQueue?: { readonly jobQueueArn: string } } = {},
  ): Rule {
    const { jobDefinitionName } = jobDefinition;
    return this.#pingOn('BatchJob', batchJobEvents(this, jobDefinitionName, options.jobQueue));
  }

  /** Pings with the executions of a state machine. One of the type EXPRESS tells EventBridge nothing. */
  pingOnStateMachine(stateMachine: { readonly stateMachineArn: string }): Rule {
    return this.#pingOn('StateMachine', executionEvents(stateMachine.stateMachineArn));
  }

  /** Pings with the ends of a Glue job's runs. Glue does not tell when they begin. */
  pingOnGlueJob(jobName: string): Rule {
    return this.#pingOn('GlueJob', glueRunEvents(jobName));
  }

  /** Pings with the builds of a CodeBuild project. */
  pingOnCodeBuild(project: { readonly projectName: string }): Rule {
    return this.#pingOn('CodeBuild', buildEvents(project.projectName));
  }

  /**
   * Pings with the ends of a function's asynchronous invocations, for which its destinations are set to the default event
   * bus. Where its owner has set them before, they have to be that, or an Error says so.
   */
  pingOnLambdaDestination(fn: IFunction): Rule {
    sendResultsToBus(fn);
    return this.#pingOn('LambdaDestination', invocationEvents(fn.functionArn));
  }

  /** Pings with the jobs of AWS Backup into a vault, of one resource or of all. */
  pingOnBackupJob(
    vault: { readonly backupVaultName: string },
    options: { readonly resourceArn?: string } = {},
  ): Rule {
    return this.#pingOn('BackupJob', backupJobEvents(this, vault.backupVaultName, options.resourceArn));
  }

  /** Pings with whatever events fit a pattern, always of one kind. Two kinds take two rules. */
  pingOnEvent(pattern: EventPattern, mapping: EventMapping): Rule {
    return this.#pingOn('Event', mappedEvents(pattern, mapping));
  }

  /** The first rule of a kind is `PingOn<kind>`, the next `PingOn<kind>2`. */
  #pingOn(kind: string, events: PingEvents): Rule {
    const others = this.node.children.filter(({ node }) => node.id.startsWith(`PingOn${kind}`)).length;
    const id = `PingOn${kind}${others === 0 ? '' : others + 1}`;
    const rule = pingOnEvents(this, id, { monitorId: this.monitorId, eventsArn: this.#eventsArn, events });
    // The monitor is there before its rules, and goes after them: no event finds it missing.
    const { defaultChild } = this.node;
    if (defaultChild) rule.node.addDependency(defaultChild);
    return rule;
  }
}
