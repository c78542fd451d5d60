import { InvalidInput } from '../../lambdas/domain/errors.ts';
import { parseAction, parseRid, parseState } from '../../lambdas/domain/signal.ts';
import { uuidOf } from '../../lambdas/domain/uuid.ts';

test('a ping URL that ends in its key is a success', () => {
  expect(parseAction('')).toEqual({ kind: 'success' });
});

test.each([
  ['start', 'start'],
  ['fail', 'fail'],
  ['log', 'log'],
  ['run', 'start'],
  ['complete', 'success'],
  ['starting', 'start'],
  ['finished', 'success'],
  ['failed', 'fail'],
])('a ping URL that ends in /%s is a %s', (word, kind) => {
  expect(parseAction(word)).toStrictEqual({ kind });
});

/** What every object of the language has. No table of words may answer with it. */
const inherited = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

test.each(inherited)('a ping URL does not end in "%s"', (word) => {
  expect(() => parseAction(word)).toThrow(InvalidInput);
});

test('exit status 0 is a success', () => {
  expect(parseAction('0')).toEqual({ kind: 'success', exitStatus: 0 });
});

test.each([
  ['1', 1],
  ['42', 42],
  ['254', 254],
  ['255', 255],
])('exit status %s is a fail', (text, exitStatus) => {
  expect(parseAction(text)).toEqual({ kind: 'fail', exitStatus });
});

test.each([
  ['000', { kind: 'success', exitStatus: 0 }],
  ['007', { kind: 'fail', exitStatus: 7 }],
])('an exit status may have leading zeros: %s', (text, action) => {
  expect(parseAction(text)).toEqual(action);
});

test.each(['256', '999', '1000', '0000'])('%s is no exit status', (text) => {
  expect(() => parseAction(text)).toThrow(InvalidInput);
});

test.each(['-1', '+1', '1.0', '1e2', '0x1', ' 1', '1\n', '١', ' ', 'FAIL', 'fail/', 'failing'])(
  'a ping URL does not end in "%s"',
  (text) => {
    expect(() => parseAction(text)).toThrow(
      'path: a ping URL ends in its key, one of start, fail, log, run, complete, starting, finished, failed, or an exit status from 0 to 255',
    );
  },
);

describe('the state in the query', () => {
  test.each([
    ['run', 'start'],
    ['complete', 'success'],
    ['ok', 'success'],
    ['fail', 'fail'],
  ])('"%s" is a %s', (text, kind) => {
    expect(parseState(text)).toStrictEqual({ kind });
  });

  test.each(['', 'OK', 'complet', 'start', 'log', '0', ' ok', 'ok\n', ...inherited])(
    'is not "%s"',
    (text) => {
      expect(() => parseState(text)).toThrow('state: allowed are run, complete, ok, fail');
    },
  );

  test('that is refused is the caller’s mistake', () => {
    expect(() => parseState('')).toThrow(InvalidInput);
  });
});

const uuid = '3f2b8c1e-0a9d-4e57-b6c4-9d8e7f605142';
const noUuids = [
  ['empty', ''],
  ['a number', '12345'],
  ['one character longer', `${uuid}0`],
  ['one character shorter', uuid.slice(1)],
  ['with a letter after f', uuid.replace('f', 'g')],
  ['without dashes', uuid.replaceAll('-', '')],
  ['with a dash in another place', '3f2b8c1-e0a9d-4e57-b6c4-9d8e7f605142'],
  ['in braces', `{${uuid}}`],
  ['with a line break behind it', `${uuid}\n`],
  ['with a space before it', ` ${uuid}`],
];

describe('a rid', () => {
  test('is a UUID', () => {
    expect(parseRid(uuid)).toBe(uuid);
  });

  test('in capitals is the same in small letters', () => {
    expect(parseRid(uuid.toUpperCase())).toBe(uuid);
  });

  test.each(noUuids)('is refused %s', (_what, text) => {
    expect(() => parseRid(text)).toThrow('rid: allowed is a UUID');
  });

  test('that is refused is the caller’s mistake', () => {
    expect(() => parseRid('')).toThrow(InvalidInput);
  });
});

describe('a UUID', () => {
  test.each([uuid, uuid.toUpperCase(), '00000000-0000-0000-0000-000000000000'])(
    'is read in any case, and of any version: %s',
    (text) => {
      expect(uuidOf(text)).toBe(text.toLowerCase());
    },
  );

  test.each(noUuids)('is not one %s', (_what, text) => {
    expect(uuidOf(text)).toBeUndefined();
  });
});
