import { InvalidInput } from '../../lambdas/domain/errors.ts';
import { foreignKey, looksLikeKey, parseForeignKey } from '../../lambdas/domain/key.ts';

const secret = '0123456789abcdefghjk';
const uuid = '3f2b8c1e-0a9d-4e57-b6c4-9d8e7f605142';
const longestOwn = `${'a'.repeat(48)}-${secret}`;

describe('a key that was brought along', () => {
  test.each([
    ['a UUID', uuid],
    ['a token of 10 letters', 'aBcDeFgH12'],
    ['one of 64 characters', 'k'.repeat(64)],
    ['one with dashes and underscores', '-_under_score-'],
    ['almost one of ours, with an i in its secret', `backup-i${secret.slice(1)}`],
    ['almost one of ours, in capitals', `Backup-${secret}`],
  ])('may be %s', (_what, text) => {
    expect(parseForeignKey(text)).toBe(text);
  });

  test('that is a UUID in capitals is kept in small letters', () => {
    expect(parseForeignKey(uuid.toUpperCase())).toBe(uuid);
  });

  test('that is no UUID keeps its capitals', () => {
    expect(parseForeignKey('ABCDEFGHIJ')).toBe('ABCDEFGHIJ');
  });

  test.each([
    ['of 9 characters', 'k'.repeat(9)],
    ['of 65 characters', 'k'.repeat(65)],
    ['empty', ''],
    ['with a slash', 'aaaaa/bbbbb'],
    ['with a dot', 'aaaaa.bbbbb'],
    ['with an accent', 'échappatoire'],
    ['with a space before it', ' aBcDeFgH12'],
    ['with a line break behind it', 'aBcDeFgH12\n'],
    ['of our own form', `backup-${secret}`],
  ])('is refused %s', (_what, text) => {
    expect(() => parseForeignKey(text)).toThrow(
      'key: is not a key to bring along; allowed are 10 to 64 of letters, digits, - and _, but not <id>-<secret>, as our own keys are',
    );
  });

  test('that is refused is the caller’s mistake', () => {
    expect(() => parseForeignKey('')).toThrow(InvalidInput);
  });
});

describe('a foreign key is looked up', () => {
  test('in small letters if it is a UUID', () => {
    expect(foreignKey(uuid.toUpperCase())).toBe(uuid);
  });

  test('as it is if it is anything else', () => {
    expect(foreignKey(`x${uuid.toUpperCase()}`)).toBe(`x${uuid.toUpperCase()}`);
  });
});

describe('a text', () => {
  test.each([
    ['of 10 characters', 'k'.repeat(10)],
    ['as long as our own longest', longestOwn],
    ['of small letters, capitals, digits, dashes and underscores', 'aZ09-_aZ09'],
    ['that is a UUID', uuid],
  ])('looks like a key %s', (_what, text) => {
    expect(looksLikeKey(text)).toBe(true);
  });

  test.each([
    ['empty', ''],
    ['of 9 characters', 'k'.repeat(9)],
    ['one character longer than our own longest', `a${longestOwn}`],
    ['with a dot in it', 'aaaaa.bbbbb'],
    ['with a space before it', ' aaaaabbbbb'],
    ['with a line break behind it', 'aaaaabbbbb\n'],
    ['with an accent', 'aaaaaébbbbb'],
  ])('does not look like a key %s', (_what, text) => {
    expect(looksLikeKey(text)).toBe(false);
  });
});
