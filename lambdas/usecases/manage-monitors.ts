import { IdTaken, UnknownMonitor } from '../domain/errors.ts';
import { idFromName, idWithSuffix, isId, secretFrom } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { type Monitor, type NewSettings, newMonitor } from '../domain/monitor.ts';
import { checkSettings } from '../domain/settings.ts';
import type { Instant } from '../domain/time.ts';
import { withTimer } from '../domain/timer.ts';
import { releaseAliases } from './claim-alias.ts';
import { createOnce } from './create-once.ts';
import type {
  Aliases,
  Installation,
  Monitors,
  Publications,
  StoredMonitor,
  System,
  Telemetry,
  Timer,
} from './ports.ts';
import { joinTags, leaveTags } from './public-tags.ts';
import { type RemoveHistoryDeps, removeHistory } from './remove-history.ts';
import { armAfterSave } from './set-timer.ts';
import { untilSettled } from './until-settled.ts';

export interface ManageMonitorsDeps {
  monitors: Monitors;
  aliases: Aliases;
  installation: Installation;
  publications: Publications;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
}

export type DeleteMonitorDeps = ManageMonitorsDeps & RemoveHistoryDeps;

/** A monitor to create. Without an id, one is made from the name; without `managedBy`, it is people's. */
export type MonitorDraft = NewSettings & { id?: string | undefined; managedBy?: string };

/**
 * Creates a monitor with a secret of its own. An id that is made from the name and taken gets a number, and in
 * the end some random letters. Throws IdTaken for a given id, and InvalidInput for settings that do not go together.
 */
export async function createMonitor(deps: ManageMonitorsDeps, draft: MonitorDraft): Promise<StoredMonitor> {
  checkSettings(draft);
  const requestId = deps.system.uniqueId();
  const secret = newSecret(deps);
  for (const id of candidates(deps, draft)) {
    const created = newMonitor({ ...draft, id, secret, createdAt: deps.system.now() });
    const { monitor } = withTimer(created, created, created.createdAt);
    await joinTags(deps, id, monitor.tags);
    if (await createOnce(deps, { monitor, requestId, change: 'config', countsPing: false })) {
      // Not before: the id might have been another's, and with it the timer.
      await armAfterSave(deps, id, monitor.armedFor, deps.system.now());
      return { monitor, version: 1, requestId, pings: 0, pingNumber: 0 };
    }
  }
  throw new IdTaken(draft.id ?? idFromName(draft.name));
}

function* candidates(deps: ManageMonitorsDeps, draft: MonitorDraft): Iterable<string> {
  if (draft.id !== undefined) return yield draft.id;
  const id = idFromName(draft.name);
  yield id;
  for (let number = 2; number <= limits.idNumberMax; number += 1) yield idWithSuffix(id, String(number));
  yield idWithSuffix(id, newSecret(deps).slice(0, limits.idSuffixCharacters));
}

function newSecret({ system }: ManageMonitorsDeps): string {
  return secretFrom(system.randomBytes(limits.secretCharacters));
}

/** Throws UnknownMonitor. */
export async function getMonitor(
  deps: Pick<ManageMonitorsDeps, 'monitors'>,
  id: string,
): Promise<StoredMonitor> {
  const stored = isId(id) ? await deps.monitors.load(id) : undefined;
  if (!stored) throw new UnknownMonitor();
  return stored;
}

/**
 * Deletes a monitor, its timer, its aliases, its badge and its history. Throws UnknownMonitor, but not before it has removed what
 * a broken-off deletion may have left of timer and history. What cannot be removed now does no harm: a timer is removed
 * when it fires, an alias of nobody opens nothing, and history expires, unseen by a monitor that is created later.
 * `check`, if given, is told the monitor that there is, may refuse, and is asked again when that has changed meanwhile.
 */
export async function deleteMonitor(
  deps: DeleteMonitorDeps,
  id: string,
  check?: (monitor: Monitor) => void,
): Promise<void> {
  if (!isId(id)) throw new UnknownMonitor();
  const { deleted, before } = await untilSettled(deps.system, () => tryToDelete(deps, id, check));
  await Promise.all([
    cancelTimer(deps, id),
    releaseAliases(deps, id, deleted?.aliases ?? []),
    deleted?.autoCreated && releaseAutoCreated(deps, id),
    deleted && withdraw(deps, deleted),
    removeHistory(deps, id, before),
  ]);
  if (!deleted) throw new UnknownMonitor();
}

/** What was deleted, if anything, and until when the history is that of it. */
interface Deletion {
  deleted: Monitor | undefined;
  before: Instant;
}

async function tryToDelete(
  { monitors, system }: DeleteMonitorDeps,
  id: string,
  check: ((monitor: Monitor) => void) | undefined,
): Promise<Deletion | 'lost'> {
  // Before the id is free: what is added to a new monitor's history from now on is not ours to delete.
  const before = system.now();
  if (!check) return { deleted: (await monitors.delete(id))?.monitor, before };
  const read = await monitors.load(id);
  if (!read) return { deleted: undefined, before };
  check(read.monitor);
  const outcome = await monitors.deleteUnchanged(read);
  return outcome === 'lost' ? 'lost' : { deleted: read.monitor, before };
}

async function cancelTimer({ timer, telemetry }: ManageMonitorsDeps, monitorId: string): Promise<void> {
  try {
    await timer.cancel(monitorId);
  } catch (cause) {
    telemetry.notice('TimerNotCancelled', { monitorId }, cause);
  }
}

/** A badge goes with its monitor, and so does its place on pages: this only clears away what is left of them. */
async function withdraw(deps: ManageMonitorsDeps, { id, tags, badgeKey }: Monitor): Promise<void> {
  await leaveTags(deps, id, tags);
  if (badgeKey === undefined) return;
  try {
    await deps.publications.removeBadge(badgeKey);
  } catch (cause) {
    deps.telemetry.notice('LeftBehind', { monitorId: id }, cause);
  }
}

async function releaseAutoCreated(
  { installation, telemetry }: ManageMonitorsDeps,
  monitorId: string,
): Promise<void> {
  try {
    await installation.releaseAutoCreated();
  } catch (cause) {
    telemetry.notice('LeftBehind', { monitorId }, cause);
  }
}
