import { formatDuration } from '../../../lambdas/domain/duration.ts';
import { durationsSchema, flipsSchema, pingsSchema } from '../../../lambdas/http/history-schema.ts';
import { readWith } from '../../../lambdas/http/schema.ts';
import { durationsAnswer, flipAnswer, pingAnswer, readAnswer, uptimeAnswer } from './answers.ts';
import { writeJsonList } from './json-list.ts';
import { write } from './output.ts';
import { pagesOf } from './pages.ts';
import { checkedBy, type Given, jsonHelp, jsonOption, type Subcommand } from './subcommand.ts';
import { Table } from './table.ts';
import { instantText, jsonText } from './text.ts';

const limitDefault = 100;

export const rangeOptions = { from: { type: 'string' }, to: { type: 'string' } } as const;
export const rangeHelp = `  --from INSTANT   from then on, such as 2026-11-20T06:00:00Z
  --to INSTANT     up to, not including, then
`;
export const kindHelp = `  --kind KIND      success, fail, start, log or ignored
`;
const limitHelp = `  --limit N        no more than N (default ${limitDefault})
`;

export const pings: Subcommand = {
  usage: '<id> [--from INSTANT] [--to INSTANT] [--kind KIND] [--limit N] [--json]',
  summary: "lists a monitor's pings, newest first",
  takesId: true,
  options: { ...jsonOption, ...rangeOptions, kind: { type: 'string' }, limit: { type: 'string' } },
  help: `${rangeHelp}${kindHelp}${limitHelp}${jsonHelp}
With --json: {"pings": […]}.
`,
  read: (given) => {
    const query = rangeOf(given, ['from', 'to', 'kind']);
    checkedBy(() => readWith(pingsSchema, Object.fromEntries(query)));
    const limit = given.count('limit') ?? limitDefault;
    const list = { path: `/monitors/${given.id}/pings`, query, field: 'pings', item: pingAnswer, limit };
    return async ({ world, connect }) => {
      const pages = pagesOf(await connect(), list);
      if (given.flag('json')) return writeJsonList(world, 'pings', pages);
      const table = new Table(['N', 'AT', 'KIND', 'EXIT', 'TOOK', 'FROM', 'MESSAGE'], world.stdout.columns);
      for await (const page of pages) {
        const rows = page.map((ping) => [
          String(ping.n),
          instantText(ping.at, world.now()),
          ping.kind,
          String(ping.exit_status ?? '-'),
          ping.duration_ms === null ? '-' : tookText(ping.duration_ms),
          ping.source_ip,
          ping.message ?? '',
        ]);
        await write(world.stdout, table.print(rows));
      }
      return 0;
    };
  },
};

export const flips: Subcommand = {
  usage: '<id> [--from INSTANT] [--to INSTANT] [--limit N] [--json]',
  summary: "lists a monitor's changes of status, newest first",
  takesId: true,
  options: { ...jsonOption, ...rangeOptions, limit: { type: 'string' } },
  help: `${rangeHelp}${limitHelp}${jsonHelp}
With --json: {"flips": […]}.
`,
  read: (given) => {
    const query = rangeOf(given, ['from', 'to']);
    checkedBy(() => readWith(flipsSchema, Object.fromEntries(query)));
    const limit = given.count('limit') ?? limitDefault;
    const list = { path: `/monitors/${given.id}/flips`, query, field: 'flips', item: flipAnswer, limit };
    return async ({ world, connect }) => {
      const pages = pagesOf(await connect(), list);
      if (given.flag('json')) return writeJsonList(world, 'flips', pages);
      const table = new Table(['SEQ', 'AT', 'FROM', 'TO', 'REASON'], world.stdout.columns);
      for await (const page of pages) {
        const rows = page.map(({ seq, at, from, to, reason }) => [
          ...[String(seq), instantText(at, world.now()), from, to, reason],
        ]);
        await write(world.stdout, table.print(rows));
      }
      return 0;
    };
  },
};

export const uptime: Subcommand = {
  usage: '<id> [--json]',
  summary: "shows a monitor's uptime over a day to a year",
  takesId: true,
  options: jsonOption,
  help: jsonHelp,
  read:
    (given) =>
    async ({ world, connect }) => {
      const api = await connect();
      const answer = readAnswer(
        uptimeAnswer,
        await api.json({ method: 'GET', path: `/monitors/${given.id}/uptime` }),
      );
      const rows = answer.spans.map((span) => [
        ...[`${span.days}d`, span.percent === null ? '-' : `${span.percent} %`],
        ...[secondsText(span.up_seconds), secondsText(span.down_seconds), String(span.outages)],
      ]);
      const table = new Table(['LAST', 'UPTIME', 'UP', 'DOWN', 'OUTAGES'], world.stdout.columns);
      await write(world.stdout, given.flag('json') ? `${jsonText(answer)}\n` : table.print(rows));
      return 0;
    },
};

export const durations: Subcommand = {
  usage: '<id> [--from INSTANT] [--to INSTANT] [--json]',
  summary: "shows how long a monitor's runs took",
  takesId: true,
  options: { ...jsonOption, ...rangeOptions },
  help: `${rangeHelp}${jsonHelp}
Of the newest 1,000 runs of the range.
`,
  read: (given) => {
    const query = rangeOf(given, ['from', 'to']);
    checkedBy(() => readWith(durationsSchema, Object.fromEntries(query)));
    return async ({ world, connect }) => {
      const api = await connect();
      const request = { method: 'GET', path: `/monitors/${given.id}/durations`, query } as const;
      const answer = readAnswer(durationsAnswer, await api.json(request));
      const { count, min_ms, p50_ms, p95_ms, max_ms } = answer;
      const took = [min_ms, p50_ms, p95_ms, max_ms].map((ms) => (ms === null ? '-' : tookText(ms)));
      const table = new Table(['RUNS', 'SHORTEST', 'MEDIAN', '95%', 'LONGEST'], world.stdout.columns);
      const text = table.print([[String(count), ...took]]);
      await write(world.stdout, given.flag('json') ? `${jsonText(answer)}\n` : text);
      return 0;
    };
  },
};

/** The part of a query that these options say. */
export function rangeOf(given: Given, names: readonly string[]): [name: string, value: string][] {
  return names.flatMap((name): [string, string][] => {
    const value = given.text(name);
    return value === undefined ? [] : [[name, value]];
  });
}

function tookText(ms: number): string {
  return ms < 60_000 ? `${ms / 1_000}s` : secondsText(ms / 1_000);
}

function secondsText(seconds: number): string {
  return formatDuration(Math.floor(seconds));
}
