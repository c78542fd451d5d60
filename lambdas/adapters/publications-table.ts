import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { Unavailable } from '../domain/errors.ts';
import { publicAttributes } from '../env.ts';
import type {
  BadgeSubject,
  Publications,
  PublicList,
  PublicMonitor,
  PublicTag,
  StoredStatusPage,
} from '../usecases/ports.ts';
import { answered, unlessConditionFails } from './aws-client.ts';
import { dueAtOf, type MonitorItem, monitorPrefix } from './monitor-item.ts';

type Item = Record<string, unknown>;

const prefixes = { badge: 'badge#', page: 'page#', tag: 'tag#' };
const listsKey = 'public';

const thereIsRoom = 'attribute_not_exists(#list) OR size(#list) < :max OR contains(#list, :name)';
const isUsed = 'attribute_exists(pk)';
const nobodyUsesIt = 'attribute_not_exists(uses)';
const staysSmall = 'attribute_not_exists(monitorIds) OR size(monitorIds) <= :roomBefore';
const badgeIsThatOne = 'badgeKey = :badgeKey';
const isNew = 'attribute_not_exists(pk)';
const lastSaveIsThatOne = 'saveId = :replaced';
const isMonitorWithTag = 'begins_with(pk, :monitorPrefix) AND contains(tags, :tag)';

/** Only what the public may cause to be read: a function that serves the public is allowed nothing else. */
const projection = {
  ProjectionExpression: publicAttributes.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(publicAttributes.map((name) => [`#${name}`, name])),
};

/**
 * Badges, status pages and the tags they show: items `badge#<key>`, `page#<slug>`, `tag#<tag>` and `public` of the
 * Monitors table.
 */
export class PublicationsTable implements Publications {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #consistent: boolean;

  /** Strongly consistent reads cost twice as much: the public does with less. */
  constructor(client: DynamoDBDocumentClient, tableName: string, consistent: boolean) {
    this.#client = client;
    this.#tableName = tableName;
    this.#consistent = consistent;
  }

  async badge(key: string): Promise<BadgeSubject | undefined> {
    const item = await this.#get(prefixes.badge + key);
    return item && (item.tag === undefined ? { monitorId: `${item.monitorId}` } : { tag: `${item.tag}` });
  }

  async page(slug: string): Promise<StoredStatusPage | undefined> {
    const item = await this.#get(prefixes.page + slug);
    return item && pageOf(item);
  }

  async pages(slugs: readonly string[]): Promise<StoredStatusPage[]> {
    return (await this.#getAll(slugs.map((slug) => prefixes.page + slug))).map(pageOf);
  }

  async tags(tags: readonly string[]): Promise<PublicTag[]> {
    return (await this.#getAll(tags.map((tag) => prefixes.tag + tag))).map(tagOf);
  }

  async monitors(ids: readonly string[]): Promise<PublicMonitor[]> {
    return (await this.#getAll(ids.map((id) => monitorPrefix + id))).map(monitorOf);
  }

  async list(list: PublicList): Promise<string[]> {
    const item = await this.#get(listsKey);
    return namesIn(item?.[list]);
  }

  async enlist(list: PublicList, name: string, max: number): Promise<boolean> {
    const added = this.#update(listsKey, {
      UpdateExpression: 'ADD #list :names',
      ConditionExpression: thereIsRoom,
      ExpressionAttributeNames: { '#list': list },
      ExpressionAttributeValues: { ':names': new Set([name]), ':name': name, ':max': max },
    });
    return (await added) !== undefined;
  }

  async delist(list: PublicList, name: string): Promise<void> {
    await this.#update(listsKey, {
      UpdateExpression: 'DELETE #list :names',
      ExpressionAttributeNames: { '#list': list },
      ExpressionAttributeValues: { ':names': new Set([name]) },
    });
  }

  async addBadge(key: string, subject: BadgeSubject): Promise<void> {
    const Item = { pk: prefixes.badge + key, ...subject };
    await this.#answered(this.#client.send(new PutCommand({ TableName: this.#tableName, Item })));
  }

  async removeBadge(key: string): Promise<void> {
    await this.#answered(this.#client.send(new DeleteCommand(this.#keyOf(prefixes.badge + key))));
  }

  async useTag(tag: string, use: string, badgeKey?: string): Promise<PublicTag> {
    const updated = await this.#update(prefixes.tag + tag, {
      UpdateExpression: `${badgeKey === undefined ? '' : 'SET badgeKey = if_not_exists(badgeKey, :badgeKey) '}ADD uses :uses`,
      ExpressionAttributeValues: {
        ':uses': new Set([use]),
        ...(badgeKey !== undefined && { ':badgeKey': badgeKey }),
      },
    });
    return tagOf(updated ?? {});
  }

  async disuseTag(tag: string, use: string, badgeKey?: string): Promise<void> {
    const pk = prefixes.tag + tag;
    await this.#update(pk, {
      UpdateExpression: `${badgeKey === undefined ? '' : 'REMOVE badgeKey '}DELETE uses :uses`,
      ConditionExpression: badgeKey === undefined ? isUsed : badgeIsThatOne,
      ExpressionAttributeValues: {
        ':uses': new Set([use]),
        ...(badgeKey !== undefined && { ':badgeKey': badgeKey }),
      },
    });
    const remove = new DeleteCommand({ ...this.#keyOf(pk), ConditionExpression: nobodyUsesIt });
    await unlessConditionFails('DynamoDB', this.#client.send(remove));
  }

  async idsWithTag(tag: string): Promise<string[]> {
    const ids: string[] = [];
    let after: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#answered(
        this.#client.send(
          new ScanCommand({
            TableName: this.#tableName,
            ConsistentRead: true,
            FilterExpression: isMonitorWithTag,
            ExpressionAttributeValues: { ':monitorPrefix': monitorPrefix, ':tag': tag },
            ProjectionExpression: 'pk',
            ...(after && { ExclusiveStartKey: after }),
          }),
        ),
      );
      ids.push(...Items.map(({ pk }) => `${pk}`.slice(monitorPrefix.length)));
      after = LastEvaluatedKey;
    } while (after);
    return ids;
  }

  async addToTag(tag: string, ids: readonly string[], max: number): Promise<boolean> {
    const [before] = await this.tags([tag]);
    if (!before) return false;
    const added = ids.filter((id) => !before.monitorIds.includes(id));
    if (added.length === 0) return true;
    if (added.length > max) return false;
    const updated = this.#update(prefixes.tag + tag, {
      UpdateExpression: 'ADD monitorIds :ids',
      ConditionExpression: `${isUsed} AND (${staysSmall})`,
      ExpressionAttributeValues: { ':ids': new Set(added), ':roomBefore': max - added.length },
    });
    return (await updated) !== undefined;
  }

  async removeFromTag(tag: string, id: string): Promise<void> {
    await this.#update(prefixes.tag + tag, {
      UpdateExpression: 'DELETE monitorIds :ids',
      ConditionExpression: isUsed,
      ExpressionAttributeValues: { ':ids': new Set([id]) },
    });
  }

  async savePage(page: StoredStatusPage, replaced: string | undefined): Promise<'saved' | 'lost'> {
    const { slug, ...rest } = page;
    const put = new PutCommand({
      TableName: this.#tableName,
      Item: { pk: prefixes.page + slug, ...rest },
      ConditionExpression: replaced === undefined ? isNew : lastSaveIsThatOne,
      ...(replaced !== undefined && { ExpressionAttributeValues: { ':replaced': replaced } }),
    });
    return (await unlessConditionFails('DynamoDB', this.#client.send(put))) ? 'saved' : 'lost';
  }

  async deletePage(slug: string): Promise<StoredStatusPage | undefined> {
    const command = new DeleteCommand({ ...this.#keyOf(prefixes.page + slug), ReturnValues: 'ALL_OLD' });
    const { Attributes } = await this.#answered(this.#client.send(command));
    return Attributes && pageOf(Attributes);
  }

  async #get(pk: string): Promise<Item | undefined> {
    const get = new GetCommand({ ...this.#keyOf(pk), ConsistentRead: this.#consistent, ...projection });
    return (await this.#answered(this.#client.send(get))).Item;
  }

  /** One call, unless the table is throttled: then the public is asked to come back. */
  async #getAll(pks: readonly string[]): Promise<Item[]> {
    if (pks.length === 0) return [];
    const Keys = pks.map((pk) => ({ pk }));
    const { Responses, UnprocessedKeys = {} } = await this.#answered(
      this.#client.send(
        new BatchGetCommand({
          RequestItems: { [this.#tableName]: { Keys, ConsistentRead: this.#consistent, ...projection } },
        }),
      ),
    );
    const left = UnprocessedKeys[this.#tableName]?.Keys?.length ?? 0;
    if (left > 0) throw new Unavailable('DynamoDB', new Error(`${left} items were not read.`));
    return Responses?.[this.#tableName] ?? [];
  }

  /** Updates an item under a condition and answers it; `undefined` if that does not hold. */
  async #update(pk: string, update: Omit<UpdateInput, 'TableName' | 'Key'>): Promise<Item | undefined> {
    const command = new UpdateCommand({ ...this.#keyOf(pk), ReturnValues: 'ALL_NEW', ...update });
    const updated = await unlessConditionFails('DynamoDB', this.#client.send(command));
    return updated && (updated.Attributes ?? {});
  }

  #keyOf(pk: string) {
    return { TableName: this.#tableName, Key: { pk } };
  }

  #answered<T>(call: Promise<T>): Promise<T> {
    return answered('DynamoDB', call);
  }
}

type UpdateInput = ConstructorParameters<typeof UpdateCommand>[0];

function tagOf({ pk, badgeKey, monitorIds }: Item): PublicTag {
  return {
    tag: `${pk}`.slice(prefixes.tag.length),
    ...(badgeKey !== undefined && { badgeKey: `${badgeKey}` }),
    monitorIds: namesIn(monitorIds),
  };
}

/** A set of names in the order of their letters. */
function namesIn(set: unknown): string[] {
  return [...((set as Set<string> | undefined) ?? [])].sort();
}

function pageOf({ pk, ...page }: Item): StoredStatusPage {
  return { ...(page as unknown as StoredStatusPage), slug: `${pk}`.slice(prefixes.page.length) };
}

function monitorOf(item: Item): PublicMonitor {
  const stored = item as Partial<MonitorItem> & MonitorItem;
  const { pk, name, tags = [], status, statusSince, misses = 0, badgeKey } = stored;
  const dueAt = dueAtOf(stored);
  return {
    ...{ id: pk.slice(monitorPrefix.length), name, tags, status, statusSince, misses },
    ...(dueAt !== undefined && { dueAt }),
    ...(badgeKey !== undefined && { badgeKey }),
  };
}
