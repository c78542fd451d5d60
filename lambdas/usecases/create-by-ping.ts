import { applyPing } from '../domain/check-in.ts';
import { UnknownMonitor } from '../domain/errors.ts';
import { secretFrom } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { type Monitor, newMonitor } from '../domain/monitor.ts';
import { isCheckIn, type Ping } from '../domain/ping.ts';
import { parseSchedule } from '../domain/schedule.ts';
import type { Instant } from '../domain/time.ts';
import type { Transition } from '../domain/transition.ts';
import { createOnce } from './create-once.ts';
import type { Installation, Monitors, System, Telemetry, Timer } from './ports.ts';
import { armBeforeSave } from './set-timer.ts';

export interface CreateByPingDeps {
  monitors: Monitors;
  installation: Installation;
  timer: Timer;
  system: System;
  telemetry: Telemetry;
  /** How many monitors of an installation pings may create. */
  maxAutoCreated: number;
}

/**
 * Creates a monitor that a slug ping asked for, pinged already: one write, so that there is never one without its
 * ping. Answers `'lost'` if somebody else has just created it. Throws UnknownMonitor when pings have created as many
 * as they may, as Healthchecks does.
 */
export async function createByPing(
  deps: CreateByPingDeps,
  wanted: { id: string; ping: Ping; requestId: string },
): Promise<Monitor | 'lost'> {
  const { installation, maxAutoCreated } = deps;
  if (await installation.reserveAutoCreated(maxAutoCreated)) return createInSlot(deps, wanted);
  // Perhaps it was the last slot, and who got it has just made this very monitor.
  if (await deps.monitors.load(wanted.id)) return 'lost';
  deps.telemetry.notice('MonitorNotCreated', { maxAutoCreated });
  throw new UnknownMonitor();
}

/** Creates the monitor, or gives the slot back. */
async function createInSlot(
  deps: CreateByPingDeps,
  { id, ping, requestId }: { id: string; ping: Ping; requestId: string },
): Promise<Monitor | 'lost'> {
  let created = false;
  try {
    const secret = secretFrom(deps.system.randomBytes(limits.secretCharacters));
    const transition = pingedOnce(autoCreated({ id, secret, createdAt: ping.at }), ping);
    const monitor = await armBeforeSave(deps, transition, ping.at);
    const change = transition.flipped ? 'flip' : 'ping';
    created = await createOnce(deps, { monitor, requestId, change, countsPing: true });
    return created ? monitor : 'lost';
  } finally {
    if (!created) await giveSlotBack(deps);
  }
}

/** A slot that cannot be given back is lost to others, which is better than losing the ping. */
async function giveSlotBack({ installation, telemetry }: CreateByPingDeps): Promise<void> {
  try {
    await installation.releaseAutoCreated();
  } catch (cause) {
    telemetry.notice('LeftBehind', {}, cause);
  }
}

/** Healthchecks' own defaults: every day, with an hour of grace. */
function autoCreated(identity: { id: string; secret: string; createdAt: Instant }): Monitor {
  return newMonitor({
    ...identity,
    name: identity.id,
    schedule: parseSchedule('every 24h'),
    gracePeriodSeconds: 3_600,
    channels: ['default'],
    autoCreated: true,
  });
}

function pingedOnce(monitor: Monitor, ping: Ping): Transition {
  return isCheckIn(ping) ? applyPing(monitor, ping) : { monitor, flipped: false, arm: 'no' };
}
