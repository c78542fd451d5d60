// Minifies a bundle once more, in place: `node shrink.mjs <file>`. esbuild, which made it, drops what is never
// imported and shortens names. swc also drops and folds what is never used within a module, such as the fields of the
// SDK's package.json files other than the version. A program of its own, since CDK runs commands, not functions.
import { readFileSync, writeFileSync } from 'node:fs';
import { minifySync } from '@swc/core';

const [file] = process.argv.slice(2);
const { code } = minifySync(readFileSync(file, 'utf8'), {
  module: true,
  compress: { passes: 3 },
  mangle: true,
});
writeFileSync(file, code);
