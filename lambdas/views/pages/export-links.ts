import type { PingKind } from '../../domain/ping.ts';
import { type Html, html } from './html.ts';

const formats = [
  { format: 'csv', name: 'CSV' },
  { format: 'json', name: 'JSON' },
  { format: 'ndjson', name: 'NDJSON' },
] as const;

/** How a file of pings may be written. */
export type ExportFormat = (typeof formats)[number]['format'];

export const exportFormats: readonly ExportFormat[] = formats.map(({ format }) => format);

/** Links to files of all pings of a monitor, or of all of one kind. */
export function exportLinks(monitorId: string, kind: PingKind | undefined): Html {
  const links = formats.map(({ format, name }) => {
    const query = new URLSearchParams({ format, ...(kind && { kind }) });
    return html`<a class="button small" download href="/monitors/${monitorId}/export?${String(query)}">${name}</a>`;
  });
  return html`<div class="exports"><span id="export-title">Save as</span>${links}</div>`;
}
