import { PublishCommand, type PublishCommandInput, type SNSClient } from '@aws-sdk/client-sns';
import { TopicRefused } from '../domain/errors.ts';
import type { AlertMessage, Channels, Topics } from '../usecases/ports.ts';
import { answered, failedWith } from './aws-client.ts';

/** A channel's name to its topic. */
type TopicArns = Readonly<Record<string, string>>;

/** What SNS answers when a topic is gone, is not ours to publish to, or has a key that is not ours to use. */
const refusals = [
  ...[
    'NotFoundException',
    'AuthorizationErrorException',
    'AccessDeniedException',
    'InvalidParameterException',
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
  readonly #topicArns: TopicArns;

  constructor(client: SNSClient, topicArns: TopicArns) {
    this.channels = Object.keys(topicArns);
    this.#client = client;
    this.#topicArns = topicArns;
  }

  /** A subscriber that is neither an e-mail address nor a phone is a machine, and gets the event. */
  publishToChannel(channel: string, { subject, email, sms, event }: AlertMessage): Promise<string> {
    return publish(this.#client, {
      TopicArn: this.#topicArns[channel],
      Subject: subject,
      MessageStructure: 'json',
      Message: JSON.stringify({ default: JSON.stringify(event), email, sms }),
    });
  }
}

/** The channels' topics, and the events topic, for machines. */
export class SnsTopics extends SnsChannels implements Topics {
  readonly #client: SNSClient;
  readonly #eventsTopicArn: string;

  constructor(client: SNSClient, topicArns: TopicArns, eventsTopicArn: string) {
    super(client, topicArns);
    this.#client = client;
    this.#eventsTopicArn = eventsTopicArn;
  }

  publishEvent({ subject, event }: AlertMessage): Promise<string> {
    const input = { TopicArn: this.#eventsTopicArn, Subject: subject, Message: JSON.stringify(event) };
    return publish(this.#client, input);
  }
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
