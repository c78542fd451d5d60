import type * as ports from '../../lambdas/usecases/ports.ts';
import { Fake } from './fake.ts';
import type { FakeMonitors } from './fake-monitors.ts';

interface UsedTag {
  uses: Set<string>;
  monitorIds: Set<string>;
  badgeKey?: string;
}

const batchMax = 100;

export class FakePublications extends Fake<keyof ports.Publications> implements ports.Publications {
  readonly badges = new Map<string, ports.BadgeSubject>();
  readonly #pages = new Map<string, ports.StoredStatusPage>();
  readonly used = new Map<string, UsedTag>();
  readonly lists = { pages: new Set<string>(), tags: new Set<string>() };
  readonly #monitors: FakeMonitors;

  constructor(calls: string[], monitors: FakeMonitors) {
    super(calls, 'publications.');
    this.#monitors = monitors;
  }

  badge(key: string): Promise<ports.BadgeSubject | undefined> {
    return this.call('badge', () => structuredClone(this.badges.get(key)));
  }

  page(slug: string): Promise<ports.StoredStatusPage | undefined> {
    return this.call('page', () => structuredClone(this.#pages.get(slug)));
  }

  async pages(slugs: readonly string[]): Promise<ports.StoredStatusPage[]> {
    refuseBatch(slugs);
    // In another order than they were asked for.
    return this.call('pages', () =>
      [...slugs].reverse().flatMap((slug) => structuredClone(this.#pages.get(slug)) ?? []),
    );
  }

  async tags(tags: readonly string[]): Promise<ports.PublicTag[]> {
    refuseBatch(tags);
    return this.call('tags', () => tags.flatMap((tag) => this.#publicTag(tag) ?? []));
  }

  async monitors(ids: readonly string[]): Promise<ports.PublicMonitor[]> {
    refuseBatch(ids);
    return this.call('monitors', () => this.#all().filter(({ id }) => ids.includes(id)));
  }

  list(list: ports.PublicList): Promise<string[]> {
    return this.call('list', () => [...this.lists[list]].sort());
  }

  enlist(list: ports.PublicList, name: string, max: number): Promise<boolean> {
    return this.call('enlist', () => {
      const names = this.lists[list];
      if (!names.has(name) && names.size >= max) return false;
      names.add(name);
      return true;
    });
  }

  delist(list: ports.PublicList, name: string): Promise<void> {
    return this.call('delist', () => void this.lists[list].delete(name));
  }

  addBadge(key: string, subject: ports.BadgeSubject): Promise<void> {
    return this.call('addBadge', () => void this.badges.set(key, structuredClone(subject)));
  }

  removeBadge(key: string): Promise<void> {
    return this.call('removeBadge', () => void this.badges.delete(key));
  }

  useTag(tag: string, use: string, badgeKey?: string): Promise<ports.PublicTag> {
    return this.call('useTag', () => {
      const used = this.used.get(tag) ?? { uses: new Set(), monitorIds: new Set() };
      used.uses.add(use);
      if (badgeKey !== undefined) used.badgeKey ??= badgeKey;
      this.used.set(tag, used);
      return this.#publicTag(tag) as ports.PublicTag;
    });
  }

  disuseTag(tag: string, use: string, badgeKey?: string): Promise<void> {
    return this.call('disuseTag', () => {
      const used = this.used.get(tag);
      if (!used || (badgeKey !== undefined && used.badgeKey !== badgeKey)) return;
      if (badgeKey !== undefined) delete used.badgeKey;
      used.uses.delete(use);
      if (used.uses.size === 0) this.used.delete(tag);
    });
  }

  idsWithTag(tag: string): Promise<string[]> {
    return this.call('idsWithTag', () =>
      this.#all().flatMap(({ id, tags }) => (tags.includes(tag) ? [id] : [])),
    );
  }

  addToTag(tag: string, ids: readonly string[], max: number): Promise<boolean> {
    return this.call('addToTag', () => {
      const used = this.used.get(tag);
      if (!used) return false;
      const all = new Set([...used.monitorIds, ...ids]);
      if (all.size > max) return false;
      used.monitorIds = all;
      return true;
    });
  }

  removeFromTag(tag: string, id: string): Promise<void> {
    return this.call('removeFromTag', () => void this.used.get(tag)?.monitorIds.delete(id));
  }

  savePage(page: ports.StoredStatusPage, replaced: string | undefined): Promise<'saved' | 'lost'> {
    return this.call('savePage', () => {
      if (this.#pages.get(page.slug)?.saveId !== replaced) return 'lost';
      this.#pages.set(page.slug, structuredClone(page));
      return 'saved';
    });
  }

  deletePage(slug: string): Promise<ports.StoredStatusPage | undefined> {
    return this.call('deletePage', () => {
      const page = this.#pages.get(slug);
      this.#pages.delete(slug);
      return page;
    });
  }

  #publicTag(tag: string): ports.PublicTag | undefined {
    const used = this.used.get(tag);
    if (!used) return undefined;
    const { badgeKey, monitorIds } = used;
    return { tag, ...(badgeKey !== undefined && { badgeKey }), monitorIds: [...monitorIds].sort() };
  }

  #all(): ports.PublicMonitor[] {
    return this.#monitors.all().map(({ monitor }) => monitor);
  }
}

/** DynamoDB takes so many keys in one call, each once. */
function refuseBatch(keys: readonly string[]): void {
  if (keys.length > batchMax || new Set(keys).size < keys.length) throw new Error('A batch takes 100 keys.');
}
