import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import { type ITopic, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ChannelsVariables, TopicsVariables } from '../../lambdas/env.ts';
import type { ChannelConfig, Config } from '../config.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './function.ts';

/** The channels that people are told through, and the events topic for machines. */
export class Channels extends Construct {
  readonly events: Topic;
  /** Alerts that a subscriber did not take. */
  readonly deadLetters: DeadLetterQueue;
  readonly #topics: Record<string, ITopic>;

  constructor(scope: Construct, id: string, channels: Config['channels']) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.events = new Topic(this, 'Events', { enforceSSL: true });
    this.#topics = Object.fromEntries(
      Object.entries(channels).map(([name, channel]) => [name, this.#createChannel(name, channel)]),
    );
    const stack = Stack.of(this);
    new CfnOutput(stack, 'EventsTopicArn', { value: this.events.topicArn });
    for (const [name, topic] of Object.entries(this.#topics)) {
      new CfnOutput(stack, `${pascalCase(name)}ChannelTopicArn`, { value: topic.topicArn });
    }
  }

  /** Lets a function publish to every channel and to the events topic. */
  grantPublish(fn: ServiceFunction): void {
    this.grantPublishToChannels(fn);
    fn.allow(['sns:Publish'], [this.events.topicArn]);
    fn.addVariables({ EVENTS_TOPIC_ARN: this.events.topicArn } satisfies Omit<
      TopicsVariables,
      keyof ChannelsVariables
    >);
  }

  /** Tells a function the channels, and lets it publish to each. */
  grantPublishToChannels(fn: ServiceFunction): void {
    const topicArns = Object.values(this.#topics).map((topic) => topic.topicArn);
    fn.allow(['sns:Publish'], [...new Set(topicArns)]);
    const pairs = this.#names().map((name) => `${name}=${this.#topics[name]?.topicArn}`);
    fn.addVariables({ CHANNEL_TOPIC_ARNS: pairs.join(',') } satisfies ChannelsVariables);
  }

  /** `default` comes first. */
  #names(): string[] {
    return ['default', ...Object.keys(this.#topics).filter((name) => name !== 'default')];
  }

  #createChannel(name: string, channel: ChannelConfig): ITopic {
    if (channel.topicArn !== undefined) return Topic.fromTopicArn(this, `Channel-${name}`, channel.topicArn);
    const topic = new Topic(this, `Channel-${name}`, { displayName: 'Downbeat', enforceSSL: true });
    const subscribers = [
      ...channel.emails.map((endpoint) => ({ protocol: SubscriptionProtocol.EMAIL, endpoint })),
      ...channel.phoneNumbers.map((endpoint) => ({ protocol: SubscriptionProtocol.SMS, endpoint })),
      ...channel.urls.map((endpoint) => ({ protocol: SubscriptionProtocol.HTTPS, endpoint })),
    ];
    for (const subscriber of subscribers) {
      new Subscription(topic, subscriber.endpoint, {
        ...subscriber,
        topic,
        deadLetterQueue: this.deadLetters,
      });
    }
    if (subscribers.length === 0) {
      Annotations.of(this).addWarningV2(
        `downbeat:channel-${name}-without-subscribers`,
        `The channel "${name}" has no subscribers: until somebody subscribes to its topic, its alerts reach nobody.`,
      );
    }
    return topic;
  }
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)(.)/g, (_match, letter: string) => letter.toUpperCase());
}
