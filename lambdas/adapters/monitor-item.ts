import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { missedDueAt, silenceEndsAt } from '../domain/deadline.ts';
import type { Monitor } from '../domain/monitor.ts';
import { readSchedule } from '../domain/schedule.ts';
import type { Instant } from '../domain/time.ts';
import type { ChangeKind, StoredMonitor } from '../usecases/ports.ts';

/** A monitor as it lies in a table: configuration and state in one item. Instants are milliseconds. */
export type MonitorAttributes = Omit<Monitor, 'id' | 'schedule'> & { schedule: string };

export type MonitorItem = MonitorAttributes & {
  pk: string;
  version: number;
  requestId: string;
  change: ChangeKind;
  pings: number;
  pingNumber: number;
};

export const monitorPrefix = 'monitor#';

/** What a monitor may be without, and a save therefore takes away. */
export const optionalAttributes = [
  'earlyMarginSeconds',
  'maxRuntimeSeconds',
  'expectFirstPing',
  'reminderSeconds',
  'runbookUrl',
  'postOnly',
  'bodyFilter',
  'autoCreated',
  'lastPing',
  'checkinAt',
  'lastSuccessAt',
  'manualResume',
  'resumeAt',
  'dueAt',
  'deadlineAt',
  'furtherGrace',
  'armedFor',
  'flip',
  'lastAlert',
  'alertsAt',
  'flapping',
  'settled',
  'reminder',
] as const satisfies readonly (keyof Monitor)[];

/** What monitors that an earlier version stored are without. */
const absentBefore = {
  timezone: 'UTC',
  maxMisses: 1,
  maxFailures: 1,
  recoveryThreshold: 1,
  misses: 0,
  failures: 0,
  successes: 0,
  revision: 1,
  tags: [],
  runs: [],
  aliases: [],
};

export function toAttributes({ id: _id, schedule, ...rest }: Monitor): MonitorAttributes {
  return { ...rest, schedule: schedule.text };
}

export function fromAttributes(id: string, attributes: MonitorAttributes): Monitor {
  const { schedule, dueAt: _dueAt, ...rest } = attributes;
  const dueAt = dueAtOf(attributes);
  return {
    ...absentBefore,
    ...rest,
    ...(dueAt !== undefined && { dueAt }),
    id,
    schedule: readSchedule(schedule),
  };
}

/** An earlier version, which may still run during a deployment, knows deadlines alone, and moves no due instant. */
function dueAtOf({ dueAt, deadlineAt, ...grace }: MonitorAttributes): Instant | undefined {
  if (deadlineAt === undefined) return undefined;
  const isStale = dueAt === undefined || deadlineAt > silenceEndsAt(dueAt, grace);
  return isStale ? missedDueAt(grace, deadlineAt) : dueAt;
}

export function fromItem(item: MonitorItem): StoredMonitor {
  const { pk, version, requestId, change: _change, pings, pingNumber, ...attributes } = item;
  const monitor = fromAttributes(pk.slice(monitorPrefix.length), attributes);
  return { monitor, version, requestId, pings, pingNumber };
}

/** A stream record's image without what opens the monitor to pings. */
export function withoutSecrets({
  secret: _secret,
  aliases: _aliases,
  ...image
}: Record<string, unknown>): object {
  return image;
}

/** Reads a stream record's image: a monitor, and what the write was that stored it. */
export function fromImage(image: Record<string, unknown>): { monitor: Monitor; change: ChangeKind } {
  const item = unmarshall(image as Record<string, AttributeValue>) as MonitorItem;
  return { monitor: fromItem(item).monitor, change: item.change };
}
