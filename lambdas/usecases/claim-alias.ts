import { AliasTaken } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import { type Alias, isLive } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import type { AliasClaim, Aliases, Monitors, System, Telemetry } from './ports.ts';

export interface ClaimAliasDeps {
  aliases: Aliases;
  monitors: Pick<Monitors, 'load'>;
  system: Pick<System, 'now'>;
}

/**
 * Claims a foreign key for a monitor, before it becomes one of its aliases. Throws AliasTaken when another monitor has
 * it, or may just be getting it.
 */
export async function claimAlias(
  deps: ClaimAliasDeps,
  { monitorId, key }: { monitorId: string; key: string },
): Promise<void> {
  const claimedAt = deps.system.now();
  const former = await deps.aliases.load(key);
  if (former && former.monitorId !== monitorId && (await isInForce(deps, key, former)))
    throw new AliasTaken();
  if ((await deps.aliases.claim(key, { monitorId, claimedAt }, former)) === 'claimed') return;
  // Perhaps it was this very claim that landed, in a try whose answer was lost.
  const stored = await deps.aliases.load(key);
  if (stored?.monitorId !== monitorId || stored.claimedAt !== claimedAt) throw new AliasTaken();
}

/** Whether a claim may not be replaced: its monitor has the alias, or may just be getting it. */
async function isInForce(
  { monitors, system }: ClaimAliasDeps,
  key: string,
  { monitorId, claimedAt }: AliasClaim,
): Promise<boolean> {
  const now = system.now();
  if (now - claimedAt < limits.aliasClaimMs) return true;
  const stored = await monitors.load(monitorId);
  return stored?.monitor.aliases.some((alias) => alias.key === key && isLive(alias, now)) ?? false;
}

/**
 * Gives up the claims of aliases that their monitor has no longer. One that is younger than a minute is left: it may
 * have been made anew by who is just adding the alias again. What is left behind opens nothing, and others may have it.
 */
export async function releaseAliases(
  { aliases, system, telemetry }: { aliases: Aliases; system: Pick<System, 'now'>; telemetry: Telemetry },
  monitorId: string,
  dropped: readonly Alias[],
): Promise<void> {
  const claimedBefore: Instant = system.now() - limits.aliasClaimMs;
  try {
    await Promise.all(dropped.map(({ key }) => aliases.release(key, { monitorId, claimedBefore })));
  } catch (cause) {
    telemetry.notice('LeftBehind', { monitorId }, cause);
  }
}
