import { type Blindness, eventIdOfBlindness } from '../../lambdas/domain/blindness.ts';
import { eventIdOf, kindOf, type News } from '../../lambdas/domain/news.ts';
import type { AlertWriter, ChannelMessage, EventMessage } from '../../lambdas/usecases/alert-writer.ts';

/** Messages that still know their news. */
const written = new WeakMap<object, readonly News[]>();

export function newsIn(message: ChannelMessage | EventMessage): readonly News[] {
  return written.get(message) ?? [];
}

function messageOf(news: readonly News[]): ChannelMessage & EventMessage {
  const [first] = news;
  const event = { downbeat: { event_id: first ? eventIdOf(first) : '', kind: first ? kindOf(first) : '' } };
  const message = {
    ...{ subject: '', email: '', sms: '', chat: {}, event, detailType: 'Monitor Down' as const },
    attributes: { kind: [], monitor: [], tags: [] },
  };
  written.set(message, news);
  return message;
}

/** Messages that say that nobody looked. */
const blind = new WeakMap<object, Blindness>();

export function blindnessIn(message: ChannelMessage | EventMessage): Blindness | undefined {
  return blind.get(message);
}

function blindMessageOf(blindness: Blindness): ChannelMessage & EventMessage {
  const message = messageOf([]);
  message.event.downbeat.event_id = eventIdOfBlindness(blindness);
  blind.set(message, blindness);
  return message;
}

/** Writes messages without words. */
export const silentWriter: AlertWriter = {
  alert: (news) => messageOf([news]),
  digest: (news) => messageOf(news),
  event: (news) => messageOf([news]),
  test: () => messageOf([]),
  blindness: blindMessageOf,
  blindnessEvent: blindMessageOf,
};
