import {
  alertEnvironment,
  deadlineEnvironment,
  eventsEnvironment,
  manageEnvironment,
  pingEnvironment,
  providerEnvironment,
  readEnvironment,
  recordEnvironment,
  statusEnvironment,
  sweepEnvironment,
  widgetEnvironment,
} from '../lambdas/env.ts';

const timer = {
  DEADLINE_QUEUE_URL: 'https://sqs.local/deadlines',
  DEADLINE_QUEUE_ARN: 'arn:aws:sqs:local:000000000000:deadlines',
  FAILURE_QUEUE_ARN: 'arn:aws:sqs:local:000000000000:dead-letters',
  SCHEDULE_GROUP: 'downbeat-deadlines',
  SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/scheduler',
};
const history = { HISTORY_TABLE: 'history', HISTORY_PING_DAYS: '90', HISTORY_FLIP_DAYS: '400' };
const telling = {
  CHANNEL_TOPIC_ARNS: 'default=arn:aws:sns:local:000000000000:default',
  API_URL: 'https://api.test',
  ACCOUNT_ID: '000000000000',
  PARTITION: 'aws',
  AWS_REGION: 'local',
};
const { CHANNEL_TOPIC_ARNS: _channels, ...installation } = telling;
const alert = {
  INSTALLATION: 'downbeat-prod',
  HISTORY_TABLE: 'history',
  ...telling,
  EVENTS_TOPIC_ARN: 'arn:aws:sns:local:000000000000:events',
  FAILURE_QUEUE_URL: 'https://sqs.local/failures',
};
const record = {
  INSTALLATION: 'downbeat-prod',
  ...history,
  ...installation,
  EVENT_BUS: 'on',
  FAILURE_QUEUE_URL: 'https://sqs.local/failures',
};
const deadline = { INSTALLATION: 'downbeat-prod', MONITORS_TABLE: 'monitors', ...timer };

const sweep = {
  ...deadline,
  CHANNEL_TOPIC_ARNS: telling.CHANNEL_TOPIC_ARNS,
  SWEEP_MINUTES: '1',
  HEARTBEAT_URL: 'off',
};

/** The message of what a call throws. */
function complaintOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return String(error);
  }
  throw new Error('Nothing was thrown.');
}

test.each([
  ['ping', pingEnvironment, { ...deadline, ...history, MAX_AUTO_CREATED: '1000' }],
  ['manage', manageEnvironment, { ...deadline, ...history, ...telling }],
  ['provider', providerEnvironment, { ...deadline, HISTORY_TABLE: 'history', ...telling }],
  ['status', statusEnvironment, { INSTALLATION: 'downbeat-prod', MONITORS_TABLE: 'monitors' }],
  ['widget', widgetEnvironment, { INSTALLATION: 'downbeat-prod', MONITORS_TABLE: 'monitors' }],
  ['deadline', deadlineEnvironment, deadline],
  ['sweep', sweepEnvironment, sweep],
  ['events', eventsEnvironment, { ...deadline, ...history }],
  ['alert', alertEnvironment, alert],
  ['record', recordEnvironment, record],
])('every variable that the %s function misses is named at once', (_function, schema, variables) => {
  const complaint = complaintOf(() => readEnvironment(schema, {}));
  const named = complaint.match(/\b[A-Z]+(?:_[A-Z]+)*(?=:)/g) ?? [];
  expect(named.sort()).toEqual(Object.keys(variables).sort());
});

test('only the variables that are missing are named', () => {
  const { MONITORS_TABLE: _table, SCHEDULE_GROUP: _group, ...rest } = deadline;
  const complaint = complaintOf(() => readEnvironment(deadlineEnvironment, rest));
  expect(complaint.match(/\b[A-Z]+(?:_[A-Z]+)+(?=:)/g)).toEqual(['MONITORS_TABLE', 'SCHEDULE_GROUP']);
});

test('an empty variable is a missing one', () => {
  const variables = { ...deadline, SCHEDULE_GROUP: '' };
  expect(() => readEnvironment(deadlineEnvironment, variables)).toThrow(/SCHEDULE_GROUP:/);
});

test('a complete environment is read without the variables of others', () => {
  expect(readEnvironment(deadlineEnvironment, { ...deadline, PATH: '/bin' })).toEqual(deadline);
});

test('days are numbers', () => {
  const read = readEnvironment(recordEnvironment, record);
  expect(read).toMatchObject({ HISTORY_PING_DAYS: 90, HISTORY_FLIP_DAYS: 400 });
});

test.each(['', '0', '-1', '1.5', 'ninety', '090', '100000'])(
  '%j is not a number of days, and the variable is named',
  (days) => {
    const variables = { ...record, HISTORY_PING_DAYS: days };
    expect(() => readEnvironment(recordEnvironment, variables)).toThrow(
      /HISTORY_PING_DAYS: is not a number of days/,
    );
  },
);

test('topics are read by the name of their channel, those of chats marked', () => {
  const pairs = ['default=arn:aws:sns:local:0:default', 'team=chat:arn:aws:sns:local:0:team'];
  const read = readEnvironment(alertEnvironment, { ...alert, CHANNEL_TOPIC_ARNS: pairs.join(',') });
  expect(read.CHANNEL_TOPIC_ARNS).toEqual({
    default: { topicArn: 'arn:aws:sns:local:0:default', format: 'event' },
    team: { topicArn: 'arn:aws:sns:local:0:team', format: 'chat' },
  });
});

test('the outside heartbeat is an https:// URL, or off', () => {
  const read = (HEARTBEAT_URL: string) =>
    readEnvironment(sweepEnvironment, { ...sweep, HEARTBEAT_URL }).HEARTBEAT_URL;
  expect(read('https://watcher.example/key')).toBe('https://watcher.example/key');
  expect(read('off')).toBeUndefined();
  for (const wrong of ['http://watcher.example', 'on', '']) {
    expect(() => read(wrong)).toThrow('HEARTBEAT_URL: is neither off nor an https:// URL');
  }
});

test('the event bus is on or off', () => {
  expect(readEnvironment(recordEnvironment, { ...record, EVENT_BUS: 'off' }).EVENT_BUS).toBe(false);
  expect(readEnvironment(recordEnvironment, record).EVENT_BUS).toBe(true);
  expect(() => readEnvironment(recordEnvironment, { ...record, EVENT_BUS: 'yes' })).toThrow(
    'EVENT_BUS: is neither on nor off',
  );
});

test.each([
  ['are empty', ''],
  ['begin with another channel', 'on-call=arn:b,default=arn:a'],
  ['have no names', 'arn:a'],
  ['have no topic', 'default='],
  ['have a name without a topic', 'default=arn:a,on-call'],
  ['end in a comma', 'default=arn:a,'],
  ['have two topics for a name', 'default=arn:a=arn:b'],
])('topics that %s are refused by name', (_what, text) => {
  const variables = { ...alert, CHANNEL_TOPIC_ARNS: text };
  expect(() => readEnvironment(alertEnvironment, variables)).toThrow(
    'CHANNEL_TOPIC_ARNS: is not default=<arn>[,<name>=<arn>…]',
  );
});
