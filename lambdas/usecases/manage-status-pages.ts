import { InvalidInput, UnknownStatusPage } from '../domain/errors.ts';
import { isSlug } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import type { Publications, StatusPage, StoredStatusPage, System } from './ports.ts';
import { publishTag, tooManyMonitors } from './public-tags.ts';
import { untilSettled } from './until-settled.ts';

export interface StatusPagesDeps {
  publications: Publications;
  system: System;
}

/** Every status page, in the order of their slugs. */
export async function listStatusPages({ publications }: StatusPagesDeps): Promise<StatusPage[]> {
  const pages = await publications.pages(await publications.list('pages'));
  return pages.sort((one, other) => (one.slug < other.slug ? -1 : 1));
}

/** Throws UnknownStatusPage. */
export async function getStatusPage({ publications }: StatusPagesDeps, slug: string): Promise<StatusPage> {
  const page = isSlug(slug) ? await publications.page(slug) : undefined;
  if (!page) throw new UnknownStatusPage();
  return page;
}

/**
 * Creates the status page of this slug, or replaces the one that there is. Throws InvalidInput for a monitor that there
 * is not, a tag of too many monitors, and too many pages.
 */
export async function putStatusPage(
  deps: StatusPagesDeps,
  page: StatusPage,
): Promise<{ page: StatusPage; created: boolean }> {
  await refuseUnknownMonitors(deps, page);
  return untilSettled(deps.system, async () => {
    const stored: StoredStatusPage = { ...page, saveId: deps.system.uniqueId() };
    const before = await deps.publications.page(page.slug);
    // A page uses its tags under the name of its save, so that no save takes away what another has just begun to use.
    if ((await savePage(deps, stored, before?.saveId)) === 'lost') return 'lost';
    if (before) await disuseTags(deps, before);
    return { page, created: !before };
  });
}

async function savePage(
  deps: StatusPagesDeps,
  page: StoredStatusPage,
  replaced: string | undefined,
): Promise<'saved' | 'lost'> {
  let outcome: 'saved' | 'lost' = 'lost';
  try {
    await useTags(deps, page);
    await enlist(deps, page.slug);
    outcome = await deps.publications.savePage(page, replaced);
  } catch (error) {
    // Of a save that nobody answered for, its tags must go on: it may have landed.
    if (error instanceof InvalidInput) await disuseTags(deps, page);
    throw error;
  }
  if (outcome === 'lost') await disuseTags(deps, page);
  return outcome;
}

/** Before there is a page: one that nobody finds in the list could not be taken down. */
async function enlist({ publications }: StatusPagesDeps, slug: string): Promise<void> {
  if (await publications.enlist('pages', slug, limits.statusPages)) return;
  const message = `there are ${limits.statusPages} status pages; allowed are ${limits.statusPages}`;
  throw new InvalidInput([{ field: 'slug', message }]);
}

/** Throws UnknownStatusPage. */
export async function deleteStatusPage(deps: StatusPagesDeps, slug: string): Promise<void> {
  if (!isSlug(slug)) throw new UnknownStatusPage();
  const deleted = await deps.publications.deletePage(slug);
  await deps.publications.delist('pages', slug);
  if (!deleted) throw new UnknownStatusPage();
  await disuseTags(deps, deleted);
}

async function refuseUnknownMonitors({ publications }: StatusPagesDeps, page: StatusPage): Promise<void> {
  const found = await publications.monitors(page.monitorIds);
  const unknown = page.monitorIds.filter((id) => !found.some((monitor) => monitor.id === id));
  if (unknown.length === 0) return;
  const message = `there is no monitor ${unknown.map((id) => `"${id}"`).join(', ')}; allowed are ids of monitors`;
  throw new InvalidInput([{ field: 'monitors', message }]);
}

async function useTags(deps: StatusPagesDeps, { tags, saveId }: StoredStatusPage): Promise<void> {
  for (const tag of tags) {
    if ((await publishTag(deps, { tag, use: saveId })) === 'too many') throw tooManyMonitors('tags', tag);
  }
}

async function disuseTags(
  { publications }: StatusPagesDeps,
  { tags, saveId }: StoredStatusPage,
): Promise<void> {
  for (const tag of tags) await publications.disuseTag(tag, saveId);
}
