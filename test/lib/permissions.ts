import { nameOf, permissionsIn } from '../support/permissions.ts';
import { usual } from '../support/stack.ts';

const { template } = usual;

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
const countSubscribers = Object.fromEntries(
  Object.keys(publishToChannels).map((topic) => [topic, ['sns:GetTopicAttributes']]),
);
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
    TablesHistory: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    ...armAndCancel,
    ...publishToChannels,
  },
  ProviderRole: {
    ProviderLog: writeLog,
    TablesMonitors: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    TablesHistory: ['dynamodb:BatchWriteItem', 'dynamodb:Query'],
    ...armAndCancel,
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
    ...countSubscribers,
  },
  WidgetRole: {
    WidgetLog: writeLog,
    TablesMonitors: ['dynamodb:GetItem of what is watched', 'dynamodb:Scan of what is watched'],
  },
  EventsRole: {
    EventsLog: writeLog,
    TablesMonitors: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    TablesHistory: ['dynamodb:PutItem'],
    ...arm,
    ...setAside,
  },
  SweepingRole: { Sweep: ['lambda:InvokeFunction'], Failures: ['sqs:SendMessage'] },
  DeadlineTimerRole: { DeadlineTimerQueue: ['sqs:SendMessage'], Failures: ['sqs:SendMessage'] },
};

test.each(Object.entries(allowed))(
  '%s may do exactly what it does, to exactly what it needs',
  (role, may) => {
    expect(permissionsIn(template)[role]).toEqual(may);
  },
);

test('no other role exists', () => {
  const roles = Object.keys(template.findResources('AWS::IAM::Role')).map(nameOf);
  expect(roles.sort()).toEqual(Object.keys(allowed).sort());
  expect(Object.keys(permissionsIn(template)).sort()).toEqual(Object.keys(allowed).sort());
});

test('nothing is allowed but by these policies', () => {
  template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(Properties).not.toHaveProperty('Policies');
  }
});

test('no action is a wildcard, and no resource but the names of schedules in their own group', () => {
  const found = Object.values(permissionsIn(template));
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
