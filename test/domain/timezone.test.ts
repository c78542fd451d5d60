import fc from 'fast-check';
import { InvalidInput } from '../../lambdas/domain/errors.ts';
import { parseTimezone } from '../../lambdas/domain/timezone.ts';

const noTimezone = new InvalidInput([
  {
    field: 'timezone',
    message: 'is not a time zone; allowed is an IANA time zone with its region, such as Europe/Riga, or UTC',
  },
]);

describe('a time zone', () => {
  test.each(['UTC', 'Europe/Riga', 'America/Argentina/Ushuaia', 'America/Port-au-Prince', 'Etc/GMT+5'])(
    'is %s',
    (name) => {
      expect(parseTimezone(name)).toBe(name);
    },
  );

  test.each([
    ['europe/riga', 'Europe/Riga'],
    ['EUROPE/RIGA', 'Europe/Riga'],
    ['america/new_york', 'America/New_York'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['australia/lord_howe', 'Australia/Lord_Howe'],
    ['utc', 'UTC'],
  ])('is read in any case: %s is %s', (text, name) => {
    expect(parseTimezone(text)).toBe(name);
  });

  test.each([
    'Asia/Calcutta',
    'Asia/Kolkata',
    'Asia/Katmandu',
    'Asia/Kathmandu',
    'US/Eastern',
    'Europe/Kiev',
    'Europe/Kyiv',
    'Etc/UTC',
    'GMT',
    'America/Buenos_Aires',
  ])('keeps the name that its people use, though it has another: %s', (name) => {
    expect(parseTimezone(name)).toBe(name);
  });

  test('under another name is read in any case too', () => {
    expect(parseTimezone('us/eastern')).toMatch(/^us\/eastern$/i);
  });

  test.each(['+02:00', '-0800', '+02', '+00:00', 'UTC+2', 'GMT+2', 'UTC-02:00', '2', '02:00'])(
    'is no offset such as %s, which knows no summer time',
    (text) => {
      expect(() => parseTimezone(text)).toThrow(noTimezone);
    },
  );

  test.each(['BST', 'IST', 'EST', 'CET', 'PST8PDT', 'Japan', 'SystemV/AST4'])(
    'is no abbreviation or country, which stand for several or for what nobody expects: %s',
    (text) => {
      expect(() => parseTimezone(text)).toThrow(noTimezone);
    },
  );

  test.each([
    ['nothing', ''],
    ['a space', ' '],
    ['half a name', 'Europe'],
    ['a city', 'Riga'],
    ['a place without clocks', 'Mars/Olympus_Mons'],
    ['a letter', 'Z'],
    ['the zone of whoever reads it', 'localtime'],
    ['a name with a space before', ' UTC'],
    ['a name with a space behind', 'UTC '],
    ['a name with a line break behind', 'Europe/Riga\n'],
    ['a name with a letter of another alphabet', 'Europe/Rīga'],
    ['a name with a dotless i', 'Asia/ıstanbul'],
    ['a name with a NUL', 'UTC\0'],
    ['two names', 'UTC,Europe/Riga'],
    ['a path', '../etc/passwd'],
    ['a name of 65 characters', `Europe/${'a'.repeat(58)}`],
    ['a name without end', 'a'.repeat(1_000_000)],
  ])('is not %s', (_what, text) => {
    expect(() => parseTimezone(text)).toThrow(noTimezone);
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'null', 'undefined'])(
    'is not %s, a word of the language',
    (text) => {
      expect(() => parseTimezone(text)).toThrow(noTimezone);
    },
  );

  test('is one that the runtime lists, or is refused as the caller’s mistake', () => {
    const known = Intl.supportedValuesOf('timeZone');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...known)), (text) => {
        try {
          expect(parseTimezone(text).toLowerCase()).toBe(text.toLowerCase());
        } catch (error) {
          expect(error).toEqual(noTimezone);
          expect(known).not.toContain(text);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('that was read is read again as itself', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      expect(parseTimezone(parseTimezone(name.toLowerCase()))).toBe(parseTimezone(name.toLowerCase()));
    }
  });
});
