import { InvalidInput } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import type { Publications, PublicTag, Telemetry } from './ports.ts';

/**
 * A tag that is shown to the public is told its monitors when it is first used, and of each that gets the tag later. So
 * whoever looks at a badge or a page causes no search. What such a tag knows may be too much (a monitor that has lost
 * the tag, or is gone), since readers look again at the monitors themselves. It may not be too little: the tag is in use
 * before its monitors are looked for, and a monitor joins before it is stored.
 */

interface TagsDeps {
  publications: Publications;
}

/** Marks a tag as used under a name, and tells it all its monitors. Answers `'too many'` for a tag with too many. */
export async function publishTag(
  { publications }: TagsDeps,
  { tag, use, badgeKey }: { tag: string; use: string; badgeKey?: string },
): Promise<PublicTag | 'too many'> {
  const used = await publications.useTag(tag, use, badgeKey);
  const fits = await addToTag(publications, tag, await publications.idsWithTag(tag));
  return fits ? used : 'too many';
}

/** Tells the public tags among these of a monitor that is about to have them. Throws InvalidInput naming `tags`. */
export async function joinTags(
  { publications }: TagsDeps,
  monitorId: string,
  tags: readonly string[],
): Promise<void> {
  const used = tags.length === 0 ? [] : await publications.tags(tags);
  for (const { tag } of used) {
    if (await addToTag(publications, tag, [monitorId])) continue;
    // Or it is no longer public.
    const [full] = await publications.tags([tag]);
    if (full) throw tooManyMonitors('tags', tag);
  }
}

/** Lets public tags forget a monitor that no longer has them. What is left behind is shown to nobody. */
export async function leaveTags(
  { publications, telemetry }: TagsDeps & { telemetry: Telemetry },
  monitorId: string,
  tags: readonly string[],
): Promise<void> {
  if (tags.length === 0) return;
  try {
    for (const { tag } of await publications.tags(tags)) await publications.removeFromTag(tag, monitorId);
  } catch (cause) {
    telemetry.notice('LeftBehind', { monitorId }, cause);
  }
}

function addToTag(publications: Publications, tag: string, ids: readonly string[]): Promise<boolean> {
  return publications.addToTag(tag, ids, limits.publicMonitors);
}

/** What is wrong with a field that names a tag of too many monitors, or adds one to them. */
export function tooManyMonitors(field: string, tag: string): InvalidInput {
  const message = `"${tag}" is shown to the public, or is to be; allowed are ${limits.publicMonitors} monitors with such a tag`;
  return new InvalidInput([{ field, message }]);
}
