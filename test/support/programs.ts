import { spawn, spawnSync } from 'node:child_process';

export interface Ended {
  exitCode: number | null;
  /** What was written to either output. */
  output: string;
}

/** Runs a program to its end. A proxy of this machine is not for its own local host. */
export function run(program: string, args: readonly string[], environment: object = {}): Promise<Ended> {
  const env = { ...process.env, no_proxy: '127.0.0.1', NO_PROXY: '127.0.0.1', ...environment };
  return new Promise((ended, failed) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', failed).on('close', (exitCode) => ended({ exitCode, output }));
  });
}

/**
 * Describes what needs a program, which is there if this command line succeeds. Where it is missing the tests
 * are skipped, and their name says why.
 */
export function describeWith(
  what: string,
  [program, ...args]: [string, ...string[]],
  tests: () => void,
): void {
  const isThere = spawnSync(program, args).status === 0;
  if (isThere) describe(what, tests);
  else describe.skip(`${what}, which this machine is without`, tests);
}
