import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { testFilesIn } from './support/room.ts';

// The import table and the purity of the domain, proven to bite: a tree of files that break them is linted.

/** A folder (or one file of its own), and what a file in it imports. */
const forbidden = [
  ['lambdas/domain', 'node:crypto'],
  ['lambdas/domain', '../adapters/system.ts'],
  ['lambdas/domain', '../usecases/ports.ts'],
  ['lambdas/domain', 'zod'],
  ['lambdas/usecases', '../adapters/topics.ts'],
  ['lambdas/usecases', '../views/alert.ts'],
  ['lambdas/usecases', '@aws-sdk/client-sns'],
  ['lambdas/usecases', '@middy/core'],
  ['lambdas/adapters', './system.ts'],
  ['lambdas/adapters', '../handlers/alert.ts'],
  ['lambdas/adapters', '@middy/core'],
  ['lambdas/http', '../adapters/topics.ts'],
  ['lambdas/events', '../adapters/topics.ts'],
  ['lambdas/events', '@aws-sdk/client-sns'],
  ['lambdas/http', '@aws-sdk/client-sns'],
  ['lambdas/views', '../adapters/topics.ts'],
  ['lambdas/views', 'd3-scale'],
  ['lambdas/views/pages', '../../usecases/ports.ts'],
  ['lambdas/views/pages', '../../http/monitor-json.ts'],
  ['lambdas/views/pages', 'hono'],
  ['lambdas/handlers', '../../lib/stack.ts'],
  ['lambdas/env.ts', 'zod/mini'],
  ['lib/stack.ts', '../lambdas/domain/limits.ts'],
  ['lib/constructs', '../../lambdas/adapters/topics.ts'],
  ['lib/constructs', '../../lambdas/domain/limits.ts'],
  ['lib/constructs/monitors', '../../../lambdas/usecases/put-monitor.ts'],
  ['lib/constructs/monitors', '../../../lambdas/http/monitor-json.ts'],
  ['lib/local', 'aws-cdk-lib'],
  ['lib/local', '../../lambdas/handlers/ping.ts'],
  ['lib/openapi', 'aws-cdk-lib'],
  ['lib/openapi', '../../lambdas/adapters/topics.ts'],
  ['lib/dashboard', '../../lambdas/adapters/monitors-table.ts'],
  ['lib/dashboard', '../../lambdas/usecases/ports.ts'],
  ['lib/dashboard', '../local/host.ts'],
  ['lib/dashboard', '../cli/world.ts'],
  ['lib/dashboard', '@aws-sdk/client-dynamodb'],
  ['lib/cli', 'aws-cdk-lib'],
  ['lib/cli', '@aws-sdk/client-sns'],
  ['lib/cli', '../local/host.ts'],
  ['lib/cli', '../../lambdas/adapters/system.ts'],
  ['lib/cli', 'yaml'],
  ['lib/cli', './monitors/apply.ts'],
  ['lib/cli', '../dashboard/dashboard.ts'],
  ['lib/cli/dashboard', '../../local/host.ts'],
  ['lib/cli/dashboard', '../../../lambdas/adapters/system.ts'],
  ['lib/constructs/monitors', '../../../lambdas/usecases/put-monitor.ts'],
  ['lib/cli/discover', '@aws-sdk/client-sns'],
  ['lib/cli/discover', '../../constructs/sweep.ts'],
  ['lib/cli/discover', '../redrive/aws.ts'],
  ['lib/cli/monitors', '@aws-sdk/client-sns'],
  ['lib/cli/monitors', '../../../lambdas/adapters/system.ts'],
] as const;

const allowed = [
  ['lambdas/domain', './limits.ts'],
  ['lambdas/usecases', '../domain/limits.ts'],
  ['lambdas/adapters', '../usecases/ports.ts'],
  ['lambdas/http', '../domain/errors.ts'],
  ['lambdas/views/pages', '../words.ts'],
  ['lambdas/views/pages', 'hono/html'],
  ['lambdas/views/pages', 'd3-scale'],
  ['lambdas/events', '../http/schema.ts'],
  ['lambdas/handlers', '../adapters/system.ts'],
  ['lib/constructs', '../../lambdas/env.ts'],
  ['lib/constructs/monitors', '../../../lambdas/domain/limits.ts'],
  ['lib/constructs/monitors', '../../../lambdas/http/monitor-schema.ts'],
  ['lib/local', '../../lambdas/usecases/sweep.ts'],
  ['lib/local', '../dashboard/dashboard.ts'],
  ['lib/openapi', '../../lambdas/http/monitor-schema.ts'],
  ['lib/dashboard', '../../lambdas/views/pages/layout.ts'],
  ['lib/dashboard', '../../lambdas/domain/schedule.ts'],
  ['lib/constructs/monitors', '../../../lambdas/domain/limits.ts'],
  ['lib/cli', './dashboard/main.ts'],
  ['lib/cli', './discover/main.ts'],
  ['lib/cli/discover', '@aws-sdk/client-scheduler'],
  ['lib/cli/discover', '../../constructs/monitors/schedule-expression.ts'],
  ['lib/cli/dashboard', '../../dashboard/dashboard.ts'],
  ['lib/cli/dashboard', '../monitors/api.ts'],
  ['lib/cli', '../../lambdas/domain/limits.ts'],
  ['lib/cli', '../../lambdas/http/monitor-schema.ts'],
  ['lib/cli', 'node:timers/promises'],
  ['lib/cli', './monitors/main.ts'],
  ['lib/cli/monitors', '../world.ts'],
  ['lib/cli/monitors', '../../../lambdas/http/monitor-schema.ts'],
  ['lib/cli/monitors', '@smithy/core/checksum'],
  ['lib/cli/monitors', 'yaml'],
] as const;

const impurities = [
  ...['Date.now()', 'new Date()', 'Math.random()', 'process.env.HOME', 'performance.now()'],
  ...['async () => 1', 'globalThis.crypto', 'setTimeout(() => 1, 1)', 'Promise.resolve(1)'],
];

const files = [
  ...[...forbidden, ...allowed].map(([folder, path], index) => ({
    name: folder.endsWith('.ts') ? folder : `${folder}/import-${index}.ts`,
    code: `import { x } from '${path}';\nexport const y = x;\n`,
  })),
  ...impurities.flatMap((impure, index) =>
    ['domain', 'http'].map((folder) => ({
      name: `lambdas/${folder}/impure-${index}.ts`,
      code: `export const value = () => ${impure};\n`,
    })),
  ),
];

/** What is said of an impurity: by our own rule, or by the list of globals that are denied. */
const impure = /The domain is pure|Do not use the global variable/;

const findings = lint();

/** Lints the tree with the configuration of this repository and answers each file's findings. */
function lint(): Map<string, string> {
  const root = mkdtempSync(join(tmpdir(), 'downbeat-rules-'));
  for (const file of ['biome.json', 'domain-purity.grit']) copyFileSync(file, join(root, file));
  for (const { name, code } of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), code);
  }
  const biome = join(process.cwd(), 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=1000'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { location: { path: string } }[] };
  return new Map(
    files.map(({ name }) => [
      name,
      JSON.stringify(diagnostics.filter(({ location }) => location.path === name)),
    ]),
  );
}

test.each(forbidden.map(([folder, path], index) => ({ folder, path, index })))(
  '$folder may not import $path',
  ({ folder, index }) => {
    expect(findings.get(files[index]?.name ?? folder)).toContain('noRestrictedImports');
  },
);

test.each(allowed.map(([folder, path], index) => ({ folder, path, index: forbidden.length + index })))(
  '$folder may import $path',
  ({ folder, index }) => {
    expect(findings.get(files[index]?.name ?? folder)).not.toContain('noRestrictedImports');
  },
);

test.each(impurities.map((impurity, index) => ({ impurity, index })))(
  'the domain may not say $impurity, and HTTP may',
  ({ index }) => {
    expect(findings.get(`lambdas/domain/impure-${index}.ts`)).toMatch(impure);
    expect(findings.get(`lambdas/http/impure-${index}.ts`)).not.toMatch(impure);
  },
);

test('every file of tests is in a room, and so in a run of all', () => {
  const rooms = readdirSync('test/rooms').filter((name) => name.endsWith('.ts'));
  const folders = rooms.flatMap((name) => {
    const text = readFileSync(join('test/rooms', name), 'utf8');
    return [...text.matchAll(/'([a-z]+)'[,)]/g)].map(([, folder = '']) => folder);
  });
  const alone = testFilesIn('.').filter((file) => dirname(file) === 'test');
  expect([...folders.flatMap(testFilesIn), ...alone].sort()).toEqual(testFilesIn('.').sort());
});
