import { type StatusShown, statusShown } from '../domain/deadline.ts';
import { limits } from '../domain/limits.ts';
import { type Tally, tallyOf } from '../domain/tally.ts';
import type { Instant } from '../domain/time.ts';
import type { BadgeSubject, PublicMonitor, PublicReads, PublicTag, StatusPage, System } from './ports.ts';
import { ShortMemory } from './short-memory.ts';

/** What a badge shows. */
export interface ShownBadge {
  /** The monitor's name, or the tag. */
  label: string;
  tally: Tally;
}

/** What a status page shows of a monitor. */
export interface ShownMonitor {
  name: string;
  status: StatusShown;
  /** Since when it has that status. Absent where that is not known: of one that is late after a miss. */
  since?: Instant;
}

/** What a status page shows. */
export interface ShownPage {
  title: string;
  description?: string;
  monitors: readonly ShownMonitor[];
  /** Whether there are more monitors, which are not shown. */
  hasMore: boolean;
  /** When it was so. */
  at: Instant;
}

export interface ShowPublicDeps {
  publications: PublicReads;
  system: Pick<System, 'now'>;
  publicMemory: PublicMemory;
}

/** What a process remembers of what it has shown. */
export class PublicMemory {
  readonly subjects = new ShortMemory<BadgeSubject>({
    entries: limits.badgeSubjects,
    forMs: limits.badgeSubjectMs,
  });
  readonly badges = new ShortMemory<ShownBadge>(recent);
  readonly pages = new ShortMemory<ShownPage>(recent);
}

const recent = { entries: limits.publicCacheEntries, forMs: limits.publicCacheMs };

/** The badge of this key, or `undefined` if there is none, be it that it was switched off or never was. */
export function showBadge(deps: ShowPublicDeps, key: string): Promise<ShownBadge | undefined> {
  const { publications, system, publicMemory } = deps;
  const now = system.now();
  return publicMemory.badges.recall(key, now, async () => {
    const subject = await publicMemory.subjects.recall(key, now, () => publications.badge(key));
    if (!subject) return undefined;
    return 'tag' in subject
      ? badgeOfTag(deps, key, subject.tag)
      : badgeOfMonitor(deps, key, subject.monitorId);
  });
}

async function badgeOfMonitor(
  { publications, system }: ShowPublicDeps,
  key: string,
  monitorId: string,
): Promise<ShownBadge | undefined> {
  const [monitor] = await publications.monitors([monitorId]);
  // The monitor decides: what names it may outlive it, or its badge.
  if (!monitor || monitor.badgeKey !== key) return undefined;
  return { label: monitor.name, tally: tallyOf([statusShown(monitor, system.now())]) };
}

async function badgeOfTag(
  { publications, system }: ShowPublicDeps,
  key: string,
  tag: string,
): Promise<ShownBadge | undefined> {
  const [known] = await publications.tags([tag]);
  if (!known || known.badgeKey !== key) return undefined;
  const monitors = withTag(tag, await publications.monitors(known.monitorIds));
  const now = system.now();
  return { label: tag, tally: tallyOf(monitors.map((monitor) => statusShown(monitor, now))) };
}

/** The status page of this slug, or `undefined` if there is none. */
export function showPage(deps: ShowPublicDeps, slug: string): Promise<ShownPage | undefined> {
  const { publications, system, publicMemory } = deps;
  return publicMemory.pages.recall(slug, system.now(), async () => {
    const page = await publications.page(slug);
    if (!page) return undefined;
    const tags = page.tags.length === 0 ? [] : await publications.tags(page.tags);
    const ids = idsOf(page, tags);
    const shownIds = ids.slice(0, limits.publicMonitors);
    const found = await publications.monitors(shownIds);
    const at = system.now();
    const { title, description } = page;
    return {
      ...{ title, at, hasMore: ids.length > shownIds.length },
      ...(description !== undefined && { description }),
      monitors: inOrder(page, shownIds, found).map((monitor) => shown(monitor, at)),
    };
  });
}

/** The ids of a page's own monitors, and then of those of its tags, each once. */
function idsOf({ monitorIds, tags }: StatusPage, known: readonly PublicTag[]): string[] {
  const ofTags = tags.flatMap((tag) => known.find((one) => one.tag === tag)?.monitorIds ?? []);
  return [...new Set([...monitorIds, ...ofTags])];
}

/** The monitors that there are, in the order of the ids. Those that have lost the tag of the page are none of its. */
function inOrder(page: StatusPage, ids: readonly string[], found: readonly PublicMonitor[]): PublicMonitor[] {
  const belongs = ({ id, tags }: PublicMonitor) =>
    page.monitorIds.includes(id) || page.tags.some((tag) => tags.includes(tag));
  return ids.flatMap((id) => found.filter((monitor) => monitor.id === id && belongs(monitor)));
}

function withTag(tag: string, monitors: readonly PublicMonitor[]): PublicMonitor[] {
  return monitors.filter(({ tags }) => tags.includes(tag));
}

function shown(monitor: PublicMonitor, now: Instant): ShownMonitor {
  const { name, statusSince, dueAt } = monitor;
  const status = statusShown(monitor, now);
  if (status !== 'late') return { name, status, since: statusSince };
  // After a miss that is not yet the last allowed, the check-in that is due next says nothing of the one that was missed.
  return { name, status, ...(dueAt !== undefined && dueAt <= now && { since: dueAt }) };
}
