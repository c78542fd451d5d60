import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CdkRun {
  stackName: string;
  environment: Record<string, string | undefined>;
}

/** Deploys the stack with the very command that a customer uses, and answers its outputs. */
export async function deploy({ stackName, environment }: CdkRun): Promise<Record<string, string>> {
  const outputs = join(mkdtempSync(join(tmpdir(), 'downbeat-')), 'outputs.json');
  await cdk(
    ['deploy', ...context(stackName), '--require-approval', 'never', '--outputs-file', outputs],
    environment,
  );
  const written = JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, Record<string, string>>;
  return written[stackName] ?? {};
}

export function bootstrap(
  account: string,
  region: string,
  environment: CdkRun['environment'],
): Promise<void> {
  return cdk(['bootstrap', `aws://${account}/${region}`], environment);
}

export function destroy({ stackName, environment }: CdkRun): Promise<void> {
  return cdk(['destroy', ...context(stackName), '--force'], environment);
}

function context(stackName: string): string[] {
  return ['-c', `stackName=${stackName}`, '-c', 'removalPolicy=destroy'];
}

function cdk(args: string[], environment: CdkRun['environment']): Promise<void> {
  const child = spawn('npx', ['cdk', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (status) => {
      if (status === 0) return done();
      failed(new Error(`cdk ${args[0]} ended with status ${status}.\n${Buffer.concat(printed).toString()}`));
    });
  });
}
