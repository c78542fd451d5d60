import {
  GetTopicAttributesCommand,
  PublishCommand,
  SNSClient,
  ThrottledException,
} from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { EventsTopic, SnsChannels, TopicAudiences } from '../../lambdas/adapters/topics.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { ChannelMessage, EventMessage } from '../../lambdas/usecases/alert-writer.ts';
import { FakeSystem } from '../support/fake-system.ts';
import { sentTo, unexpected } from '../support/sdk.ts';

const sns = mockClient(SNSClient);
const client = new SNSClient({ region: 'local' });
const topics = {
  default: { topicArn: 'arn:aws:sns:local:000000000000:default', format: 'event' },
  slack: { topicArn: 'arn:aws:sns:local:000000000000:slack', format: 'chat' },
} as const;
let system: FakeSystem;
let channels: SnsChannels;
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
  system = new FakeSystem();
  channels = new SnsChannels(client, topics, system);
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

describe('the pause between two messages to a channel', () => {
  const pauseMs = limits.alertPauseMs;

  /** The pauses before messages to these channels, one after the other. */
  async function pausesBefore(...names: string[]): Promise<number[]> {
    sns.on(PublishCommand).resolves({});
    const pauses: number[] = [];
    for (const name of names) {
      const before = system.now();
      await channels.publishToChannel(name, alert);
      pauses.push(system.now() - before);
    }
    return pauses;
  }

  test('is made before each but the first', async () => {
    expect(await pausesBefore('default', 'default', 'default')).toEqual([0, pauseMs, pauseMs]);
  });

  test('is not made for another channel', async () => {
    expect(await pausesBefore('default', 'slack')).toEqual([0, 0]);
  });

  test('is as long as what is left of it', async () => {
    await pausesBefore('default');
    system.clock += pauseMs - 1;
    expect(await pausesBefore('default')).toEqual([1]);
    system.clock += pauseMs;
    expect(await pausesBefore('default')).toEqual([0]);
  });

  test('is made after a message that did not get through', async () => {
    sns.on(PublishCommand).rejects(new Error('down'));
    await expect(channels.publishToChannel('default', alert)).rejects.toThrow();
    expect(await pausesBefore('default')).toEqual([pauseMs]);
  });
});

describe('who listens to a channel', () => {
  const audiences = new TopicAudiences(client, topics);
  const named = (name: string) => Object.assign(new Error(name), { name });

  test('is counted by its topic: who has confirmed, and who has not', async () => {
    const Attributes = { SubscriptionsConfirmed: '2', SubscriptionsPending: '1', SubscriptionsDeleted: '5' };
    sns.on(GetTopicAttributesCommand).resolves({ Attributes });
    expect(await audiences.audienceOf('slack')).toEqual({ confirmed: 2, pending: 1 });
    expect(sentTo(sns)).toEqual([['GetTopicAttributesCommand', { TopicArn: topics.slack.topicArn }]]);
  });

  test('is nobody if the topic is gone', async () => {
    sns.on(GetTopicAttributesCommand).rejects(named('NotFoundException'));
    expect(await audiences.audienceOf('slack')).toEqual({ confirmed: 0, pending: 0 });
  });

  test.each(['AuthorizationErrorException', 'AccessDeniedException', 'AccessDenied'])(
    'is unknown where the topic answers %s',
    async (name) => {
      sns.on(GetTopicAttributesCommand).rejects(named(name));
      expect(await audiences.audienceOf('slack')).toBe('unknown');
    },
  );

  test('cannot be told while SNS is away', async () => {
    sns.on(GetTopicAttributesCommand).rejects(named('InternalErrorException'));
    await expect(audiences.audienceOf('slack')).rejects.toThrow(Unavailable);
  });

  test('may be asked of each channel', () => {
    expect(audiences.channels).toEqual(['default', 'slack']);
  });
});
