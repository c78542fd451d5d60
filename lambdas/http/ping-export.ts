import { limits } from '../domain/limits.ts';
import type { PingKind } from '../domain/ping.ts';
import type { StoredPing } from '../usecases/ports.ts';
import { type HistoryRangeQuery, pingPages, type ReadHistoryDeps } from '../usecases/read-history.ts';
import { csvLine } from '../views/csv.ts';
import type { Answer } from './answer.ts';
import { listedPingJson } from './ping-json.ts';

type ListedPing = ReturnType<typeof listedPingJson>;

/** One way to write pings into a file. */
interface Writer {
  contentType: string;
  /** Writes one ping. */
  row(ping: ListedPing): string;
  /** Makes one part of the file of its rows. */
  join(rows: readonly string[], isFirst: boolean): string;
}

const columns = [
  ...[
    'n',
    'kind',
    'at',
    'received_at',
    'method',
    'source_ip',
    'user_agent',
    'exit_status',
    'rid',
    'duration_ms',
  ],
  ...['status_label', 'message', 'labels', 'body_content_type', 'body_size_bytes', 'body_kept_bytes'],
];

const writers = {
  /** After RFC 4180. Only the first part has the names of the columns, so that parts can be put together. */
  csv: {
    contentType: 'text/csv; charset=utf-8',
    row: csvRow,
    join: (rows, isFirst) => (isFirst ? csvLine(columns) : '') + rows.join(''),
  },
  /** Each part is an array of its own. */
  json: {
    contentType: 'application/json',
    row: (ping) => JSON.stringify(ping),
    join: (rows) => `[${rows.join(',\n')}]\n`,
  },
  ndjson: {
    contentType: 'application/x-ndjson',
    row: (ping) => `${JSON.stringify(ping)}\n`,
    join: (rows) => rows.join(''),
  },
} as const satisfies Record<string, Writer>;

export type ExportFormat = keyof typeof writers;

/** What an export can be written as. */
export const exportFormats = Object.keys(writers) as ExportFormat[];

export interface ExportQuery extends HistoryRangeQuery {
  kind?: PingKind | undefined;
  format: ExportFormat;
}

/**
 * Writes as many of a monitor's pings as fit into one answer, newest first. `Next-Cursor` asks for the next part, and is
 * absent in the last one. Throws UnknownMonitor, and InvalidInput for a bad cursor.
 */
export async function exportPings(
  deps: ReadHistoryDeps,
  id: string,
  { format, ...query }: ExportQuery,
): Promise<Answer> {
  const writer: Writer = writers[format];
  const rows: string[] = [];
  let [pages, bytes, next] = [0, 0, query.cursor];
  for await (const page of pingPages(deps, id, query)) {
    const written = page.pings.map((stored: StoredPing) => writer.row(listedPingJson(stored)));
    bytes += Buffer.byteLength(written.join(',\n'));
    // Then this page is the first of the next part. A page alone always fits.
    if (bytes > limits.exportBytes && rows.length > 0) break;
    rows.push(...written);
    next = page.nextCursor;
    pages += 1;
    if (pages === limits.exportPages) break;
  }
  return {
    statusCode: 200,
    headers: {
      'Content-Type': writer.contentType,
      'Content-Disposition': `attachment; filename="${id}-pings.${format}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
      ...(next !== undefined && { 'Next-Cursor': next }),
    },
    // As bytes: in a text of JSON, which the gateway is answered with, some characters take six times their room.
    body: Buffer.from(writer.join(rows, query.cursor === undefined)).toString('base64'),
    isBase64Encoded: true,
  };
}

function csvRow({ body, labels, ...ping }: ListedPing): string {
  return csvLine([
    ...Object.values(ping),
    labels && JSON.stringify(labels),
    body?.content_type,
    body?.size_bytes,
    body?.kept_bytes,
  ]);
}
