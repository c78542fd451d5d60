import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import * as z from 'zod';
import { exportSchema } from '../../../lambdas/http/history-schema.ts';
import { readWith } from '../../../lambdas/http/schema.ts';
import type { ApiAnswer } from '../world.ts';
import { readAnswer } from './answers.ts';
import { type Api, readJson } from './api.ts';
import { Failure } from './failure.ts';
import { kindHelp, rangeHelp, rangeOf, rangeOptions } from './history.ts';
import { writeItems } from './json-list.ts';
import { write } from './output.ts';
import { nextCursor } from './pages.ts';
import { checkedBy, type Subcommand } from './subcommand.ts';

type Format = z.output<typeof exportSchema>['format'];

export const exportPings: Subcommand = {
  usage: '<id> [--format FORMAT] [--from …] [--to …] [--kind KIND] [--output FILE]',
  summary: "writes all of a monitor's pings to a file, newest first",
  takesId: true,
  options: {
    ...rangeOptions,
    kind: { type: 'string' },
    format: { type: 'string' },
    output: { type: 'string' },
  },
  help: `  --format FORMAT  csv (the default), json (one array) or ndjson (an object a line)
${rangeHelp}${kindHelp}  --output FILE    writes there, and not to stdout. The file gets its name when it is complete
`,
  read: (given) => {
    const range = rangeOf(given, ['from', 'to', 'kind']);
    const asked = Object.fromEntries([...range, ...rangeOf(given, ['format'])]);
    const { format } = checkedBy(() => readWith(exportSchema, asked));
    const path = `/monitors/${given.id}/export`;
    const output = given.text('output');
    return async ({ world, connect }) => {
      const target = output === undefined ? undefined : await placeOf(output);
      const pages = pagesOf(await connect(), path, [['format', format], ...range]);
      if (target === undefined) await writePages(world.stdout, format, pages);
      else await writeFile(target, (to) => writePages(to, format, pages));
      return 0;
    };
  },
};

/** The answers' bodies. A page is held as a whole, so that a connection that breaks in it costs a try and nothing else. */
async function* pagesOf(api: Api, path: string, query: [string, string][]) {
  let cursor: string | undefined;
  do {
    const answer = await api.call({
      method: 'GET',
      path,
      query: cursor === undefined ? query : [...query, ['cursor', cursor] as const],
    });
    requireFile(answer);
    yield answer;
    const next = answer.headers['next-cursor'];
    cursor = nextCursor(typeof next === 'string' && next !== '' ? next : undefined, cursor);
  } while (cursor !== undefined);
}

/** A web page must not become a part of a table. */
function requireFile({ headers }: ApiAnswer): void {
  if (!/^text\/html\b/i.test(headers['content-type'] ?? '')) return;
  throw new Failure(
    'the answer is a web page: the host is no Downbeat',
    'Check --url or DOWNBEAT_URL: it is the output ApiUrl of the deployment.',
  );
}

async function writePages(
  to: NodeJS.WritableStream,
  format: Format,
  pages: AsyncGenerator<ApiAnswer>,
): Promise<void> {
  if (format !== 'json') {
    for await (const { body } of pages) await write(to, body);
    return;
  }
  await write(to, '[');
  await writeItems(to, arraysOf(pages));
  await write(to, ']\n');
}

async function* arraysOf(pages: AsyncGenerator<ApiAnswer>): AsyncGenerator<unknown[]> {
  for await (const page of pages) yield readAnswer(z.array(z.unknown()), readJson(page, 'the host'));
}

/** Where a file is to be. A link is followed, or the new file would replace it. Throws Failure. */
async function placeOf(name: string): Promise<string> {
  const place = await realpath(name).catch(() => name);
  const found = await stat(place).catch(() => undefined);
  if (found === undefined || found.isFile()) return place;
  throw new Failure(`${name}: is not a file`, 'Leave --output away to write to stdout.');
}

/** Writes a file beside its place, and moves it there when it is complete. Until then what was there stays. */
async function writeFile(
  place: string,
  writeTo: (stream: NodeJS.WritableStream) => Promise<void>,
): Promise<void> {
  const part = `${place}.${randomBytes(4).toString('hex')}.part`;
  const stream = createWriteStream(part, { flags: 'wx' });
  stream.on('error', () => undefined);
  try {
    await once(stream, 'open');
    await writeTo(stream);
    stream.end();
    await finished(stream);
    await rename(part, place);
  } catch (error) {
    stream.destroy();
    await rm(part, { force: true });
    const { code } = Object(stream.errored ?? error) as { code?: unknown };
    throw code === undefined ? error : new Failure(`${place}: cannot be written (${code})`);
  }
}
