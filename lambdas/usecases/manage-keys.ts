import { Contended, InvalidInput, UnknownAlias } from '../domain/errors.ts';
import { foreignKey, formatKey, secretFrom } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { type Alias, isLive, type Monitor } from '../domain/monitor.ts';
import { type Instant, secondMs } from '../domain/time.ts';
import { type ChangeMonitorDeps, changeMonitor } from './change-monitor.ts';
import { claimAlias, releaseAliases } from './claim-alias.ts';
import { getMonitor } from './manage-monitors.ts';
import type { Aliases, Installation, StoredMonitor, System } from './ports.ts';

export type ManageKeysDeps = ChangeMonitorDeps & { aliases: Aliases };

/**
 * Lets a monitor answer to a foreign key too. Doing it again changes nothing. Throws UnknownMonitor, AliasTaken when
 * another monitor has the key, and InvalidInput when the monitor has as many aliases as it may.
 */
export async function addAlias(deps: ManageKeysDeps, id: string, key: string): Promise<StoredMonitor> {
  refuseTooMany((await getMonitor(deps, id)).monitor, { key, field: 'key' }, deps.system.now());
  await claimAlias(deps, { monitorId: id, key });
  return changeKeys(deps, id, (monitor, now) => {
    refuseTooMany(monitor, { key, field: 'key' }, now);
    return { aliases: [...monitor.aliases.filter((alias) => alias.key !== key), { key }] };
  });
}

/** Takes an alias from a monitor. Throws UnknownMonitor or UnknownAlias. */
export async function removeAlias(deps: ManageKeysDeps, id: string, text: string): Promise<void> {
  const key = foreignKey(text);
  await changeKeys(deps, id, ({ aliases }) => {
    if (!aliases.some((alias) => alias.key === key)) throw new UnknownAlias();
    return { aliases: aliases.filter((alias) => alias.key !== key) };
  });
}

/**
 * Gives a monitor a new secret. With an overlap its former key goes on as an alias for that long; else it is unknown
 * from now on. The former key names its monitor, so the monitor's list of aliases is all that it takes. Throws
 * UnknownMonitor, InvalidInput when there is no room for an alias, and Contended when somebody else rotates the key
 * at the same time.
 */
export async function rotateKey(
  deps: ManageKeysDeps,
  id: string,
  overlapSeconds: number,
): Promise<StoredMonitor> {
  const secret = secretFrom(deps.system.randomBytes(limits.secretCharacters));
  const { monitor: before } = await getMonitor(deps, id);
  const formerKey = formatKey(before);
  return changeKeys(deps, id, (monitor, now) => {
    // An earlier try did land.
    if (monitor.secret === secret) return {};
    if (monitor.secret !== before.secret) throw new Contended();
    if (overlapSeconds === 0) return { secret };
    refuseTooMany(monitor, { key: formerKey, field: 'overlap_seconds' }, now);
    const alias = { key: formerKey, until: now + overlapSeconds * secondMs };
    return { secret, aliases: [...monitor.aliases, alias] };
  });
}

export interface ManageSlugKeyDeps {
  installation: Installation;
  system: Pick<System, 'randomBytes'>;
}

/** Switches slug pings on with a new key, or one that was brought along. The former key is unknown from now on. */
export async function setSlugKey(
  { installation, system }: ManageSlugKeyDeps,
  brought: string | undefined,
): Promise<string> {
  const key = brought ?? secretFrom(system.randomBytes(limits.slugKeyCharacters), limits.slugKeyCharacters);
  await installation.setSlugKey(key);
  return key;
}

/** Changes a monitor's keys. Aliases that fall out of its list, or have ended, are free for others then. */
async function changeKeys(
  deps: ManageKeysDeps,
  id: string,
  change: (monitor: Monitor, now: Instant) => Partial<Pick<Monitor, 'secret' | 'aliases'>>,
): Promise<StoredMonitor> {
  let dropped: readonly Alias[] = [];
  const stored = await changeMonitor(deps, id, (monitor, now) => {
    const changed = { ...monitor, ...change(monitor, now) };
    const aliases = changed.aliases.filter((alias) => isLive(alias, now));
    dropped = monitor.aliases.filter(({ key }) => !aliases.some((alias) => alias.key === key));
    return { monitor: { ...changed, aliases }, flipped: false, arm: 'no' };
  });
  await releaseAliases(deps, id, dropped);
  return stored;
}

function refuseTooMany(
  { aliases }: Monitor,
  { key, field }: { key: string; field: string },
  now: Instant,
): void {
  const others = aliases.filter((alias) => alias.key !== key && isLive(alias, now));
  if (others.length < limits.aliasesPerMonitor) return;
  const message = `the monitor has ${others.length} aliases; allowed are ${limits.aliasesPerMonitor}`;
  throw new InvalidInput([{ field, message }]);
}
