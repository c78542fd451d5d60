import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { ServiceFunction } from '../lib/constructs/function.ts';
import { functionProps } from '../lib/constructs/functions.ts';

/**
 * Writes the package `downbeat` to dist/package, from where `npm pack` and `npm publish` take it: compiled JavaScript and
 * types, the functions as bundles, so that an app that installs it needs neither our sources nor esbuild, and the program.
 */
const root = resolve(import.meta.dirname, '..');
const target = join(root, 'dist/package');

rmSync(target, { recursive: true, force: true });
compile();
bundleFunctions();
execFileSync(process.execPath, [
  ...['--import', 'tsx', join(root, 'bin/build-cli.ts')],
  join(target, 'downbeat.mjs'),
]);
for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE'])
  copyFileSync(join(root, file), join(target, file));
writeManifest();

function compile(): void {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.library.json')], { stdio: 'inherit' });
}

/** Makes the bundles as `cdk deploy` does. */
function bundleFunctions(): void {
  const outdir = mkdtempSync(join(tmpdir(), 'downbeat-package-'));
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  // With metadata each function says where its bundle is.
  const app = new App({ outdir, context: { ...context, 'aws:cdk:enable-asset-metadata': true } });
  const stack = new Stack(app, 'Functions');
  const functions = Object.entries(functionProps).map(([name, props]) => ({
    handler: props.handler,
    fn: new ServiceFunction(stack, name, props),
  }));
  const assembly = app.synth();
  for (const { handler, fn } of functions) {
    const asset = (fn.node.defaultChild as CfnFunction).getMetadata('aws:asset:path');
    cpSync(join(assembly.directory, asset), join(target, 'bundles', handler), { recursive: true });
  }
  rmSync(outdir, { recursive: true });
}

/** Of our own manifest: the functions' libraries are in their bundles, and the CDK is the app's. */
function writeManifest(): void {
  const ours = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const versions: Record<string, string> = { ...ours.devDependencies, ...ours.dependencies };
  const ranges = (...names: string[]) => Object.fromEntries(names.map((name) => [name, versions[name]]));
  const { name, version, description, license, type, engines } = ours;
  const manifest = {
    ...{ name, version, description, license, type, engines },
    bin: { downbeat: 'downbeat.mjs' },
    exports: {
      '.': { types: './lib/index.d.ts', default: './lib/index.js' },
      './package.json': './package.json',
    },
    files: ['bundles', 'downbeat.mjs', 'lambdas', 'lib', 'CHANGELOG.md'],
    dependencies: ranges('croner', 'cronstrue', 'zod'),
    peerDependencies: ranges('aws-cdk-lib', 'constructs'),
  };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
