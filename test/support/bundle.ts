import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readConfig } from '../../lib/config.ts';
import { DownbeatStack } from '../../lib/stack.ts';

/** Synthesises the stack into a directory, with every function bundled, and answers the ping function's file. */
export function synthesisedPing(outdir: string): string {
  const cdkJson = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const context = { ...cdkJson.context, channels: { default: { emails: ['ops@example.com'] } } };
  const app = new App({ outdir, context });
  const stack = new DownbeatStack(app, 'Downbeat', { config: readConfig(context) });
  const { template } = app.synth().getStackByName(stack.stackName);
  const resources = Object.values<{ Type: string; Properties: Record<string, never> }>(template.Resources);
  const ping = resources.find(
    ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties.Description === 'Records pings.',
  );
  if (!ping) throw new Error('The stack has no ping function.');
  const { S3Key } = ping.Properties.Code as unknown as { S3Key: string };
  return join(outdir, `asset.${S3Key.replace('.zip', '')}`, 'index.mjs');
}
