import { spawnSync } from 'node:child_process';
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { build } from 'esbuild';
import { synthesisedPing } from '../support/bundle.ts';
import { environment } from '../support/environment.ts';
import { median, row } from './print.ts';

const runs = 15;

export interface Bundles {
  ours: string;
  naive: string;
}

/** Builds our ping function as it is deployed, and the naive one with esbuild's default settings. */
export async function buildBundles(): Promise<Bundles> {
  const directory = mkdtempSync(join(tmpdir(), 'downbeat-bench-'));
  const naive = join(directory, 'naive.cjs');
  const entryPoints = [join(import.meta.dirname, 'naive-ping.ts')];
  await build({
    entryPoints,
    outfile: naive,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return { ours: synthesisedPing(join(directory, 'cdk.out')), naive };
}

export function printBundleSizes({ ours, naive }: Bundles): void {
  const kilobytes = (path: string) => `${(statSync(path).size / 1_000).toFixed(1)} kB`;
  row('ping bundle', kilobytes(ours), kilobytes(naive));
}

/** Runs each bundle in fresh processes, in turns, and prints how much longer than an empty module each takes. */
export function printInitialisation({ ours, naive }: Bundles): void {
  const bare = join(mkdtempSync(join(tmpdir(), 'downbeat-bench-')), 'bare.mjs');
  writeFileSync(bare, '');
  const times = { bare: [] as number[], ours: [] as number[], naive: [] as number[] };
  for (let run = 0; run <= runs; run += 1) {
    for (const [name, path] of Object.entries({ bare, ours, naive })) {
      const took = runProcess(path);
      // The first run fills the file system's cache.
      if (run > 0) times[name as keyof typeof times].push(took);
    }
  }
  const over = (name: 'ours' | 'naive') => median(times[name]) - median(times.bare);
  const milliseconds = (name: 'ours' | 'naive') => `${over(name).toFixed(1)} ms`;
  row('module initialisation over bare Node', milliseconds('ours'), milliseconds('naive'));
  row('  as a share of naive', `${((100 * over('ours')) / over('naive')).toFixed(0)} %`, '100 %');
}

function runProcess(path: string): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [path], {
    env: { ...process.env, ...environment, AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
  });
  if (status !== 0) throw new Error(`${path} failed: ${stderr}`);
  return performance.now() - startedAt;
}
