import { InvalidInput, UnknownMonitor } from '../domain/errors.ts';
import { foreignKey, idAllowed, isId, looksLikeKey, parseKey } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
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

const nobodysSecret = '0'.repeat(limits.secretCharacters);

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

async function findByKey(deps: FindMonitorDeps, key: string, now: Instant): Promise<StoredMonitor> {
  if (!looksLikeKey(key)) throw new UnknownMonitor();
  const own = parseKey(key);
  const stored = own && (await deps.monitors.load(own.id));
  // An unknown id takes the same path as a wrong secret.
  const right = own && deps.system.sameSecret(stored?.monitor.secret ?? nobodysSecret, own.secret);
  if (stored && right) return stored;
  const other = await findByAlias(deps, foreignKey(key), now);
  if (!other) throw new UnknownMonitor();
  return other;
}

async function findByAlias(
  { aliases, monitors }: Pick<FindMonitorDeps, 'aliases' | 'monitors'>,
  key: string,
  now: Instant,
): Promise<StoredMonitor | undefined> {
  const claim = await aliases.load(key);
  const stored = claim && (await monitors.load(claim.monitorId));
  const alias = stored?.monitor.aliases.find((candidate) => candidate.key === key);
  return alias && (alias.until === undefined || now < alias.until) ? stored : undefined;
}

async function findBySlug(
  deps: FindMonitorDeps,
  { slugKey, id, create }: Extract<PingTarget, { slugKey: string }>,
): Promise<StoredMonitor | undefined> {
  const [settings, stored] = await Promise.all([
    deps.installation.load(),
    isId(id) ? deps.monitors.load(id) : undefined,
  ]);
  const right = deps.system.sameSecret(settings.slugKey ?? nobodysSecret, slugKey);
  if (settings.slugKey === undefined || !right) throw new UnknownMonitor();
  if (!isId(id)) throw new InvalidInput([{ field: 'path', message: `its id is none; ${idAllowed}` }]);
  if (!stored && !create) throw new UnknownMonitor();
  return stored;
}
