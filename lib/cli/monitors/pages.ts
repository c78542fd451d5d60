import * as z from 'zod';
import { limits } from '../../../lambdas/domain/limits.ts';
import { readAnswer } from './answers.ts';
import type { Api, Call } from './api.ts';
import { Failure } from './failure.ts';

const cursorAnswer = z.object({ next_cursor: z.string().nullable() });

interface List<S extends z.ZodType> {
  path: string;
  query?: NonNullable<Call['query']>;
  /** The name of the list in an answer, and the shape of its items. */
  field: string;
  item: S;
  /** How many items there are to be at most. */
  limit?: number;
}

/** The pages of a list, one after another. A page may be empty and not be the last: only the cursor says that. */
export async function* pagesOf<S extends z.ZodType>(api: Api, list: List<S>): AsyncGenerator<z.output<S>[]> {
  const { path, query = [], field, item, limit = Number.POSITIVE_INFINITY } = list;
  const page = z.object({ [field]: z.array(item) });
  let left = limit;
  let cursor: string | null = null;
  do {
    const size = Math.min(left, limits.monitorsPerPage);
    const answer = await api.json({
      method: 'GET',
      path,
      query: [...query, ['limit', String(size)], ...(cursor === null ? [] : [['cursor', cursor] as const])],
    });
    const items = (readAnswer(page, answer)[field] ?? []).slice(0, left);
    left -= items.length;
    cursor = nextCursor(readAnswer(cursorAnswer, answer).next_cursor, cursor);
    yield items;
  } while (cursor !== null && left > 0);
}

/** A cursor that leads to itself would be followed for ever. */
export function nextCursor<Cursor extends string | null | undefined>(next: Cursor, before: Cursor): Cursor {
  if (next && next === before) throw new Failure('the pages of the answer go in circles');
  return next;
}
