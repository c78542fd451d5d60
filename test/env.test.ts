import {
  alertEnvironment,
  deadlineEnvironment,
  manageEnvironment,
  pingEnvironment,
  readEnvironment,
  sweepEnvironment,
} from '../lambdas/env.ts';

const timer = {
  DEADLINE_QUEUE_URL: 'https://sqs.local/deadlines',
  DEADLINE_QUEUE_ARN: 'arn:aws:sqs:local:000000000000:deadlines',
  FAILURE_QUEUE_ARN: 'arn:aws:sqs:local:000000000000:dead-letters',
  SCHEDULE_GROUP: 'downbeat-deadlines',
  SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/scheduler',
};
const history = { HISTORY_TABLE: 'history', HISTORY_PING_DAYS: '90', HISTORY_FLIP_DAYS: '400' };
const alert = {
  INSTALLATION: 'downbeat-prod',
  ...history,
  EVENTS_TOPIC_ARN: 'arn:aws:sns:local:000000000000:events',
  CHANNEL_TOPIC_ARNS: 'default=arn:aws:sns:local:000000000000:default',
};
const deadline = { INSTALLATION: 'downbeat-prod', MONITORS_TABLE: 'monitors', ...timer };

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
  ['manage', manageEnvironment, { ...deadline, HISTORY_TABLE: 'history', CHANNEL_TOPIC_ARNS: 'default=arn' }],
  ['deadline', deadlineEnvironment, deadline],
  ['sweep', sweepEnvironment, deadline],
  ['alert', alertEnvironment, alert],
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
  const read = readEnvironment(alertEnvironment, alert);
  expect(read).toMatchObject({ HISTORY_PING_DAYS: 90, HISTORY_FLIP_DAYS: 400 });
});

test.each(['', '0', '-1', '1.5', 'ninety', '090', '100000'])(
  '%j is not a number of days, and the variable is named',
  (days) => {
    const variables = { ...alert, HISTORY_PING_DAYS: days };
    expect(() => readEnvironment(alertEnvironment, variables)).toThrow(
      /HISTORY_PING_DAYS: is not a number of days/,
    );
  },
);

test('topics are read by the name of their channel', () => {
  const pairs = ['default=arn:aws:sns:local:0:default', 'on-call=arn:aws:sns:local:0:on-call'];
  const read = readEnvironment(alertEnvironment, { ...alert, CHANNEL_TOPIC_ARNS: pairs.join(',') });
  expect(read.CHANNEL_TOPIC_ARNS).toEqual({
    default: 'arn:aws:sns:local:0:default',
    'on-call': 'arn:aws:sns:local:0:on-call',
  });
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
