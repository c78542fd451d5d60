import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** All tests of some folders of test/, one after another: what a file has loaded and warmed up serves the next. */
export function room(...folders: string[]): void {
  for (const file of folders.flatMap(testFilesIn))
    describe(file, () => void jest.requireActual(resolve(file)));
}

/** The files of tests in a folder of test/, by their paths from here. */
export function testFilesIn(folder: string): string[] {
  const names = readdirSync(join('test', folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join('test', folder, name));
}
