import { PublishCommand, type PublishCommandInput, type SNSClient } from '@aws-sdk/client-sns';
import { TopicRefused } from '../domain/errors.ts';
import type { AlertMessage, Topics } from '../usecases/ports.ts';
import { answered, failedWith } from './aws-client.ts';

export interface TopicsConfig {
  eventsTopicArn: string;
  /** A channel's name to its topic. */
  channelTopicArns: Readonly<Record<string, string>>;
}

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

/** SNS: the channels' topics, which people subscribe to, and the events topic, for machines. */
export class SnsTopics implements Topics {
  readonly channels: readonly string[];
  readonly #client: SNSClient;
  readonly #config: TopicsConfig;

  constructor(client: SNSClient, config: TopicsConfig) {
    this.channels = Object.keys(config.channelTopicArns);
    this.#client = client;
    this.#config = config;
  }

  async publishEvent({ subject, event }: AlertMessage): Promise<void> {
    const TopicArn = this.#config.eventsTopicArn;
    await this.#publish({ TopicArn, Subject: subject, Message: JSON.stringify(event) });
  }

  /** A subscriber that is neither an e-mail address nor a phone is a machine, and gets the event. */
  async publishToChannel(channel: string, { subject, email, sms, event }: AlertMessage): Promise<void> {
    await this.#publish({
      TopicArn: this.#config.channelTopicArns[channel],
      Subject: subject,
      MessageStructure: 'json',
      Message: JSON.stringify({ default: JSON.stringify(event), email, sms }),
    });
  }

  async #publish(input: PublishCommandInput): Promise<void> {
    try {
      await answered('SNS', this.#client.send(new PublishCommand(input)));
    } catch (error) {
      if (!refusals.some((name) => failedWith(error, name))) throw error;
      throw new TopicRefused(String(input.TopicArn), error);
    }
  }
}
