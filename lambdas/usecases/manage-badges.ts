import { InvalidInput, UnknownBadge } from '../domain/errors.ts';
import { isBadgeKey, secretFrom } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { type ChangeMonitorDeps, changeMonitor } from './change-monitor.ts';
import type { Publications, System } from './ports.ts';
import { publishTag, tooManyMonitors } from './public-tags.ts';

/** A badge of a tag: the key opens it. */
export interface TagBadge {
  tag: string;
  key: string;
}

interface TagBadgesDeps {
  publications: Publications;
  system: Pick<System, 'randomBytes'>;
}

/**
 * Switches a monitor's badge on, and answers its key. Doing so again changes nothing. The monitor itself has the key, so
 * that a badge goes with its monitor. Throws UnknownMonitor.
 */
export async function addMonitorBadge(deps: ChangeMonitorDeps, monitorId: string): Promise<string> {
  const made = newKey(deps);
  const { monitor } = await changeMonitor(deps, monitorId, (before) =>
    before.badgeKey === undefined
      ? { monitor: { ...before, badgeKey: made }, flipped: false, arm: 'no' }
      : undefined,
  );
  const { badgeKey = made } = monitor;
  await deps.publications.addBadge(badgeKey, { monitorId });
  return badgeKey;
}

/** Switches a monitor's badge off. Its URLs are unknown then, also when another is made. Throws UnknownMonitor. */
export async function removeMonitorBadge(deps: ChangeMonitorDeps, monitorId: string): Promise<void> {
  let removed: string | undefined;
  await changeMonitor(deps, monitorId, ({ badgeKey, ...monitor }) => {
    removed = badgeKey;
    return badgeKey === undefined ? undefined : { monitor, flipped: false, arm: 'no' };
  });
  if (removed !== undefined) await deps.publications.removeBadge(removed);
}

/** The badges of tags, in the order of the tags. */
export async function listTagBadges({
  publications,
}: Pick<TagBadgesDeps, 'publications'>): Promise<TagBadge[]> {
  const tags = await publications.tags(await publications.list('tags'));
  return tags
    .flatMap(({ tag, badgeKey }) => (badgeKey === undefined ? [] : [{ tag, key: badgeKey }]))
    .sort((left, right) => (left.tag < right.tag ? -1 : 1));
}

/**
 * Switches the badge of a tag on. Doing so again looks for its monitors again and keeps its key. Throws InvalidInput for
 * a tag of too many monitors, and for too many tags.
 */
export async function addTagBadge({ publications, system }: TagBadgesDeps, tag: string): Promise<TagBadge> {
  const made = newKey({ system });
  const used = await publishTag({ publications }, { tag, use: badgeUse, badgeKey: made });
  const undo = () => publications.disuseTag(tag, badgeUse, made);
  if (used === 'too many') {
    await undo();
    throw tooManyMonitors('tag', tag);
  }
  // Before the badge is open: one that nobody finds in the list could not be switched off.
  if (!(await publications.enlist('tags', tag, limits.tagBadges))) {
    await undo();
    const message = `there are ${limits.tagBadges} badges of tags; allowed are ${limits.tagBadges}`;
    throw new InvalidInput([{ field: 'tag', message }]);
  }
  const { badgeKey: key = made } = used;
  await publications.addBadge(key, { tag });
  return { tag, key };
}

/** Switches the badge of a tag off. Throws UnknownBadge. */
export async function removeTagBadge({ publications }: TagBadgesDeps, key: string): Promise<void> {
  const subject = isBadgeKey(key) ? await publications.badge(key) : undefined;
  if (!subject || !('tag' in subject)) throw new UnknownBadge();
  const { tag } = subject;
  await publications.disuseTag(tag, badgeUse, key);
  await publications.removeBadge(key);
  await publications.delist('tags', tag);
}

/** The name under which a badge uses its tag. */
const badgeUse = 'badge';

function newKey({ system }: Pick<TagBadgesDeps, 'system'>): string {
  return secretFrom(system.randomBytes(limits.badgeKeyCharacters), limits.badgeKeyCharacters);
}
