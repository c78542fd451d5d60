import { readConfig } from '../../lib/config.ts';

function manyChannels(count: number, channel: object = {}): Record<string, object> {
  const names = Array.from({ length: count - 1 }, (_, index) => `channel${index}`);
  return Object.fromEntries(['default', ...names].map((name) => [name, channel]));
}

test('without context everything has its default', () => {
  expect(readConfig({})).toEqual({
    stackName: 'Downbeat',
    channels: { default: { emails: [], phoneNumbers: [], urls: [], format: 'event' } },
    eventBridge: true,
    historyDays: { pings: 90, flips: 400 },
    maxAutoCreated: 1_000,
    removalPolicy: 'retain',
    sweepMinutes: 1,
    alarmEmails: [],
    smsMonthlyBudgetUsd: 1,
    dashboard: true,
    throttle: { pings: { rate: 1_000, burst: 2_000 }, management: { rate: 100, burst: 200 } },
  });
});

test('a value from the command line, which is text, is read as JSON', () => {
  const config = readConfig({
    channels: '{"default": {"emails": ["ops@example.com"]}, "database": {}}',
    sweepMinutes: '5',
    removalPolicy: 'destroy',
  });
  expect(Object.keys(config.channels)).toEqual(['default', 'database']);
  expect(config.channels.default?.emails).toEqual(['ops@example.com']);
  expect(config.sweepMinutes).toBe(5);
  expect(config.removalPolicy).toBe('destroy');
});

test("CDK's own context is none of our business", () => {
  const own = { '@aws-cdk/core:x': true, 'aws:cdk:bundling-stacks': [], 'availability-zones:account=1': [] };
  expect(readConfig(own)).toEqual(readConfig({}));
});

test.each([
  ['channels', { ops: {} }, 'channels: one channel is named "default"'],
  ['channels', { default: { emails: ['nobody'] } }, 'channels.default.emails.0: is not an e-mail address'],
  [
    'channels',
    { default: { phoneNumbers: ['0049'] } },
    'channels.default.phoneNumbers.0: is not a phone number',
  ],
  [
    'channels',
    { default: { urls: ['http://x.example'] } },
    'channels.default.urls.0: is not an https:// URL',
  ],
  ['channels', { default: { format: 'slack' } }, 'channels.default.format: allowed are event and chat'],
  ['eventBridge', 'yes', 'eventBridge: allowed are true and false'],
  ['channels', { default: { topicArn: 'topic' } }, 'channels.default.topicArn: is not the ARN'],
  ['channels', { default: { email: 'a@b.example' } }, 'channels.default.email: not a known field'],
  ['channels', { default: {}, 'Data Base': {} }, 'channels.Data Base: a channel is named by'],
  [
    'channels',
    { default: { topicArn: 'arn:aws:sns:eu-west-1:123456789012:ops', emails: ['a@b.example'] } },
    'channels.default: has a topicArn',
  ],
  [
    'channels',
    { default: { emails: ['a@b.example', 'a@b.example'] } },
    'channels.default.emails: names the same',
  ],
  ['channels', { default: {}, 'team-1': {}, team1: {} }, 'channels: two names differ in their dashes alone'],
  ['channels', manyChannels(26), 'channels: allowed are 25 channels'],
  [
    'channels',
    manyChannels(13, { topicArn: `arn:aws:sns:eu-west-1:123456789012:${'x'.repeat(256)}` }),
    'channels: there are too many for their names and topic ARNs',
  ],
  ['smsMonthlyBudgetUsd', 0, 'smsMonthlyBudgetUsd: allowed is an amount from 0.01 to 1000000'],
  ['smsMonthlyBudgetUsd', 1_000_001, 'smsMonthlyBudgetUsd: allowed is an amount'],
  ['smsMonthlyBudgetUsd', 'lots', 'smsMonthlyBudgetUsd: allowed is an amount'],
  ['dashboard', 'no', 'dashboard: allowed are true and false'],
  ['throttle', { pings: { rate: 0 } }, 'throttle.pings.rate: allowed is a whole number from 1 to 100000'],
  ['throttle', { management: { burst: 1.5 } }, 'throttle.management.burst: allowed is a whole number'],
  ['throttle', { manage: {} }, 'throttle.manage: not a known field'],
  ['kmsKeyArn', 'alias/downbeat', 'kmsKeyArn: is not the ARN of a KMS key'],
  [
    'kmsKeyArn',
    'arn:aws:kms:eu-west-1:123456789012:alias/downbeat',
    'kmsKeyArn: is not the ARN of a KMS key; that of an alias will not do',
  ],
  ['historyDays', { pings: 0 }, 'historyDays.pings: allowed is a whole number from 1 to 3650'],
  ['historyDays', 90, 'historyDays:'],
  ['removalPolicy', 'keep', 'removalPolicy: allowed are retain and destroy'],
  ['sweepMinutes', 0.5, 'sweepMinutes: allowed is a whole number from 1 to 60'],
  ['sweepMinutes', 61, 'sweepMinutes: allowed is a whole number from 1 to 60'],
  ['heartbeatUrl', 'https://me:word@watcher.example', 'heartbeatUrl: has a user name in it'],
  ['heartbeatUrl', 'http://watcher.example', 'heartbeatUrl: is not an https:// URL'],
  ['heartbeatUrl', `https://watcher.example/${'x'.repeat(477)}`, 'heartbeatUrl: allowed are 500 characters'],
  ['alarmEmails', 'ops@example.com', 'alarmEmails:'],
  ['stackName', '9lives', 'stackName: allowed are'],
  ['chanels', {}, 'chanels: not a known field'],
])('a bad %s is refused by name: %j', (field, value, message) => {
  expect(() => readConfig({ [field]: value })).toThrow(message);
});

test.each([
  ['of one Region', 'key/0f9e8d7c-6b5a-4321-8fed-cba987654321'],
  ['of several Regions', 'key/mrk-0123456789abcdef0123456789abcdef'],
])('a key %s may encrypt', (_which, key) => {
  const kmsKeyArn = `arn:aws:kms:eu-west-1:123456789012:${key}`;
  expect(readConfig({ kmsKeyArn }).kmsKeyArn).toBe(kmsKeyArn);
});

test('one limit of requests leaves the others at their defaults, and SMS may cost a part of a dollar', () => {
  const config = readConfig({ throttle: '{"pings": {"rate": 5}}', smsMonthlyBudgetUsd: '0.5' });
  expect(config.throttle).toEqual({
    pings: { rate: 5, burst: 2_000 },
    management: { rate: 100, burst: 200 },
  });
  expect(config.smsMonthlyBudgetUsd).toBe(0.5);
});

test('the URL of the outside heartbeat takes room from the channels: the sweep is told both', () => {
  const topicArn = `arn:aws:sns:eu-west-1:123456789012:${'x'.repeat(200)}`;
  const channels = manyChannels(11, { topicArn });
  const heartbeatUrl = `https://watcher.example/${'x'.repeat(476)}`;
  expect(readConfig({ channels }).channels).toEqual(expect.any(Object));
  expect(readConfig({ heartbeatUrl }).heartbeatUrl).toBe(heartbeatUrl);
  expect(() => readConfig({ channels, heartbeatUrl })).toThrow('channels: there are too many');
});

test('every field that is wrong is named at once', () => {
  const read = () => readConfig({ sweepMinutes: 0, removalPolicy: 'x', alarmEmails: ['y'] });
  expect(read).toThrow(/alarmEmails\.0[\s\S]*|sweepMinutes/);
  expect(read).toThrow('sweepMinutes');
  expect(read).toThrow('removalPolicy');
  expect(read).toThrow('alarmEmails.0');
});
