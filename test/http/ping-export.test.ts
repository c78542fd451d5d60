import { limits } from '../../lambdas/domain/limits.ts';
import type { Ping } from '../../lambdas/domain/ping.ts';
import { minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { type ExportFormat, exportFormats, exportPings } from '../../lambdas/http/ping-export.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';
import { aPing } from '../support/monitors.ts';

const columns =
  'n,kind,at,received_at,method,source_ip,user_agent,exit_status,rid,duration_ms,status_label,message,labels,body_content_type,body_size_bytes,body_kept_bytes\r\n';

/** A monitor with these pings, a second apart, the last a second ago. */
async function worldWith(pings: Partial<Ping>[]) {
  const world = fakeWorld();
  const createdAt = noon - 600 * minuteMs;
  world.monitors.given(newBackup({ createdAt, statusSince: createdAt }));
  for (const [index, ping] of pings.entries()) {
    const at = noon - (pings.length - index) * secondMs;
    await world.history.addPing('backup', index + 1, { ...aPing({ at }), ...ping });
  }
  return world;
}

type World = Awaited<ReturnType<typeof worldWith>>;

async function part(world: World, format: ExportFormat, cursor?: string) {
  const { headers = {}, body = '', statusCode } = await exportPings(world, 'backup', { format, cursor });
  const bytes = Buffer.from(body, 'base64');
  return { statusCode, headers, bytes, text: bytes.toString(), next: headers['Next-Cursor'] };
}

/** All parts, one after the other. */
async function parts(world: World, format: ExportFormat) {
  const read = [await part(world, format)];
  for (let next = read[0]?.next; typeof next === 'string'; next = read.at(-1)?.next) {
    read.push(await part(world, format, next));
  }
  return read;
}

function pings(count: number, ping: Partial<Ping> = {}): Partial<Ping>[] {
  return Array.from({ length: count }, () => ping);
}

/** All that a ping can hold, in characters that take the most room. */
const largest: Partial<Ping> = {
  message: '\u0001'.repeat(limits.messageCharacters),
  userAgent: '\u0001'.repeat(limits.userAgentCharacters),
  statusLabel: '\u0001'.repeat(limits.statusLabelCharacters),
  labels: Object.fromEntries(
    Array.from({ length: limits.labelsPerPing }, (_, index) => [
      `${index}`.padEnd(limits.labelNameCharacters, '\u0001'),
      '\u0001'.repeat(limits.labelValueCharacters),
    ]),
  ),
};

test('CSV has a line for each ping, newest first, under the names of its columns', async () => {
  const body = { bytes: Buffer.from('half'), sizeBytes: 20_000, contentType: 'text/plain' };
  const world = await worldWith([
    { kind: 'start', receivedAt: noon - 1_500, method: 'GET', sourceIp: '192.0.2.7', userAgent: 'curl/8.5' },
    {
      kind: 'fail',
      method: 'POST',
      sourceIp: '192.0.2.7',
      userAgent: '',
      exitStatus: 3,
      durationMs: 1_000.5,
      body,
    },
  ]);
  const { text } = await part(world, 'csv');
  expect(text).toBe(
    `${columns}2,fail,2026-11-20T11:59:59.000Z,,POST,192.0.2.7,,3,,1000.5,,,,text/plain,20000,4\r\n` +
      '1,start,2026-11-20T11:59:58.000Z,2026-11-20T11:59:58.500Z,GET,192.0.2.7,curl/8.5,,,,,,,,,\r\n',
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '＝1'])(
  'a text in CSV that begins as %j is no formula',
  async (message) => {
    const { text } = await part(await worldWith([{ message, userAgent: message }]), 'csv');
    expect(text.split(`'${message}`)).toHaveLength(3);
  },
);

test('quotes, commas and line breaks stay within their cell of CSV', async () => {
  const { text } = await part(await worldWith([{ message: 'a "b", c\nd', labels: { host: 'web' } }]), 'csv');
  expect(text).toContain(',"a ""b"", c\nd","{""host"":""web""}",');
});

test('JSON is one array of pings as lists show them', async () => {
  const { text } = await part(await worldWith([{ exitStatus: 3 }, { message: '=1+1' }]), 'json');
  expect(JSON.parse(text)).toEqual([
    expect.objectContaining({ n: 2, message: '=1+1' }),
    expect.objectContaining({ n: 1, exit_status: 3, body: null }),
  ]);
});

test('NDJSON has each ping in a line of its own', async () => {
  const { text } = await part(await worldWith([{ message: 'one\nline' }, {}]), 'ndjson');
  expect(text).toMatch(/\n$/);
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).n),
  ).toEqual([2, 1]);
});

test.each([
  ['csv', 'text/csv; charset=utf-8', columns],
  ['json', 'application/json', '[]\n'],
  ['ndjson', 'application/x-ndjson', ''],
] as const)('an export as %s of no pings is a file too', async (format, contentType, file) => {
  const { text, headers } = await part(await worldWith([]), format);
  expect(text).toBe(file);
  expect(headers).toEqual({
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="backup-pings.${format}"`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  });
});

test.each(['csv', 'ndjson'] as const)(
  'the parts of an export as %s make one file, put together',
  async (format) => {
    const world = await worldWith(pings(7));
    world.archive.rowsPerPage = 1;
    const whole = await part(world, format);
    const [first, second] = [await part(world, format), await part(world, format, '3')];
    const kept = first.text.split('\n').slice(0, format === 'csv' ? 4 : 3);
    expect(`${kept.join('\n')}\n${second.text}`).toBe(whole.text);
  },
);

test('a part holds so many pages at most, and the next goes on where it ended', async () => {
  const world = await worldWith(pings(limits.exportPages + 2));
  world.archive.rowsPerPage = 1;
  const [first, second, ...rest] = await parts(world, 'ndjson');
  const numbers = (text = '') =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).n);
  expect([numbers(first?.text).length, numbers(second?.text), rest]).toEqual([
    limits.exportPages,
    [2, 1],
    [],
  ]);
});

test('a part that only the last page would make too long ends before it', async () => {
  const world = await worldWith(pings(250, largest));
  for (const format of exportFormats) {
    const read = await parts(world, format);
    expect(read.length).toBeGreaterThan(1);
    // The gateway takes 6 MB of JSON from a function, in which the bytes of a body grow by a third.
    for (const { bytes } of read) expect((bytes.length * 4) / 3).toBeLessThan(5_900_000);
    const found = read.flatMap(({ text }) =>
      [...text.matchAll(/^[[]?(?:\{"n":)?(\d+),/gm)].map(([, n]) => Number(n)),
    );
    expect(found).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index));
  }
});
