import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import type { NewsRecord, StoredNews } from '../../lambdas/usecases/delivery.ts';
import type { ChangeKind } from '../../lambdas/usecases/ports.ts';
import { noon } from '../support/fake-system.ts';
import type { fakeWorld } from '../support/fakes.ts';
import { downBackup, upBackup } from '../support/given.ts';

export type AlertWorld = ReturnType<typeof fakeWorld>;

/** A record of a monitor. */
type MonitorRecord = Omit<NewsRecord, 'read'> & { read(): Extract<StoredNews, { monitor: Monitor }> };

/** The record of a monitor that went down, to be told in these channels. */
export function downRecord(id = 'backup', channels: string[] = ['ops']): MonitorRecord {
  return recordOf(downBackup(noon - minuteMs, { id, channels }));
}

/** The record of a monitor that came up again after that. */
export function upRecord(id = 'backup', channels: string[] = ['ops']): NewsRecord {
  return recordOf(upBackup(noon, { id, channels, flip: anUpFlip(), lastAlert: { seq: 3, kind: 'up' } }));
}

export function anUpFlip(overrides: Partial<Flip> = {}): Flip {
  return {
    ...{ seq: 3, from: 'down', to: 'up', reason: 'recovered' },
    ...{ at: noon, detectedAt: noon, since: noon - minuteMs },
    ...overrides,
  };
}

export function recordOf(monitor: Monitor, change: ChangeKind = 'flip'): MonitorRecord {
  const recordId = `${monitor.id} ${monitor.flip?.seq ?? 0} ${change}`;
  return { recordId, image: { pk: `monitor#${monitor.id}` }, read: () => ({ monitor, change }) };
}

/** What was published: each message's subject, behind its channel. */
export function toldBy({ channels }: AlertWorld): string[] {
  return channels.published.map(({ channel, message }) => `${channel}: ${message.subject}`);
}

/** The monitors whose flips and reminders a machine was told of. */
export function heardBy({ events }: AlertWorld['topic']): string[] {
  return events.map(({ attributes }) => `${attributes.kind} ${attributes.monitor}`);
}
