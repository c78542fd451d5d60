import { isDeepStrictEqual } from 'node:util';
import { Template } from 'aws-cdk-lib/assertions';
import { createStack, subscribed } from '../support/stack.ts';

const template = Template.fromStack(createStack(subscribed).stack);

const schedules =
  'arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/Downbeat-monitors/*';
const writeLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const arm = {
  [schedules]: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
  DeadlineTimerQueue: ['sqs:SendMessage'],
  DeadlineTimerRole: ['iam:PassRole to scheduler.amazonaws.com'],
};
const armAndCancel = {
  ...arm,
  [schedules]: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule', 'scheduler:UpdateSchedule'],
};
const publishToChannels = {
  ChannelsChanneldefault: ['sns:Publish'],
  ChannelsChannelpager: ['sns:Publish'],
  'arn:aws:sns:eu-west-1:123456789012:own': ['sns:Publish'],
};
/** What the CDK grants for a destination of failures. */
const setAside = { Failures: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'] };
const readStream = {
  'TablesMonitors.StreamArn': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ],
};

/** What the public may cause to be read: no key that opens a ping URL, no alias, no setting of the installation. */
const publicOnly = {
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['monitor#*', 'badge#*', 'tag#*', 'page#*'] },
  'ForAllValues:StringEquals': {
    'dynamodb:Attributes': [
      ...['pk', 'name', 'tags', 'status', 'statusSince', 'misses', 'badgeKey'],
      ...['dueAt', 'deadlineAt', 'gracePeriodSeconds'],
      ...['monitorId', 'tag', 'monitorIds', 'title', 'description', 'saveId', 'pages'],
    ],
  },
  StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
};

/** Every role, and what it may do to what. */
const allowed: Record<string, Record<string, string[]>> = {
  PingRole: {
    PingLog: writeLog,
    TablesMonitors: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    TablesHistory: ['dynamodb:PutItem'],
    ...arm,
  },
  ManageRole: {
    ManageLog: writeLog,
    TablesMonitors: [
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ],
    TablesHistory: ['dynamodb:BatchWriteItem', 'dynamodb:Query'],
    ...armAndCancel,
    ...publishToChannels,
  },
  StatusRole: {
    StatusLog: writeLog,
    TablesMonitors: ['dynamodb:BatchGetItem of what is public', 'dynamodb:GetItem of what is public'],
  },
  DeadlineRole: {
    DeadlineLog: writeLog,
    TablesMonitors: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    ...armAndCancel,
    DeadlineTimerQueue: [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ],
  },
  AlertRole: {
    AlertLog: writeLog,
    TablesHistory: ['dynamodb:Query'],
    ...publishToChannels,
    ChannelsEvents: ['sns:Publish'],
    ...setAside,
    ...readStream,
  },
  RecordRole: {
    RecordLog: writeLog,
    TablesHistory: ['dynamodb:PutItem'],
    'arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:event-bus/default': ['events:PutEvents'],
    ...setAside,
    ...readStream,
  },
  SweepRole: {
    SweepLog: writeLog,
    TablesMonitors: ['dynamodb:GetItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
    ...arm,
    ...setAside,
  },
  SweepingRole: { Sweep: ['lambda:InvokeFunction'] },
  DeadlineTimerRole: { DeadlineTimerQueue: ['sqs:SendMessage'], Failures: ['sqs:SendMessage'] },
};

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: { StringEquals?: Record<string, string> };
}

/** A construct's name in the template, without the digits that the CDK adds. */
function nameOf(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

/** A resource as the table above has it. */
function resourceText(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Intrinsic;
  if (Ref !== undefined) return Ref.startsWith('AWS::') ? `<${Ref}>` : nameOf(Ref);
  if (attribute) return nameOf(attribute[0]) + (attribute[1] === 'Arn' ? '' : `.${attribute[1]}`);
  if (join) return join[1].map(resourceText).join(join[0]);
  throw new Error(`The table has no word for ${JSON.stringify(resource)}.`);
}

interface Intrinsic {
  Ref?: string;
  'Fn::GetAtt'?: [string, string];
  'Fn::Join'?: [string, unknown[]];
}

/** An action, and what it is confined to: the one service, or what is public. */
function actionText(action: string, { Condition }: Statement): string {
  if (!Condition) return action;
  if (isDeepStrictEqual(Condition, publicOnly)) return `${action} of what is public`;
  const passedTo = Condition.StringEquals?.['iam:PassedToService'];
  if (passedTo === undefined) throw new Error(`The table has no word for ${JSON.stringify(Condition)}.`);
  return `${action} to ${passedTo}`;
}

/** What each role of the template may do to what. */
function permissions(): Record<string, Record<string, string[]>> {
  const found: Record<string, Record<string, string[]>> = {};
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
    const resources: Record<string, string[]> = {};
    for (const statement of Properties.PolicyDocument.Statement as Statement[]) {
      if (statement.Effect !== 'Allow') throw new Error('The table has no word for a denial.');
      for (const resource of [statement.Resource].flat().map(resourceText)) {
        const actions = [statement.Action].flat().map((action) => actionText(action, statement));
        resources[resource] = [...(resources[resource] ?? []), ...actions].sort();
      }
    }
    for (const role of Properties.Roles) found[resourceText(role)] = resources;
  }
  return found;
}

test.each(Object.entries(allowed))(
  '%s may do exactly what it does, to exactly what it needs',
  (role, may) => {
    expect(permissions()[role]).toEqual(may);
  },
);

test('no other role exists', () => {
  const roles = Object.keys(template.findResources('AWS::IAM::Role')).map(nameOf);
  expect(roles.sort()).toEqual(Object.keys(allowed).sort());
  expect(Object.keys(permissions()).sort()).toEqual(Object.keys(allowed).sort());
});

test('nothing is allowed but by these policies', () => {
  template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(Properties).not.toHaveProperty('Policies');
  }
});

test('no action is a wildcard, and no resource but the names of schedules in their own group', () => {
  const found = Object.values(permissions());
  const actions = found.flatMap((may) => Object.values(may).flat());
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  const wildcards = found.flatMap((may) => Object.keys(may)).filter((resource) => resource.includes('*'));
  expect([...new Set(wildcards)]).toEqual([schedules]);
});

test.each(['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'])(
  'every %s lets in services of AWS alone, each for one source',
  (type) => {
    const policies = Object.values(template.findResources(type));
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const letIn = statements.filter(({ Effect }) => Effect !== 'Deny');
    expect(letIn.length).toBeGreaterThan(0);
    for (const { Principal, Condition } of letIn) {
      expect(Object.keys(Principal)).toEqual(['Service']);
      expect(JSON.stringify(Condition)).toMatch(/aws:Source(?:Account|Arn)/);
    }
  },
);
