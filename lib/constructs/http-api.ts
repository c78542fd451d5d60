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

/** The HTTP API: public ping routes, whose key is the secret, and management routes, which IAM signs. */
export class PingAndManageApi extends Construct {
  readonly api: HttpApi;

  constructor(
    scope: Construct,
    id: string,
    functions: { ping: ServiceFunction; manage: ServiceFunction },
    throttle: Config['throttle'],
  ) {
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
    throttlePings(stage, this.#addPingRoute(functions.ping), throttle.pings);
    this.#addManageRoutes(functions.manage);
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
    for (const route of routes) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Jobs anywhere ping without credentials. The 100 random bits of the key in the URL are what authorises a ping.',
      });
    }
    return routes;
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

/** Gives pings limits of their own. The CDK has only those of a whole stage. */
function throttlePings({ node }: HttpStage, routes: HttpRoute[], { rate, burst }: Throttle): void {
  const settings = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
  (node.defaultChild as CfnStage).routeSettings = { [`ANY ${pingPath}`]: settings };
  // The gateway takes settings of routes that exist.
  node.addDependency(...routes);
}
