import { Match } from 'aws-cdk-lib/assertions';
import { losing, type Resources } from '../support/dead-letters.ts';
import { operations } from '../support/openapi.ts';
import { heartbeatUrl, other as otherInstallation, usual } from '../support/stack.ts';
import './dashboard.ts';
import './encryption.ts';
import './logical-ids.ts';
import './monitors.ts';
import './permissions.ts';
import './ping-on.ts';

const { template } = usual;
const { template: other } = otherInstallation;

test('cdk-nag finds nothing that is not acknowledged with a reason, not even a warning', () => {
  expect(usual.findings).toEqual([]);
  const annotation = 'Construct Annotations: Annotation::downbeat:channel-default-without-subscribers';
  expect(otherInstallation.findings).toEqual([annotation]);
});

describe('the functions', () => {
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));

  test('are ten, on nodejs24.x, arm64, with 256 MB, and reserve no concurrency', () => {
    expect(functions).toHaveLength(10);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 256 });
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });
});

test('only the deadline function may wake itself up for as long as it likes', () => {
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  const looping = functions.filter(({ Properties }) => Properties.RecursiveLoop === 'Allow');
  expect(looping.map(({ Properties }) => Properties.Description)).toEqual([
    'Looks at deadlines when their timers fire.',
  ]);
});

/** The function with this description. */
function functionOf(description: string) {
  const [fn] = Object.values(
    template.findResources('AWS::Lambda::Function', { Properties: { Description: description } }),
  );
  return fn?.Properties;
}

interface Statement {
  Action: string | string[];
  Resource: unknown;
}

function statementsOf(description: string): Statement[] {
  const role = functionOf(description).Role['Fn::GetAtt'][0];
  const policies = template.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: role }] } });
  return Object.values(policies).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

/** What a function may do this to. */
function allowedResources(description: string, action: string): unknown[] {
  const statements = statementsOf(description).filter(({ Action }) => [Action].flat().includes(action));
  return statements.flatMap(({ Resource }) => Resource);
}

describe('the event bus', () => {
  const description = 'Keeps flips, and puts them on the event bus.';

  test('that is the default one of the account is told', () => {
    const [arn, ...others] = allowedResources(description, 'events:PutEvents');
    expect([JSON.stringify(arn), others]).toEqual([expect.stringMatching(/:event-bus\/default"/), []]);
    expect(functionOf(description).Environment.Variables.EVENT_BUS).toBe('on');
  });

  test('is left alone if the context says so', () => {
    other.hasResourceProperties('AWS::Lambda::Function', {
      Description: description,
      Environment: { Variables: Match.objectLike({ EVENT_BUS: 'off' }) },
    });
    expect(JSON.stringify(other.toJSON())).not.toContain('events:PutEvents');
  });
});

describe('the tables', () => {
  test('keep monitors on demand, recoverable, protected from deletion, with a stream and no index', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        GlobalSecondaryIndexes: Match.absent(),
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      },
    });
  });

  test('let history rows expire', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [
        { AttributeName: 'monitorId', KeyType: 'HASH' },
        { AttributeName: 'entry', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('go with the stack when the context says destroy', () => {
    other.allResources('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Delete',
      Properties: { Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })] },
    });
  });
});

describe('the API', () => {
  const publicRoutes = [
    'GET /badge/{file}',
    'GET /status/{slug}',
    'HEAD /badge/{file}',
    'HEAD /status/{slug}',
  ];

  const limits = (ThrottlingRateLimit: number, ThrottlingBurstLimit: number) => {
    return { ThrottlingRateLimit, ThrottlingBurstLimit };
  };

  test('takes pings from anybody', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'ANY /{proxy+}',
      AuthorizationType: 'NONE',
    });
  });

  test('takes the documented management calls, and only when IAM has signed them (G22)', () => {
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
    const signed = routes.filter(({ Properties }) => Properties.AuthorizationType === 'AWS_IAM');
    expect(signed.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(
      operations.map(({ method, path }) => `${method} ${path}`).sort(),
    );
    const others = routes.filter((route) => !signed.includes(route));
    expect(others.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([
      'ANY /{proxy+}',
      ...publicRoutes,
    ]);
  });

  test('lets anybody look at status pages and badges, each at most 50 times a second and 100 at once', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    expect(stage?.Properties.RouteSettings).toMatchObject(
      Object.fromEntries(publicRoutes.map((route) => [route, limits(50, 100)])),
    );
    const routes = template.findResources('AWS::ApiGatewayV2::Route');
    const awaited = publicRoutes.map((key) =>
      Object.keys(routes).find((id) => routes[id]?.Properties.RouteKey === key),
    );
    expect(stage?.DependsOn).toEqual(expect.arrayContaining(awaited));
  });

  test('takes 1,000 pings a second at most and 2,000 at once, and a tenth of that of everything else', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      RouteSettings: { 'ANY /{proxy+}': limits(1_000, 2_000) },
      DefaultRouteSettings: limits(100, 200),
    });
  });

  test('takes as many as the context says', () => {
    other.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      RouteSettings: { 'ANY /{proxy+}': limits(50, 2_000) },
      DefaultRouteSettings: limits(100, 7),
    });
  });

  test('has the route of pings before it is limited, which the gateway would refuse otherwise', () => {
    const [ping] = Object.keys(
      template.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: 'ANY /{proxy+}' } }),
    );
    template.hasResource('AWS::ApiGatewayV2::Stage', { DependsOn: Match.arrayWith([ping]) });
  });

  test('logs the route of a request, never its path, which holds the key', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const format: string = stage?.Properties.AccessLogSettings.Format;
    expect(format).toContain('$context.routeKey');
    expect(format).not.toMatch(/\$context\.path|\$context\.http|resourcePath|requestLine/);
  });
});

test('the sweep can be run by Scheduler for this account alone', () => {
  const [role] = Object.values(template.findResources('AWS::IAM::Role')).filter(({ Properties }) => {
    const [statement] = Properties.AssumeRolePolicyDocument.Statement;
    return (
      statement.Principal.Service === 'scheduler.amazonaws.com' &&
      !JSON.stringify(statement).includes('aws:SourceArn')
    );
  });
  expect(role?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    },
  ]);
});

describe('the timer', () => {
  test('can be used by Scheduler for schedules of the own group alone', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: {
              StringEquals: {
                'aws:SourceAccount': { Ref: 'AWS::AccountId' },
                'aws:SourceArn': { 'Fn::GetAtt': [Match.stringLikeRegexp('Schedules'), 'Arn'] },
              },
            },
          }),
        ],
      },
    });
  });

  test('keeps its schedules in a group that goes with the stack, and with it every schedule', () => {
    template.hasResource('AWS::Scheduler::ScheduleGroup', {
      DeletionPolicy: 'Delete',
      Properties: { Name: 'Downbeat-monitors' },
    });
  });

  test('wakes ten monitors at a time, five times at once, and sends back only the wake-ups that failed', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 5 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('moves a wake-up that has failed five times to the dead letters, and keeps it there for 14 days', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: Match.absent(),
      MessageRetentionPeriod: 1_209_600,
    });
  });
});

test('the alert function reads stored flips, reminders, ends of flapping and of blindness from the stream, and nothing else', () => {
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    FilterCriteria: {
      Filters: [
        { Pattern: '{"dynamodb":{"NewImage":{"change":{"S":["flip","reminder","settled","blind"]}}}}' },
      ],
    },
    MaximumBatchingWindowInSeconds: 2,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
  });
});

test('the sweep runs every minute, or as often as the context says, and knows it', () => {
  const knows = (Value: string) => ({
    Environment: { Variables: Match.objectLike({ SWEEP_MINUTES: Value }) },
  });
  template.resourcePropertiesCountIs('AWS::Lambda::Function', knows('1'), 1);
  other.resourcePropertiesCountIs('AWS::Lambda::Function', knows('5'), 1);
  template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 minute)' });
  other.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(5 minutes)' });
});

test('the sweep alone is told what to GET from outside, if the context says it', () => {
  const told = (Value: string) => ({
    Environment: { Variables: Match.objectLike({ HEARTBEAT_URL: Value }) },
  });
  template.resourcePropertiesCountIs('AWS::Lambda::Function', told('off'), 1);
  other.resourcePropertiesCountIs('AWS::Lambda::Function', told(heartbeatUrl), 1);
  expect(JSON.stringify(other.toJSON()).split(heartbeatUrl)).toHaveLength(2);
});

describe('dead letters', () => {
  const resources: Resources = template.toJSON().Resources;

  test('take what cannot be delivered from every queue and asynchronous path, and an alarm watches each of their queues', () => {
    expect(losing(resources)).toEqual([]);
  });

  test.each([
    ['AWS::Scheduler::Schedule', 'DeadLetterConfig'],
    ['AWS::SQS::Queue', 'RedrivePolicy'],
    ['AWS::SNS::Subscription', 'RedrivePolicy'],
    ['AWS::Lambda::EventSourceMapping', 'DestinationConfig'],
    ['AWS::Lambda::EventInvokeConfig', 'DestinationConfig'],
    ['AWS::CloudWatch::Alarm', 'AlarmActions'],
  ])('would be missed at %s without its %s', (type, property) => {
    const ids = Object.keys(resources).filter((id) => {
      const text = JSON.stringify(resources[id]);
      const isQueueAlarm = !type.endsWith('Alarm') || text.includes('ApproximateNumberOfMessagesVisible');
      return resources[id]?.Type === type && text.includes(`"${property}":`) && isQueueAlarm;
    });
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      const without = JSON.stringify(resources[id]).replaceAll(`"${property}":`, '"Other":');
      expect(losing({ ...resources, [id]: JSON.parse(without) })).not.toEqual([]);
    }
  });

  test.each([
    ['AWS::Events::Rule', { Targets: [{ Arn: { Ref: 'Elsewhere' } }] }],
    ['AWS::Lambda::Permission', { Principal: 'sns.amazonaws.com', FunctionName: { Ref: 'Elsewhere' } }],
    ['AWS::Pipes::Pipe', {}],
  ])('would be missed at an %s', (Type, Properties) => {
    expect(losing({ ...resources, Added: { Type, Properties } })).toEqual(['Added']);
  });

  test('have alarms that name the command which puts them back', () => {
    for (const name of ['DeadLetters', 'Failures', 'Undelivered']) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        AlarmDescription: Match.stringLikeRegexp(`downbeat redrive --stack Downbeat --queue ${name} `),
      });
    }
  });

  test('are found by the outputs of the stack, with what puts them back', () => {
    expect(Object.keys(template.toJSON().Outputs)).toEqual(
      expect.arrayContaining([
        ...['ApiUrl', 'DeadLettersQueueUrl', 'FailuresQueueUrl', 'UndeliveredQueueUrl', 'DeadlineQueueUrl'],
        ...['AlertFunctionName', 'RecordFunctionName', 'EventsTopicArn', 'DefaultChannelTopicArn'],
      ]),
    );
  });
});

describe('the channels', () => {
  test.each([
    ['email', 'ops@example.com'],
    ['sms', '+37120000000'],
    ['https', 'https://pager.example/in'],
  ])('subscribe by %s, and keep what the subscriber does not take', (Protocol, Endpoint) => {
    const RedrivePolicy = { deadLetterTargetArn: Match.anyValue() };
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol, Endpoint, RedrivePolicy });
  });

  test('are given to the alert function by name, an existing topic of the customer among them', () => {
    const { Environment } = functionOf('Tells people and machines about flips.');
    const topics = JSON.stringify(Environment.Variables.CHANNEL_TOPIC_ARNS);
    expect(topics).toMatch(/default=.*,pager=.*,own=chat:arn:aws:sns:eu-west-1:123456789012:own/);
  });

  test('try a webhook again for nearly an hour, within what SNS allows', () => {
    const [subscription] = Object.values(
      template.findResources('AWS::SNS::Subscription', { Properties: { Protocol: 'https' } }),
    );
    const { healthyRetryPolicy: policy } = subscription?.Properties.DeliveryPolicy ?? {};
    const backoffs = policy.numRetries - policy.numMinDelayRetries - policy.numMaxDelayRetries;
    const fixedSeconds =
      policy.numMinDelayRetries * policy.minDelayTarget + policy.numMaxDelayRetries * policy.maxDelayTarget;
    expect(backoffs).toBeGreaterThan(0);
    expect(fixedSeconds).toBeGreaterThan(1_800);
    // The pauses between grow from the shortest to the longest: at the very most each is the longest.
    expect(fixedSeconds + (backoffs * policy.maxDelayTarget) / 2).toBeLessThan(3_600);
  });

  test('are all that a test alert may be sent to: neither machines nor the event bus hear of it', () => {
    const { Environment } = functionOf('Answers the management API.');
    expect(Environment.Variables).toHaveProperty('CHANNEL_TOPIC_ARNS');
    expect(Environment.Variables).not.toHaveProperty('EVENTS_TOPIC_ARN');
    const events = template.toJSON().Outputs.EventsTopicArn.Value.Ref;
    expect(JSON.stringify(allowedResources('Answers the management API.', 'sns:Publish'))).not.toContain(
      events,
    );
    const alerted = allowedResources('Tells people and machines about flips.', 'sns:Publish');
    expect(JSON.stringify(alerted)).toContain(events);
  });

  test('without subscribers are warned about at synth', () => {
    expect(otherInstallation.warnings).toEqual([expect.stringContaining('has no subscribers')]);
    expect(usual.warnings).toEqual([]);
  });
});

describe('the alarms', () => {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map((a) => a.Properties);

  test('watch the dead letters, the sweep, the age of alerts, refused pings, and the errors and throttles of every function', () => {
    expect(alarms).toHaveLength(33);
    expect(alarms.filter(({ MetricName }) => MetricName === 'IteratorAge')).toHaveLength(2);
    expect(alarms.filter(({ MetricName }) => MetricName === 'Errors')).toHaveLength(10);
    expect(alarms.filter(({ MetricName }) => MetricName === 'Throttles')).toHaveLength(10);
    expect(alarms.map(({ MetricName }) => MetricName)).toEqual(
      expect.arrayContaining(['SweepCompleted', 'IteratorAge', '5xx']),
    );
    const depths = alarms.filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible');
    expect(new Set(depths.map(({ Dimensions }) => JSON.stringify(Dimensions))).size).toBe(3);
  });

  test('say what they mean, and tell the operators when they start and when they end', () => {
    for (const { AlarmDescription, AlarmActions, OKActions } of alarms) {
      expect(AlarmDescription).toMatch(/Runbook/);
      expect([AlarmActions, OKActions]).toEqual([[expect.anything()], [expect.anything()]]);
    }
  });

  test('ring for three hours about a channel that nobody listens to, which is looked at about once an hour', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ChannelUnheard',
      ...{ Namespace: 'Downbeat', Statistic: 'Sum', Threshold: 1 },
      ...{ Period: 3_600, EvaluationPeriods: 3, DatapointsToAlarm: 1, TreatMissingData: 'notBreaching' },
    });
  });

  test('ring at 80 % of what SMS may cost, and go on until the spending is known to be less', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ Namespace: 'AWS/SNS', MetricName: 'SMSMonthToDateSpentUSD', Statistic: 'Maximum' },
      Dimensions: Match.absent(),
      ...{ Threshold: 16, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'ignore' },
    });
  });

  test('leave SMS alone where nobody has a phone', () => {
    other.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { Namespace: 'AWS/SNS' }, 0);
  });

  test('take silence about the sweep for trouble', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'SweepCompleted',
      Namespace: 'Downbeat',
      Dimensions: [{ Name: 'Installation', Value: 'Downbeat' }],
      TreatMissingData: 'breaching',
    });
  });

  test('may be published by CloudWatch, for this account only', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });
});
