import { system } from '../../lambdas/adapters/system.ts';

test.each(['open sesame', ''])('the secret %j is the same as itself', (secret) => {
  expect(system.sameSecret(secret, secret)).toBe(true);
});

test.each([
  ['differ at the end', 'open sesame', 'open sesamE'],
  ['differ at the beginning', 'open sesame', 'Open sesame'],
  ['differ in length', 'open', 'open sesame'],
  ['differ in that one is empty', 'open', ''],
  ['differ in bytes, not in characters', 'é', 'e'],
])('secrets that %s are not the same', (_how, left, right) => {
  expect(system.sameSecret(left, right)).toBe(false);
});

test.each([0, 1, 20])('%d random bytes are as many as were asked for', (count) => {
  expect(system.randomBytes(count)).toHaveLength(count);
});

test('random bytes are others each time', () => {
  expect(system.randomBytes(20)).not.toEqual(system.randomBytes(20));
});

test('a thousand unique ids are a thousand ids', () => {
  const ids = Array.from({ length: 1_000 }, () => system.uniqueId());
  expect(new Set(ids).size).toBe(1_000);
});
