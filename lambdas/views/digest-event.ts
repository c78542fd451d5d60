import { eventIdOf, kindOf, type News } from '../domain/news.ts';
import { isoInstant } from '../domain/time.ts';
import type { Installation } from './installation.ts';

/** The event of several news in one message: what each is, and no more of it than that. */
export function digestEvent(news: readonly News[], installation: Installation) {
  return {
    downbeat: {
      version: 1,
      kind: 'digest',
      event_id: `digest:${news.length}:${digestHash(news.map(eventIdOf))}`,
      installation: installation.name,
      counts: countsByKind(news),
      news: news.map(newsJson),
    },
  };
}

function newsJson(news: News) {
  const { monitor, flip } = news;
  return {
    event_id: eventIdOf(news),
    kind: kindOf(news),
    monitor: { id: monitor.id, name: monitor.name.toWellFormed() },
    status: flip.to,
    reason: flip.reason,
    at: isoInstant(flip.at),
    detected_at: isoInstant(flip.detectedAt),
  };
}

function countsByKind(news: readonly News[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of news) counts[kindOf(one)] = (counts[kindOf(one)] ?? 0) + 1;
  return counts;
}

/** FNV-1a of 64 bits over the ids, in whatever order they come: 16 hexadecimal digits. */
function digestHash(ids: readonly string[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(ids.toSorted().join('\n'))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
