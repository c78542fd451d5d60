import type { StatusShown } from '../../domain/deadline.ts';
import { type Tally, totalOf } from '../../domain/tally.ts';

/** How it stands overall: a status that says so, and one sentence. */
export interface Overall {
  status: StatusShown;
  sentence: string;
}

/**
 * The worst there is decides: down, then late. New and paused monitors await nothing, so they are neither on time nor
 * late; they are told of only where nothing is wrong.
 */
export function overallOf(tally: Tally): Overall {
  const { up, late, down } = tally;
  const total = totalOf(tally);
  const lateToo = late > 0 ? `, and ${late} ${late === 1 ? 'is' : 'are'} late` : '';
  if (down > 0) return { status: 'down', sentence: `${share(down, total)} down${lateToo}` };
  if (late > 0) return { status: 'late', sentence: `${share(late, total)} late` };
  if (total === 0) return { status: 'new', sentence: 'There is nothing to show yet' };
  if (up > 0) return { status: 'up', sentence: `${share(up, total)} on time${restOf(tally)}` };
  const status = tally.new > 0 ? 'new' : 'paused';
  return { status, sentence: `Nothing is awaited${restOf(tally)}` };
}

/** `2 of 12 jobs are`, `All 12 jobs are`, or `The job is`. */
function share(count: number, total: number): string {
  if (total === 1) return 'The job is';
  if (count === total) return `All ${total} jobs are`;
  return `${count} of ${total} jobs ${count === 1 ? 'is' : 'are'}`;
}

function restOf({ paused, new: fresh }: Tally): string {
  const parts = [...(paused > 0 ? [`${paused} paused`] : []), ...(fresh > 0 ? [`${fresh} new`] : [])];
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}
