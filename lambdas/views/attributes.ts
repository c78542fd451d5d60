import { kindOf, type News } from '../domain/news.ts';
import type { AlertAttributes } from '../usecases/alert-writer.ts';
import { tidingOf } from './reasons.ts';

/** What filter policies see of an alert. */
export function attributesOf(news: News): AlertAttributes {
  return { kind: kindsOf(news), monitor: [news.monitor.id], tags: news.monitor.tags };
}

/**
 * Who takes only some kinds must still hear that changes are not told one by one for a while, and how that ended: both
 * stand for the flips that were not told.
 */
function kindsOf(news: News): readonly string[] {
  const tiding = tidingOf(news);
  if (tiding === 'flapping') return ['flapping', 'down', 'up'];
  return tiding === 'settled' ? ['settled', kindOf({ ...news, change: 'flip' })] : [tiding];
}

/** Of several news in one message: whoever takes one of them gets it. */
export function digestAttributes(news: readonly News[]): AlertAttributes {
  const all = news.map(attributesOf);
  return {
    kind: ['digest', ...distinct(all.flatMap(({ kind }) => kind))],
    monitor: distinct(all.flatMap(({ monitor }) => monitor)),
    tags: distinct(all.flatMap(({ tags }) => tags)),
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
