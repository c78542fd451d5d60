import { chmodSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const awsCommands = resolve(import.meta.dirname, '../lib/cli/aws-commands.ts');
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: true,
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Puts `downbeat monitors`, `discover`, `redrive` and `dashboard`, with AWS's code and YAML, into the program as a text that is
 * compiled when one of them is called for. As code it would be read through at every start, and `downbeat run` would start a third more slowly.
 */
const awsCommandsAsText: Plugin = {
  name: 'aws-commands-as-text',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]aws-commands\.ts$/ }, async () => {
      const { outputFiles } = await build({
        ...common,
        entryPoints: [awsCommands],
        format: 'cjs',
        write: false,
        // What is compiled from a text can require, but not import.
        supported: { 'dynamic-import': false },
        // Of AWS's packages only what is used.
        mainFields: ['module', 'main'],
      });
      const contents = `
        import { createRequire } from 'node:module';
        import { compileFunction } from 'node:vm';
        const module = { exports: {} };
        import { brotliDecompressSync } from 'node:zlib';
        const text = '${brotliCompressSync(outputFiles[0]?.contents ?? '').toString('base64')}';
        const code = brotliDecompressSync(Buffer.from(text, 'base64')).toString();
        compileFunction(code, ['module', 'require'])(module, createRequire(import.meta.url));
        export const { monitors, discover, redrive, dashboard, findCredentials, findRegion } = module.exports;
      `;
      return { contents, loader: 'js' };
    });
    onLoad({ filter: /[\\/]cli[\\/]dashboard[\\/]main\.ts$/ }, () => ({
      contents: `export { dashboard } from '../monitors/main.ts';`,
      loader: 'js',
    }));
  },
};

/** Writes the program, one file that runs alone, to the path that is given. */
const [outfile = 'dist/downbeat.mjs'] = process.argv.slice(2);
await build({
  ...common,
  entryPoints: [resolve(import.meta.dirname, 'downbeat.ts')],
  format: 'esm',
  plugins: [awsCommandsAsText],
  outfile,
});
chmodSync(outfile, 0o755);
