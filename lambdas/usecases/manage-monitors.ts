import { IdTaken, UnknownMonitor } from '../domain/errors.ts';
import { idFromName, idWithSuffix, isId, secretFrom } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { type Monitor, newMonitor } from '../domain/monitor.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { MonitorPage, Monitors, StoredMonitor, System, Telemetry, Timer } from './ports.ts';

export interface ManageMonitorsDeps {
  monitors: Monitors;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
}

/** A monitor to create. Without an id, one is made from the name. */
export interface MonitorDraft {
  id?: string | undefined;
  name: string;
  schedule: Schedule;
  gracePeriodSeconds: number;
  channels: readonly string[];
}

/**
 * Creates a monitor with a secret of its own. An id that is made from the name and taken gets a number, and in
 * the end some random letters. Throws IdTaken for a given id.
 */
export async function createMonitor(deps: ManageMonitorsDeps, draft: MonitorDraft): Promise<StoredMonitor> {
  const requestId = deps.system.uniqueId();
  const secret = newSecret(deps);
  for (const id of candidates(deps, draft)) {
    const monitor = newMonitor({ ...draft, id, secret, createdAt: deps.system.now() });
    if (await createOnce(deps, monitor, requestId)) {
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

async function createOnce(deps: ManageMonitorsDeps, monitor: Monitor, requestId: string): Promise<boolean> {
  if ((await deps.monitors.create(monitor, requestId)) === 'created') return true;
  // Perhaps it was this very request that took it, in a try whose answer was lost.
  const stored = await deps.monitors.load(monitor.id);
  return stored?.requestId === requestId;
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

export function listMonitors(
  deps: Pick<ManageMonitorsDeps, 'monitors'>,
  page: { limit: number; cursor?: string | undefined },
): Promise<MonitorPage> {
  return deps.monitors.page(page.limit, page.cursor);
}

/**
 * Deletes a monitor and its timer. Throws UnknownMonitor, but not before it has removed what a broken-off
 * deletion may have left. A timer that cannot be removed now is removed when it fires.
 */
export async function deleteMonitor(deps: ManageMonitorsDeps, id: string): Promise<void> {
  if (!isId(id)) throw new UnknownMonitor();
  const existed = await deps.monitors.delete(id);
  try {
    await deps.timer.cancel(id);
  } catch (cause) {
    deps.telemetry.notice('TimerNotCancelled', { monitorId: id }, cause);
  }
  if (!existed) throw new UnknownMonitor();
}
