import fc from 'fast-check';
import { formatDuration, parseDurationSeconds } from '../../lambdas/domain/duration.ts';

describe('a duration', () => {
  test.each([
    ['0s', 0],
    ['10s', 10],
    ['5m', 300],
    ['24h', 86_400],
    ['7d', 604_800],
    ['1w', 604_800],
    ['1h30m', 5_400],
    ['90m', 5_400],
    ['1w2d3h4m5s', 788_645],
    ['1w5s', 604_805],
    ['999999999s', 999_999_999],
    ['007h', 25_200],
  ])('written %s is read as %d seconds', (text, seconds) => {
    expect(parseDurationSeconds(text)).toBe(seconds);
  });

  test.each([
    ['1w', '1 w', '1week', '1 week', '1 weeks', 604_800],
    ['2d', '2 d', '2day', '2 day', '2 days', 172_800],
    ['3h', '3 h', '3hr', '3 hrs', '3 hour', '3hours', 10_800],
    ['4m', '4 m', '4min', '4 mins', '4 minute', '4minutes', 240],
    ['5s', '5 s', '5sec', '5 secs', '5 second', '5seconds', 5],
  ])('has a unit that is short or a word, as in %s, %s and %s', (...given) => {
    const texts = given.slice(0, -1);
    expect(texts.map((text) => parseDurationSeconds(`${text}`))).toEqual(texts.map(() => given.at(-1)));
  });

  test.each([
    '1d12h',
    '1d 12h',
    '1 d 12 h',
    '1 day 12 hours',
    '1day12hours',
    '1 days 12hour',
    '0w 1d 12h 0m 0s',
    '36h',
    '35 hours 60 minutes',
  ])('of a day and a half may be written %s', (text) => {
    expect(parseDurationSeconds(text)).toBe(129_600);
  });

  test.each([
    ['nothing', ''],
    ['a space', ' '],
    ['a number without a unit', '10'],
    ['a unit without a number', 'h'],
    ['a word without a number', 'hour'],
    ['a fraction', '1.5h'],
    ['a sign', '-1h'],
    ['a plus', '+1h'],
    ['a capital unit', '1H'],
    ['two spaces', '1h  30m'],
    ['two spaces before a unit', '1  h'],
    ['a tab', '1h\t30m'],
    ['a space before', ' 1h'],
    ['a space behind', '1h '],
    ['a line break behind', '1h\n'],
    ['a smaller unit before a larger one', '30m1h'],
    ['days before weeks', '1d 1w'],
    ['seconds before minutes', '1s 1m'],
    ['a unit given twice', '1h1h'],
    ['a year', '1y'],
    ['a month', '1 month'],
    ['milliseconds', '1ms'],
    ['an abbreviation of weeks that nobody uses', '1wk'],
    ['a word with a letter too many', '1 hourss'],
    ['commas', '1h, 30m'],
    ['an "and"', '1 hour and 30 minutes'],
    ['words before', 'about 1h'],
    ['words behind', '1h or so'],
    ['a number of ten digits', '1000000000s'],
    ['hexadecimal', '0x1h'],
    ['an exponent', '1e3s'],
    ['digits of another script', '١h'],
  ])('is not %s', (_what, text) => {
    expect(parseDurationSeconds(text)).toBeUndefined();
  });

  test.each([
    [0, '0s'],
    [1, '1s'],
    [59, '59s'],
    [60, '1m'],
    [61, '1m1s'],
    [3_600, '1h'],
    [5_400, '1h30m'],
    [86_399, '23h59m59s'],
    [86_400, '1d'],
    [86_401, '1d1s'],
    [90_061, '1d1h1m1s'],
    [31_622_400, '366d'],
  ])('of %d seconds is written %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test('of weeks is written in days', () => {
    expect(formatDuration(14 * 86_400)).toBe('14d');
  });

  test('that was written is read back as the same number of seconds', () => {
    const longest = 999_999_999 * 86_400 + 86_399;
    fc.assert(
      fc.property(fc.nat({ max: longest }), (seconds) => {
        expect(parseDurationSeconds(formatDuration(seconds))).toBe(seconds);
      }),
    );
  });

  test('is read in an instant, or refused, however nasty its text', () => {
    const nasty = [
      '9'.repeat(100_000),
      '1h'.repeat(50_000),
      '1 '.repeat(50_000),
      `1w${' '.repeat(100_000)}1d`,
    ];
    const startedAt = performance.now();
    expect(nasty.map(parseDurationSeconds)).toEqual(nasty.map(() => undefined));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
