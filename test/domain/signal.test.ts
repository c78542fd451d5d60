import { InvalidInput } from '../../lambdas/domain/errors.ts';
import { parseAction } from '../../lambdas/domain/signal.ts';

test('a ping URL that ends in its key is a success', () => {
  expect(parseAction('')).toEqual({ kind: 'success' });
});

test('a ping URL that ends in /fail is a fail', () => {
  expect(parseAction('fail')).toEqual({ kind: 'fail' });
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
