import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { InstallationVariables } from '../../lambdas/env.ts';
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

/** Far above what jobs send, and a bound on what a flood can cost. A refused ping is answered 429. */
const requestsPerSecond = 1_000;
const requestsAtOnce = 2_000;

/**
 * What the public may look at, of each route: many times what readers who look again every half minute need, and so few
 * that a flood leaves the account's concurrent executions to pings.
 */
const looksPerSecond = 50;
const looksAtOnce = 100;

const throttle = { ThrottlingRateLimit: looksPerSecond, ThrottlingBurstLimit: looksAtOnce };

interface ApiFunctions {
  ping: ServiceFunction;
  manage: ServiceFunction;
  status: ServiceFunction;
}

/** The HTTP API: public routes of pings, whose key is the secret, and of status pages, and management routes, which IAM signs. */
export class PingAndManageApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, functions: ApiFunctions) {
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
      throttle: { rateLimit: requestsPerSecond, burstLimit: requestsAtOnce },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    this.#addPingRoute(functions.ping);
    this.#addManageRoutes(functions.manage);
    this.#addStatusRoutes(functions.status, stage);
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

  #addPingRoute(ping: ServiceFunction): void {
    const integration = new HttpLambdaIntegration('Ping', ping);
    // The function has the table of ping URLs, and refuses what is none. The gateway takes management routes first.
    const [route] = this.api.addRoutes({ path: '/{proxy+}', methods: [HttpMethod.ANY], integration });
    if (route) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Jobs anywhere ping without credentials. The 100 random bits of the key in the URL are what authorises a ping.',
      });
    }
  }

  #addStatusRoutes(status: ServiceFunction, stage: HttpStage): void {
    const integration = new HttpLambdaIntegration('Status', status);
    const settings: Record<string, object> = {};
    for (const path of ['/status/{slug}', '/badge/{file}']) {
      const methods = [HttpMethod.GET, HttpMethod.HEAD];
      for (const route of this.api.addRoutes({ path, methods, integration })) {
        Validations.of(route).acknowledge({
          id: 'AwsSolutions-APIG4',
          reason:
            'Who made a status page or a badge wants anybody to see it. They are off until somebody does.',
        });
        // The gateway refuses settings of a route that is not there yet.
        stage.node.addDependency(route);
      }
      for (const method of methods) settings[`${method} ${path}`] = throttle;
    }
    (stage.node.defaultChild as CfnStage).routeSettings = settings;
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
