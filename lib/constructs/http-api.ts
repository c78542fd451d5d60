import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { InstallationVariables } from '../../lambdas/env.ts';
import type { Config } from '../config.ts';
import type { ServiceFunction } from './function.ts';

/** The route, never the path: the path of a ping holds its key. */
const accessLog = {
  id: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  ip: '$context.identity.sourceIp',
  integration: '$context.integrationStatus',
};

/** Every URL that is no management route's. */
const pingPath = '/{proxy+}';

type Throttle = Config['throttle']['pings'];

/** Where anybody may look. */
const publicPaths = ['/status/{slug}', '/badge/{file}'];
const publicMethods = [HttpMethod.GET, HttpMethod.HEAD];

/**
 * How often, of each route: many times what readers need who look again every half minute, and so few that a flood
 * leaves the account's concurrent executions to pings.
 */
const looks: Throttle = { rate: 50, burst: 100 };

interface ApiFunctions {
  ping: ServiceFunction;
  manage: ServiceFunction;
  status: ServiceFunction;
}

/** The HTTP API: public routes of pings, whose key is the secret, and of status pages, and management routes, which IAM signs. */
export class PingAndManageApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, functions: ApiFunctions, throttle: Config['throttle']) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    this.api = new HttpApi(this, 'Api', { apiName: stackName, createDefaultStage: false });
    const logGroup = new LogGroup(this, 'AccessLog', {
      // Under this prefix a log group needs no entry of its own in the account's one, small resource policy.
      logGroupName: `/aws/vendedlogs/${stackName}/access`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttle.management.rate, burstLimit: throttle.management.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    this.#addManageRoutes(functions.manage);
    const keysOfLooks = publicPaths.flatMap((path) => publicMethods.map((method) => `${method} ${path}`));
    throttleRoutes(
      stage,
      [...this.#addPingRoute(functions.ping), ...this.#addStatusRoutes(functions.status)],
      {
        [`ANY ${pingPath}`]: throttle.pings,
        ...Object.fromEntries(keysOfLooks.map((key) => [key, looks])),
      },
    );
  }

  /** Tells a function where the API is and whose it is, for alerts to say. */
  introduce(fn: ServiceFunction): void {
    const { account, partition } = Stack.of(this);
    fn.addVariables({
      API_URL: this.api.apiEndpoint,
      ACCOUNT_ID: account,
      PARTITION: partition,
    } satisfies InstallationVariables);
  }

  #addPingRoute(ping: ServiceFunction): HttpRoute[] {
    const integration = new HttpLambdaIntegration('Ping', ping);
    // The function has the table of ping URLs, and refuses what is none. The gateway takes management routes first.
    const routes = this.api.addRoutes({ path: pingPath, methods: [HttpMethod.ANY], integration });
    return openToAll(
      routes,
      'Jobs anywhere ping without credentials. The 100 random bits of the key in the URL are what authorises a ping.',
    );
  }

  #addStatusRoutes(status: ServiceFunction): HttpRoute[] {
    const integration = new HttpLambdaIntegration('Status', status);
    const routes = publicPaths.flatMap((path) =>
      this.api.addRoutes({ path, methods: publicMethods, integration }),
    );
    return openToAll(
      routes,
      'Who made a status page or a badge wants anybody to see it. They are off until somebody does.',
    );
  }

  #addManageRoutes(manage: ServiceFunction): void {
    const integration = new HttpLambdaIntegration('Manage', manage);
    const authorizer = new HttpIamAuthorizer();
    const { GET, POST, PUT, PATCH, DELETE } = HttpMethod;
    const routes: Record<string, HttpMethod[]> = {
      '/api/v1/monitors': [GET, POST],
      '/api/v1/monitors/{id}': [GET, PUT, PATCH, DELETE],
      '/api/v1/monitors/{id}/pause': [POST],
      '/api/v1/monitors/{id}/resume': [POST],
      '/api/v1/monitors/{id}/ping': [POST],
      '/api/v1/monitors/{id}/pings': [GET],
      '/api/v1/monitors/{id}/pings/{n}/body': [GET],
      '/api/v1/monitors/{id}/uptime': [GET],
      '/api/v1/monitors/{id}/durations': [GET],
      '/api/v1/monitors/{id}/export': [GET],
      '/api/v1/monitors/{id}/test-alert': [POST],
      '/api/v1/monitors/{id}/flips': [GET],
      '/api/v1/monitors/{id}/rotate-key': [POST],
      '/api/v1/monitors/{id}/aliases': [GET, POST],
      '/api/v1/monitors/{id}/aliases/{key}': [DELETE],
      '/api/v1/monitors/{id}/badge': [GET, POST, DELETE],
      '/api/v1/tag-badges': [GET, POST],
      '/api/v1/tag-badges/{key}': [DELETE],
      '/api/v1/status-pages': [GET],
      '/api/v1/status-pages/{slug}': [GET, PUT, DELETE],
      '/api/v1/heartbeats': [GET, POST],
      '/api/v1/heartbeats/{id}': [GET, PUT, PATCH, DELETE],
      '/api/v1/ping-key': [GET, POST, DELETE],
      '/api/v1/summary': [GET],
    };
    for (const [path, methods] of Object.entries(routes)) {
      this.api.addRoutes({ path, methods, integration, authorizer });
    }
  }
}

/** Says why routes ask for no credentials, and answers them. */
function openToAll(routes: HttpRoute[], reason: string): HttpRoute[] {
  for (const route of routes) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
  return routes;
}

/** Gives routes limits of their own, by their keys. The CDK has only those of a whole stage. */
function throttleRoutes({ node }: HttpStage, routes: HttpRoute[], throttles: Record<string, Throttle>): void {
  const settings = Object.entries(throttles).map(([key, { rate, burst }]) => [
    key,
    { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
  ]);
  (node.defaultChild as CfnStage).routeSettings = Object.fromEntries(settings);
  // The gateway takes settings of routes that exist.
  node.addDependency(...routes);
}
