import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { readConfig } from '../../lib/config.ts';
import { DownbeatStack } from '../../lib/stack.ts';

const cdkJson = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

/** The context of an installation that has every kind of subscriber. */
export const subscribed = {
  channels: {
    default: { emails: ['ops@example.com'], phoneNumbers: ['+37120000000'] },
    pager: { urls: ['https://pager.example/in'] },
    own: { topicArn: 'arn:aws:sns:eu-west-1:123456789012:own', format: 'chat' },
  },
  alarmEmails: ['boss@example.com'],
};

/** The stack that this context makes, without its bundles. */
export function createStack(context: Record<string, unknown>): { app: App; stack: DownbeatStack } {
  const app = new App({ context: { ...cdkJson.context, ...context, 'aws:cdk:bundling-stacks': [] } });
  const config = readConfig(app.node.getAllContext());
  return { app, stack: new DownbeatStack(app, 'Downbeat', { stackName: config.stackName, config }) };
}
