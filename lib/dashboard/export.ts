import { type ExportFormat, exportFormats } from '../../lambdas/views/pages/export-links.ts';
import type { PageHandler } from './context.ts';
import { readKind } from './history.ts';
import { type ApiReply, callApi } from './management.ts';

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
};

/** A file of a monitor's pings, put together of as many of the API's parts as there are. */
export const exportFile: PageHandler = async ({ management, request: { query }, id }) => {
  const format = exportFormats.find((each) => each === query.get('format')) ?? 'csv';
  const kind = readKind(query.get('kind'));
  const asked = [['format', format] as const, ...(kind ? [['kind', kind] as const] : [])];
  const part = (cursor?: string) =>
    callApi(management, 'GET', `/monitors/${id}/export`, {
      query: cursor === undefined ? asked : [...asked, ['cursor', cursor]],
    });
  // The first is awaited here: if there is none, a page can still say so.
  const all = partsFrom(await part(), part);
  return {
    kind: 'file',
    headers: {
      'Content-Type': contentTypes[format],
      'Content-Disposition': `attachment; filename="${id}-pings${kind ? `-${kind}` : ''}.${format}"`,
    },
    parts: format === 'json' ? oneArray(all) : all,
  };
};

async function* partsFrom(
  first: ApiReply,
  part: (cursor: string) => Promise<ApiReply>,
): AsyncGenerator<Buffer> {
  let reply = first;
  for (;;) {
    yield reply.body;
    const next = reply.headers['next-cursor'];
    if (typeof next !== 'string') return;
    reply = await part(next);
  }
}

/** Each part is an array; the file is one. */
async function* oneArray(parts: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let before = '[';
  for await (const part of parts) {
    const rows = part.toString().trim().slice(1, -1);
    if (rows === '') continue;
    yield before + rows;
    before = ',\n';
  }
  yield before === '[' ? '[]\n' : ']\n';
}
