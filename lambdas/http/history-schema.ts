import * as z from 'zod';
import { limits } from '../domain/limits.ts';
import { exportFormats } from './ping-export.ts';
import { instant, objectWith, pageLimit } from './schema.ts';

const instantAllowed = 'allowed is an instant with a zone, such as 2026-11-20T06:00:00Z';
const toAllowed = `${instantAllowed}, after from`;
const kinds = ['success', 'fail', 'start', 'log', 'ignored'] as const;

const range = { from: instant(instantAllowed).optional(), to: instant(toAllowed).optional() };
const kind = z.enum(kinds, `allowed is one of ${kinds.join(', ')}`).optional();
const cursor = z.string().optional();
const page = { ...range, limit: pageLimit(limits.historyRowsPerPage), cursor };

/** An empty range is a mistake: its two ends were mixed up. */
function isForward({ from, to }: { from?: number | undefined; to?: number | undefined }): boolean {
  return from === undefined || to === undefined || from < to;
}

const forward = { path: ['to'], error: toAllowed };

/** The query of a list of flips: from `from` up to, not including, `to`. */
export const flipsSchema = objectWith(page).refine(isForward, forward);

/** The query of a list of pings: the same, and `kind`. */
export const pingsSchema = objectWith({ ...page, kind }).refine(isForward, forward);

/** The query of durations. */
export const durationsSchema = objectWith(range).refine(isForward, forward);

/** The query of an export of pings. How many one answer holds is up to their size. */
export const exportSchema = objectWith({
  ...range,
  kind,
  cursor,
  format: z.enum(exportFormats, `allowed is one of ${exportFormats.join(', ')}`).default('csv'),
}).refine(isForward, forward);
