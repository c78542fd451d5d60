import type { StatusShown } from '../../domain/deadline.ts';
import type { ShownMonitor } from './model.ts';

/** What decides where a monitor stands in a list. */
export type Ranked = Pick<ShownMonitor, 'id' | 'name' | 'status' | 'statusSince' | 'running'>;

/** Down, late, running, new, up, paused. */
function rank({ status, running }: Ranked): number {
  const ranks: Readonly<Record<StatusShown, number>> = { down: 0, late: 1, new: 3, up: 4, paused: 5 };
  return running ? Math.min(2, ranks[status]) : ranks[status];
}

/** Sorts trouble first. Of the same trouble, what changed last comes first; else by name. */
export function byTrouble(one: Ranked, other: Ranked): number {
  const [first, second] = [rank(one), rank(other)];
  if (first !== second) return first - second;
  const since = first < 2 ? other.statusSince - one.statusSince : 0;
  return since || one.name.localeCompare(other.name, 'en') || (one.id < other.id ? -1 : 1);
}
