import { lookAtMonitor, sendOn } from './check-deadline.ts';
import type { Meter } from './ports.ts';
import {
  type KnownPingRequest,
  type PingReceipt,
  type RecordKnownPingDeps,
  recordKnownPing,
} from './record-ping.ts';

export type RecordEventDeps = Omit<RecordKnownPingDeps, 'telemetry'> & {
  telemetry: RecordKnownPingDeps['telemetry'] & Meter;
};

/**
 * Records a ping that tells when it happened. What it makes of the monitor is true of that instant, so what time has
 * made of it since is looked at right after: for a deadline that has passed no timer is set. Should the look fail, the
 * ping is stored all the same, and the sweep looks. Throws like `recordKnownPing`.
 */
export async function recordEvent(
  deps: RecordEventDeps,
  request: KnownPingRequest & { happenedAt: number },
): Promise<PingReceipt> {
  const receipt = await recordKnownPing(deps, request);
  const { monitorId } = request;
  try {
    const look = await lookAtMonitor(deps, monitorId);
    if (look.found === 'changed') await sendOn(deps, look);
  } catch (cause) {
    deps.telemetry.notice('DeadlineNotChecked', { monitorId }, cause);
  }
  return receipt;
}
