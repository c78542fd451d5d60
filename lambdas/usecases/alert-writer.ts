import type { Blindness } from '../domain/blindness.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { News } from '../domain/news.ts';
import type { Instant } from '../domain/time.ts';

/** What filter policies see of a message: names, each with its values. */
export type AlertAttributes = Readonly<Record<'kind' | 'monitor' | 'tags', readonly string[]>>;

/** What every message for machines has in it, among much else. Its `event_id` is the same for every delivery. */
export interface AlertEvent {
  downbeat: { event_id: string; kind: string; detected_at?: string; seq?: number };
}

/** One message to a channel, in every form that a subscriber may read. */
export interface ChannelMessage {
  /** At most 99 printable characters of ASCII. */
  subject: string;
  email: string;
  /** At most 140 characters of every phone's alphabet. */
  sms: string;
  /** A custom notification of Amazon Q Developer in chat applications. */
  chat: object;
  /** For other subscribers. */
  event: AlertEvent;
  attributes: AlertAttributes;
}

/** One message to machines: on the events topic, and on the event bus. */
export interface EventMessage {
  /** Begins with the state that its event says: `ALARM: `, `OK: ` or `INSUFFICIENT_DATA: `. */
  subject: string;
  event: AlertEvent;
  attributes: AlertAttributes;
  /** On the event bus. */
  detailType: 'Monitor Down' | 'Monitor Up' | 'Monitor Paused' | 'Monitor Reminder' | 'Installation Blind';
}

/** Writes what is told. */
export interface AlertWriter {
  /** News of one monitor, for people. */
  alert(news: News): ChannelMessage;
  /** News of several monitors in one message for people, in the order in which they came. */
  digest(news: readonly News[]): ChannelMessage;
  /** A message that tells people no more than that they would be told. The `id` is its own. */
  test(monitor: Monitor, test: { at: Instant; id: string }): ChannelMessage;
  /** News of one monitor, for machines. */
  event(news: News): EventMessage;
  /** That nobody looked for a while, for people. */
  blindness(blindness: Blindness): ChannelMessage;
  /** The same for machines. */
  blindnessEvent(blindness: Blindness): EventMessage;
}
