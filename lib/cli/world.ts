import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './call.ts';
import { makePipes, type Pipe } from './pipes.ts';
import { send } from './send.ts';

export interface PingRequest {
  url: URL;
  body?: string | Uint8Array;
  timeoutMs: number;
  /** Ends the request at once. */
  interrupt: AbortSignal;
}

export interface PingAnswer {
  status: number;
  /** The headers of that name, if the answer has them. */
  retryAfter?: string | undefined;
}

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

export interface ApiAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The caller's AWS credentials. */
export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** All that the commands know of the machine they run on, so that a test can stand in for any of it. */
export interface World {
  environment: Record<string, string | undefined>;
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream & { columns?: number };
  stderr: NodeJS.WritableStream;
  /** Whether a terminal is at our input: then it sends Ctrl-C to the command itself. */
  terminal: boolean;
  /** Sends one POST and answers what came back. Rejects when nothing did, within the time or at all. */
  send(request: PingRequest): Promise<PingAnswer>;
  /** Sends a request and answers all that came back. Rejects when that was nothing, or came in part. */
  call(request: ApiRequest): Promise<ApiAnswer>;
  /** What the SDK's provider chain finds, in this profile if one is named. Rejects when that is nothing. */
  credentials(profile: string | undefined): Promise<AwsCredentials>;
  /** The region of this profile, else of the one that the environment names, if it has one. */
  profileRegion(profile: string | undefined): Promise<string | undefined>;
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  /** Pipes for stdout and stderr, where Node's own are not good enough. */
  pipes(): readonly [Pipe, Pipe] | undefined;
  /** Calls back at each of these signals, until the function that it answers is called. */
  onSignals(signals: readonly NodeJS.Signals[], heard: (signal: NodeJS.Signals) => void): () => void;
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits so long, or until the signal is aborted. Never rejects. */
  sleep(ms: number, cutShort: AbortSignal): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
  uuid(): string;
}

/** The machine itself. */
export function thisMachine(): World {
  return {
    environment: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    terminal: process.stdin.isTTY === true,
    send,
    call,
    // AWS's code is loaded where it is needed: a job that is run does not wait for it.
    credentials: async (profile) => (await import('./aws-commands.ts')).findCredentials(profile),
    profileRegion: async (profile) => (await import('./aws-commands.ts')).findRegion(profile),
    spawn,
    pipes: makePipes,
    onSignals: (signals, heard) => {
      for (const signal of signals) process.on(signal, heard);
      return () => {
        for (const signal of signals) process.off(signal, heard);
      };
    },
    now: Date.now,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    random: Math.random,
    uuid: randomUUID,
  };
}
