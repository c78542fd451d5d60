/** A template as CloudFormation reads it, as far as dead letters go. */
export interface Resources {
  [logicalId: string]: { Type: string; Properties?: Properties };
}

interface Reference {
  Ref?: string;
  'Fn::GetAtt'?: [logicalId: string, attribute: string];
}

interface Target {
  Arn: Reference;
  DeadLetterConfig?: object;
}

interface Properties {
  RedrivePolicy?: object;
  Target?: Target;
  Targets?: Target[];
  EventSourceArn?: Reference;
  DestinationConfig?: { OnFailure?: object };
  Principal?: string;
  FunctionName?: Reference;
  MetricName?: string;
  AlarmActions?: object[];
  Dimensions?: { Value: Reference }[];
}

/** What delivers without anybody waiting, and what says whether it has a place for what it cannot deliver. */
const paths: Record<string, (properties: Properties, resources: Resources) => unknown> = {
  'AWS::SQS::Queue': ({ RedrivePolicy }) => RedrivePolicy,
  'AWS::SNS::Subscription': ({ RedrivePolicy }) => RedrivePolicy,
  'AWS::Scheduler::Schedule': ({ Target }, resources) => keepsFailures(Target, resources),
  'AWS::Events::Rule': ({ Targets = [] }, resources) =>
    Targets.every((target) => keepsFailures(target, resources)),
  'AWS::Lambda::EventSourceMapping': ({ EventSourceArn, DestinationConfig }, resources) =>
    DestinationConfig?.OnFailure ?? isQueue(EventSourceArn, resources),
  // What may call a function and does not wait for its answer needs the function to have a destination.
  'AWS::Lambda::Permission': ({ Principal, FunctionName }, resources) =>
    Principal === 'apigateway.amazonaws.com' || hasFailureDestination(FunctionName, resources),
};

/** What waits for its answer, or does nothing by itself. */
const others = [
  ...['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Integration', 'AWS::ApiGatewayV2::Route'],
  ...['AWS::ApiGatewayV2::Stage', 'AWS::CDK::Metadata', 'AWS::CloudWatch::Alarm'],
  'AWS::CloudWatch::Dashboard',
  ...['AWS::DynamoDB::GlobalTable', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::Lambda::EventInvokeConfig'],
  ...['AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'AWS::Logs::ResourcePolicy', 'AWS::SNS::Topic'],
  ...['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::Scheduler::ScheduleGroup'],
];

/**
 * The logical ids of whatever loses what it cannot deliver: asynchronous paths without dead letters, queues of dead letters
 * that no alarm watches, and resources of a type that this list does not know.
 */
export function losing(resources: Resources): string[] {
  const watched = new Set(alarmedQueues(resources));
  return Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) => {
    const path = paths[Type];
    const isSafe = path ? watched.has(id) || path(Properties, resources) : others.includes(Type);
    return isSafe ? [] : [id];
  });
}

function alarmedQueues(resources: Resources): string[] {
  const alarms = Object.values(resources).map(({ Properties = {} }) => Properties);
  return alarms.flatMap(({ MetricName, AlarmActions = [], Dimensions = [] }) => {
    const isDepth = MetricName === 'ApproximateNumberOfMessagesVisible' && AlarmActions.length > 0;
    return isDepth ? Dimensions.map(({ Value }) => idOf(Value)) : [];
  });
}

/** What is sent may not arrive; and a function that it arrives at may fail. */
function keepsFailures(target: Target | undefined, resources: Resources): boolean {
  return target?.DeadLetterConfig !== undefined && hasFailureDestination(target.Arn, resources);
}

function hasFailureDestination(called: Reference | undefined, resources: Resources): boolean {
  const id = idOf(called);
  if (resources[id]?.Type !== 'AWS::Lambda::Function') return resources[id] !== undefined;
  return Object.values(resources).some(
    ({ Type, Properties = {} }) =>
      Type === 'AWS::Lambda::EventInvokeConfig' &&
      idOf(Properties.FunctionName) === id &&
      Properties.DestinationConfig?.OnFailure !== undefined,
  );
}

/** A queue has no failure destination of its own: its redrive policy is looked at by itself. */
function isQueue(source: Reference | undefined, resources: Resources): boolean {
  return resources[idOf(source)]?.Type === 'AWS::SQS::Queue';
}

function idOf(reference: Reference | undefined): string {
  return reference?.Ref ?? reference?.['Fn::GetAtt']?.[0] ?? '';
}
