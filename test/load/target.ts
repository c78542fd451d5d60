import { type ChildProcess, fork } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import type { HttpRequest } from '@smithy/core/protocols';
import { startLocalHost } from '../../lib/local/host.ts';
import { storeCalls } from '../../lib/local/transport.ts';
import { printLog } from '../support/local.ts';

/** Calls of DynamoDB by operation, such as `GetItem`. */
export type Calls = Record<string, number>;

/** What is seen of a host from within. */
export interface Inside {
  calls: Calls;
  rssMb: number;
}

/** A local host that is put under load. */
export interface Target {
  url: string;
  /** What it has called since it began, and the memory that it takes. */
  inside(): Promise<Inside>;
  /** What it has written to stderr, where defects go. */
  defects(): string;
  close(): Promise<void>;
}

/** Starts a host in this process. It has the time of this machine. */
export async function hostHere(directory: string): Promise<Target> {
  const calls: Calls = {};
  const count = (message: unknown) => {
    const { headers } = message as HttpRequest;
    const operation = headers['x-amz-target']?.split('.')[1];
    if (operation !== undefined) calls[operation] = (calls[operation] ?? 0) + 1;
  };
  const { url, close } = await startLocalHost({ directory, port: 0, print: printLog });
  subscribe(storeCalls, count);
  return {
    url,
    inside: async () => ({ calls: { ...calls }, rssMb: process.memoryUsage().rss / 2 ** 20 }),
    defects: () => '',
    close: async () => {
      unsubscribe(storeCalls, count);
      await close();
    },
  };
}

/** Starts a host in a process of its own, as `npm start` does, so that it and its clients do not share a thread. */
export async function hostApart(directory: string): Promise<Target> {
  const child = fork(join(import.meta.dirname, 'host-process.ts'), [directory], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let defects = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    defects += text;
  });
  const url = (await messageOf(child, () => defects)) as string;
  return {
    url,
    inside: async () => {
      child.send('inside');
      return (await messageOf(child, () => defects)) as Inside;
    },
    defects: () => defects,
    close: async () => {
      const ended = new Promise((end) => child.once('exit', end));
      child.send('close');
      await ended;
    },
  };
}

function messageOf(child: ChildProcess, defects: () => string): Promise<unknown> {
  return new Promise((heard, failed) => {
    const die = (code: number | null) => failed(new Error(`The host ended with ${code}.\n${defects()}`));
    child.once('exit', die);
    child.once('message', (message) => {
      child.off('exit', die);
      heard(message);
    });
  });
}
