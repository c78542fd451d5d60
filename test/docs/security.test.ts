import { existsSync, readFileSync } from 'node:fs';

test('every test that docs/security.md calls a proof is there', () => {
  const named = readFileSync('docs/security.md', 'utf8').match(/\btest\/[\w/.-]+\.ts\b/g) ?? [];
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
