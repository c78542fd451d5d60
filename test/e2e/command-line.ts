import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { say, step } from './steps.ts';
import { getMonitor, ping, type World } from './world.ts';

export const program = 'dist/downbeat.mjs';

const file = `
monitors:
  - id: from-a-file
    name: From a file
    schedule: every 12h
    tags: [e2e, file]
`;

/** What people do who manage monitors from a terminal or a pipeline, with the CLI as it is built, and with curl. */
export async function commandLine(world: World): Promise<void> {
  await step('the CLI is built', () => {
    const built = spawnSync('npm', ['run', 'build:cli'], { encoding: 'utf8', shell: true });
    assert.equal(built.status, 0, built.stderr);
  });
  await step('it applies a file of monitors, and finds nothing to do afterwards', () => {
    assert.equal(downbeat(world, ['apply', '-f', '-', '--plan'], 3).includes('+ create from-a-file'), true);
    assert.match(downbeat(world, ['apply', '-f', '-', '--yes']), /created from-a-file\n$/);
    downbeat(world, ['apply', '-f', '-', '--plan']);
  });
  await step('it lists the monitor by its tags', () => {
    const { monitors } = JSON.parse(downbeat(world, ['list', '--tag', 'e2e', '--tag', 'file', '--json']));
    assert.deepEqual(
      monitors.map(({ id }: { id: string }) => id),
      ['from-a-file'],
    );
  });
  await step('it exports its pings', async () => {
    await ping(world, await getMonitor(world, { id: 'from-a-file' }));
    const rows = downbeat(world, ['export', 'from-a-file']).trimEnd().split('\r\n');
    assert.deepEqual([rows.length, rows[1]?.split(',').slice(0, 2)], [2, ['1', 'success']]);
  });
  await curlSignsToo(world);
  await step('it deletes the monitor', () => {
    assert.equal(downbeat(world, ['delete', 'from-a-file', '--yes']), 'deleted from-a-file\n');
  });
}

/** Runs the CLI with the file at its input, and answers what it prints. */
function downbeat({ apiUrl, region }: World, args: string[], code = 0): string {
  const endpoint = ['--url', apiUrl, '--region', region];
  const ran = spawnSync(process.execPath, [program, 'monitors', ...args, ...endpoint], {
    encoding: 'utf8',
    input: file,
  });
  assert.equal(ran.status, code, ran.stderr);
  return ran.stdout;
}

/** The README's own way to call, which some systems' curl is too old for. */
async function curlSignsToo({ apiUrl, region }: World): Promise<void> {
  const { stdout = '' } = spawnSync('curl', ['--help', 'all'], { encoding: 'utf8' });
  if (!stdout?.includes('--aws-sigv4')) return say('skip  curl signs a call: there is no curl 7.75 or later');
  const { accessKeyId, secretAccessKey, sessionToken } = await defaultProvider()();
  // Not among the arguments, which everybody on the machine can read.
  const secrets = [
    `user = "${accessKeyId}:${secretAccessKey}"`,
    ...(sessionToken === undefined ? [] : [`header = "x-amz-security-token: ${sessionToken}"`]),
  ];
  await step('curl signs a call by itself', () => {
    const ran = spawnSync(
      'curl',
      [
        ...['--config', '-', '--silent', '--show-error', '--fail'],
        ...['--aws-sigv4', `aws:amz:${region}:execute-api`, `${apiUrl}/api/v1/monitors/from-a-file`],
      ],
      { encoding: 'utf8', input: secrets.join('\n') },
    );
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(JSON.parse(ran.stdout).id, 'from-a-file');
  });
}
