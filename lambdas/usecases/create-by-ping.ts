import { UnknownMonitor } from '../domain/errors.ts';
import { secretFrom } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { type Monitor, newMonitor } from '../domain/monitor.ts';
import { isCheckIn, type Ping } from '../domain/ping.ts';
import { parseSchedule } from '../domain/schedule.ts';
import type { Instant } from '../domain/time.ts';
import { applyPing, type Transition } from '../domain/transition.ts';
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
  id: string,
  ping: Ping,
  requestId: string,
): Promise<Monitor | 'lost'> {
  if (!(await deps.installation.reserveAutoCreated(deps.maxAutoCreated))) {
    deps.telemetry.notice('MonitorNotCreated', { maxAutoCreated: deps.maxAutoCreated });
    throw new UnknownMonitor();
  }
  const secret = secretFrom(deps.system.randomBytes(limits.secretCharacters));
  const transition = pingedOnce(autoCreated(id, secret, ping.at), ping);
  const monitor = await armBeforeSave(deps, transition, ping.at);
  const change = transition.flipped ? 'flip' : 'ping';
  if (await createOnce(deps, { monitor, requestId, change, countsPing: true })) return monitor;
  await deps.installation.releaseAutoCreated();
  return 'lost';
}

/** Healthchecks' own defaults: every day, with an hour of grace. */
function autoCreated(id: string, secret: string, createdAt: Instant): Monitor {
  return newMonitor({
    ...{ id, name: id, secret, createdAt },
    schedule: parseSchedule('every 24h'),
    gracePeriodSeconds: 3_600,
    channels: ['default'],
    autoCreated: true,
  });
}

function pingedOnce(monitor: Monitor, ping: Ping): Transition {
  return isCheckIn(ping) ? applyPing(monitor, ping) : { monitor, flipped: false, arm: 'no' };
}
