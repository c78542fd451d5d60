import { lookAfterSave } from './check-deadline.ts';
import {
  type KnownPingRequest,
  type PingReceipt,
  type RecordKnownPingDeps,
  recordKnownPing,
} from './record-ping.ts';

/**
 * Records a ping that tells when it happened. What it makes of the monitor is true of that instant, so what time has
 * made of it since is looked at right after: for a deadline that has passed no timer is set. Should the look fail, the
 * ping is stored all the same, and the sweep looks. Throws like `recordKnownPing`.
 */
export async function recordEvent(
  deps: RecordKnownPingDeps,
  request: KnownPingRequest & { happenedAt: number },
): Promise<PingReceipt> {
  const receipt = await recordKnownPing(deps, request);
  await lookAfterSave(deps, request.monitorId);
  return receipt;
}
