import fc from 'fast-check';
import { readJsonObject, readMetadata } from '../../lambdas/http/ping-metadata.ts';

const noQuery = new URLSearchParams();
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (json: Record<string, unknown>) => readMetadata(noQuery, json);
const readBody = (text: string) => readMetadata(noQuery, readJsonObject(bytes(text)) ?? {});
const readQuery = (query: Record<string, string>) => readMetadata(new URLSearchParams(query), {});
/** Cases with a name that can be read. */
const named = (texts: readonly string[]) => texts.map((text) => [text.slice(0, 40), text] as const);
const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`label${index}`, index]));

describe('a status and a message', () => {
  test.each([
    ['done', 'done'],
    [7, '7'],
    [0, '0'],
    [false, 'false'],
    [' ', ' '],
  ])('of %j are kept as text', (value, text) => {
    expect(read({ status: value, message: value })).toEqual({ statusLabel: text, message: text });
  });

  test.each(['', null, ['done'], { is: 'done' }])('of %j are none', (value) => {
    expect(read({ status: value, message: value })).toEqual({});
  });

  test('are cut at 100 and at 1,000 characters', () => {
    const fits = { status: 's'.repeat(100), message: 'm'.repeat(1_000) };
    const kept = { statusLabel: fits.status, message: fits.message };
    expect(read(fits)).toEqual(kept);
    expect(read({ status: `${fits.status}x`, message: `${fits.message}x` })).toEqual(kept);
    expect(readQuery({ status: `${fits.status}x`, message: `${fits.message}x` })).toEqual(kept);
  });

  test('have no halves of characters, neither sent so nor cut so', () => {
    expect(readBody('{"message": "a\\ud83d", "status": "\\ude00b"}')).toEqual({
      message: 'a\ufffd',
      statusLabel: '\ufffdb',
    });
    expect(read({ message: `${'m'.repeat(999)}😀` }).message).toBe(`${'m'.repeat(999)}\ufffd`);
    expect(read({ message: `${'m'.repeat(998)}😀` }).message).toBe(`${'m'.repeat(998)}😀`);
  });
});

describe('labels', () => {
  test('keep texts, numbers and truths, as text', () => {
    const labels = { region: 'eu-1', shard: 7, canary: false, 'k8s.io/app name': 'api', 'a:b': '=' };
    const names = { 'Data-Center': 'a', app_name: 'b', '1st': 'c' };
    expect(read({ labels: { ...labels, ...names } })).toEqual({
      labels: { ...labels, shard: '7', canary: 'false', ...names },
    });
  });

  test.each(
    named([
      '[]',
      '["a"]',
      '"region=eu"',
      '5',
      'null',
      'true',
      '{}',
      '{"a": null}',
      '{"a": ""}',
      '{"a": ["b"]}',
      '{"a": {"b": "c"}}',
      '{"": "b"}',
      '{"-a": "b"}',
      '{"a=b": "c"}',
      '{"ä": "b"}',
      '{"a\\n": "b"}',
      '{"\\ud800": "b"}',
      '{"__proto__": "b"}',
      '{"__proto__": {"a": "b"}}',
      `{"${'a'.repeat(51)}": "b"}`,
    ]),
  )('of %s are none', (_name, labels) => {
    expect(readBody(`{"labels": ${labels}}`)).toEqual({});
  });

  test('that can be kept are, whatever is beside them', () => {
    const labels = '{"__proto__": {"polluted": "yes"}, "nested": {"a": 1}, "region": "eu", "empty": ""}';
    const { labels: kept } = readBody(`{"labels": ${labels}}`);
    expect(kept).toEqual({ region: 'eu' });
    expect(kept).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  test('have names of up to 50 characters, and values that are cut at 200', () => {
    const [name, value] = ['n'.repeat(50), 'v'.repeat(200)];
    expect(read({ labels: { [name]: `${value}x` } })).toEqual({ labels: { [name]: value } });
  });

  test('are no more than twenty: the first of those that can be kept', () => {
    expect(read({ labels: { _: 1, ...numbered(20) } }).labels).toEqual(
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`label${index}`, String(index)])),
    );
    expect(Object.keys(read({ labels: numbered(1_000) }).labels ?? {})).toEqual(Object.keys(numbered(20)));
  });

  test('are read from the body only', () => {
    const query = new URLSearchParams({ labels: '{"region": "eu"}' });
    expect(readMetadata(query, {})).toEqual({});
    expect(readMetadata(query, { labels: { region: 'us' } })).toEqual({ labels: { region: 'us' } });
  });
});

describe('the query', () => {
  const json = { status: 'slow', message: 'from JSON', duration: 9, latency_ms: 8, labels: { a: 'b' } };

  test('wins over the body, name by name', () => {
    const query = new URLSearchParams({ message: 'from the query', duration: '1s' });
    expect(readMetadata(query, json)).toEqual({
      statusLabel: 'slow',
      message: 'from the query',
      durationMs: 1_000,
      labels: { a: 'b' },
    });
  });

  test('wins also where it cannot be read', () => {
    const query = new URLSearchParams({ status: '', duration: 'soon', latency_ms: '' });
    expect(readMetadata(query, json)).toEqual({ message: 'from JSON', labels: { a: 'b' } });
  });
});

describe('a body', () => {
  test.each([
    '',
    '{',
    'null',
    '5',
    '"text"',
    '[]',
    '[{"status": "pass"}]',
    'status=pass',
    '{"a": 1} x',
    "{'a': 1}",
  ])('of %j is no JSON object', (text) => {
    expect(readJsonObject(bytes(text))).toBeUndefined();
  });

  test('is read also when it is longer than what is kept of it', () => {
    const text = JSON.stringify({ padding: 'x'.repeat(20_000), status: 'pass' });
    expect(readJsonObject(bytes(text))).toMatchObject({ status: 'pass' });
  });

  test.each([
    ['deep', '{"labels":'.repeat(200_000)],
    ['deep and closed', `{"labels":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['huge', JSON.stringify({ labels: numbered(50_000), padding: 'x'.repeat(1_000_000) })],
  ])('that is %s does no harm', (_how, text) => {
    expect(() => readBody(text)).not.toThrow();
  });

  test('that is anything at all never throws', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json({ stringUnit: 'binary' }).map(bytes),
      fc.string({ unit: 'binary' }).map(bytes),
    );
    fc.assert(
      fc.property(anything, (body) => readMetadata(noQuery, readJsonObject(body) ?? {}) !== undefined),
    );
  });
});

test('whatever a request says of itself, what is kept of it is within the limits and well formed', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.double(),
    fc.string({ unit: 'binary', maxLength: 2_000 }),
    fc.constantFrom('12.5s', -1, Number.POSITIVE_INFINITY, '1e999', '\ud800'),
    fc.dictionary(fc.string({ maxLength: 60 }), fc.oneof(fc.string({ maxLength: 300 }), fc.jsonValue())),
  );
  const names = fc.constantFrom('status', 'message', 'duration', 'latency_ms', 'labels', '__proto__');
  const query = fc.dictionary(names, fc.string({ unit: 'binary', maxLength: 1_200 }));
  fc.assert(
    fc.property(query, fc.dictionary(names, value), (said, json) => {
      const {
        statusLabel = '',
        message = '',
        durationMs = 0,
        labels = {},
      } = readMetadata(new URLSearchParams(said), json);
      expect(statusLabel.length <= 100 && message.length <= 1_000).toBe(true);
      expect(durationMs >= 0 && durationMs <= 100_000_000_000).toBe(true);
      expect(Object.keys(labels).length).toBeLessThanOrEqual(20);
      expect(Object.entries(labels).every(([name, text]) => name.length <= 50 && text.length <= 200)).toBe(
        true,
      );
      const texts = [statusLabel, message, ...Object.entries(labels).flat()];
      expect(texts.every((text) => typeof text === 'string' && text.isWellFormed())).toBe(true);
    }),
  );
});
