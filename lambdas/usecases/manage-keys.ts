import { AliasTaken, Contended, InvalidInput, UnknownAlias } from '../domain/errors.ts';
import { foreignKey, formatKey, secretFrom } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import type { Alias, Monitor } from '../domain/monitor.ts';
import { type Instant, secondMs } from '../domain/time.ts';
import type { Transition } from '../domain/transition.ts';
import { type ChangeMonitorDeps, changeMonitor } from './change-monitor.ts';
import { getMonitor } from './manage-monitors.ts';
import type { AliasClaim, Aliases, Installation, StoredMonitor, System } from './ports.ts';
import { releaseAliases } from './release-aliases.ts';

export type ManageKeysDeps = ChangeMonitorDeps & { aliases: Aliases };

/**
 * Lets a monitor answer to a foreign key too. Doing it again changes nothing. Throws UnknownMonitor, AliasTaken when
 * another monitor has the key, and InvalidInput when the monitor has as many aliases as it may.
 */
export async function addAlias(deps: ManageKeysDeps, id: string, key: string): Promise<StoredMonitor> {
  refuseTooMany((await getMonitor(deps, id)).monitor, key, deps.system.now());
  await claim(deps, id, key);
  return changeAliases(deps, id, (monitor, now) => {
    refuseTooMany(monitor, key, now);
    return [...monitor.aliases.filter((alias) => alias.key !== key), { key }];
  });
}

/** Takes an alias from a monitor. Throws UnknownMonitor or UnknownAlias. */
export async function removeAlias(deps: ManageKeysDeps, id: string, text: string): Promise<void> {
  const key = foreignKey(text);
  await changeAliases(deps, id, ({ aliases }) => {
    if (!aliases.some((alias) => alias.key === key)) throw new UnknownAlias();
    return aliases.filter((alias) => alias.key !== key);
  });
}

/**
 * Gives a monitor a new secret. With an overlap its former key goes on as an alias for that long; else it is unknown
 * from now on. Throws UnknownMonitor, InvalidInput when there is no room for an alias, and Contended when somebody else
 * rotates it at the same time.
 */
export async function rotateKey(
  deps: ManageKeysDeps,
  id: string,
  overlapSeconds: number,
): Promise<StoredMonitor> {
  const secret = secretFrom(deps.system.randomBytes(limits.secretCharacters));
  const { monitor: before } = await getMonitor(deps, id);
  const formerKey = formatKey(before);
  if (overlapSeconds > 0) {
    refuseTooMany(before, formerKey, deps.system.now());
    await claim(deps, id, formerKey);
  }
  return changeMonitor(deps, id, (monitor, now) => {
    if (monitor.secret !== before.secret) throw new Contended();
    const alias = { key: formerKey, until: now + overlapSeconds * secondMs };
    const aliases = overlapSeconds > 0 ? [...monitor.aliases, alias] : monitor.aliases;
    return configured({ ...monitor, secret, aliases });
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

/** Changes the list of aliases. What falls out of it, or has ended, is free for others then. */
async function changeAliases(
  deps: ManageKeysDeps,
  id: string,
  change: (monitor: Monitor, now: Instant) => readonly Alias[],
): Promise<StoredMonitor> {
  let dropped: readonly Alias[] = [];
  const stored = await changeMonitor(deps, id, (monitor, now) => {
    const aliases = change(monitor, now).filter((alias) => isLive(alias, now));
    dropped = monitor.aliases.filter(({ key }) => !aliases.some((alias) => alias.key === key));
    return configured({ ...monitor, aliases });
  });
  await releaseAliases(deps, id, dropped);
  return stored;
}

async function claim(deps: ManageKeysDeps, monitorId: string, key: string): Promise<void> {
  const now = deps.system.now();
  const former = await deps.aliases.load(key);
  if (former && former.monitorId !== monitorId && (await isInForce(deps, key, former, now)))
    throw new AliasTaken();
  if ((await deps.aliases.claim(key, { monitorId, claimedAt: now }, former)) === 'taken')
    throw new AliasTaken();
}

/** Whether a claim may not be replaced: its monitor has the alias, or may just be getting it. */
async function isInForce(
  { monitors }: Pick<ManageKeysDeps, 'monitors'>,
  key: string,
  { monitorId, claimedAt }: AliasClaim,
  now: Instant,
): Promise<boolean> {
  if (now - claimedAt < limits.aliasClaimMs) return true;
  const stored = await monitors.load(monitorId);
  return stored?.monitor.aliases.some((alias) => alias.key === key && isLive(alias, now)) ?? false;
}

function refuseTooMany({ aliases }: Monitor, key: string, now: Instant): void {
  const others = aliases.filter((alias) => alias.key !== key && isLive(alias, now));
  if (others.length < limits.aliasesPerMonitor) return;
  const message = `the monitor has ${others.length} aliases; allowed are ${limits.aliasesPerMonitor}`;
  throw new InvalidInput([{ field: 'key', message }]);
}

function isLive({ until }: Alias, now: Instant): boolean {
  return until === undefined || now < until;
}

function configured(monitor: Monitor): Transition {
  return { monitor, flipped: false, arm: 'no' };
}
