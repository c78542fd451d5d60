import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { OutputTail } from '../../lib/cli/output-tail.ts';
import { CliWorld, receiver } from '../support/cli.ts';

function tailOf(maxBytes: number, ...chunks: (string | Buffer)[]): Buffer {
  const tail = new OutputTail(maxBytes);
  for (const chunk of chunks) tail.add(Buffer.from(chunk));
  return tail.bytes();
}

describe('the tail of an output', () => {
  test('is all of it, as long as it fits', () => {
    expect(tailOf(6, 'abc', 'def').toString()).toBe('abcdef');
    expect(tailOf(6).toString()).toBe('');
  });

  test('is its last bytes, when it does not', () => {
    expect(tailOf(6, 'abc', 'defg').toString()).toBe('bcdefg');
    expect(tailOf(6, 'a'.repeat(100), 'b').toString()).toBe('aaaaab');
  });

  test('begins with a whole character', () => {
    expect(tailOf(3, 'éé').toString()).toBe('é');
    expect(tailOf(7, '😀😀').toString()).toBe('😀');
    expect(tailOf(4, '😀😀').toString()).toBe('😀');
  });

  test('keeps bytes that are not UTF-8, and such a byte at the very beginning', () => {
    expect(tailOf(3, Buffer.from([0x80, 0x81, 0xff]))).toEqual(Buffer.from([0x80, 0x81, 0xff]));
    expect(tailOf(4, Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80]))).toEqual(Buffer.from([0x80]));
  });

  test('does not depend on the chunks that the output comes in', () => {
    const ascii = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), ascii, (maxBytes, chunks) => {
        expect(tailOf(maxBytes, ...chunks).toString()).toBe(chunks.join('').slice(-maxBytes));
      }),
    );
  });

  test('of very many small chunks is kept as well', () => {
    const chunks = Array.from({ length: 25_000 }, (_, index) => String(index % 10));
    expect(tailOf(10_000, ...chunks).toString()).toBe('0123456789'.repeat(1_000));
  });
});

describe('the output of a command', () => {
  let server: Awaited<ReturnType<typeof receiver>>;
  let world: CliWorld;

  beforeEach(async () => {
    server = await receiver();
    world = new CliWorld();
  });

  afterEach(() => server.close());

  test('goes where it would go without us', async () => {
    await world.run(server.url, 'console.log("out"); console.error("err")');
    expect(world.output).toBe('out\n');
    expect(world.errors).toBe('err\n');
    expect([...(server.received[1]?.body ?? '')].sort().join('')).toBe([...'out\nerr\n'].sort().join(''));
  });

  test('of 5 MB is passed on whole, to a slow reader too, and its last 10,000 bytes are sent', async () => {
    const hash = createHash('sha256');
    let bytes = 0;
    const slow = new Writable({
      highWaterMark: 1_000,
      write(chunk: Buffer, _encoding, written) {
        hash.update(chunk);
        bytes += chunk.length;
        setTimeout(written, 5);
      },
    });
    const output = Array.from({ length: 50_000 }, (_, line) => `${String(line).padStart(99, '.')}\n`).join(
      '',
    );
    const script = `console.log(Array.from({ length: 50_000 }, (_, line) => String(line).padStart(99, '.')).join('\\n'))`;
    expect(await Object.assign(world, { stdout: slow }).run(server.url, script)).toBe(0);
    expect(bytes).toBe(5_000_000);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(output).digest('hex'));
    expect(server.received[1]?.body).toBe(output.slice(-10_000));
  });

  test('is sent up to as many bytes as asked for, cut between two characters', async () => {
    await world.run(server.url, 'process.stdout.write("éé")', '--max-output', '3');
    expect(server.received[1]?.body).toBe('é');
  });

  test('is not touched when none of it is wanted', async () => {
    const spawned: unknown[] = [];
    const { spawn } = world;
    world.spawn = ((command: string, args: string[], options: object) => {
      spawned.push(options);
      return spawn(command, args, { ...options, stdio: 'ignore' });
    }) as typeof spawn;
    await world.run(server.url, '', '--max-output=0');
    expect(spawned).toEqual([{ stdio: ['inherit', 'inherit', 'inherit'] }]);
    expect(server.received[1]?.headers['content-type']).toBeUndefined();
  });

  test('ends with a reader that has gone, as it would without us', async () => {
    const gone = new Writable({ write: (_chunk, _encoding, written) => written(new Error('EPIPE')) });
    const endless = 'setInterval(() => process.stdout.write("y".repeat(1e5)))';
    const code = await Object.assign(world, { stdout: gone }).run(server.url, endless);
    expect(code).not.toBe(0);
    expect(server.paths()).toEqual(['/start', `/${code}`]);
  });

  const onPosix = process.platform === 'win32' ? test.skip : test;

  onPosix('can be opened by its name', async () => {
    await world.downbeat('run', server.url, '--', 'sh', '-c', 'echo out >/dev/stdout; echo err >/dev/stderr');
    expect(world.output).toBe('out\n');
    expect(world.errors).toBe('err\n');
  });

  onPosix('is passed on as well where no pipe of the system can be had', async () => {
    world.pipes = () => undefined;
    await world.run(server.url, 'console.log("out"); console.error("err")');
    expect(world.output).toBe('out\n');
    expect(world.errors).toBe('err\n');
  });

  onPosix('that a left child goes on writing is passed on, and the end does not wait for it', async () => {
    const { sleep } = world;
    world.sleep = (ms, signal) => (ms === 1_000 ? Promise.resolve() : sleep.call(world, ms, signal));
    await server.close();
    let seen = '';
    server = await receiver((response) => {
      seen = world.output;
      response.end();
    });
    const left = '(while test ! -e "$0"; do sleep 0.02; done; rm "$0"; echo late) & exit 4';
    const flag = join(mkdtempSync(join(tmpdir(), 'downbeat-test-')), 'go-on');
    const running = world.downbeat('run', server.url, '--', 'sh', '-c', left, flag);
    while (server.paths().length < 2) await new Promise((later) => setTimeout(later, 5));
    expect(seen).toBe('');
    writeFileSync(flag, '');
    expect(await running).toBe(4);
    expect(world.output).toBe('late\n');
  });
});
