import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { readConfig } from '../../lib/config.ts';
import { DownbeatStack } from '../../lib/stack.ts';
import { addMonitor } from './jobs.ts';

const cdkJson = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

export const heartbeatUrl = 'https://watcher.example/key';
export const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/0f9e8d7c-6b5a-4321-8fed-cba987654321';

interface Report {
  pluginName: string;
  violations: { ruleName: string }[];
}

/** What this context makes, without its bundles: the template, what cdk-nag finds in it, and what the CDK warns of. */
function synthesise(context: Record<string, unknown>) {
  const app = new App({ context: { ...cdkJson.context, ...context, 'aws:cdk:bundling-stacks': [] } });
  const config = readConfig(app.node.getAllContext());
  const { downbeat } = new DownbeatStack(app, 'Downbeat', { stackName: config.stackName, config });
  addMonitor(new Stack(app, 'Jobs'), downbeat);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  // The CDK also prints its warnings.
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  process.env.CDK_VALIDATION = 'true';
  const assembly = app.synth();
  process.env.CDK_VALIDATION = 'false';
  printed.mockRestore();
  const { template, messages } = assembly.getStackByName(config.stackName);
  const report = JSON.parse(readFileSync(join(assembly.directory, 'validation-report.json'), 'utf8'));
  return {
    template: Template.fromJSON(template),
    /** A stack of another with a monitor. */
    jobs: assembly.getStackByName('Jobs'),
    findings: report.pluginReports.flatMap(({ pluginName, violations }: Report) =>
      violations.map(({ ruleName }) => `${pluginName}: ${ruleName}`),
    ),
    warnings: messages.filter(({ level }) => level === 'warning').map(({ entry }) => String(entry.data)),
  };
}

// Each takes seconds. So there are these two, and all that is tested of the stack is one file of Jest's, test/lib/stack.test.ts.

/** An installation that has every kind of subscriber, and leaves the rest as it is. */
export const usual = synthesise({
  channels: {
    default: { emails: ['ops@example.com'], phoneNumbers: ['+37120000000'] },
    pager: { urls: ['https://pager.example/in'] },
    own: { topicArn: 'arn:aws:sns:eu-west-1:123456789012:own', format: 'chat' },
  },
  alarmEmails: ['boss@example.com'],
  smsMonthlyBudgetUsd: 20,
});

/** An installation with what most leave as it is. Nobody has subscribed. */
export const other = synthesise({
  ...{ sweepMinutes: 5, eventBridge: false, heartbeatUrl, removalPolicy: 'destroy', kmsKeyArn },
  ...{ dashboard: false, throttle: { pings: { rate: 50 }, management: { burst: 7 } } },
});
