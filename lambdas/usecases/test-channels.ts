import { TopicRefused, Unavailable } from '../domain/errors.ts';
import type { AlertWriter, ChannelMessage } from './alert-writer.ts';
import { getMonitor } from './manage-monitors.ts';
import type { Channels, Monitors, System } from './ports.ts';

export interface TestChannelsDeps {
  monitors: Monitors;
  channels: Channels;
  system: Pick<System, 'now' | 'uniqueId'>;
  writer: Pick<AlertWriter, 'test'>;
}

/** What became of a test alert in one channel. */
export interface ChannelTest {
  channel: string;
  /** The id that the message got. Absent if there is an error. */
  messageId?: string;
  /** Why nobody is told through this channel. */
  error?: string;
}

/** Publishes a test alert to each of a monitor's channels. Throws UnknownMonitor. */
export async function testChannels(deps: TestChannelsDeps, id: string): Promise<ChannelTest[]> {
  const { monitor } = await getMonitor(deps, id);
  const { channels, system } = deps;
  const message = deps.writer.test(monitor, { at: system.now(), id: system.uniqueId() });
  return Promise.all(
    monitor.channels.map((channel) =>
      channels.channels.includes(channel)
        ? testChannel(channels, channel, message)
        : { channel, error: 'This installation has no such channel: its alerts go to "default".' },
    ),
  );
}

async function testChannel(
  channels: Channels,
  channel: string,
  message: ChannelMessage,
): Promise<ChannelTest> {
  try {
    return { channel, messageId: await channels.publishToChannel(channel, message) };
  } catch (error) {
    if (error instanceof TopicRefused || error instanceof Unavailable)
      return { channel, error: reason(error) };
    throw error;
  }
}

/** With what the service itself answered, such as NotFoundException. */
function reason(error: Error): string {
  let answer = error;
  while (answer.cause instanceof Error) answer = answer.cause;
  return answer === error ? error.message : `${error.message} ${answer.name}: ${answer.message}`;
}
