import { InvalidInput, UnknownMonitor } from '../domain/errors.ts';
import { believedInstant } from '../domain/event-time.ts';
import { isId } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import { cutText, type Ping, type PingBody, type Signal } from '../domain/ping.ts';
import type { Instant } from '../domain/time.ts';
import { type CreateByPingDeps, createByPing } from './create-by-ping.ts';
import { type FindMonitorDeps, findMonitor, type PingTarget } from './find-monitor.ts';
import type { History, Monitors, StoredMonitor, System, Telemetry, Timer } from './ports.ts';
import { armAfterSave } from './set-timer.ts';
import { type Recorded, storePing } from './store-ping.ts';
import { untilSettled } from './until-settled.ts';

/** What it takes to record a ping of a monitor that there is. */
export interface RecordKnownPingDeps {
  monitors: Monitors;
  history: History;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
}

export type RecordPingDeps = CreateByPingDeps & FindMonitorDeps & RecordKnownPingDeps;

/** A ping as it came in, before anybody knows whom it is for. */
interface Incoming {
  /** What the request says, or what is wrong with it: only who has a right key is told. */
  reading: Signal | InvalidInput;
  /** When it happened, if it tells that itself. What is not believed of it: see `believedInstant`. */
  happenedAt?: Instant;
  method: string;
  sourceIp: string;
  userAgent: string;
  body?: PingBody;
}

/** A ping by a key, before anybody knows whether that is right. */
export interface PingRequest extends Incoming {
  target: PingTarget;
}

/** A ping by somebody who needs no key: AWS has let them in. */
export interface KnownPingRequest extends Incoming {
  monitorId: string;
}

/** What the sender of a ping may know. */
export interface PingReceipt {
  monitorName: string;
  at: Instant;
  /** Whether the ping has created its monitor. */
  created: boolean;
}

/** What came of a ping, for those who may know the monitor's secret. */
export interface KnownPingReceipt extends Omit<PingReceipt, 'monitorName'> {
  /** As it was stored with the ping, or found by one that has changed nothing. */
  monitor: Monitor;
}

/**
 * Records a ping. When this returns, the ping counts. Throws UnknownMonitor for an unknown id and for a wrong
 * secret, then InvalidInput for a malformed request, Contended or Unavailable when nothing could be stored.
 */
export async function recordPing(
  deps: RecordPingDeps,
  { target, ...incoming }: PingRequest,
): Promise<PingReceipt> {
  const { monitor, at, created } = await record(deps, incoming, {
    find: (instant) => findMonitor(deps, target, instant),
    create: (ping, requestId) => create(deps, target, ping, requestId),
  });
  return { monitorName: monitor.name, at, created };
}

/** Records a ping of a monitor by its id alone. Throws like `recordPing`. */
export function recordKnownPing(
  deps: RecordKnownPingDeps,
  { monitorId, ...incoming }: KnownPingRequest,
): Promise<KnownPingReceipt> {
  return record(deps, incoming, {
    find: async () => (isId(monitorId) ? deps.monitors.load(monitorId) : undefined),
    create: async () => {
      throw new UnknownMonitor();
    },
  });
}

/** How a ping gets to its monitor, and what becomes of it if there is none. */
interface Addressee {
  find: (at: Instant) => Promise<StoredMonitor | undefined>;
  create: (ping: Ping, requestId: string) => Promise<Recorded | 'lost'>;
}

async function record(
  deps: RecordKnownPingDeps,
  incoming: Incoming,
  { find, create }: Addressee,
): Promise<KnownPingReceipt> {
  const at = deps.system.now();
  const requestId = deps.system.uniqueId();
  const recorded = await untilSettled(deps.system, async (tries) => {
    const stored = await find(at);
    const said = readPing(incoming, at);
    return stored ? storePing(deps, stored, said, { requestId, tries }) : create(said, requestId);
  });
  const { monitor, armFor, created = false } = recorded;
  await Promise.all([
    recorded.isRepeated ? undefined : addToHistory(deps, recorded),
    armAfterSave(deps, monitor.id, armFor, deps.system.now()),
  ]);
  return { monitor, at, created };
}

function readPing({ reading, happenedAt, ...origin }: Incoming, now: Instant): Ping {
  if (reading instanceof InvalidInput) throw reading;
  const userAgent = cutText(origin.userAgent, limits.userAgentCharacters);
  const instants =
    happenedAt === undefined ? { at: now } : { at: believedInstant(happenedAt, now), receivedAt: now };
  return { ...reading, ...origin, userAgent, ...instants };
}

async function create(
  deps: RecordPingDeps,
  target: PingTarget,
  ping: Ping,
  requestId: string,
): Promise<Recorded | 'lost'> {
  if ('key' in target) throw new UnknownMonitor();
  const monitor = await createByPing(deps, { id: target.id, ping, requestId });
  return monitor === 'lost' ? 'lost' : { monitor, ping, number: 1, created: true };
}

async function addToHistory(
  deps: Pick<RecordKnownPingDeps, 'history' | 'telemetry'>,
  { monitor, number, ping }: Recorded,
): Promise<void> {
  try {
    await deps.history.addPing(monitor.id, number, ping);
  } catch (cause) {
    deps.telemetry.notice('PingRowNotWritten', { monitorId: monitor.id, number }, cause);
  }
}
