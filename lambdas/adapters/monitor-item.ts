import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { missedDueAt, silenceEndsAt } from '../domain/deadline.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { Outcome } from '../domain/recent.ts';
import { readSchedule } from '../domain/schedule.ts';
import type { Instant } from '../domain/time.ts';
import type { ChangeKind, StoredMonitor } from '../usecases/ports.ts';

/** A monitor as it lies in a table: configuration and state in one item. Instants are milliseconds. */
export type MonitorAttributes = Omit<Monitor, 'id' | 'schedule' | 'recent'> & {
  schedule: string;
  /** A letter each. */
  recent?: string;
};

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
  'managedBy',
  'badgeKey',
  'lastPing',
  'checkinAt',
  'lastSuccessAt',
  'recent',
  'endedRuns',
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

const letterOf: Record<Outcome, string> = {
  success: 's',
  fail: 'f',
  start: 'b',
  missed: 'm',
  timed_out: 't',
};
const outcomeOf = new Map(Object.entries(letterOf).map(([outcome, letter]) => [letter, outcome as Outcome]));

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

export function toAttributes({ id: _id, schedule, recent, ...rest }: Monitor): MonitorAttributes {
  const letters = recent?.map((outcome) => letterOf[outcome]).join('');
  return { ...rest, schedule: schedule.text, ...(letters !== undefined && { recent: letters }) };
}

export function fromAttributes(id: string, attributes: MonitorAttributes): Monitor {
  const { schedule, dueAt: _dueAt, recent, ...rest } = attributes;
  const dueAt = dueAtOf(attributes);
  return {
    ...absentBefore,
    ...rest,
    ...(dueAt !== undefined && { dueAt }),
    ...(recent !== undefined && { recent: readOutcomes(recent) }),
    id,
    schedule: readSchedule(schedule),
  };
}

/** A letter that a later version knows, which may have been deployed and rolled back, is left out. */
function readOutcomes(letters: string): Outcome[] {
  return [...letters].flatMap((letter) => outcomeOf.get(letter) ?? []);
}

/** An earlier version, which may still run during a deployment, knows deadlines alone, and moves no due instant. */
export function dueAtOf({
  dueAt,
  deadlineAt,
  ...grace
}: Pick<MonitorAttributes, 'dueAt' | 'deadlineAt' | 'gracePeriodSeconds'>): Instant | undefined {
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

/**
 * Reads a stream record's image: a monitor, and what the write was that stored it. What was set aside and is put back
 * has no secrets: its monitor's is empty.
 */
export function fromImage(image: Record<string, unknown>): { monitor: Monitor; change: ChangeKind } {
  const item = { secret: '', ...unmarshall(image as Record<string, AttributeValue>) } as MonitorItem;
  return { monitor: fromItem(item).monitor, change: item.change };
}
