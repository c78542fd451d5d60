import {
  GetTopicAttributesCommand,
  type MessageAttributeValue,
  PublishCommand,
  type PublishCommandInput,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { TopicRefused } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import type { Instant } from '../domain/time.ts';
import type { AlertAttributes, ChannelMessage, EventMessage } from '../usecases/alert-writer.ts';
import type { Audience, Audiences, Channels, Machine, System } from '../usecases/ports.ts';
import { answered, failedWith } from './aws-client.ts';

/** A channel's topic, and which form of a message its subscribers get that are neither mail nor phone. */
export interface ChannelTopic {
  topicArn: string;
  format: 'event' | 'chat';
}

/** What SNS answers whom a topic's policy does not let in. */
const denials = ['AuthorizationErrorException', 'AccessDeniedException', 'AccessDenied'];

/** What SNS answers when a topic is gone, is not ours to publish to, or has a key that is not ours to use. */
const refusals = [
  ...[
    'NotFoundException',
    ...denials,
    'OptInRequired',
    'InvalidParameterException',
    'InvalidParameterValueException',
    'ValidationException',
  ],
  ...[
    'InvalidSecurityException',
    'KMSAccessDeniedException',
    'KMSDisabledException',
    'KMSInvalidStateException',
  ],
  ...['KMSNotFoundException', 'KMSOptInRequired'],
];

/** The channels' topics, which people subscribe to. */
export class SnsChannels implements Channels {
  readonly channels: readonly string[];
  readonly #client: SNSClient;
  readonly #topics: Readonly<Record<string, ChannelTopic>>;
  readonly #system: Pick<System, 'now' | 'sleep'>;
  /** When a channel may be published to again. */
  readonly #freeAt = new Map<string, Instant>();

  constructor(
    client: SNSClient,
    topics: Readonly<Record<string, ChannelTopic>>,
    system: Pick<System, 'now' | 'sleep'>,
  ) {
    this.channels = Object.keys(topics);
    this.#client = client;
    this.#topics = topics;
    this.#system = system;
  }

  /** Waits a little after the last message to the same channel: an address that gets too many at once is cut off by SNS. */
  async publishToChannel(channel: string, message: ChannelMessage): Promise<string> {
    const { topicArn, format } = this.#topics[channel] ?? {};
    const { subject, email, sms, attributes } = message;
    const waitMs = (this.#freeAt.get(channel) ?? 0) - this.#system.now();
    if (waitMs > 0) await this.#system.sleep(waitMs);
    this.#freeAt.set(channel, this.#system.now() + limits.alertPauseMs);
    const forMachines = JSON.stringify(format === 'chat' ? message.chat : message.event);
    return publish(this.#client, {
      TopicArn: topicArn,
      Subject: subject,
      MessageStructure: 'json',
      Message: JSON.stringify({ default: forMachines, email, sms }),
      MessageAttributes: toAttributes({ ...attributes, channel: [channel] }),
    });
  }
}

/** Who has subscribed to the channels' topics. */
export class TopicAudiences implements Audiences {
  readonly channels: readonly string[];
  readonly #client: SNSClient;
  readonly #topics: Readonly<Record<string, ChannelTopic>>;

  constructor(client: SNSClient, topics: Readonly<Record<string, ChannelTopic>>) {
    this.channels = Object.keys(topics);
    this.#client = client;
    this.#topics = topics;
  }

  /** Nobody listens to a topic that is gone. */
  async audienceOf(channel: string): Promise<Audience | 'unknown'> {
    const command = new GetTopicAttributesCommand({ TopicArn: this.#topics[channel]?.topicArn });
    try {
      const { Attributes } = await answered('SNS', this.#client.send(command));
      const { SubscriptionsConfirmed: confirmed, SubscriptionsPending: pending } = Attributes ?? {};
      return { confirmed: Number(confirmed), pending: Number(pending) };
    } catch (error) {
      if (failedWith(error, 'NotFoundException')) return { confirmed: 0, pending: 0 };
      if (denials.some((name) => failedWith(error, name))) return 'unknown';
      throw error;
    }
  }
}

/** The events topic. */
export class EventsTopic implements Machine {
  readonly name = 'the events topic';
  readonly #client: SNSClient;
  readonly #topicArn: string;

  constructor(client: SNSClient, topicArn: string) {
    this.#client = client;
    this.#topicArn = topicArn;
  }

  async publish({ subject, event, attributes }: EventMessage): Promise<void> {
    await publish(this.#client, {
      TopicArn: this.#topicArn,
      Subject: subject,
      Message: JSON.stringify(event),
      MessageAttributes: toAttributes(attributes),
    });
  }
}

/** SNS takes no attribute without a value. Filter policies match texts and lists of texts alike. */
function toAttributes(
  attributes: AlertAttributes & { channel?: readonly string[] },
): Record<string, MessageAttributeValue> {
  const given = Object.entries(attributes).filter(([, values]) => values.length > 0);
  return Object.fromEntries(given.map(([name, values]) => [name, toAttribute(values, name === 'tags')]));
}

function toAttribute(values: readonly string[], isList: boolean): MessageAttributeValue {
  const [only] = values;
  if (!isList && values.length === 1 && only !== undefined) return { DataType: 'String', StringValue: only };
  return { DataType: 'String.Array', StringValue: JSON.stringify(values) };
}

async function publish(client: SNSClient, input: PublishCommandInput): Promise<string> {
  try {
    const { MessageId } = await answered('SNS', client.send(new PublishCommand(input)));
    return String(MessageId);
  } catch (error) {
    if (!refusals.some((name) => failedWith(error, name))) throw error;
    throw new TopicRefused(String(input.TopicArn), error);
  }
}
