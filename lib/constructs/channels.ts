import { Annotations, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  BackoffFunction,
  type HealthyRetryPolicy,
  type ITopic,
  Subscription,
  SubscriptionProtocol,
  Topic,
} from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ChannelsVariables, EventsVariables } from '../../lambdas/env.ts';
import type { ChannelConfig, Config } from '../config.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './function.ts';

/** A webhook that is away is tried again for nearly an hour, the most that SNS allows; then its alerts are dead letters. */
const healthyRetryPolicy: HealthyRetryPolicy = {
  minDelayTarget: Duration.seconds(5),
  maxDelayTarget: Duration.minutes(5),
  numRetries: 20,
  numNoDelayRetries: 0,
  numMinDelayRetries: 4,
  numMaxDelayRetries: 7,
  backoffFunction: BackoffFunction.EXPONENTIAL,
};

/** The channels that people are told through, and the events topic for machines. */
export class Channels extends Construct {
  readonly events: Topic;
  /** Alerts that a subscriber did not take. */
  readonly deadLetters: DeadLetterQueue;
  /** `default` comes first. */
  readonly all: { name: string; topic: ITopic; format: ChannelConfig['format'] }[];

  constructor(scope: Construct, id: string, channels: Config['channels']) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.events = new Topic(this, 'Events', { enforceSSL: true });
    const names = ['default', ...Object.keys(channels).filter((name) => name !== 'default')];
    this.all = names.flatMap((name) => {
      const channel = channels[name];
      return channel ? [{ name, topic: this.#createChannel(name, channel), format: channel.format }] : [];
    });
    const stack = Stack.of(this);
    new CfnOutput(stack, 'EventsTopicArn', { value: this.events.topicArn });
    for (const { name, topic } of this.all) {
      new CfnOutput(stack, `${pascalCase(name)}ChannelTopicArn`, { value: topic.topicArn });
    }
  }

  /** Lets a function publish to every channel and to the events topic. */
  grantPublish(fn: ServiceFunction): void {
    this.grantPublishToChannels(fn);
    fn.allow(['sns:Publish'], [this.events.topicArn]);
    fn.addVariables({ EVENTS_TOPIC_ARN: this.events.topicArn } satisfies EventsVariables);
  }

  /** Tells a function the channels, and lets it publish to each. */
  grantPublishToChannels(fn: ServiceFunction): void {
    this.#grantOnChannels(fn, 'sns:Publish');
  }

  /** Tells a function the channels, and lets it count who has subscribed to each. */
  grantCountSubscribers(fn: ServiceFunction): void {
    this.#grantOnChannels(fn, 'sns:GetTopicAttributes');
  }

  /** Tells a function the channels. */
  nameTo(fn: ServiceFunction): void {
    const pairs = this.all.map(
      ({ name, topic, format }) => `${name}=${format === 'chat' ? 'chat:' : ''}${topic.topicArn}`,
    );
    fn.addVariables({ CHANNEL_TOPIC_ARNS: pairs.join(',') } satisfies ChannelsVariables);
  }

  #grantOnChannels(fn: ServiceFunction, action: string): void {
    fn.allow([action], [...new Set(this.all.map(({ topic }) => topic.topicArn))]);
    this.nameTo(fn);
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
        ...(subscriber.protocol === SubscriptionProtocol.HTTPS && { deliveryPolicy: { healthyRetryPolicy } }),
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
