import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { emptyDirectory } from '../../support/local.ts';
import { answer, broken, MonitorsWorld, problem } from '../../support/monitors-cli.ts';

function csv(body: string, cursor?: string) {
  return answer(200, body, {
    'content-type': 'text/csv; charset=utf-8',
    ...(cursor && { 'next-cursor': cursor }),
  });
}

function json(body: unknown, cursor?: string) {
  return answer(200, body, cursor ? { 'next-cursor': cursor } : {});
}

let directory: string;
let file: string;

beforeEach(() => {
  directory = emptyDirectory();
  file = join(directory, 'pings.csv');
});

test('pages of CSV are joined as they come', async () => {
  const world = new MonitorsWorld(csv('n,kind\r\n3,success\r\n', 'c1'), csv('', 'c&2'), csv('1,"a\nb"\r\n'));
  const range = ['--from', '2026-11-01T00:00:00Z', '--kind', 'success'];
  expect(await world.monitors('export', 'backup', ...range)).toBe(0);
  expect(world.output).toBe('n,kind\r\n3,success\r\n1,"a\nb"\r\n');
  const query = 'format=csv&from=2026-11-01T00%3A00%3A00Z&kind=success';
  expect(world.calls).toEqual([
    `GET /monitors/backup/export?${query}`,
    `GET /monitors/backup/export?${query}&cursor=c1`,
    `GET /monitors/backup/export?${query}&cursor=c%262`,
  ]);
});

test('pages of JSON become one array', async () => {
  const world = new MonitorsWorld(json([{ n: 3 }, { n: 2 }], 'c1'), json([], 'c2'), json([{ n: 1 }]));
  expect(await world.monitors('export', 'backup', '--format', 'json')).toBe(0);
  expect(JSON.parse(world.output)).toEqual([{ n: 3 }, { n: 2 }, { n: 1 }]);
  const empty = new MonitorsWorld(json([]));
  await empty.monitors('export', 'backup', '--format', 'json');
  expect(JSON.parse(empty.output)).toEqual([]);
});

test('objects by the line are joined as they come', async () => {
  const world = new MonitorsWorld(json('{"n":2}\n', 'c1'), json('{"n":1}\n'));
  expect(await world.monitors('export', 'backup', '--format', 'ndjson')).toBe(0);
  expect(world.output).toBe('{"n":2}\n{"n":1}\n');
});

test('a page that breaks is asked for again, and is there once', async () => {
  const world = new MonitorsWorld(csv('a\n', 'c1'), broken(), csv('b\n'));
  expect(await world.monitors('export', 'backup', '--output', file)).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe('a\nb\n');
  expect(world.output).toBe('');
});

test('a file that failed half-way does not stand there, and one that was there stays', async () => {
  writeFileSync(file, 'of yesterday');
  const world = new MonitorsWorld(csv('a\n', 'c1'), problem(400, 'The request is not valid.'));
  expect(await world.monitors('export', 'backup', '--output', file)).toBe(1);
  expect(world.errors).toContain('The request is not valid.');
  expect(readFileSync(file, 'utf8')).toBe('of yesterday');
  expect(readdirSync(directory)).toEqual(['pings.csv']);
  const again = new MonitorsWorld(csv('of today\n'));
  expect(await again.monitors('export', 'backup', '--output', file)).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe('of today\n');
});

test('JSON that failed half-way cannot be read', async () => {
  const world = new MonitorsWorld(json([{ n: 3 }], 'c1'), problem(400, 'The request is not valid.'));
  expect(await world.monitors('export', 'backup', '--format', 'json')).toBe(1);
  expect(() => JSON.parse(world.output)).toThrow();
});

test('a file is written where its link points to', async () => {
  mkdirSync(join(directory, 'real'));
  const real = join(directory, 'real/pings.csv');
  writeFileSync(real, '');
  symlinkSync(real, file);
  await new MonitorsWorld(csv('a\n')).monitors('export', 'backup', '--output', file);
  expect(readFileSync(real, 'utf8')).toBe('a\n');
  expect(readdirSync(join(directory, 'real'))).toEqual(['pings.csv']);
});

test('nothing is written where a file cannot be', async () => {
  const outputs = [
    [directory, 'is not a file'],
    [join(directory, 'nowhere/at/all.csv'), 'cannot be written (ENOENT)'],
  ] as const;
  for (const [name, reason] of outputs) {
    const world = new MonitorsWorld(csv('a\n'));
    expect(await world.monitors('export', 'backup', '--output', name)).toBe(1);
    expect(world.errors).toContain(`${name}: ${reason}`);
  }
  expect(readdirSync(directory)).toEqual([]);
});

test('a web page is no export', async () => {
  const world = new MonitorsWorld(answer(200, '<html>', { 'content-type': 'Text/HTML' }));
  expect(await world.monitors('export', 'backup', '--output', file)).toBe(1);
  expect(world.errors).toContain('the host is no Downbeat');
  expect(readdirSync(directory)).toEqual([]);
});

test('pages that go in circles are left', async () => {
  const world = new MonitorsWorld(csv('a\n', 'c1'));
  expect(await world.monitors('export', 'backup')).toBe(1);
  expect(world.requests).toHaveLength(2);
});

test('where nobody reads any more, nothing more is asked for', async () => {
  const world = new MonitorsWorld(csv('a\n', 'c1'), csv('b\n', 'c2'), csv('c\n'));
  const closed = new Writable({ write: (_chunk, _encoding, written) => written(new Error('EPIPE')) });
  Object.assign(world, { stdout: closed });
  expect(await world.monitors('export', 'backup')).toBe(1);
  expect([world.requests.length, world.errors]).toEqual([1, '']);
});
