import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { AlertMessage, Topics } from '../usecases/ports.ts';
import { answered } from './aws-client.ts';

export interface TopicsConfig {
  eventsTopicArn: string;
  /** A channel's name to its topic. */
  channelTopicArns: Readonly<Record<string, string>>;
}

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
    const command = new PublishCommand({ TopicArn, Subject: subject, Message: JSON.stringify(event) });
    await answered('SNS', this.#client.send(command));
  }

  /** A subscriber that is neither an e-mail address nor a phone is a machine, and gets the event. */
  async publishToChannel(channel: string, { subject, email, sms, event }: AlertMessage): Promise<void> {
    const command = new PublishCommand({
      TopicArn: this.#config.channelTopicArns[channel],
      Subject: subject,
      MessageStructure: 'json',
      Message: JSON.stringify({ default: JSON.stringify(event), email, sms }),
    });
    await answered('SNS', this.#client.send(command));
  }
}
