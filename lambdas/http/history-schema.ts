import * as z from 'zod';
import { limits } from '../domain/limits.ts';
import { instant, objectWith, pageLimit } from './schema.ts';

const instantAllowed = 'allowed is an instant with a zone, such as 2026-11-20T06:00:00Z';
const toAllowed = `${instantAllowed}, after from`;
const kinds = ['success', 'fail', 'start', 'log', 'ignored'] as const;

const range = {
  from: instant(instantAllowed).optional(),
  to: instant(toAllowed).optional(),
  limit: pageLimit(limits.historyRowsPerPage),
  cursor: z.string().optional(),
};

/** An empty range is a mistake: its two ends were mixed up. */
function isForward({ from, to }: { from?: number | undefined; to?: number | undefined }): boolean {
  return from === undefined || to === undefined || from < to;
}

/** The query of a list of flips: from `from` up to, not including, `to`. */
export const flipsSchema = objectWith(range).refine(isForward, { path: ['to'], error: toAllowed });

/** The query of a list of pings: the same, and `kind`. */
export const pingsSchema = objectWith({
  ...range,
  kind: z.enum(kinds, `allowed is one of ${kinds.join(', ')}`).optional(),
}).refine(isForward, { path: ['to'], error: toAllowed });
