import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = '.ministack';
const requirements = join(import.meta.dirname, 'requirements.txt');
const startMs = 60_000;

export interface Emulator {
  endpoint: string;
  stop(): Promise<void>;
}

/** Starts MiniStack, an emulator of AWS, from a virtual environment of its own, on a free port. */
export async function startEmulator(): Promise<Emulator> {
  const python = installEmulator();
  const port = await freePort();
  const child = spawn(python, ['-m', 'ministack'], {
    env: { ...process.env, GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(join(folder, 'ministack.log'));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const endpoint = `http://localhost:${port}`;
  await untilHealthy(child, `${endpoint}/_ministack/health`);
  const stop = async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(10_000).then(() => child.kill('SIGKILL'))]);
  };
  return { endpoint, stop };
}

/** Answers the virtual environment's Python, made anew when the pinned versions have changed. */
function installEmulator(): string {
  const venv = join(folder, 'venv');
  const installed = join(venv, 'installed.txt');
  const python = join(venv, 'bin', 'python');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return python;
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run('python3', ['-m', 'venv', venv]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(installed, wanted);
  return python;
}

function run(command: string, args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) throw new Error(`The deployment test needs ${command} on the PATH: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed with status ${status}.`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function untilHealthy(child: ChildProcess, url: string): Promise<void> {
  const giveUpAt = Date.now() + startMs;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) break;
    const healthy = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await sleep(200);
  }
  child.kill('SIGKILL');
  throw new Error(`MiniStack did not start; see ${join(folder, 'ministack.log')}.`);
}
