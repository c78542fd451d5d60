import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { call } from '../../lib/cli/call.ts';
import { main } from '../../lib/cli/main.ts';
import { send } from '../../lib/cli/send.ts';
import { thisMachine, type World } from '../../lib/cli/world.ts';
import { logged } from '../logs/logged.ts';

export const key = 'backup-0123456789abcdefghjk';

export interface Received {
  method: string;
  path: string;
  body: string;
  headers: IncomingMessage['headers'];
}

type Answerer = (response: ServerResponse, path: string) => void;

/** A server on loopback that keeps what it gets. It answers each request by the next script, the last one again. */
export async function receiver(...scripts: Answerer[]) {
  const received: Received[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    const answer = scripts[Math.min(count, scripts.length - 1)] ?? status(200);
    count += 1;
    void text(request).then((body) => {
      const path = request.url ?? '';
      received.push({ method: request.method ?? '', path, body, headers: request.headers });
      answer(response, path);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    received,
    host,
    url: `${host}/ping/${key}`,
    paths: () => received.map(({ path }) => path.replace(`/ping/${key}`, '')),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export function status(code: number, headers: Record<string, string> = {}): Answerer {
  return (response) => void response.writeHead(code, headers).end('what the server says');
}

/** A host where nobody listens: its server has just gone. */
export async function nobody(): Promise<string> {
  const server = await receiver();
  await server.close();
  return server.url;
}

/**
 * Whether it is the purpose of a command to print a key, which its owner then asked for. Whatever else the CLI prints may end
 * in the log of a job, and what it writes to stderr always.
 */
function showsKeys([group, command = '', ...options]: string[]): boolean {
  return group === 'monitors' && (['show', 'rotate'].includes(command) || options.includes('--json'));
}

/** The world of one command, on a clock of its own: a pause takes no time, and is kept. */
export class CliWorld implements World {
  environment: Record<string, string | undefined> = {};
  terminal = false;
  /** What is typed or piped in. */
  stdin: NodeJS.ReadableStream = Readable.from([]);
  readonly printed = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  readonly stdout = this.#keep('stdout');
  readonly stderr = this.#keep('stderr');
  readonly pauses: number[] = [];
  clock = Date.UTC(2026, 10, 20);
  #shows = false;
  signal: ((signal: NodeJS.Signals) => void) | undefined;
  spawn = spawn;
  pipes = thisMachine().pipes;
  send: World['send'] = send;
  call: World['call'] = call;
  credentials: World['credentials'] = async () => {
    throw new Error('There are no credentials in a test.');
  };
  profileRegion: World['profileRegion'] = async () => undefined;

  #keep(stream: 'stdout' | 'stderr'): Writable {
    const kept = new Writable({
      write: (chunk: Buffer, _encoding, written) => {
        this.printed[stream] = Buffer.concat([this.printed[stream], chunk]);
        const isShown = stream === 'stdout' && this.#shows;
        if (!isShown) logged(`downbeat (${stream})`, chunk.toString());
        written();
      },
    });
    // A test runs many commands in one world, and each listens.
    return kept.setMaxListeners(0);
  }

  now(): number {
    return this.clock;
  }

  async sleep(ms: number, cutShort: AbortSignal): Promise<void> {
    // For the rest of an output, which is a matter of the real machine.
    if (ms === 1_000) return thisMachine().sleep(ms, cutShort);
    this.pauses.push(ms);
    this.clock += ms;
    await new Promise((passed) => setImmediate(passed));
  }

  random(): number {
    return 0.5;
  }

  uuid(): `${string}-${string}-${string}-${string}-${string}` {
    return '11111111-2222-4333-8444-555555555555';
  }

  onSignals(_signals: readonly NodeJS.Signals[], heard: (signal: NodeJS.Signals) => void): () => void {
    this.signal = heard;
    return () => {
      this.signal = undefined;
    };
  }

  /** Runs `downbeat` with these arguments and answers its exit code. */
  downbeat(...args: string[]): Promise<number> {
    this.#shows = showsKeys(args);
    return main(args, this);
  }

  /** Runs a script of Node's under `downbeat run`. */
  run(url: string, script: string, ...options: string[]): Promise<number> {
    return this.downbeat('run', url, ...options, '--', process.execPath, '-e', script);
  }

  get errors(): string {
    return this.printed.stderr.toString();
  }

  get output(): string {
    return this.printed.stdout.toString();
  }
}
