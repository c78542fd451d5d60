import { readFile } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';
import type { Defect } from './defects.ts';

/** The simulation as one script for worker threads; with a defect, if one is given, in one of its sources. */
export async function bundleSimulation(defect?: Defect): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/worker.ts`],
    ...{ bundle: true, write: false, platform: 'node', format: 'esm', target: 'node20' },
    ...(defect && { plugins: [patching(defect)] }),
  });
  const [file] = outputFiles;
  if (!file) throw new Error('Nothing was bundled.');
  return file.text;
}

/** Changes one place of one source. A place that is not there, or there twice, is an error: the source has changed. */
function patching({ name, file, from, to }: Defect): Plugin {
  return {
    name: 'defect',
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`/${file.replaceAll('.', '\\.')}$`) }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (source.split(from).length !== 2) throw new Error(`The defect "${name}" has no place in ${file}.`);
        return { contents: source.replace(from, () => to), loader: 'ts' };
      });
    },
  };
}
