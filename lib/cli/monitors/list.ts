import { listSchema } from '../../../lambdas/http/monitor-schema.ts';
import { readWith } from '../../../lambdas/http/schema.ts';
import { type MonitorAnswer, monitorAnswer } from './answers.ts';
import { writeJsonList } from './json-list.ts';
import { write } from './output.ts';
import { pagesOf } from './pages.ts';
import { checkedBy, jsonHelp, jsonOption, type Subcommand } from './subcommand.ts';
import { Table } from './table.ts';
import { instantText } from './text.ts';

export const list: Subcommand = {
  usage: '[--tag TAG]… [--status STATUS] [--query TEXT] [--limit N] [--json]',
  summary: 'lists monitors',
  takesId: false,
  options: {
    ...jsonOption,
    tag: { type: 'string', multiple: true },
    status: { type: 'string' },
    query: { type: 'string' },
    limit: { type: 'string' },
  },
  help: `  --tag TAG        those with this tag; given several times, with all of them
  --status STATUS  those that are new, up, late, down or paused
  --query TEXT     those with this in their name or id, in any case
  --limit N        no more than N
${jsonHelp}
With --json: {"monitors": […]}. A list never shows keys.
`,
  read: (given) => {
    const [status, text] = [given.text('status'), given.text('query')];
    const query: [string, string][] = [
      ...given.texts('tag').map((tag): [string, string] => ['tag', tag]),
      ...(status === undefined ? [] : [['status', status] satisfies [string, string]]),
      ...(text === undefined ? [] : [['q', text] satisfies [string, string]]),
    ];
    const tags = given.texts('tag');
    const asked = { ...Object.fromEntries(query), ...(tags.length > 0 && { tag: tags.join(',') }) };
    checkedBy(() => readWith(listSchema, asked), { q: 'query' });
    const limit = given.count('limit');
    return async ({ world, connect }) => {
      const pages = pagesOf(await connect(), {
        path: '/monitors',
        query: [...query, ['fields', 'public']],
        field: 'monitors',
        item: monitorAnswer,
        ...(limit !== undefined && { limit }),
      });
      if (given.flag('json')) return writeJsonList(world, 'monitors', pages);
      const table = new Table(['STATUS', 'ID', 'LAST PING', 'DEADLINE', 'NAME'], world.stdout.columns);
      for await (const page of pages) {
        await write(world.stdout, table.print(page.map((monitor) => rowOf(monitor, world.now()))));
      }
      return 0;
    };
  },
};

function rowOf(monitor: MonitorAnswer, now: number): string[] {
  return [
    statusWords(monitor),
    monitor.id,
    instantText(monitor.last_ping_at, now),
    instantText(monitor.deadline_at, now),
    monitor.name,
  ];
}

export function statusWords({ status, running }: Pick<MonitorAnswer, 'status' | 'running'>): string {
  return running ? `${status}, running` : status;
}
