import fc from 'fast-check';
import { InvalidInput } from '../../lambdas/domain/errors.ts';
import {
  formatKey,
  idFromName,
  idWithSuffix,
  parseId,
  parseKey,
  secretFrom,
} from '../../lambdas/domain/key.ts';

const secret = '0123456789abcdefghjk';
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: fc.constantFrom('a', '7', '-', ' ', 'É', 'start', '99'), maxLength: 120 }),
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 120 }).map((codeUnits) => String.fromCharCode(...codeUnits)),
);
const anyId = anyText.map(idFromName);
const anySecret = fc.uint8Array({ minLength: 20, maxLength: 32 }).map(secretFrom);

describe('an id', () => {
  test.each(['a', 'backup', 'nightly-backup-2', '7z', '2026-11', 'start-2', 'a'.repeat(48)])(
    'may be "%s"',
    (text) => {
      expect(parseId(text)).toBe(text);
    },
  );

  test.each([
    ['empty', ''],
    ['of 49 characters', 'a'.repeat(49)],
    ['in capitals', 'Backup'],
    ['with a space', 'nightly backup'],
    ['with an underscore', 'nightly_backup'],
    ['with an accent', 'café'],
    ['with a slash', 'a/b'],
    ['with a dash first', '-backup'],
    ['with a dash last', 'backup-'],
    ['with two dashes in a row', 'nightly--backup'],
    ['with a line break behind it', 'backup\n'],
    ['of digits only', '2026'],
  ])('is refused %s', (_what, text) => {
    expect(() => parseId(text)).toThrow('id: is not an id; allowed are 1 to 48 of a-z, 0-9');
  });

  test.each([
    'start',
    'fail',
    'log',
    'run',
    'complete',
    'starting',
    'finished',
    'failed',
    'results',
    'success',
  ])('is not "%s", which ends a ping URL', (word) => {
    expect(() => parseId(word)).toThrow('id: is not an id');
  });

  test('that is refused is told all that is allowed', () => {
    expect(() => parseId('start')).toThrow(
      'id: is not an id; allowed are 1 to 48 of a-z, 0-9 and single dashes between them, not only digits, and none of start, fail, log, run, complete, starting, finished, failed, results, success',
    );
  });

  test('that is refused is the caller’s mistake', () => {
    expect(() => parseId('')).toThrow(InvalidInput);
  });
});

describe('the id made from a name', () => {
  test.each([
    ['Nightly Backup (EU)', 'nightly-backup-eu'],
    ['  café -- crème  ', 'cafe-creme'],
    ['a_b/c.d', 'a-b-c-d'],
    ['①②③ go', '123-go'],
  ])('"%s" is its letters and digits, dashed: %s', (name, id) => {
    expect(idFromName(name)).toBe(id);
  });

  test.each([
    ['', 'monitor'],
    ['夜間バックアップ', 'monitor'],
    ['!!!', 'monitor'],
    ['2026', 'monitor-2026'],
    ['Start', 'monitor-start'],
    ['Finished!', 'monitor-finished'],
  ])('"%s", which alone would be no id, is %s', (name, id) => {
    expect(idFromName(name)).toBe(id);
  });

  test('keeps 48 characters whole', () => {
    expect(idFromName('a'.repeat(48))).toBe('a'.repeat(48));
  });

  test('is cut after 48 characters', () => {
    expect(idFromName('a'.repeat(49))).toBe('a'.repeat(48));
  });

  test('does not end in a dash when it is cut', () => {
    expect(idFromName(`${'a'.repeat(47)} b`)).toBe('a'.repeat(47));
  });

  test('does not become only digits when it is cut', () => {
    expect(idFromName(`${'1'.repeat(48)}a`)).toBe(`monitor-${'1'.repeat(40)}`);
  });

  test('is an id, whatever the name', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const id = idFromName(name);
        expect(parseId(id)).toBe(id);
      }),
    );
  });
});

describe('an id with a suffix', () => {
  test('has a dash between', () => {
    expect(idWithSuffix('backup', '2')).toBe('backup-2');
  });

  test('keeps 46 characters before a suffix of one', () => {
    expect(idWithSuffix('a'.repeat(46), '9')).toBe(`${'a'.repeat(46)}-9`);
  });

  test('is cut to make room for it', () => {
    expect(idWithSuffix('a'.repeat(48), '10')).toBe(`${'a'.repeat(45)}-10`);
  });

  test('has a single dash before it when it is cut behind a dash', () => {
    expect(idWithSuffix(`${'a'.repeat(45)}-bb`, '2')).toBe(`${'a'.repeat(45)}-2`);
  });

  test('is an id of at most 48 characters, whatever the name and the number', () => {
    fc.assert(
      fc.property(anyId, fc.integer({ min: 2, max: 10_000 }), (id, number) => {
        const candidate = idWithSuffix(id, String(number));
        expect(parseId(candidate)).toBe(candidate);
        expect(candidate.length).toBeLessThanOrEqual(48);
      }),
    );
  });
});

describe('a secret', () => {
  test('writes five bits of each byte', () => {
    const bytes = Uint8Array.from({ length: 20 }, (_, index) => index + 12);
    expect(secretFrom(bytes)).toBe('cdefghjkmnpqrstvwxyz');
  });

  test('does not depend on the upper three bits of a byte', () => {
    expect(secretFrom(new Uint8Array(20).fill(0b111_00001))).toBe('1'.repeat(20));
  });

  test('uses the first 20 bytes of more', () => {
    expect(secretFrom(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(secret);
  });

  test('is refused from 19 bytes', () => {
    expect(() => secretFrom(new Uint8Array(19))).toThrow(RangeError);
  });

  test('is as long as is asked for', () => {
    const bytes = Uint8Array.from({ length: 24 }, (_, index) => index);
    expect(secretFrom(bytes, 24)).toBe('0123456789abcdefghjkmnpq');
  });

  test('of 24 characters is refused from 23 bytes', () => {
    expect(() => secretFrom(new Uint8Array(23), 24)).toThrow('A secret needs 24 random bytes.');
  });
});

describe('a ping key', () => {
  test('is the id, a dash and the secret', () => {
    expect(formatKey({ id: 'nightly-backup', secret })).toBe(`nightly-backup-${secret}`);
  });

  test('is taken apart at its last dash', () => {
    expect(parseKey(`nightly-backup-${secret}`)).toEqual({ id: 'nightly-backup', secret });
  });

  test('may have an id of 48 characters', () => {
    expect(parseKey(`${'a'.repeat(48)}-${secret}`)).toEqual({ id: 'a'.repeat(48), secret });
  });

  test.each([
    ['empty', ''],
    ['without an id', secret],
    ['with an empty id', `-${secret}`],
    ['with another letter than a dash before the secret', `backupx${secret}`],
    ['with an underscore before the secret', `backup_${secret}`],
    ['without a secret', 'nightly-backup'],
    ['with an id of 49 characters', `${'a'.repeat(49)}-${secret}`],
    ['with an id of digits only', `2026-${secret}`],
    ['with an id in capitals', `Backup-${secret}`],
    ['with a secret of 19 characters', `backup-${secret.slice(1)}`],
    ['with a secret of 21 characters', `backup-0${secret}`],
    ['with a secret in capitals', `backup-${secret.toUpperCase()}`],
    ['with an i in the secret', `backup-i${secret.slice(1)}`],
    ['with an l in the secret', `backup-l${secret.slice(1)}`],
    ['with an o in the secret', `backup-o${secret.slice(1)}`],
    ['with a u in the secret', `backup-u${secret.slice(1)}`],
    ['with a line break behind it', `backup-${secret}\n`],
  ])('is not one %s', (_what, text) => {
    expect(parseKey(text)).toBeUndefined();
  });

  test('that was written is taken apart into the same id and secret', () => {
    fc.assert(
      fc.property(anyId, anySecret, (id, anySecretText) => {
        const key = { id, secret: anySecretText };
        expect(parseKey(formatKey(key))).toEqual(key);
      }),
    );
  });

  test('is read from any text without an error, and says the same when it is written again', () => {
    const almostKeys = fc
      .tuple(fc.oneof(anyId, anyText), fc.constantFrom('', '-', '--', '_'), fc.oneof(anySecret, anyText))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(anyText, almostKeys), (text) => {
        const key = parseKey(text);
        expect(key === undefined ? text : formatKey(key)).toBe(text);
      }),
    );
  });
});
