import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CdkRun {
  stackName: string;
  environment: Record<string, string | undefined>;
  /** Default: the app of cdk.json, whose tables go with it. */
  app?: string;
  context?: Record<string, string>;
  /** Whether all stacks of the app are meant. Default: its one stack. */
  all?: boolean;
}

/** Deploys the stack with the very command that a customer uses, and answers its outputs. */
export async function deploy(run: CdkRun): Promise<Record<string, string>> {
  const outputs = join(mkdtempSync(join(tmpdir(), 'downbeat-')), 'outputs.json');
  await cdk(
    ['deploy', ...argumentsOf(run), '--require-approval', 'never', '--outputs-file', outputs],
    run.environment,
  );
  const written = JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, Record<string, string>>;
  return written[run.stackName] ?? {};
}

export function bootstrap(
  account: string,
  region: string,
  environment: CdkRun['environment'],
): Promise<void> {
  return cdk(['bootstrap', `aws://${account}/${region}`], environment);
}

export function destroy(run: CdkRun): Promise<void> {
  return cdk(['destroy', ...argumentsOf(run), '--force'], run.environment);
}

function argumentsOf({ stackName, app, context = { removalPolicy: 'destroy' }, all }: CdkRun): string[] {
  const given = Object.entries({ stackName, ...context });
  const named = given.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  if (all) named.push('--all');
  return app === undefined ? named : ['--app', app, '--output', `cdk.out/${stackName}`, ...named];
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
