import { type BodyFilter, kindFor } from '../../lambdas/domain/filter.ts';
import { keepBody, type Ping, type PingKind } from '../../lambdas/domain/ping.ts';
import { aMonitor, aPing } from '../support/monitors.ts';

const keywords: BodyFilter = { start: ['BEGIN'], success: ['DONE'], fail: ['ERROR'], defaultFail: false };

function filter(overrides: Partial<BodyFilter> = {}) {
  return aMonitor({ status: 'up', bodyFilter: { ...keywords, ...overrides } });
}

/** A ping by POST whose body is this text, or these bytes. */
function posted(body: string | Uint8Array, overrides: Partial<Ping> = {}): Ping {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const kept = keepBody(bytes, 'text/plain');
  return { ...aPing({ method: 'POST' }), ...(kept && { body: kept }), ...overrides };
}

const saidKinds = ['success', 'fail', 'start', 'log'] as const;

describe('a ping to a monitor without filters', () => {
  test.each(saidKinds)('is the %s that it says it is', (kind) => {
    expect(kindFor(aMonitor({ status: 'up' }), { ...aPing(), kind })).toBe(kind);
  });

  test.each(saidKinds)('is the %s that it says it is in a pause that pings end', (kind) => {
    expect(kindFor(aMonitor({ status: 'paused' }), { ...aPing(), kind })).toBe(kind);
  });

  test('is not searched for keywords', () => {
    expect(kindFor(aMonitor({ status: 'up' }), posted('ERROR'))).toBe('success');
  });
});

describe('a ping in a pause that only people end', () => {
  test.each(saidKinds)('is ignored when it is a %s', (kind) => {
    expect(kindFor(aMonitor({ status: 'paused', manualResume: true }), { ...aPing(), kind })).toBe('ignored');
  });

  test.each(['ERROR', 'nothing'])('is ignored whatever a filter makes of its body: %s', (text) => {
    const monitor = { ...filter({ defaultFail: true }), status: 'paused', manualResume: true } as const;
    expect(kindFor(monitor, posted(text))).toBe('ignored');
  });

  test('that is over is not ignored', () => {
    expect(kindFor(aMonitor({ status: 'up', manualResume: true }), aPing())).toBe('success');
  });
});

describe('a monitor that takes POST only', () => {
  test.each(['GET', 'HEAD', 'PUT', 'PATCH'])('ignores a %s', (method) => {
    expect(kindFor(aMonitor({ status: 'up', postOnly: true }), aPing({ method }))).toBe('ignored');
  });

  test('takes a POST for what it says', () => {
    expect(
      kindFor(aMonitor({ status: 'up', postOnly: true }), aPing({ method: 'POST', kind: 'start' })),
    ).toBe('start');
  });

  test('ignores a PUT whatever its body contains', () => {
    expect(kindFor({ ...filter(), postOnly: true }, posted('DONE', { method: 'PUT' }))).toBe('ignored');
  });

  test('takes a POST for what the filter finds in it', () => {
    expect(kindFor({ ...filter(), postOnly: true }, posted('ERROR'))).toBe('fail');
  });
});

const found: [string, PingKind][] = [
  ['DONE', 'success'],
  ['ERROR', 'fail'],
  ['BEGIN', 'start'],
];
const saidAndFound = saidKinds.flatMap((said) => found.map(([text, kind]) => ({ said, text, kind })));

describe('a filter', () => {
  test.each(saidAndFound)('takes a $said whose body contains $text for a $kind', ({ said, text, kind }) => {
    expect(kindFor(filter(), posted(`the job: ${text}.`, { kind: said }))).toBe(kind);
  });

  test.each([
    ['fail before success and start', 'BEGIN DONE ERROR', 'fail'],
    ['fail before start', 'BEGIN ERROR', 'fail'],
    ['success before start', 'BEGIN DONE', 'success'],
  ])('looks for %s', (_order, text, kind) => {
    expect(kindFor(filter(), posted(text))).toBe(kind);
  });

  test.each(saidKinds)('ignores a %s in whose body nothing is found', (kind) => {
    expect(kindFor(filter(), posted('as usual', { kind }))).toBe('ignored');
  });

  test.each(saidKinds)(
    'that fails by default takes a %s in whose body nothing is found for a fail',
    (kind) => {
      expect(kindFor(filter({ defaultFail: true }), posted('as usual', { kind }))).toBe('fail');
    },
  );

  test('that fails by default still takes for a success what contains its keyword', () => {
    expect(kindFor(filter({ defaultFail: true }), posted('DONE'))).toBe('success');
  });

  test.each([
    [false, 'ignored'],
    [true, 'fail'],
  ])('finds nothing where there is no body; failing by default %s, that is %s', (defaultFail, kind) => {
    expect(kindFor(filter({ defaultFail }), aPing({ method: 'GET' }))).toBe(kind);
  });

  test('looks for each keyword of a list', () => {
    expect(kindFor(filter({ fail: ['ERROR', 'FATAL'] }), posted('FATAL'))).toBe('fail');
  });

  test('without keywords of a kind finds none of them', () => {
    expect(kindFor(filter({ fail: [], start: [] }), posted('ERROR BEGIN DONE'))).toBe('success');
  });
});

describe('a keyword is found', () => {
  test.each([
    ['as the whole body', 'DONE'],
    ['at the beginning', 'DONE.'],
    ['at the end', 'all DONE'],
    ['inside a word', 'UNDONE!'],
    ['behind its own first letters', 'DODONE'],
  ])('%s', (_where, text) => {
    expect(kindFor(filter(), posted(text))).toBe('success');
  });

  test('in letters of more than one byte', () => {
    expect(kindFor(filter({ fail: ['échec'] }), posted('un échec'))).toBe('fail');
  });

  test('between bytes that are not UTF-8', () => {
    const bytes = Uint8Array.from([0xff, 0xfe, ...new TextEncoder().encode('DONE'), 0xc3]);
    expect(kindFor(filter(), posted(bytes))).toBe('success');
  });
});

describe('a keyword is not found', () => {
  test.each([
    ['in other letters', 'done'],
    ['where its end is missing', 'DON'],
    ['where its end is cut off', 'all DON'],
    ['where its beginning is missing', 'ONE'],
    ['in pieces', 'DO NE'],
  ])('%s', (_where, text) => {
    expect(kindFor(filter(), posted(text))).toBe('ignored');
  });

  test('in a body of another encoding', () => {
    const latin1 = Uint8Array.from([0xe9, ...new TextEncoder().encode('chec')]);
    expect(kindFor(filter({ fail: ['échec'] }), posted(latin1))).toBe('ignored');
  });
});
