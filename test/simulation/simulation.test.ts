import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { defects } from './defects.ts';

const run = promisify(execFile);

/** Runs a script of the simulation; throws if it ends with anything but 0. */
async function play(script: string, ...args: string[]): Promise<string> {
  const path = `${import.meta.dirname}/${script}`;
  // As short-lived as Jest's workers, so with their options of V8.
  const options = [...process.execArgv, '--import', 'tsx'];
  const { stdout } = await run(process.execPath, [...options, path, ...args]);
  return stdout;
}

describe('the simulation', () => {
  test('breaks no promise with the first seeds', async () => {
    expect(await play('simulate.ts', '--seeds', '40')).toContain('40 seeds from 1');
  });

  test('replays a seed to the letter', async () => {
    const trace = () => play('simulate.ts', '--seed', '2', '--verbose');
    const [one, other] = await Promise.all([trace(), trace()]);
    expect(one.split('\n').slice(0, -2)).toEqual(other.split('\n').slice(0, -2));
    expect(one.split('\n').length).toBeGreaterThan(300);
  });

  test('catches every deliberate defect', async () => {
    const caught = await play('play-defects.ts');
    expect(caught.trim().split('\n')).toHaveLength(defects.length);
    expect(caught).not.toContain('not caught');
    // More than two dozen simulations, each bundled anew, beside whatever else runs.
  }, 120_000);
});
