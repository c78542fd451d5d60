import { PublishCommand, SNSClient, ThrottledException } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { EventsTopic, SnsChannels } from '../../lambdas/adapters/topics.ts';
import type { ChannelMessage, EventMessage } from '../../lambdas/usecases/alert-writer.ts';
import { sentTo, unexpected } from '../support/sdk.ts';

const sns = mockClient(SNSClient);
const client = new SNSClient({ region: 'local' });
const channels = new SnsChannels(client, {
  default: { topicArn: 'arn:aws:sns:local:000000000000:default', format: 'event' },
  slack: { topicArn: 'arn:aws:sns:local:000000000000:slack', format: 'chat' },
});
const events = new EventsTopic(client, 'arn:aws:sns:local:000000000000:events');

const event = { downbeat: { event_id: 'backup:1:7', kind: 'down', detected_at: '', seq: 7 } };
const attributes = { kind: ['down'], monitor: ['backup'], tags: ['db', 'nightly'] };
const alert: ChannelMessage = {
  subject: 'DOWN: Nightly backup',
  email: 'Nightly backup is down.\n\n"Quoted", and über.',
  sms: 'Nightly backup is down',
  chat: { version: '1.0', source: 'custom' },
  event,
  attributes,
};
const eventMessage: EventMessage = {
  subject: 'ALARM: Nightly backup',
  event,
  attributes,
  detailType: 'Monitor Down',
};

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const list = (...values: string[]) => ({ DataType: 'String.Array', StringValue: JSON.stringify(values) });

beforeEach(() => {
  sns.reset();
  sns.rejects(unexpected);
});

test('the channels are those that have a topic', () => {
  expect(channels.channels).toEqual(['default', 'slack']);
});

test('an event is published as JSON to the events topic, with attributes to filter by', async () => {
  sns.on(PublishCommand).resolves({ MessageId: 'message-1' });
  await events.publish(eventMessage);
  const publication = {
    TopicArn: 'arn:aws:sns:local:000000000000:events',
    Subject: 'ALARM: Nightly backup',
    Message: JSON.stringify(event),
    MessageAttributes: { kind: text('down'), monitor: text('backup'), tags: list('db', 'nightly') },
  };
  expect(sentTo(sns)).toEqual([['PublishCommand', publication]]);
});

test.each([
  ['default', 'the event', event],
  ['slack', 'a chat message', alert.chat],
])(
  'an alert for the channel %s has a form per protocol, %s for machines',
  async (channel, _what, machine) => {
    sns.on(PublishCommand).resolves({ MessageId: 'message-1' });
    expect(await channels.publishToChannel(channel, alert)).toBe('message-1');
    const publication = {
      TopicArn: `arn:aws:sns:local:000000000000:${channel}`,
      Subject: 'DOWN: Nightly backup',
      MessageStructure: 'json',
      Message: JSON.stringify({ default: JSON.stringify(machine), email: alert.email, sms: alert.sms }),
      MessageAttributes: {
        kind: text('down'),
        monitor: text('backup'),
        tags: list('db', 'nightly'),
        channel: text(channel),
      },
    };
    expect(sentTo(sns)).toEqual([['PublishCommand', publication]]);
  },
);

test.each([
  ['no tags are not sent', { kind: ['down'], monitor: ['a'], tags: [] }, undefined, text('a')],
  ['one tag is a list', { kind: ['down'], monitor: ['a'], tags: ['db'] }, list('db'), text('a')],
  [
    'several monitors are a list',
    { kind: ['digest'], monitor: ['a', 'b'], tags: [] },
    undefined,
    list('a', 'b'),
  ],
])('of the attributes, %s', async (_what, given, tags, monitor) => {
  sns.on(PublishCommand).resolves({});
  await channels.publishToChannel('default', { ...alert, attributes: given });
  const [[, input] = []] = sentTo(sns);
  const { MessageAttributes: sent } = input as { MessageAttributes: Record<string, unknown> };
  expect([sent.tags, sent.monitor]).toEqual([tags, monitor]);
});

const publishing: [string, () => Promise<unknown>][] = [
  ['an event', () => events.publish(eventMessage)],
  ['an alert for a channel', () => channels.publishToChannel('default', alert)],
];

test.each(publishing)(
  '%s that SNS does not take now is Unavailable, with its cause',
  async (_what, publish) => {
    const cause = new ThrottledException({ message: 'Rate exceeded', $metadata: {} });
    sns.on(PublishCommand).rejects(cause);
    await expect(publish()).rejects.toMatchObject({ name: 'Unavailable', cause });
  },
);

describe.each(['NotFoundException', 'AuthorizationErrorException', 'KMSAccessDeniedException'])(
  'a topic that answers %s',
  (name) => {
    test.each(publishing)('refuses %s for good', async (_what, publish) => {
      const cause = Object.assign(new Error('no'), { name });
      sns.on(PublishCommand).rejects(cause);
      await expect(publish()).rejects.toMatchObject({
        name: 'TopicRefused',
        cause: { name: 'Unavailable', cause },
      });
    });
  },
);
