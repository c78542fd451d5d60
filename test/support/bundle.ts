import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { ServiceFunction } from '../../lib/constructs/function.ts';
import { functionProps } from '../../lib/constructs/functions.ts';

/** Bundles the ping function into a directory as the stack does, and answers its file. */
export function synthesisedPing(outdir: string): string {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const app = new App({ outdir, context });
  const stack = new Stack(app, 'Downbeat');
  new ServiceFunction(stack, 'Ping', functionProps.ping);
  const { template } = app.synth().getStackByName(stack.stackName);
  const resources = Object.values<{ Type: string; Properties: Record<string, never> }>(template.Resources);
  const ping = resources.find(({ Type }) => Type === 'AWS::Lambda::Function');
  if (!ping) throw new Error('There is no function.');
  const { S3Key } = ping.Properties.Code as unknown as { S3Key: string };
  return join(outdir, `asset.${S3Key.replace('.zip', '')}`, 'index.mjs');
}
