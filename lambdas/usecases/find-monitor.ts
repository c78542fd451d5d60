import { InvalidInput, UnknownMonitor } from '../domain/errors.ts';
import { foreignKey, idAllowed, isId, looksLikeKey, parseKey } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { isLive, type Monitor } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import type { Aliases, Installation, Monitors, StoredMonitor, System } from './ports.ts';

export interface FindMonitorDeps {
  monitors: Monitors;
  aliases: Aliases;
  installation: Installation;
  system: Pick<System, 'sameSecret'>;
}

/** What a ping is addressed to: a key, be it the monitor's own or an alias, or the slug ping key and an id. */
export type PingTarget = { key: string } | { slugKey: string; id: string; create: boolean };

/**
 * Finds the monitor that a ping is for. Answers `undefined` if the ping may create it. Throws UnknownMonitor, the
 * same whatever of the address is wrong, and InvalidInput if nothing but the id of a slug ping is.
 */
export function findMonitor(
  deps: FindMonitorDeps,
  target: PingTarget,
  now: Instant,
): Promise<StoredMonitor | undefined> {
  return 'key' in target ? findByKey(deps, target.key, now) : findBySlug(deps, target);
}

const nobodysSecret = '0'.repeat(limits.secretCharacters);

/** A key of ours names its monitor, which also knows its former keys; any other is looked up. */
async function findByKey(deps: FindMonitorDeps, key: string, now: Instant): Promise<StoredMonitor> {
  const own = parseKey(key);
  const stored = own ? await deps.monitors.load(own.id) : await findClaimant(deps, foreignKey(key));
  // An unknown id takes the same path as a wrong secret.
  const right = own && deps.system.sameSecret(stored?.monitor.secret ?? nobodysSecret, own.secret);
  if (stored && right) return stored;
  if (stored && hasAlias(deps, stored.monitor, foreignKey(key), now)) return stored;
  throw new UnknownMonitor();
}

async function findClaimant(
  { aliases, monitors }: Pick<FindMonitorDeps, 'aliases' | 'monitors'>,
  key: string,
): Promise<StoredMonitor | undefined> {
  const claim = looksLikeKey(key) ? await aliases.load(key) : undefined;
  return claim && monitors.load(claim.monitorId);
}

function hasAlias({ system }: FindMonitorDeps, { aliases }: Monitor, key: string, now: Instant): boolean {
  return aliases.some((alias) => isLive(alias, now) && system.sameSecret(alias.key, key));
}

async function findBySlug(
  deps: FindMonitorDeps,
  { slugKey, id, create }: Extract<PingTarget, { slugKey: string }>,
): Promise<StoredMonitor | undefined> {
  if (!looksLikeKey(slugKey)) throw new UnknownMonitor();
  const [settings, stored] = await Promise.all([
    deps.installation.load(),
    isId(id) ? deps.monitors.load(id) : undefined,
  ]);
  const right = deps.system.sameSecret(settings.slugKey ?? nobodysSecret, foreignKey(slugKey));
  if (settings.slugKey === undefined || !right) throw new UnknownMonitor();
  if (!isId(id)) throw new InvalidInput([{ field: 'path', message: `its id is none; ${idAllowed}` }]);
  if (!stored && !create) throw new UnknownMonitor();
  return stored;
}
