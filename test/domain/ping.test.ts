import fc from 'fast-check';
import { cutText, isCheckIn, keepBody, type Ping } from '../../lambdas/domain/ping.ts';
import { aPing } from '../support/monitors.ts';

describe('a ping', () => {
  test.each<Ping['kind']>(['success', 'fail', 'start'])('that is a %s is a check-in', (kind) => {
    expect(isCheckIn({ ...aPing(), kind })).toBe(true);
  });

  test.each<Ping['kind']>(['log', 'ignored'])('that is a %s is none', (kind) => {
    expect(isCheckIn({ ...aPing(), kind })).toBe(false);
  });
});

describe('a text from outside', () => {
  test.each([
    ['shorter than its bound', 'curl', 5],
    ['as long as its bound', 'curl', 4],
    ['with a whole character of two halves', 'a😀', 3],
    ['empty', '', 4],
  ])('%s is kept as it is', (_which, text, maxCharacters) => {
    expect(cutText(text, maxCharacters)).toBe(text);
  });

  test('longer than its bound loses its end', () => {
    expect(cutText('curl/8', 4)).toBe('curl');
  });

  test('that is cut inside a character ends in a mark in its place', () => {
    expect(cutText('a😀', 2)).toBe('a\ufffd');
  });

  test('with half a character in it has a mark in its place', () => {
    expect(cutText('a\ud83db', 10)).toBe('a\ufffdb');
  });

  test('is within its bound and whole, whatever it is', () => {
    const codeUnits = fc.array(fc.nat({ max: 0xffff }), { maxLength: 30 });
    fc.assert(
      fc.property(codeUnits, fc.nat({ max: 20 }), (units, maxCharacters) => {
        const cut = cutText(String.fromCharCode(...units), maxCharacters);
        expect(cut.length).toBeLessThanOrEqual(maxCharacters);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('what is kept of a body', () => {
  const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251);

  test('is nothing of an empty one', () => {
    expect(keepBody(new Uint8Array(), 'text/plain')).toBeUndefined();
  });

  test('is a single byte that is all', () => {
    expect(keepBody(Uint8Array.of(0), '')).toEqual({
      bytes: Uint8Array.of(0),
      sizeBytes: 1,
      contentType: '',
    });
  });

  test('is its bytes as they came, though they are no text', () => {
    const bytes = Uint8Array.from([0xff, 0x00, 0xc3]);
    expect(keepBody(bytes, 'application/json')).toEqual({
      bytes: Uint8Array.from([0xff, 0x00, 0xc3]),
      sizeBytes: 3,
      contentType: 'application/json',
    });
  });

  test.each([
    [10_000, 10_000],
    [10_001, 10_000],
    [100_000, 10_000],
  ])('of %i bytes is the first %i, and how many there were', (sizeBytes, keptBytes) => {
    const kept = keepBody(bytesOf(sizeBytes), '');
    expect(kept?.bytes).toEqual(bytesOf(keptBytes));
    expect(kept?.sizeBytes).toBe(sizeBytes);
  });

  test('is 200 characters of its type', () => {
    expect(keepBody(bytesOf(1), 'a'.repeat(201))?.contentType).toBe('a'.repeat(200));
  });
});
