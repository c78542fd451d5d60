import {
  CustomResource,
  Duration,
  Names,
  RemovalPolicy,
  SecretValue,
  Stack,
  Token,
  Validations,
} from 'aws-cdk-lib';
import type { ContainerDefinition } from 'aws-cdk-lib/aws-ecs';
import { Secret as ContainerSecret } from 'aws-cdk-lib/aws-ecs';
import type { ScheduledEc2Task, ScheduledFargateTask } from 'aws-cdk-lib/aws-ecs-patterns';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { idFromName, parseId } from '../../../lambdas/domain/key.ts';
import { limits } from '../../../lambdas/domain/limits.ts';
import { scheduleOfJob } from './job-schedule.ts';
import type { JobMonitorProps, MonitorProps } from './monitor-props.ts';
import { settingsBody } from './monitor-settings.ts';
import { PingedMonitor } from './pinged-monitor.ts';

/** The variable that `downbeat run` and `downbeat ping` read. */
const pingUrlVariable = 'DOWNBEAT_PING_URL';

/** The type of the resource in templates. */
const resourceType = 'Custom::DownbeatMonitor';

/**
 * One monitor, which is created, changed and deleted with its stack. Settings that are wrong, or do not go together, fail
 * the synthesis by name; what only the installation can know, such as an id that is taken, fails the deployment, which
 * then rolls back.
 */
export class Monitor extends PingedMonitor {
  readonly monitorId: string;
  readonly #resource: CustomResource;
  #secret: Secret | undefined;

  /**
   * A monitor of what EventBridge starts, made beside it: when check-ins are due is read from the job's own definition. What
   * cannot be said exactly as a monitor's schedule fails by name; pass `schedule` then. The window of a flexible schedule is
   * added to the default grace.
   */
  static forSchedule(job: Schedule | Rule, props: JobMonitorProps): Monitor {
    return new Monitor(job, 'Monitor', { monitorName: job.node.id, ...scheduleOfJob(job, props), ...props });
  }

  /** A monitor of a scheduled task of ECS, whose container finds the ping URL in `DOWNBEAT_PING_URL`. */
  static forScheduledTask(task: ScheduledFargateTask | ScheduledEc2Task, props: JobMonitorProps): Monitor {
    const { defaultContainer } = task.taskDefinition;
    if (!defaultContainer) throw new Error(`${task.node.path} has no container to tell the ping URL.`);
    const schedule = scheduleOfJob(task.eventRule, props);
    const monitor = new Monitor(task, 'Monitor', { monitorName: task.node.id, ...schedule, ...props });
    monitor.addPingUrlTo(defaultContainer);
    return monitor;
  }

  /**
   * A monitor that is managed elsewhere, such as by `monitors.yaml`, so that events of this app can ping it. Throws an Error
   * for what is no id.
   */
  static fromMonitorId(
    scope: Construct,
    id: string,
    { downbeat, monitorId }: Pick<Required<JobMonitorProps>, 'downbeat' | 'monitorId'>,
  ): PingedMonitor {
    if (!Token.isUnresolved(monitorId)) parseId(monitorId);
    return new (class extends PingedMonitor {
      readonly monitorId = monitorId;
    })(scope, id, downbeat);
  }

  constructor(scope: Construct, id: string, props: MonitorProps) {
    const { downbeat, removalPolicy } = props;
    super(scope, id, downbeat);
    const { monitorName = id, monitorId = idFromPath(this) } = props;
    this.monitorId = monitorId;
    this.#resource = new CustomResource(this, 'Resource', {
      resourceType,
      serviceToken: downbeat.providerArn,
      // Longer than Lambda takes for all its tries of one request. By itself CloudFormation waits for an hour.
      serviceTimeout: Duration.minutes(10),
      removalPolicy: removalPolicy ?? RemovalPolicy.DESTROY,
      properties: { Id: monitorId, Settings: this.#settings({ ...props, monitorName, monitorId }) },
    });
    // Its provider works once the whole of it is there, and as long.
    this.#resource.node.addDependency(downbeat);
  }

  /**
   * The ping URL, as a secret of Secrets Manager, which is made when it is first asked for ($0.40 a month; who pings without
   * it needs none). It stands in no template and no output.
   */
  get pingUrlSecret(): Secret {
    this.#secret ??= this.#createSecret();
    return this.#secret;
  }

  /** Lets a role read the ping URL. */
  grantPing(grantee: IGrantable): Grant {
    return this.pingUrlSecret.grantRead(grantee);
  }

  /**
   * Tells a container or a function the ping URL in `DOWNBEAT_PING_URL`. A container gets it when it starts, from the secret.
   * A function's environment gets a reference, which CloudFormation resolves when it deploys: who may read the function's
   * configuration can read it.
   */
  addPingUrlTo(job: ContainerDefinition | LambdaFunction): void {
    if ('addSecret' in job) {
      job.addSecret(pingUrlVariable, ContainerSecret.fromSecretsManager(this.pingUrlSecret as ISecret));
    } else {
      job.addEnvironment(pingUrlVariable, this.pingUrlSecret.secretValue.unsafeUnwrap());
    }
  }

  #settings(props: MonitorProps & { monitorName: string; monitorId: string }): string {
    try {
      return Stack.of(this).toJsonString(settingsBody(props));
    } catch (cause) {
      throw new Error(`The monitor ${this.node.path} is not valid. ${(cause as Error).message}`, { cause });
    }
  }

  #createSecret(): Secret {
    const secret = new Secret(this, 'PingUrl', {
      description: `Where the job of the Downbeat monitor ${this.monitorId} pings.`,
      secretStringValue: SecretValue.resourceAttribute(this.#resource.getAttString('PingUrl')),
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: "The installation makes the key. It is rotated over the installation's API, with an overlap.",
    });
    return secret;
  }
}

/** An id that says where the monitor is defined, and differs from every other's. */
function idFromPath(monitor: Construct): string {
  const name = Names.uniqueResourceName(monitor, { maxLength: limits.idMaxCharacters, separator: '-' });
  return idFromName(name);
}
