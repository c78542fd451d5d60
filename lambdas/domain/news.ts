import type { Flip } from './flip.ts';
import type { Monitor } from './monitor.ts';
import type { Ping } from './ping.ts';

/** What is told about one monitor: a flip of it, a reminder of its last flip, or that it has stopped flapping. */
export interface News {
  /** The monitor as it was stored with the change. */
  monitor: Monitor;
  /** Its last flip. */
  flip: Flip;
  change: 'flip' | 'reminder' | 'settled';
  /** The monitor's last ping in full, where it could be read. */
  ping?: Ping;
}

/** What became of the monitor. A flip to `new` does not happen. */
export type NewsKind = 'down' | 'up' | 'paused' | 'reminder' | 'settled';

export function kindOf({ flip, change }: Pick<News, 'flip' | 'change'>): NewsKind {
  if (change !== 'flip') return change;
  return flip.to === 'down' || flip.to === 'paused' ? flip.to : 'up';
}

/**
 * The same for every delivery of these news, and for no others: a monitor that is created anew under the same id begins
 * again with its first flip.
 */
export function eventIdOf({ monitor, flip, change }: News): string {
  const flipId = `${monitor.id}:${monitor.createdAt}:${flip.seq}`;
  if (change === 'settled') return `${flipId}:settled`;
  return change === 'reminder' ? `${flipId}:${monitor.reminder?.number ?? 0}` : flipId;
}
