import { limits } from '../domain/limits.ts';
import type { Audiences, System, Telemetry } from './ports.ts';
import type { SweepMemory } from './sweep.ts';

export interface WatchChannelsDeps {
  audiences?: Audiences;
  sweepMemory: Pick<SweepMemory, 'channelsSeenAt'>;
  system: Pick<System, 'now'>;
  telemetry: Telemetry;
}

/**
 * Notices the channels that nobody listens to: an alert that SNS takes for one is told to nobody, and no call fails. About
 * once an hour in one process; where nobody could be asked, the next time.
 */
export async function watchChannels(deps: WatchChannelsDeps): Promise<void> {
  const { audiences, sweepMemory } = deps;
  const now = deps.system.now();
  if (!audiences || now - sweepMemory.channelsSeenAt < limits.channelsSeenMs) return;
  sweepMemory.channelsSeenAt = now;
  await Promise.all(audiences.channels.map((channel) => watchChannel(deps, audiences, channel)));
}

async function watchChannel(
  { telemetry }: WatchChannelsDeps,
  audiences: Audiences,
  channel: string,
): Promise<void> {
  try {
    const audience = await audiences.audienceOf(channel);
    if (audience === 'unknown' || audience.confirmed > 0) return;
    telemetry.notice('ChannelUnheard', { channel, pending: audience.pending });
  } catch (cause) {
    telemetry.notice('ChannelNotChecked', { channel }, cause);
  }
}
