import { eventIdOfBlindness } from '../../lambdas/domain/blindness.ts';
import { eventIdOf, kindOf, type News } from '../../lambdas/domain/news.ts';
import type { AlertWriter, ChannelMessage } from '../../lambdas/usecases/alert-writer.ts';

/** What `downbeat` holds in the messages of the plain writer. */
export interface PlainEvent {
  event_id: string;
  kind: string;
  detected_at: string;
  seq: number;
  at: string;
  reason: string;
  reminder: number | null;
}

/** Writes as little as delivery needs, so that its tests hang on no text. */
export const plainWriter: AlertWriter = {
  alert: (news) => messageOf(`${kindOf(news)} ${news.monitor.id}`, [news]),
  digest: (all) => messageOf(`digest of ${all.length}`, all),
  test: (monitor, { id }) => ({
    ...{ subject: `test ${monitor.id}`, email: '', sms: '', chat: {} },
    event: { downbeat: { event_id: `${monitor.id}:test:${id}`, kind: 'test', detected_at: '', seq: 0 } },
    attributes: { kind: ['test'], monitor: [monitor.id], tags: [] },
  }),
  event: (news) => ({
    subject: `event ${news.monitor.id}`,
    event: eventOf(news),
    attributes: { kind: [kindOf(news)], monitor: [news.monitor.id], tags: [] },
    detailType: kindOf(news) === 'up' ? 'Monitor Up' : 'Monitor Down',
  }),
  blindness: (blindness) => ({
    ...{ subject: 'blind', email: '', sms: '', chat: {} },
    event: { downbeat: { event_id: eventIdOfBlindness(blindness), kind: 'blind' } },
    attributes: { kind: ['blind'], monitor: [], tags: [] },
  }),
  blindnessEvent: (blindness) => ({
    subject: 'blind',
    event: { downbeat: { event_id: eventIdOfBlindness(blindness), kind: 'blind' } },
    attributes: { kind: ['blind'], monitor: [], tags: [] },
    detailType: 'Installation Blind',
  }),
};

function messageOf(subject: string, all: readonly News[]): ChannelMessage {
  const [first] = all;
  if (!first) throw new Error('There is nothing to write.');
  const monitor = all.map(({ monitor: { id } }) => id);
  return {
    ...{ subject, email: first.ping?.message ?? '', sms: '', chat: {} },
    event: eventOf(first),
    attributes: { kind: all.map(kindOf), monitor, tags: [] },
  };
}

function eventOf(news: News): { downbeat: PlainEvent } {
  const { monitor, flip, change } = news;
  return {
    downbeat: {
      event_id: eventIdOf(news),
      kind: kindOf(news),
      detected_at: new Date(flip.detectedAt).toISOString(),
      seq: flip.seq,
      at: new Date(flip.at).toISOString(),
      reason: flip.reason,
      reminder: change === 'reminder' ? (monitor.reminder?.number ?? 0) : null,
    },
  };
}
