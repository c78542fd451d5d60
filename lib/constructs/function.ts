import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type Conditions, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import {
  type BundlingOptions,
  type ICommandHooks,
  NodejsFunction,
  OutputFormat,
} from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { CommonVariables } from '../../lambdas/env.ts';

export interface ServiceFunctionProps {
  /** The file's name under `lambdas/handlers`, without its ending. */
  handler: string;
  description: string;
  timeout: Duration;
  /** Default: one that CloudFormation makes. */
  functionName?: string;
  /** Whether the function may wake itself up through its own queue, over and over. Default: false. */
  wakesItself?: boolean;
  /** A shorter cold start, for stack traces that name places in minified code. Default: false. */
  smallest?: boolean;
}

const handlers = join(import.meta.dirname, '../../lambdas/handlers');
/** Where the published package has its bundles. In the repository there are none: they are made at each synth. */
const bundles = join(import.meta.dirname, '../../bundles');

/** Minifies a bundle twice, which its source map would not survive. */
const shrinking: ICommandHooks = {
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (_inputDir, outputDir) => {
    const words = [join(import.meta.dirname, 'shrink.mjs'), join(outputDir, 'index.mjs')].map(quote);
    return [`node ${words.join(' ')}`];
  },
};

/** A path as one word of a command: of bash, or of cmd on Windows, where no path holds a double quote. */
function quote(path: string): string {
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** The code of a function: the bundle that came with the package, or one that is made from the sources. */
function codeOf({ handler, smallest = false }: ServiceFunctionProps) {
  const bundle = join(bundles, handler);
  if (existsSync(bundle)) return { code: Code.fromAsset(bundle), handler: 'index.handler' };
  return { entry: join(handlers, `${handler}.ts`), bundling: bundling(smallest) };
}

function bundling(smallest: boolean): BundlingOptions {
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    minify: true,
    sourceMap: !smallest,
    sourcesContent: false,
    mainFields: ['module', 'main'],
    // The SDK loads its event streams on the first use, and no service used here has any.
    externalModules: ['@smithy/core/event-streams'],
    esbuildArgs: {
      '--alias:@aws-sdk/credential-provider-node': join(handlers, 'lambda-credentials.ts'),
      '--alias:@aws-sdk/endpoint-cache': join(handlers, 'no-endpoint-cache.ts'),
    },
    ...(smallest && { commandHooks: shrinking }),
  };
}

/** A function of ours: one bundled ES module, its own log group, and a role that may write that log and no more. */
export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      description: props.description,
      ...(props.functionName !== undefined && { functionName: props.functionName }),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: props.timeout,
      role,
      logGroup,
      // Lambda would cut such a chain after 16 links. Ours ends at a deadline, or with an outage of reminders.
      recursiveLoop: props.wakesItself === true ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      environment: {
        INSTALLATION: Stack.of(scope).stackName,
        ...(!props.smallest && { NODE_OPTIONS: '--enable-source-maps' }),
      } satisfies CommonVariables & Record<string, string>,
      ...codeOf(props),
    });
    Validations.of(this).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason:
          'Nothing asynchronous goes without one: HTTP callers and CloudFormation wait for their answer, the queue and the stream have dead letters, and the sweep and events have failure destinations.',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason: 'At $5 per million, traces would cost more than everything else that a ping does.',
      },
    );
  }

  /** Allows exact actions on exact resources, under these conditions if there are any. */
  allow(actions: string[], resources: string[], conditions: Conditions = {}): void {
    this.addToRolePolicy(new PolicyStatement({ actions, resources, conditions }));
  }

  /** Adds variables to the environment. */
  addVariables(variables: Record<string, string>): void {
    for (const [name, value] of Object.entries(variables)) this.addEnvironment(name, value);
  }
}
