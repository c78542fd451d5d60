import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { settingsJson } from '../../../lambdas/http/monitor-json.ts';
import { settingsSchema } from '../../../lambdas/http/monitor-schema.ts';
import { monitorAnswer } from './answers.ts';
import type { Settings } from './monitors-file.ts';
import { write } from './output.ts';
import { pagesOf } from './pages.ts';
import type { Subcommand } from './subcommand.ts';
import { jsonText, printable } from './text.ts';

export const dump: Subcommand = {
  usage: '',
  summary: 'writes all monitors as a file that apply takes',
  takesId: false,
  options: {},
  help: `
The file holds settings and no keys. Settings that have their default are left out, and so are monitors
that CDK apps define: their stacks would change them back.
`,
  read:
    () =>
    async ({ world, connect }) => {
      const usual = usualSettings();
      const query = [['fields', 'public']] as const;
      const pages = pagesOf(await connect(), {
        path: '/monitors',
        query,
        field: 'monitors',
        item: monitorAnswer,
      });
      let isEmpty = true;
      for await (const page of pages) {
        const own = page.filter(({ managed_by }) => !managed_by);
        if (own.length === 0) continue;
        await write(
          world.stdout,
          (isEmpty ? 'monitors:\n' : '') + own.map((monitor) => monitorYaml(monitor, usual)).join(''),
        );
        isEmpty = false;
      }
      if (isEmpty) await write(world.stdout, 'monitors: []\n');
      return 0;
    },
};

/** The settings of a monitor of which only a name was given. */
export function usualSettings(): Settings {
  return settingsJson(settingsSchema(['default']).parse({ name: 'x' }));
}

/** A monitor as an entry of the file's list. */
export function monitorYaml(monitor: Record<string, unknown>, { name: _name, ...usual }: Settings): string {
  const own = Object.entries(usual)
    .map(([field, value]) => [field, monitor[field] ?? null, value] as const)
    .filter(([, value, usually]) => !isDeepStrictEqual(value, usually));
  const entry = {
    id: monitor.id,
    name: monitor.name,
    ...Object.fromEntries(own.map(([field, value]) => [field, value])),
  };
  const yaml = stringify([entry], { lineWidth: 0 });
  // Keywords may hold anything. In quotes YAML can write what a terminal might obey, as JSON does.
  return yaml.split('\n').every((line) => printable(line) === line)
    ? indented(yaml)
    : indented(`- ${jsonText(entry)}\n`);
}

function indented(yaml: string): string {
  return yaml.replace(/^(?=.)/gm, '  ');
}
