import { createHash } from 'node:crypto';
import * as z from 'zod';
import { InvalidInput } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import { cutText } from '../domain/ping.ts';
import { uuidOf } from '../domain/uuid.ts';
import { readWith } from '../http/schema.ts';
import type { KnownPingRequest } from '../usecases/record-ping.ts';
import { dialects } from './dialects.ts';
import type { Happening } from './happening.ts';

/**
 * What a rule hands over: the envelope of an event and its `detail` as they are, in the dialect of their source, and for
 * which monitor they are; of Downbeat's own events the `detail` says it.
 */
const handedOver = z.object({
  monitor_id: z.string().optional(),
  dialect: z.string(),
  /** Of ECS: the container whose end is the task's. */
  container: z.string().optional(),
  id: z.string().min(1).max(100),
  time: z.iso.datetime({ offset: true }).transform(Date.parse),
  source: z.string().min(1).max(256),
  detail_type: z.string().min(1).max(256),
  detail: z.record(z.string(), z.unknown()),
});

/** A ping that an event stands for, and which event it was. */
export interface EventPing {
  eventId: string;
  request: KnownPingRequest & { happenedAt: number };
}

/**
 * Reads what a rule hands over. Answers `undefined` for an event that says nothing of a run, such as a job that waits.
 * Throws InvalidInput that names every field that is wrong.
 */
export function readEvent(input: unknown): EventPing | undefined {
  const { dialect, container, detail, ...event } = readWith(handedOver, input);
  const read = Object.hasOwn(dialects, dialect) ? dialects[dialect as keyof typeof dialects] : undefined;
  if (!read)
    throw new InvalidInput([
      { field: 'dialect', message: `allowed are ${Object.keys(dialects).join(', ')}` },
    ]);
  const happening = read({ detail, container, detailType: event.detail_type });
  const monitorId = event.monitor_id ?? happening?.monitorId;
  if (!happening) return undefined;
  if (monitorId === undefined) throw new InvalidInput([{ field: 'monitor_id', message: 'is missing' }]);
  return { eventId: event.id, request: { monitorId, ...requestOf(event, happening) } };
}

/** As in CloudTrail, a service's name stands where an address would. */
function requestOf(
  { id, time, source, detail_type: detailType }: Omit<z.output<typeof handedOver>, 'dialect' | 'detail'>,
  { kind, run, at, exitStatus, durationMs, message, body }: Happening,
): Omit<EventPing['request'], 'monitorId'> {
  return {
    reading: {
      kind,
      ...(run !== undefined && {
        rid: ridOf(run),
        labels: { run: cutText(run, limits.labelValueCharacters) },
      }),
      ...(exitStatus !== undefined && { exitStatus }),
      ...(durationMs !== undefined && { durationMs }),
      ...(message !== undefined && { message: cutText(message, limits.messageCharacters) }),
    },
    happenedAt: at ?? time,
    method: 'EVENT',
    sourceIp: cutText(source, limits.eventSourceCharacters),
    userAgent: `${detailType} (${id})`,
    ...(body && { body }),
  };
}

/**
 * The rid of a run that AWS names: its own UUID where the name is one, with or without dashes, else one made of its
 * name. The name itself is kept as the label `run`.
 */
export function ridOf(run: string): string {
  const hex = /^[\da-f]{32}$/i.test(run) ? run : undefined;
  const own = uuidOf(run) ?? (hex && uuidOf(dashed(hex)));
  return own ?? dashed(createHash('sha256').update(run).digest('hex'));
}

function dashed(hex: string): string {
  return hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
