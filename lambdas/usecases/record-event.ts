import { lookIfPassed } from './check-deadline.ts';
import {
  type KnownPingReceipt,
  type KnownPingRequest,
  type RecordKnownPingDeps,
  recordKnownPing,
} from './record-ping.ts';

/**
 * Records a ping that tells when it happened. What it makes of the monitor is true of that instant, so what time has
 * made of it since is looked at right after, if anything has passed: for that no timer is set. Should the look fail,
 * the ping is stored all the same, and the sweep looks. Throws like `recordKnownPing`.
 */
export async function recordEvent(
  deps: RecordKnownPingDeps,
  request: KnownPingRequest & { happenedAt: number },
): Promise<KnownPingReceipt> {
  const receipt = await recordKnownPing(deps, request);
  await lookIfPassed(deps, receipt.monitor);
  return receipt;
}
