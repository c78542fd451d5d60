import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** A pipe of the operating system: a descriptor for the command to write to, and the end that we read. */
export interface Pipe {
  writeDescriptor: number;
  readable: Readable;
  closeWriteEnd(): void;
}

/**
 * Makes two real pipes. What Node calls a pipe is a socket, and Linux does not open one by name: under it, the usual
 * `echo … > /dev/stderr` of a script fails. Node has no pipe() of its own, but opens named ones, which live for a
 * moment only. Answers `undefined` where that is not needed or not possible.
 */
export function makePipes(): readonly [Pipe, Pipe] | undefined {
  if (process.platform !== 'linux') return undefined;
  let directory: string | undefined;
  try {
    directory = mkdtempSync(join(tmpdir(), 'downbeat-'));
    const names = [join(directory, 'stdout'), join(directory, 'stderr')] as const;
    if (spawnSync('mkfifo', names, { stdio: 'ignore' }).status !== 0) return undefined;
    return [openPipe(names[0]), openPipe(names[1])];
  } catch {
    return undefined;
  } finally {
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  }
}

function openPipe(name: string): Pipe {
  // The reader comes first, and without blocking: a writer of a named pipe waits for one.
  const readDescriptor = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeDescriptor = openSync(name, constants.O_WRONLY);
  return {
    writeDescriptor,
    readable: new Socket({ fd: readDescriptor, readable: true, writable: false }),
    closeWriteEnd: () => closeSync(writeDescriptor),
  };
}
