import { readJsonObject, readMetadata } from '../../lambdas/http/ping-metadata.ts';

const noQuery = new URLSearchParams();
const read = (json: Record<string, unknown>) => readMetadata(noQuery, json);
const readBody = (text: string) =>
  readMetadata(noQuery, readJsonObject(new TextEncoder().encode(text)) ?? {});
const readQuery = (query: Record<string, string>) => readMetadata(new URLSearchParams(query), {});
/** Cases with a name that can be read. */
const named = (texts: readonly string[]) => texts.map((text) => [text.slice(0, 40), text] as const);

describe('a duration', () => {
  test.each([
    ['12.5s', 12_500],
    ['250ms', 250],
    ['1m30s', 90_000],
    ['2m', 120_000],
    ['1h2m3.5s', 3_723_500],
    ['36h', 129_600_000],
    ['1.5µs', 0.0015],
    ['1.5μs', 0.0015],
    ['3us', 0.003],
    ['500000ns', 0.5],
    ['1m5ms', 60_005],
    ['0s', 0],
    ['12.5', 12_500],
    ['0', 0],
    ['100000000s', 100_000_000_000],
  ])('of "%s" is %d ms, in the query and in JSON', (duration, durationMs) => {
    expect(readQuery({ duration })).toEqual({ durationMs });
    expect(read({ duration })).toEqual({ durationMs });
  });

  test.each([
    [12.5, 12_500],
    [0, 0],
    [100_000_000, 100_000_000_000],
  ])('that is the number %d counts seconds', (duration, durationMs) => {
    expect(read({ duration })).toEqual({ durationMs });
  });

  test.each(
    named([
      '',
      ' ',
      '-1',
      '-1s',
      '+1',
      '+1s',
      'NaN',
      'Infinity',
      'soon',
      's',
      '.5s',
      '5.s',
      '1,5s',
      '1 s',
      ' 1s',
      '1s ',
      '1d',
      '1S',
      '1e3',
      '1e3s',
      '0x10',
      '1.2.3s',
      '1m30',
      '100000000.001',
      '100000000001ms',
      `${'9'.repeat(16)}ns`,
      `0.${'1'.repeat(16)}s`,
      '9'.repeat(49),
      `${'1s'.repeat(24)}10s`,
      '1'.repeat(1_000_000),
      `${'1h'.repeat(500_000)}!`,
    ]),
  )('of "%s" is none', (_name, duration) => {
    expect(readQuery({ duration })).toEqual({});
    expect(read({ duration })).toEqual({});
  });

  test.each([
    -1,
    -0.001,
    100_000_000.001,
    Number.MAX_VALUE,
    '1e999',
    'null',
    'true',
    '[5]',
    '{"seconds": 5}',
  ])('that is %s in JSON is none', (duration) => {
    expect(readBody(`{"duration": ${duration}}`)).toEqual({});
  });

  test('may be fifty characters long', () => {
    expect(readQuery({ duration: '1s'.repeat(25) })).toEqual({ durationMs: 25_000 });
  });
});

describe('a latency', () => {
  test.each([
    [0, 0],
    [12.5, 12.5],
    ['12.5', 12.5],
    [100_000_000_000, 100_000_000_000],
  ])('of %j is in milliseconds', (latency, durationMs) => {
    expect(read({ latency_ms: latency })).toEqual({ durationMs });
  });

  test('may be in the query', () => {
    expect(readQuery({ latency_ms: '87' })).toEqual({ durationMs: 87 });
  });

  test.each([
    '-1',
    '100000000000.1',
    '1e999',
    '"soon"',
    '""',
    '" "',
    '"NaN"',
    '"Infinity"',
    'null',
    '[1]',
    'true',
  ])('of %s is none', (latency) => {
    expect(readBody(`{"latency_ms": ${latency}}`)).toEqual({});
  });

  test('gives way to a duration that can be read, and to no other', () => {
    expect(read({ duration: '2s', latency_ms: 5 })).toEqual({ durationMs: 2_000 });
    expect(read({ duration: 0, latency_ms: 5 })).toEqual({ durationMs: 0 });
    expect(read({ duration: 'soon', latency_ms: 5 })).toEqual({ durationMs: 5 });
  });
});
