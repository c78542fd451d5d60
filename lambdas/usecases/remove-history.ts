import { limits } from '../domain/limits.ts';
import type { Instant } from '../domain/time.ts';
import type { Archive, HistoryKind, System, Telemetry } from './ports.ts';

export interface RemoveHistoryDeps {
  archive: Archive;
  system: System;
  telemetry: Telemetry;
}

/**
 * Removes what a monitor's history holds from before that instant, for as long as the budget lasts: a caller waits, and
 * a busy monitor has more rows than can be deleted in one call. What is left expires.
 */
export async function removeHistory(
  deps: RemoveHistoryDeps,
  monitorId: string,
  before: Instant,
): Promise<void> {
  const giveUpAt = deps.system.now() + limits.historyDeletionMs;
  try {
    for (const kind of ['flip', 'ping'] as const) {
      const isGone = await removeAll(deps, { monitorId, kind, before, giveUpAt });
      if (!isGone) return deps.telemetry.notice('LeftBehind', { monitorId });
    }
  } catch (cause) {
    deps.telemetry.notice('LeftBehind', { monitorId }, cause);
  }
}

interface Removal {
  monitorId: string;
  kind: HistoryKind;
  before: Instant;
  giveUpAt: Instant;
}

async function removeAll(
  { archive, system }: RemoveHistoryDeps,
  { monitorId, kind, before, giveUpAt }: Removal,
): Promise<boolean> {
  for (;;) {
    const removed = await archive.removeSome(monitorId, kind, before);
    if (removed === 'done') return true;
    if (system.now() >= giveUpAt) return false;
    if (removed === 'throttled') await system.sleep(system.random() * limits.historyDeletionPauseMs);
  }
}
