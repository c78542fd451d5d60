import { PublishCommand, SNSClient, ThrottledException } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { SnsTopics } from '../../lambdas/adapters/topics.ts';
import type { AlertMessage } from '../../lambdas/usecases/ports.ts';
import { sentTo, unexpected } from '../support/sdk.ts';

const sns = mockClient(SNSClient);

const topics = new SnsTopics(
  new SNSClient({ region: 'local' }),
  {
    default: 'arn:aws:sns:local:000000000000:default',
    'on-call': 'arn:aws:sns:local:000000000000:on-call',
  },
  'arn:aws:sns:local:000000000000:events',
);

const alert: AlertMessage = {
  subject: 'DOWN: Nightly backup',
  email: 'Nightly backup is down.\n\n"Quoted", and über.',
  sms: 'Nightly backup is down',
  event: {
    downbeat: {
      version: 1,
      event_id: 'backup-7',
      seq: 7,
      kind: 'down',
      reminder: null,
      monitor: { id: 'backup', name: 'Nightly backup' },
      reason: 'missed',
      at: '2026-11-20T02:05:00.000Z',
      detected_at: '2026-11-20T02:05:01.500Z',
      previous_status: 'up',
      previous_since: '2026-11-01T00:00:00.000Z',
      schedule: 'every 24h',
      timezone: 'UTC',
      grace_period_seconds: 300,
      last_ping: null,
    },
  },
};

beforeEach(() => {
  sns.reset();
  sns.rejects(unexpected);
});

test('the channels are those that have a topic', () => {
  expect(topics.channels).toEqual(['default', 'on-call']);
});

test('an event is published as JSON to the events topic', async () => {
  sns.on(PublishCommand).resolves({ MessageId: 'message-1' });
  expect(await topics.publishEvent(alert)).toBe('message-1');
  const publication = {
    TopicArn: 'arn:aws:sns:local:000000000000:events',
    Subject: 'DOWN: Nightly backup',
    Message: JSON.stringify(alert.event),
  };
  expect(sentTo(sns)).toEqual([['PublishCommand', publication]]);
});

test.each([
  ['default', 'arn:aws:sns:local:000000000000:default'],
  ['on-call', 'arn:aws:sns:local:000000000000:on-call'],
])(
  'an alert for the channel %s is published to its topic in one form per protocol',
  async (channel, TopicArn) => {
    sns.on(PublishCommand).resolves({});
    await topics.publishToChannel(channel, alert);
    const forms = { default: JSON.stringify(alert.event), email: alert.email, sms: alert.sms };
    const publication = {
      TopicArn,
      Subject: 'DOWN: Nightly backup',
      MessageStructure: 'json',
      Message: JSON.stringify(forms),
    };
    expect(sentTo(sns)).toEqual([['PublishCommand', publication]]);
  },
);

test.each<[string, () => Promise<string>]>([
  ['an event', () => topics.publishEvent(alert)],
  ['an alert for a channel', () => topics.publishToChannel('default', alert)],
])(
  '%s that SNS refuses is Unavailable, with the exception of the SDK as the cause',
  async (_what, publish) => {
    const cause = new ThrottledException({ message: 'Rate exceeded', $metadata: {} });
    sns.on(PublishCommand).rejects(cause);
    await expect(publish()).rejects.toMatchObject({ name: 'Unavailable', cause });
  },
);

test.each(['NotFoundException', 'AuthorizationErrorException', 'KMSAccessDeniedException'])(
  'a topic that answers %s refuses for good',
  async (name) => {
    const cause = Object.assign(new Error('no'), { name });
    sns.on(PublishCommand).rejects(cause);
    const refusal = { name: 'TopicRefused', cause: { name: 'Unavailable', cause } };
    await expect(topics.publishEvent(alert)).rejects.toMatchObject(refusal);
    await expect(topics.publishToChannel('on-call', alert)).rejects.toMatchObject(refusal);
  },
);
