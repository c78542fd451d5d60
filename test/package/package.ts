/**
 * Packs the package `downbeat`, installs it into an empty app, and type-checks and synthesises the examples there, as
 * somebody who has nothing else of this repository. Needs the package registry, as `npm ci` does.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fail, step, summary } from '../e2e/steps.ts';

const root = resolve(import.meta.dirname, '../..');
const app = mkdtempSync(join(tmpdir(), 'downbeat-app-'));
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Runs a program in the app, and answers what it prints; throws if it fails. */
function run(command: string, args: string[], environment: Record<string, string> = {}): string {
  const env = { ...process.env, ...environment };
  return execFileSync(command, args, {
    cwd: app,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const node = (...args: string[]) => run(process.execPath, args);

async function test(): Promise<void> {
  const tarball = await step('the package is built and packed', () => {
    run('npm', ['--prefix', root, 'run', 'build:library']);
    const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', join(root, 'dist/package')]));
    return join(app, filename);
  });

  await step(
    'it installs into an empty app, which gets the CDK as its peer, and neither esbuild nor an SDK',
    () => {
      const { typescript, '@types/node': types } = devDependencies;
      const dependencies = { downbeat: `file:${tarball}`, typescript, '@types/node': types };
      writeFileSync(
        join(app, 'package.json'),
        JSON.stringify({ type: 'module', private: true, dependencies }),
      );
      run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline']);
      assert.ok(existsSync(join(app, 'node_modules/aws-cdk-lib')));
      for (const name of ['esbuild', '@aws-sdk', 'tsx']) {
        assert.equal(existsSync(join(app, 'node_modules', name)), false, name);
      }
    },
  );

  await step('it brings no sources, and no types of anything that is not there', () => {
    const names = readdirSync(join(app, 'node_modules/downbeat'), { recursive: true, encoding: 'utf8' });
    const sources = names.filter((name) => /(?<!\.d)\.ts$/.test(name) || name.includes('test'));
    assert.deepEqual(sources, []);
  });

  await step('the examples type-check against it', () => {
    cpSync(join(root, 'docs/examples'), app, { recursive: true });
    const options = {
      ...{ module: 'nodenext', target: 'es2023', strict: true, types: ['node'], outDir: 'out' },
      ...{ rewriteRelativeImportExtensions: true, skipLibCheck: false },
    };
    writeFileSync(
      join(app, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
    );
    node('node_modules/typescript/bin/tsc');
  });

  await step(
    'the examples synthesise: an installation with its bundles, and the monitors of four jobs',
    () => {
      run(process.execPath, ['out/app.js'], { CDK_OUTDIR: join(app, 'cdk.out') });
      const resourcesOf = (stack: string): { Type: string }[] =>
        Object.values(
          JSON.parse(readFileSync(join(app, `cdk.out/${stack}.template.json`), 'utf8')).Resources,
        );
      const count = (stack: string, type: string) =>
        resourcesOf(stack).filter(({ Type }) => Type === type).length;
      assert.equal(count('Downbeat', 'AWS::Lambda::Function'), 10);
      assert.equal(count('Jobs', 'Custom::DownbeatMonitor'), 4);
      const bundles = readdirSync(join(app, 'cdk.out'), { recursive: true, encoding: 'utf8' });
      assert.equal(bundles.filter((name) => name.endsWith('index.mjs')).length, 10);
    },
  );

  await step('an app of another team, in CommonJS, finds the installation by its name', () => {
    const lines = [
      `const { App, Stack, Duration } = require('aws-cdk-lib');`,
      `const { Downbeat, Monitor, MonitorSchedule } = require('downbeat');`,
      `const stack = new Stack(new App({ outdir: 'theirs' }), 'Theirs');`,
      `const downbeat = Downbeat.fromName(stack, 'Downbeat', 'Downbeat');`,
      `new Monitor(stack, 'Job', { downbeat, schedule: MonitorSchedule.every(Duration.hours(1)) });`,
      'stack.node.root.synth();',
    ];
    writeFileSync(join(app, 'theirs.cjs'), lines.join('\n'));
    node('theirs.cjs');
    const template = readFileSync(join(app, 'theirs/Theirs.template.json'), 'utf8');
    assert.match(template, /:function:Downbeat-provider/);
  });

  await step('the command-line program comes with it', () => {
    assert.match(node('node_modules/downbeat/downbeat.mjs', '--version'), /^\S*\d+\.\d+\.\d+/);
  });
}

try {
  await test();
} catch (error) {
  fail(error);
} finally {
  rmSync(app, { recursive: true, force: true });
}
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
